"""What there is to be explained at a place, and what a model says of it, as Markdown that loads nothing."""

from dataclasses import dataclass

from omni_lsp.agents.coding.explanation import Matter, explain_opening
from omni_lsp.agents.coding.loop import Turn
from omni_lsp.agents.coding.prompt import Around
from omni_lsp.agents.coding.prose import harmless_markdown
from omni_lsp.agents.coding.region import body_of
from omni_lsp.app.coding.asking import Count
from omni_lsp.app.coding.bench import Bench
from omni_lsp.app.coding.evidence import cost
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.finding import Finding
from omni_lsp.model.markdown import code, escaped
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports.chat import ChatModel

TRIED = "explain code"


@dataclass(frozen=True, slots=True)
class Questioned:
    """What is to be explained, and the words for it; `files_tokens` are those of the files quoted from."""

    matter: Matter
    turns: tuple[Turn, ...]
    files_tokens: int


async def matter_of(bench: Bench, snapshot: Snapshot, selection: Span, finding: Finding | None, hover: str) -> Matter:
    """A finding with its surroundings, else a selection, else the definition around a cursor or its paragraph."""
    file = await bench.file(snapshot)
    if finding is not None:
        return Matter(snapshot, body_of(snapshot, finding.span, file.symbols), finding.rule.title, finding, hover)
    if snapshot.text[selection.start : selection.end].strip():
        return Matter(snapshot, selection, "The selected code", hover=hover)
    around = [one for one in file.symbols if one.span.start <= selection.start <= one.span.end]
    if around:
        symbol = min(around, key=lambda one: one.span.end - one.span.start)
        return Matter(snapshot, symbol.span, f"{symbol.kind} {symbol.qualified}", hover=hover)
    return Matter(snapshot, body_of(snapshot, selection, file.symbols), "The code here", hover=hover)


async def questioned(bench: Bench, matter: Matter, project: ProjectFacts) -> Questioned:
    """Raises AgentError."""
    snapshot = matter.snapshot
    if not snapshot.text[matter.span.start : matter.span.end].strip():
        raise AgentValidationError(TRIED, snapshot.name, "there is no code at this place")
    related = await bench.related(snapshot, await bench.file(snapshot), matter.span, project)
    turns = explain_opening(matter, Around(related=related), bench.room, bench.means.redact)
    counter = bench.room.counter
    files = counter.count(snapshot.text) + sum(counter.count(text) for _, text in related)
    return Questioned(matter, turns, files)


async def answered(bench: Bench, model: ChatModel, about: Questioned) -> tuple[str, Count]:
    """Raises AgentError; of an answer that breaks off, what came is taken."""
    async with bench.working(f"omni: {model.name} explains {about.matter.title}") as progress:
        asker = bench.asker(model, "explain", bench.due(), _all_of_it)
        asker.files_tokens = about.files_tokens
        asker.heard = lambda size: progress(0, 1, f"it has written {size} characters")
        progress(0, 1, "it is asked")
        said = await asker(about.turns)
    shown = harmless_markdown(said)
    if not shown.strip():
        raise AgentValidationError(TRIED, about.matter.snapshot.name, f"{model.name} said nothing")
    return shown, asker.count


def told(matter: Matter, said: str, model: str, count: Count) -> str:
    """The page: what a model says, who said it, and below it what omni itself knows."""
    known = f"\n\n## What omni knows\n\n{matter.hover}" if matter.hover else ""
    line = matter.snapshot.lines.position(matter.span.start).line + 1
    where = (
        f"In {code(matter.snapshot.name)}, line {line}. Said by {code(model)}, and checked by nobody; {cost(count)}."
    )
    return f"# {escaped(matter.title)}\n\n{where}\n\n{said}{known}\n"


def _all_of_it(text: str) -> str:
    return text
