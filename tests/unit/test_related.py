"""Code that is like other code: what is remembered, looked up again, asked for and handed on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from indexing_fakes import ROOT, FakeIndex

from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.context import ContextAgent
from omni_lsp.agents.rag import RagAgent
from omni_lsp.app.related import FRESH_SECONDS, KEPT, WAITING, Related
from omni_lsp.app.similar import subject_of
from omni_lsp.model.facts import BuildFacts, Facts, FileFacts, Near, ProjectFacts, RelatedFacts
from omni_lsp.model.retrieval import Domain, Hit
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.retrieval.likeness import likeness

TOTAL = "def total_price(self, currency)"
TEXT = '''LIMIT = 3


class Basket:
    """What a customer wants."""

    def total_price(self):
        """The sum."""
        return sum(self.lines)
'''


def hit(path: str, score: float = 1.0, symbol: str = "amount") -> Hit:
    return Hit(path, 4, 9, symbol, score, "text")


@dataclass
class Clock:
    now: float = 0.0
    wakes: int = 0

    def __call__(self) -> float:
        return self.now

    def wake(self) -> None:
        self.wakes += 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def related(clock: Clock) -> Related:
    return Related(clock.wake, clock)


async def test_without_an_index_nothing_is_asked(related: Related, clock: Clock) -> None:
    assert related.near(ROOT, "a.py", TOTAL) is None
    assert (clock.wakes, related.is_waited_for) == (0, False)


async def test_what_is_asked_is_looked_up_once_and_remembered(related: Related, clock: Clock) -> None:
    index = FakeIndex(hits=[hit("a.py", 9.0), hit("b.py", 4.0), hit("c.py", 2.0), hit("d.py", 1.9)])
    related.changed(ROOT)
    assert related.near(ROOT, "a.py", TOTAL) is None
    assert clock.wakes == 1
    await related.look_up(index)
    # The file itself is like itself; what follows far behind the best is not.
    assert related.near(ROOT, "a.py", TOTAL) == (Near("b.py", 4, "amount"), Near("c.py", 4, "amount"))
    assert not related.is_waited_for
    assert [(query.text, query.domain) for query in index.asked] == [("total price currency", Domain.CODE)]


async def test_an_answer_is_looked_up_again_when_it_is_old_and_the_index_another(
    related: Related, clock: Clock
) -> None:
    related.changed(ROOT)
    related.near(ROOT, "a.py", TOTAL)
    await related.look_up(FakeIndex(hits=[hit("b.py")]))
    clock.now += FRESH_SECONDS + 1
    related.near(ROOT, "a.py", TOTAL)
    assert not related.is_waited_for
    related.changed(ROOT)
    assert related.near(ROOT, "a.py", TOTAL) == (Near("b.py", 4, "amount"),)
    assert related.is_waited_for
    await related.look_up(FakeIndex())
    related.changed(ROOT)
    assert related.near(ROOT, "a.py", TOTAL) == ()
    assert not related.is_waited_for


async def test_an_index_that_is_gone_is_not_quoted(related: Related) -> None:
    related.changed(ROOT)
    related.near(ROOT, "a.py", TOTAL)
    await related.look_up(FakeIndex(hits=[hit("b.py")]))
    related.near(ROOT, "a.py", "def other()")
    related.forget(ROOT)
    assert not related.is_waited_for
    assert not related.answers_for(ROOT)
    assert related.near(ROOT, "a.py", TOTAL) is None


async def test_it_is_bounded(related: Related) -> None:
    related.changed(ROOT)
    for number in range(WAITING + 5):
        related.near(ROOT, "a.py", f"def a{number}()")
    assert len(related._waiting) == WAITING
    index = FakeIndex()
    for number in range(KEPT + 5):
        related.near(ROOT, "a.py", f"def b{number}()")
        await related.look_up(index)
    assert len(related._known) == KEPT


async def test_code_without_words_is_like_nothing(related: Related) -> None:
    index = FakeIndex(hits=[hit("b.py")])
    related.changed(ROOT)
    related.near(ROOT, "a.py", "def if(): return")
    await related.look_up(index)
    assert (related.near(ROOT, "a.py", "def if(): return"), index.asked) == ((), [])


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("def total_price(self): return taxRate", "total price tax rate"),
        ("for (const x of HTTPServer.all()) {}", "http server"),
        ("", ""),
        ("word " * 1_000, " ".join(["word"] * 250)),
    ],
)
def test_code_becomes_a_question_of_plain_words(code: str, words: str) -> None:
    assert likeness(code) == words


@dataclass
class Known:
    """Implements `ports.retrieval.Nearby`."""

    answers: dict[str, Sequence[Near]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def near(self, _root: Path, path: str, text: str) -> Sequence[Near] | None:
        self.asked.append((path, text))
        return next((near for word, near in self.answers.items() if word in text), None)


class NoManifests:
    async def build(self, root: Path) -> BuildFacts:
        raise AssertionError(root)


def snapshot(text: str = TEXT, path: str = "basket.py") -> Snapshot:
    return Snapshot((ROOT / path).as_uri(), 1, "python", text, ROOT / path, ROOT)


async def facts_of(text: str = TEXT, path: str = "basket.py") -> FileFacts:
    return await ContextAgent(TreeSitterSyntax(), NoManifests()).file_facts(snapshot(text, path))


async def test_the_agent_hands_on_what_is_known_by_now() -> None:
    known = Known({"total_price": [Near("invoice.py", 3, "amount")]})
    result = await RagAgent(known).run(snapshot(), Facts(await facts_of()))
    assert result.facts == (RelatedFacts("basket.py", {"Basket.total_price": (Near("invoice.py", 3, "amount"),)}),)
    assert result.findings == ()
    # Constants are like too much.
    assert known.asked == [
        ("basket.py", "class Basket\nWhat a customer wants."),
        ("basket.py", "Basket\ndef total_price(self)\nThe sum."),
    ]


async def test_the_agent_has_nothing_to_say_without_an_index_or_a_folder() -> None:
    facts = Facts(await facts_of())
    assert (await RagAgent(Known()).run(snapshot(), facts)).facts == ()
    alone = Snapshot("untitled:1", 1, "python", TEXT)
    known = Known({"total_price": ()})
    assert (await RagAgent(known).run(alone, facts)).facts == ()
    assert known.asked == []


async def hover(near: Sequence[Near], files: dict[str, str], at: str = "total_price") -> str:
    known = {path: await facts_of(text, path) for path, text in files.items()}
    agent = ContextAgent(TreeSitterSyntax(), NoManifests(), Known({at: near}))
    found = agent.explain(snapshot(), TEXT.index(at), Facts(ProjectFacts(files=known), known["basket.py"]))
    assert found is not None
    return found.markdown


async def test_hovers_link_to_the_line_of_the_definition_itself() -> None:
    invoice = "import basket\n\n\ndef first(): ...\n\n\ndef amount(): ...\n"
    said = await hover([Near("invoice.py", 3, "amount")], {"basket.py": TEXT, "invoice.py": invoice})
    assert "\n\nRelated code: [`invoice.py:7`](file:///src/shop/invoice.py#L7) `amount`.\n\n" in said


async def test_a_place_in_a_file_without_outline_is_where_the_piece_begins() -> None:
    said = await hover([Near("a b (c)/x.rb", 3)], {"basket.py": TEXT})
    assert "Related code: [`a b (c)/x.rb:4`](file:///src/shop/a%20b%20%28c%29/x.rb#L4).\n\n" in said
    assert "Related" not in await hover([], {"basket.py": TEXT})


@pytest.mark.parametrize(
    ("at", "selected", "name", "begins"),
    [
        ("return |sum", "", "Basket.total_price", "def total_price"),
        ("|class Basket", "", "Basket", "class Basket"),
        ("|LIMIT", "", "LIMIT", "LIMIT = 3"),
        ("return |sum", "sum(self.lines)", "the selection", "sum(self.lines)"),
    ],
)
async def test_what_is_pointed_at(at: str, selected: str, name: str, begins: str) -> None:
    start = TEXT.index(at.replace("|", "")) + at.index("|")
    subject = subject_of(snapshot(), Span(start, start + len(selected)), await facts_of())
    assert subject.name == name
    assert subject.text.startswith(begins)


async def test_without_a_current_outline_the_line_is_what_is_meant() -> None:
    text = f"\n{TEXT}"
    start = text.index("sum(")
    subject = subject_of(snapshot(text), Span(start, start), await facts_of())
    assert (subject.name, subject.text.strip()) == ("line 10", "return sum(self.lines)")
    assert subject_of(snapshot(text), Span(start, start), None) == subject
