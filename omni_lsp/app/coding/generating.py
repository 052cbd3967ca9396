"""From the words of people, or a comment of theirs, to what a model is told about new code."""

from dataclasses import dataclass

from omni_lsp.agents.coding.code_prompt import code_opening
from omni_lsp.agents.coding.loop import Turn
from omni_lsp.agents.coding.place import asked_at, place_of
from omni_lsp.agents.coding.prompt import Around
from omni_lsp.agents.coding.region import family, modules_of
from omni_lsp.agents.coding.wish import Wish, spoken_of, task_at
from omni_lsp.app.coding.bench import Bench
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.text import Snapshot, Span

TRIED = "write code with a model"
_SAME_PACKAGE = frozenset({"go", "java"})
"""Files of a folder know each other's names without an import."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A wish and the words for it, before anybody was asked; `files_tokens` are those of the files quoted from."""

    wish: Wish
    turns: tuple[Turn, ...]
    files_tokens: int


async def ordered(
    bench: Bench, snapshot: Snapshot, selection: Span, instruction: str, project: ProjectFacts
) -> Ordered:
    """What a model would be told. Raises AgentError; AgentValidationError where nobody says what is to be written."""
    asked = asked_at(snapshot, selection) if not instruction.strip() else None
    said = " ".join(instruction.split()) or (asked.words if asked is not None else "")
    if not said:
        reason = "nobody says what: give an instruction, or write a comment such as `omni: parse the header` there"
        raise AgentValidationError(TRIED, snapshot.name, reason)
    file = await bench.file(snapshot)
    place = place_of(snapshot, selection, asked, file.symbols)
    before = tuple(await bench.findings(snapshot))
    task = task_at(snapshot, place, before, modules_of(project, snapshot.language))
    wish = Wish(task, place, said, names_beside(project, snapshot), spoken_of(said))
    related = await bench.related(snapshot, file, place.span, project)
    around = Around(project.conventions, related)
    turns = code_opening(wish, file.symbols, around, bench.room, bench.means.redact)
    counter = bench.room.counter
    files = counter.count(snapshot.text) + sum(counter.count(text) for _, text in related)
    return Ordered(wish, turns, files)


def names_beside(project: ProjectFacts, snapshot: Snapshot) -> frozenset[str]:
    """Names that other files of its package define, where a language needs no import for these."""
    kin = family(snapshot.language)
    if kin not in _SAME_PACKAGE:
        return frozenset()
    folder = snapshot.name.rpartition("/")[0]
    files = (file for path, file in project.files.items() if path.rpartition("/")[0] == folder)
    return frozenset(symbol.name for file in files if family(file.language) == kin for symbol in file.symbols)
