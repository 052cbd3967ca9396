"""BM25 against its formula, written down once more in the plainest way, and what is left of what was removed."""

import math
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, strategies as st

from omni_lsp.retrieval.bm25 import Bm25

DOCUMENTS = st.dictionaries(st.sampled_from("uvwxyz"), st.lists(st.sampled_from("abcd"), max_size=12), max_size=6)
QUERIES = st.dictionaries(st.sampled_from("abcde"), st.floats(0.1, 4), max_size=5)


def expected(documents: Mapping[str, Sequence[str]], query: Mapping[str, float]) -> dict[str, float]:
    """Robertson and Zaragoza (2009), with k1 = 1.2 and b = 0.75, and 1 in the logarithm that keeps it above 0."""
    average = sum(map(len, documents.values())) / max(1, len(documents)) or 1.0
    scores = {}
    for key, terms in documents.items():
        score = 0.0
        for term, weight in query.items():
            holding = sum(term in other for other in documents.values())
            frequency = terms.count(term)
            rarity = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            score += weight * rarity * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * len(terms) / average))
        if not query.keys().isdisjoint(terms):
            scores[key] = score
    return scores


def filled(documents: Mapping[str, Sequence[str]]) -> Bm25[str]:
    index = Bm25[str]()
    for key, terms in documents.items():
        index.put(key, terms)
    return index


@given(DOCUMENTS, QUERIES)
def test_scores_are_those_of_the_formula(documents: dict[str, list[str]], query: dict[str, float]) -> None:
    assert filled(documents).scores(query) == pytest.approx(expected(documents, query))


@given(DOCUMENTS, DOCUMENTS, st.lists(st.sampled_from("uvwxyz")), QUERIES)
def test_an_index_that_changed_is_like_a_new_one(
    before: dict[str, list[str]], later: dict[str, list[str]], gone: list[str], query: dict[str, float]
) -> None:
    index = filled(before)
    for key in gone:
        index.remove(key)
    for key, terms in later.items():
        index.put(key, terms)
    now = {key: terms for key, terms in before.items() if key not in gone} | later
    assert len(index) == len(now)
    assert index.scores(query) == pytest.approx(expected(now, query))
    assert all(index.rarity(term) == pytest.approx(filled(now).rarity(term)) for term in "abcde")


def test_best_are_in_order_and_no_more_than_asked_for() -> None:
    index = filled({"once": ["a", "b", "b"], "twice": ["a", "a", "b"], "never": ["b", "b", "b"]})
    assert [key for key, _ in index.best({"a": 1.0}, 10)] == ["twice", "once"]
    assert [key for key, _ in index.best({"a": 1.0}, 1)] == ["twice"]


def test_nothing_is_found_in_nothing() -> None:
    assert Bm25[str]().best({"a": 1.0}, 3) == []
    assert filled({"u": []}).scores({"a": 1.0}) == {}


def test_a_term_as_often_as_nobody_writes_it_is_counted_up_to_a_limit() -> None:
    index = filled({"u": ["a"] * 70_000, "v": ["b"]})
    assert index.scores({"a": 1.0})["u"] > 0


def test_nothing_stays_of_documents_that_were_replaced() -> None:
    index = filled({"u": ["a"], "v": ["b"]})
    fresh = repr(vars(filled({"u": ["a"], "v": ["b"]})))
    for number in range(500):
        index.put("u", [f"word{number}", "a"])
    index.put("u", ["a"])
    assert sorted(repr(vars(index))) == sorted(fresh)
