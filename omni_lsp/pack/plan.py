"""What to do about the packs of a folder: which bytes should be where, what is somebody's own, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from omni_lsp.model.finding import Severity
from omni_lsp.model.packs import PackFile, PackInputs, PackPlan, PackProblem, PacksOnDisk, PackState
from omni_lsp.pack.block import BEGIN, END, appended, find, front_matter, inside, made, replaced
from omni_lsp.pack.files import LAYOUTS
from omni_lsp.pack.goal import Goal, goal
from omni_lsp.pack.ordered import ordered
from omni_lsp.pack.rendering import Rendered, Terms, rendered
from omni_lsp.pack.section import digest_of

YOURS = "pack.yours"
KEPT = "pack.kept-aside"
NO_FRONT = "pack.front-matter"

_REMEMBERED = 16
"""Digests of what was written to a file: between as many branches one can switch without a doubt who wrote what."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files to be kept; those in `adopted` get a block even where they are somebody's own so far."""

    files: frozenset[PackFile]
    adopted: frozenset[PackFile] = frozenset()


def plan(inputs: PackInputs, wanted: Wanted, disk: PacksOnDisk, terms: Terms) -> PackPlan:
    """Files that are not wanted are not looked at; neither are those that are `refused`."""
    files = tuple(file for file in PackFile if file in wanted.files)
    inputs = ordered(replace(inputs, files=files))
    of_these = [section for file in files for section in LAYOUTS[file].sections]
    texts = rendered(of_these, inputs, disk.state, terms)
    goals = [goal(file, inputs, texts) for file in files if file not in disk.refused]
    outcomes = [_outcome(each, disk, is_adopted=each.file in wanted.adopted) for each in goals]
    return PackPlan(
        MappingProxyType({each.file: each.write for each in outcomes if each.write is not None}),
        tuple(each.file for each in outcomes if each.is_removed),
        MappingProxyType({each.file: each.aside for each in outcomes if each.aside}),
        (
            *(problem for problem in disk.problems if problem.path in wanted.files | disk.refused),
            *(problem for each in outcomes for problem in each.problems),
        ),
        texts.fresh,
        _state(disk.state, texts, outcomes),
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """`write` is the whole new text; `body` and `front` are ours in it, empty where nothing is."""

    file: PackFile
    write: str | None = None
    is_removed: bool = False
    aside: str = ""
    problems: tuple[PackProblem, ...] = ()
    body: str = ""
    front: str = ""


def _outcome(aim: Goal, disk: PacksOnDisk, *, is_adopted: bool) -> _Outcome:
    text = disk.texts.get(aim.file)
    if text is None:
        write = aim.front + made(aim.body) if aim.body else None
        return _Outcome(aim.file, write, problems=aim.problems, body=aim.body, front=aim.front)
    block, wrong = find(text, aim.file)
    if wrong:
        return _Outcome(aim.file, problems=(*aim.problems, *wrong))
    if block is None:
        return _adopted(aim, text) if is_adopted else _Outcome(aim.file, problems=(*aim.problems, *_yours(aim, text)))
    old = inside(text, block)
    is_ours = aim.wrote_body(old, disk.state)
    new = text if old == aim.body else replaced(text, block, aim.body)
    new, front, problems = _fronted(aim, new, disk.state)
    if not aim.body and is_ours and not _outside(new, front):
        return _Outcome(aim.file, is_removed=True, problems=(*aim.problems, *problems))
    if not is_ours:
        problems += (PackProblem(aim.file, text.count("\n", 0, block.start), KEPT, _KEPT, Severity.INFO),)
    write = new if new != text else None
    return _Outcome(aim.file, write, False, "" if is_ours else old, (*aim.problems, *problems), aim.body, front)


_KEPT = "what stood between the markers was not written by omni-lsp here; it is kept in .omni/aside and replaced"


def _fronted(aim: Goal, text: str, state: PackState) -> tuple[str, str, tuple[PackProblem, ...]]:
    """The text with its front matter as it should be, what of that is ours, and what is wrong with it."""
    end = front_matter(text)
    if not aim.front and not LAYOUTS[aim.file].is_fronted:
        return text, "", ()
    if not end:
        message = "assistants read this file where its front matter tells them, and it does not begin with any"
        return text, "", (PackProblem(aim.file, 0, NO_FRONT, message),)
    old = text[:end].removeprefix("\ufeff").replace("\r\n", "\n")
    if not aim.wrote_front(old, state):
        return text, "", ()
    if old == aim.front or not aim.front:
        return text, old, ()
    line_end = "\r\n" if "\r\n" in text[:end] else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    return mark + aim.front.replace("\n", line_end) + text[end:], aim.front, ()


def _outside(text: str, front: str) -> str:
    """What is not ours, but for white space."""
    rest = text.removeprefix("\ufeff").replace("\r\n", "\n").removeprefix(front)
    return rest.replace(BEGIN, "").replace(END, "").strip()


def _adopted(aim: Goal, text: str) -> _Outcome:
    if not aim.body:
        return _Outcome(aim.file, problems=aim.problems)
    needs_front = LAYOUTS[aim.file].is_fronted and not front_matter(text)
    front = aim.front if needs_front and not text.strip() else ""
    return _Outcome(aim.file, front + appended(text, aim.body), problems=aim.problems, body=aim.body, front=front)


def _yours(aim: Goal, text: str) -> tuple[PackProblem, ...]:
    """What its owner may want to know."""
    if aim.file is PackFile.CLAUDE and aim.body in text:
        return ()
    hint = f"add a line {aim.body}, or " if aim.file is PackFile.CLAUDE else ""
    message = f"the file has no block of omni-lsp, so it is left alone; {hint}add {BEGIN} and {END} where one should be"
    return (PackProblem(aim.file, 0, YOURS, message, Severity.INFO),) if aim.body else ()


def _state(old: PackState, texts: Rendered, outcomes: list[_Outcome]) -> PackState:
    kept = {name: text for name, text in old.sections.items() if name not in texts.secret}
    bodies = {each.file: each.body for each in outcomes if each.body}
    fronts = {each.file: each.front for each in outcomes if each.front}
    return replace(
        old,
        inputs=MappingProxyType({**old.inputs, **texts.inputs}),
        sections=MappingProxyType({**kept, **texts.texts}),
        blocks=_with(old.blocks, bodies),
        fronts=_with(old.fronts, fronts),
    )


def _with(known: Mapping[str, tuple[str, ...]], texts: Mapping[PackFile, str]) -> Mapping[str, tuple[str, ...]]:
    """The digests of each file with that of its text as the newest."""
    fresh = {
        str(file): (*(each for each in known.get(file, ()) if each != digest), digest)[-_REMEMBERED:]
        for file, text in texts.items()
        for digest in (digest_of(text),)
    }
    return MappingProxyType({**known, **fresh})
