"""The blocks of an answer as one edit of exactly the text that they were made for, or why they are none."""

from collections.abc import Sequence

from omni_lsp.agents.coding.anchor import Anchor, Page, anchored
from omni_lsp.agents.coding.answer import Block
from omni_lsp.agents.coding.fence import harmless
from omni_lsp.agents.coding.task import Redact, Task
from omni_lsp.model.markdown import code
from omni_lsp.model.text import Change, Edit, Snapshot, Span


def edit_of(task: Task, blocks: Sequence[Block], redact: Redact) -> Edit | tuple[str, ...]:
    """Line ends are those of the document, its last line keeps or lacks its own; else words for the model, at least one.

    Each change lies within `task.body` or `task.head`, and none touches text of another. Lines may be quoted as they
    stand in a prompt, that is without secrets; those that only are quoted keep theirs.
    """
    snapshot = task.snapshot
    page = _page(task, redact)
    placed: list[tuple[range, Change]] = []
    flaws: list[str] = []
    for number, block in enumerate(blocks, start=1):
        found = _placed(task, page, block)
        if isinstance(found, str):
            flaws.append(f"block {number}: {found}")
        elif any(found[0].start < other.stop and other.start < found[0].stop for other, _ in placed):
            flaws.append(f"block {number}: it overlaps with another block; make one of them")
        else:
            placed.append(found)
    if flaws or not placed:
        return tuple(flaws) or ("the answer has no block",)
    changes = tuple(sorted((change for _, change in placed), key=lambda change: change.span))
    return Edit(snapshot.uri, snapshot.version, changes)


def _placed(task: Task, page: Page, block: Block) -> tuple[range, Change] | str:
    """The lines that a block quotes and what it changes of them."""
    if block.file and not _is_same_file(task.snapshot.name, block.file):
        return f"it is about {code(block.file[:80])}; only {code(task.snapshot.name)} may be changed"
    if not any(line.strip() for line in block.find):
        return "there is nothing to find; quote the lines that are to be replaced"
    find, replace = _without_last_blank(block)
    flaws: list[str] = []
    for allowed in _allowed(task):
        found = anchored(page, allowed, find, replace)
        if isinstance(found, Anchor):
            here = page.lines[found.start : found.start + len(find)]
            if list(found.replace) == list(here):
                return "it changes nothing"
            lines = range(found.start, found.start + len(here))
            change = _change(task, lines, here, found.replace)
            crosses = change.span.start < task.body.start < change.span.end
            return "it changes imports and code at once; make two blocks" if crosses else (lines, change)
        flaws.append(found)
    return flaws[0]


def _page(task: Task, redact: Redact) -> Page:
    """What may be changed is shown as in a prompt, each part by itself."""
    snapshot = task.snapshot
    lines = [snapshot.lines.text(line) for line in range(len(snapshot.lines))]
    shown = list(lines)
    for part in (task.head, task.body):
        first, stop = snapshot.lines.position(part.start).line, _end_line(snapshot, part)
        told = harmless(redact("\n".join(lines[first:stop]))).split("\n")
        # A secret of several lines is shown as one.
        if len(told) == stop - first:
            shown[first:stop] = told
    return Page(lines, shown)


def _without_last_blank(block: Block) -> tuple[Sequence[str], Sequence[str]]:
    """Models like an empty line before a marker; one that both parts end with says nothing."""
    find, replace = block.find, block.replace
    while find and replace and not find[-1].strip() and not replace[-1].strip():
        find, replace = find[:-1], replace[:-1]
    return find, replace


def _allowed(task: Task) -> tuple[range, ...]:
    """Lines that may be changed, the body first; where both parts meet they are one."""
    lines = task.snapshot.lines
    body = range(lines.position(task.body.start).line, _end_line(task.snapshot, task.body))
    head = range(lines.position(task.head.start).line, _end_line(task.snapshot, task.head))
    if head.stop == body.start:
        return body, head, range(head.start, body.stop)
    return body, head


def _end_line(snapshot: Snapshot, span: Span) -> int:
    """The first line behind a span of whole lines."""
    position = snapshot.lines.position(span.end)
    return position.line + (position.column > 0 or span.end == len(snapshot.text))


def _change(task: Task, lines: range, here: Sequence[str], replace: Sequence[str]) -> Change:
    """Without the lines at both ends that stay, so that what is only quoted is never touched."""
    first = 0
    while first < min(len(here), len(replace)) and here[first] == replace[first]:
        first += 1
    last = 0
    while last < min(len(here), len(replace)) - first and here[-1 - last] == replace[-1 - last]:
        last += 1
    start, stop = lines.start + first, lines.stop - last
    new = list(replace[first : len(replace) - last])
    known, text, end = task.snapshot.lines, task.snapshot.text, line_end(task.snapshot)
    if stop < len(known):
        span = Span(known.span(start).start, known.span(stop).start)
        return Change(span, "".join(line + end for line in new))
    # The last line has no line end of its own.
    if start == stop:
        return Change(Span(len(text), len(text)), "".join(end + line for line in new))
    span = Span(known.span(start).start, len(text))
    if new or start == 0 or known.span(start - 1).end < task.body.start:
        return Change(span, end.join(new))
    # What was the last line but one becomes the last, and has no line end either.
    return Change(Span(known.span(start - 1).end, span.end), "")


def line_end(snapshot: Snapshot) -> str:
    """What ends the first line of the document, and so its others."""
    first = snapshot.lines.span(0).end
    return next((end for end in ("\r\n", "\r") if snapshot.text.startswith(end, first)), "\n")


def _is_same_file(name: str, said: str) -> bool:
    plain = said.replace("\\", "/").removeprefix("./")
    return plain in {name, name.rpartition("/")[2]}
