"""Questions answered over a library of pieces: which file goes first, which piece of it, by which name."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from omni_lsp.model.errors import AgentFatalError
from omni_lsp.model.retrieval import Chunk, Domain, Hit, Query, Scored
from omni_lsp.retrieval.answering import Answering
from omni_lsp.retrieval.bm25 import Bm25
from omni_lsp.retrieval.chunks import chunks

TEXTS = {
    "shop/basket.py": "class Basket:\n    def total(self):\n        return sum(self.prices)\n",
    "shop/mail.py": "def invite(address):\n    send(address, TEXT)\n",
    "tests/test_basket.py": "def test_total():\n    assert Basket().total() == 0\n",
    "README.md": "A shop with a basket, whose total is the sum of its prices.\n",
}


class Shelf:
    """The `Library` of some texts; what is near to a vector is told by `near`."""

    def __init__(self, texts: Mapping[str, str], near: Sequence[str] = ()) -> None:
        self.files = {path: chunks(path, "", text, "hash") for path, text in texts.items()}
        self._near = near
        self._words: Bm25[Chunk] = Bm25()
        for found in self.files.values():
            for chunk in found:
                self._words.put(chunk, chunk.terms.split())

    async def lexical(self, terms: str, limit: int, among: Container[str] | None = None) -> Sequence[Scored]:
        return [Scored(*pair) for pair in self._words.best(dict.fromkeys(terms.split(), 1.0), limit)]

    async def nearest(
        self, vector: Sequence[float], limit: int, among: Container[str] | None = None
    ) -> Sequence[Scored]:
        return [Scored(self.files[path][0], 1.0 / rank) for rank, path in enumerate(self._near, 1)]

    async def texts(self, chunks: Sequence[Chunk]) -> Sequence[str]:
        return [chunk.text for chunk in chunks]


@dataclass
class Recorded:
    """An embedder that notes what it was asked, and fails on request."""

    id: str = "recorded"
    dimensions: int = 1
    works: bool = True
    asked: list[str] = field(default_factory=list)
    patience: list[float | None] = field(default_factory=list)

    async def embed(self, texts: Sequence[str], seconds: float | None = None) -> Sequence[Sequence[float]]:
        self.patience.append(seconds)
        self.asked += texts
        if not self.works:
            raise AgentFatalError("embed", "a question", "the table is broken")
        return [[1.0] for _ in texts]


async def answered(query: Query, embedder: Recorded | None = None, near: Sequence[str] = ()) -> Sequence[Hit]:
    answering, shelf = Answering(embedder), Shelf(TEXTS, near)
    for path, found in shelf.files.items():
        answering.put(path, found)
    return await answering.answer(query, shelf)


async def test_the_file_that_does_it_goes_before_its_test_and_its_description() -> None:
    hits = await answered(Query("the total of a basket"))
    assert hits[0] == Hit("shop/basket.py", 0, 3, "Basket", hits[0].score, TEXTS["shop/basket.py"])
    assert {hit.path for hit in hits[1:]} == {"tests/test_basket.py", "README.md"}


async def test_the_symbol_is_the_name_that_was_asked_for() -> None:
    (best, *_) = await answered(Query("total"))
    assert (best.path, best.symbol) == ("shop/basket.py", "total")


@pytest.mark.parametrize(
    ("query", "path"),
    [
        (Query("total of the basket", domain=Domain.TESTS), "tests/test_basket.py"),
        (Query("tests of the total of the basket"), "tests/test_basket.py"),
        (Query("total of the basket", domain=Domain.DOCS), "README.md"),
    ],
)
async def test_what_it_is_about_is_said_or_told_by_its_words(query: Query, path: str) -> None:
    (best, *_) = await answered(query)
    assert best.path == path


async def test_no_more_than_were_asked_for() -> None:
    assert len(await answered(Query("basket total", limit=1))) == 1


async def test_what_is_near_in_meaning_is_found_without_a_common_word() -> None:
    query = Query("ask somebody to join")
    assert not await answered(query)
    assert [hit.path for hit in await answered(query, Recorded(), ["shop/mail.py", "README.md"])] == ["shop/mail.py"]


async def test_a_name_is_looked_up_without_vectors() -> None:
    embedder = Recorded()
    await answered(Query("Basket.total"), embedder)
    assert embedder.asked == []


async def test_words_decide_when_there_are_no_vectors() -> None:
    broken = await answered(Query("the total of a basket"), Recorded(works=False), ["shop/mail.py"])
    assert broken == await answered(Query("the total of a basket"))


async def test_a_question_waits_two_seconds_for_its_vector_and_the_log_hears_of_a_failure_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    embedder = Recorded(works=False)
    answering, shelf = Answering(embedder), Shelf(TEXTS)
    for works in (False, False, True, False):
        embedder.works = works
        await answering.answer(Query("the total of a basket"), shelf)
    assert embedder.patience == [2.0] * 4
    assert [record.getMessage() for record in caplog.records] == [
        "words alone decide: embed on a question: the table is broken"
    ] * 2


async def test_nothing_is_an_answer_too() -> None:
    assert await answered(Query("zebra")) == []
    assert await answered(Query("  ")) == []


async def test_a_file_that_is_gone_is_not_an_answer() -> None:
    answering, shelf = Answering(), Shelf(TEXTS)
    for path, found in shelf.files.items():
        answering.put(path, found)
    answering.remove("shop/basket.py")
    assert "shop/basket.py" not in {hit.path for hit in await answering.answer(Query("basket total"), shelf)}
