"""From a definition to what a model is told about tests of it, and the document that these go into."""

from dataclasses import replace

from omni_lsp.agents.coding.code_prompt import Subject, opening_of_tests
from omni_lsp.agents.coding.place import end_of
from omni_lsp.agents.coding.prompt import Around
from omni_lsp.agents.coding.region import family, modules_of
from omni_lsp.agents.coding.tests_place import is_for_tests, tests_of
from omni_lsp.agents.coding.tests_proof import bar, importable, may_import
from omni_lsp.agents.coding.wish import Wish, task_at
from omni_lsp.agents.coding.words import SCRIPT_TESTS
from omni_lsp.app.coding.bench import Bench
from omni_lsp.app.coding.generating import Ordered, names_beside
from omni_lsp.app.coding.target import TRIED, Open, Target, target_of
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import ProjectFacts, Symbol
from omni_lsp.model.text import Snapshot, Span

_SUBJECTS = frozenset({"function", "method", "class", "struct"})


async def tests_ordered(
    bench: Bench, snapshot: Snapshot, selection: Span, project: ProjectFacts, opened: Open
) -> tuple[Ordered, Target, Symbol]:
    """What a model would be told, where its tests go, and what they test. Raises AgentError."""
    file = await bench.file(snapshot)
    around = [one for one in file.symbols if one.kind in _SUBJECTS and _lies_in(snapshot, one, selection.start)]
    if snapshot.root is None or snapshot.path is None or is_for_tests(snapshot.name):
        raise AgentValidationError(TRIED, snapshot.name, "it is no source file of a folder")
    if not around:
        raise AgentValidationError(TRIED, snapshot.name, "there is no function or class at this place")
    symbol = min(around, key=lambda one: one.span.end - one.span.start)
    path = tests_of(snapshot.name, snapshot.language, project.files)
    target = await target_of(bench.team.files, snapshot, snapshot.root, path, opened)
    start = target.start
    before = tuple(await bench.findings(start)) if start.text.strip() else ()
    place = end_of(start) if not target.is_new else replace(end_of(start), apart=0)
    task = task_at(start, place, before, modules_of(project, snapshot.language))
    forms = importable(snapshot.name, start.name, snapshot.language)
    shown = "from {} import …" if snapshot.language == "python" else 'import … from "{}"'
    said = "\n".join(shown.format(form) for form in forms) or "It is in the same package: no import is needed."
    beside = names_beside(project, snapshot) | names_beside(project, start) | {one.name for one in file.symbols}
    is_script = family(snapshot.language) == "javascript"
    known = beside if not forms else SCRIPT_TESTS if is_script else frozenset()
    wish = Wish(task, place, said, known, may_import(snapshot.name, start.name, snapshot.language), bar(symbol))
    related = await bench.related(snapshot, file, symbol.span, project)
    owner = next((one for one in file.symbols if one.qualified == symbol.container), None)
    subject, told = Subject(snapshot, symbol, owner), Around(project.conventions, related)
    turns = opening_of_tests(wish, subject, told, bench.room, bench.means.redact)
    counter = bench.room.counter
    files = sum(counter.count(text) for text in (snapshot.text, start.text, *(text for _, text in related)))
    return Ordered(wish, turns, files), target, symbol


def _lies_in(snapshot: Snapshot, symbol: Symbol, offset: int) -> bool:
    """Anywhere on its lines: editors put the cursor in front of a name."""
    first = snapshot.lines.position(symbol.span.start).line
    return snapshot.lines.span(first).start <= offset <= symbol.span.end
