"""Which documents are helped with, from when on, and what of it a client is sent."""

from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from lsprotocol import types

from omni_lsp.app.authoring import Authoring
from omni_lsp.lsp.client import Client
from omni_lsp.lsp.completing import list_of
from omni_lsp.lsp.positions import Encoding
from omni_lsp.model.completion import Completion, CompletionKind, Completions
from omni_lsp.model.finding import Rule, Severity
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports.agent import AgentMeta

ROOT = Path("/shop")


@dataclass
class Named:
    """Plans, or policies, that one file outside of the folders has a say in."""

    path: Path

    def is_source(self, snapshot: Snapshot) -> bool:
        return snapshot.path == self.path


@dataclass
class Spelling:
    meta: AgentMeta = field(default_factory=lambda: AgentMeta("spelling"))


@dataclass
class Ruleset:
    digest: str = "one"


@dataclass
class Engine:
    ruleset: Ruleset = field(default_factory=Ruleset)


@dataclass
class Team:
    agents: tuple[Spelling, ...] = (Spelling(),)
    engine: Engine = field(default_factory=Engine)
    policies: Named = field(default_factory=lambda: Named(Path("/home/me/policy.yml")))
    rules: Mapping[str, Rule] = field(default_factory=lambda: {"py.x": Rule("py.x", "X", Severity.INFO)})


@dataclass
class InForce:
    team: Team = field(default_factory=Team)
    plans: Named = field(default_factory=lambda: Named(Path("/home/me/mine.yaml")))


@dataclass
class Held:
    """Background work that begins when the test says so."""

    works: list[Coroutine[object, object, None]] = field(default_factory=list)

    def start(self, work: Coroutine[object, object, None]) -> None:
        self.works.append(work)


class Desk:
    def __init__(self) -> None:
        self.now = InForce()
        self.background = Held()
        self.authoring = Authoring(lambda: self.now, self.background)

    async def ready(self, snapshot: Snapshot) -> None:
        self.authoring.opened(snapshot)
        while self.background.works:
            await self.background.works.pop()

    def labels(self, snapshot: Snapshot) -> list[str] | None:
        found = self.authoring.completions(snapshot, len(snapshot.text))
        return [item.label for item in found.items] if found is not None else None


def document(path: str | None, text: str = "") -> Snapshot:
    return Snapshot(f"file://{path}", 1, "yaml", text, Path(path) if path is not None else None, ROOT)


PIPELINE, POLICY = "/shop/.omni/pipeline.yaml", "/elsewhere/.omni/policy.yaml"


@pytest.mark.parametrize(
    ("path", "first"),
    [
        (PIPELINE, ["version", "budget"]),
        (POLICY, ["version", "name"]),
        ("/home/me/mine.yaml", ["version", "budget"]),
        ("/home/me/policy.yml", ["version", "name"]),
        ("/shop/pipeline.yaml", None),
        ("/shop/.omni/other.yaml", None),
        ("/shop/a.py", None),
        (None, None),
    ],
)
async def test_the_files_that_are_read_as_such_are_helped_with(path: str | None, first: list[str] | None) -> None:
    desk = Desk()
    await desk.ready(document(path))
    labels = desk.labels(document(path))
    assert (labels[:2] if labels is not None else None) == first
    hover = desk.authoring.explain(document(path, "version: 1"), 2)
    assert len(hover) == (first is not None)


async def test_before_it_is_known_what_may_stand_there_nobody_waits() -> None:
    desk = Desk()
    desk.authoring.opened(document(PIPELINE, "v"))
    desk.authoring.opened(document(PIPELINE, "ver"))
    found = desk.authoring.completions(document(PIPELINE, "ver"), 3)
    assert found == Completions(Span(3, 3), (), is_complete=False)
    assert desk.authoring.explain(document(PIPELINE, "version: 1"), 2) == ()
    (work,) = desk.background.works
    await work
    assert desk.labels(document(PIPELINE, "ver")) == ["version", "budget", "analysis"]


async def test_agents_and_rules_are_those_in_force() -> None:
    desk = Desk()
    pipeline = document(PIPELINE, "analysis:\n  pipeline:\n    stages:\n      - agent: ")
    policy = document(POLICY, "severities:\n  py")
    await desk.ready(pipeline)
    await desk.ready(policy)
    assert desk.labels(pipeline) == ["spelling"]
    assert desk.labels(policy) == ["py.x", "py.*"]
    desk.now.team.rules = {"py.y": Rule("py.y", "Y", Severity.INFO)}
    desk.now.team.engine.ruleset.digest = "two"
    assert desk.labels(policy) == ["py.y", "py.*"]


FOUND = Completions(
    Span(2, 3),
    (
        Completion("b", "b: ", CompletionKind.KEY, "required", "A **key**."),
        Completion("a", "a", CompletionKind.VALUE),
    ),
    is_complete=False,
)


@pytest.mark.parametrize(("encoding", "start"), [(Encoding.UTF8, 5), (Encoding.UTF16, 3), (Encoding.UTF32, 2)])
def test_a_completion_replaces_the_word_in_the_units_of_the_client(encoding: Encoding, start: int) -> None:
    shown = list_of(FOUND, document(PIPELINE, "🔒 w"), Client(encoding=encoding))
    range_ = types.Range(types.Position(0, start), types.Position(0, start + 1))
    assert [item.text_edit for item in shown.items] == [types.TextEdit(range_, "b: "), types.TextEdit(range_, "a")]
    assert shown.is_incomplete
    assert [item.label for item in sorted(shown.items, key=lambda item: str(item.sort_text))] == ["b", "a"]


def test_a_completion_says_no_more_than_the_client_can_show() -> None:
    document_ = document(PIPELINE, "🔒 w")
    key, value = list_of(FOUND, document_, Client()).items
    assert (key.detail, key.documentation) == ("required", "A key.")
    assert (value.detail, value.documentation) == (None, None)
    key, _ = list_of(FOUND, document_, Client(markdown_completions=True)).items
    assert key.documentation == types.MarkupContent(types.MarkupKind.Markdown, "A **key**.")


@pytest.mark.parametrize("snippets", [False, True])
def test_a_text_with_spaces_inside_is_a_snippet_for_who_takes_one(*, snippets: bool) -> None:
    found = Completions(Span(0, 0), (Completion("a $b}", "a $b}: ", CompletionKind.KEY), *FOUND.items))
    first, *others = list_of(found, document(PIPELINE, ""), Client(snippets=snippets)).items
    assert isinstance(first.text_edit, types.TextEdit)
    assert first.text_edit.new_text == (r"a \$b\}: " if snippets else "a $b}: ")
    assert first.insert_text_format == (types.InsertTextFormat.Snippet if snippets else None)
    assert [other.insert_text_format for other in others] == [None, None]
