"""Words of code and of questions in the form in which they are compared."""

import pytest
from hypothesis import given, strategies as st

from omni_lsp.retrieval.terms import STOP_WORDS, stems, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("parseHTTPResponses", ["pars", "http", "respons", "parsehttpresponses"]),
        ("snake_case_name", ["snak", "cas", "nam", "snakecasename"]),
        ("SCREAMING_SNAKE", ["scream", "snak", "screamingsnake"]),
        ("kebab-case", ["kebab", "cas"]),
        ("__init__", ["init"]),
        ("$scope", ["scop"]),
        ("utf8Decoder", ["utf", "decod", "utf8decoder"]),
        ("HTTPServer2", ["http", "serv", "httpserver2"]),
        ("error 404", ["error", "404"]),
        ("x = y", []),
        ("the and of", []),
        ("getUser", ["user", "getuser"]),
        ("doIt", ["doit"]),
        ("", []),
        ("ПриветМир", ["привет", "мир", "приветмир"]),
        ("ÉCOLE", ["école"]),
        ("e\u0301cole", ["école"]),
        ("Straße", ["straße"]),
        ("İstanbul", ["istanbul"]),
        ("テスト", ["テスト"]),
        ("a.b_c(dd)", ["bc", "dd"]),
    ],
)
def test_names_are_taken_apart(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    "same",
    [
        "validate validates validated validating validator validation",
        "cache caches cached caching",
        "query queries queried querying",
        "map maps mapped mapping mapper",
        "parse parses parsed parsing parser",
        "connect connects connected connecting connection connector",
        "serialize serializes serialized serializer serialization",
        "normalise normalised normaliser normalisation",
        "box boxes boxed boxing",
        "match matches matched matching matcher",
        "configure configured configuring",
        "run runs running runner",
        "retry retries retried retrying",
        "dependency dependencies",
        "class classes",
    ],
)
def test_forms_of_a_word_meet(same: str) -> None:
    assert len(stems(same.split())) == 1


@pytest.mark.parametrize(
    "pair",
    [
        "string sting",
        "port part",
        "status state",
        "test text",
        "event even",
        "rate ratio",
        "metal meter",
        "handle hand",
        "index indent",
        "token take",
        "order old",
        "session section",
        "string strip",
        "loader lower",
        "import impose",
        "ring run",
    ],
)
def test_other_words_do_not_meet(pair: str) -> None:
    first, second = pair.split()
    assert terms(first) != terms(second)


@given(st.text())
def test_terms_of_any_text_are_words_in_lower_case(text: str) -> None:
    for term in terms(text):
        assert term
        assert term == term.lower()
        assert not any(character.isspace() for character in term)
        assert len(term) <= 64


@given(st.sampled_from(sorted(STOP_WORDS)), st.sampled_from([str.lower, str.upper, str.title]))
def test_no_stop_word_is_a_term(word: str, style: object) -> None:
    assert terms(style(word)) == []  # type: ignore[operator]


@given(st.text(st.characters(codec="ascii")), st.text(st.characters(codec="ascii")))
def test_terms_of_two_texts_are_those_of_each(first: str, second: str) -> None:
    assert terms(f"{first} {second}") == terms(first) + terms(second)


@given(st.lists(st.from_regex(r"[a-z]{2,12}", fullmatch=True)))
def test_a_name_and_its_parts_meet_however_it_is_written(parts: list[str]) -> None:
    snake, camel = "_".join(parts), "".join(part.title() for part in parts)
    assert terms(snake) == terms(camel)
    assert terms(" ".join(parts)) == terms(snake)[: len(terms(" ".join(parts)))]


def test_a_word_without_end_is_cut() -> None:
    assert terms("q" * 1_000_000) == ["q" * 64]


def test_words_are_parts_as_they_are() -> None:
    assert list(words("the HTTPResponses of a_b2")) == ["the", "http", "responses", "of", "a", "b", "2"]
