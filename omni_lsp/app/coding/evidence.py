"""What was seen of a change by a model, for people: one sentence, a few words for the change, a page."""

from collections.abc import Iterator, Sequence
from difflib import unified_diff

from omni_lsp.agents.coding.loop import Proven
from omni_lsp.agents.coding.proof import GONE, NONE_NEW, PARSES
from omni_lsp.agents.coding.task import Check
from omni_lsp.app.coding.asking import Count
from omni_lsp.model.markdown import block, code, escaped
from omni_lsp.model.text import Edit, Snapshot, apply
from omni_lsp.model.wording import counted

TRIAL = "your command"
_MAIN = (GONE, NONE_NEW, PARSES, "names kept", TRIAL)


def words(checks: Sequence[Check]) -> tuple[str, ...]:
    """What matters most of it, and how much more there was."""
    main = [check.words for name in _MAIN for check in checks if check.name == name]
    others = len(checks) - len(main)
    return (*main, f"{counted(others, 'more check')} passed") if others else tuple(main)


def sentence(checks: Sequence[Check], count: Count) -> str:
    """Short enough for one line: editors show it while the change is made."""
    tokens = f"{count.sent + count.answered:,} tokens"
    what = "the finding is gone, none came" if any(check.name == GONE for check in checks) else "it brings no finding"
    yours = ", your command succeeds" if any(check.name == TRIAL for check in checks) else ""
    return f"omni: {what}{yours}; {counted(len(checks), 'check')} passed, {tokens}"


def cost(count: Count) -> str:
    return f"{count.sent:,} tokens sent, {count.answered:,} answered, {count.saved:,} saved"


def page(title: str, snapshot: Snapshot, proven: Proven, count: Count) -> str:
    """Markdown: every check, the change, and what it cost."""
    rows = "\n".join(f"| {check.name} | {escaped(check.words)} |" for check in proven.evidence)
    edits = (proven.edit, *proven.others)
    titles = [f"Change {number}" for number in range(1, len(edits) + 1)] if proven.others else ["Change"]
    diffs = "\n\n".join(_shown(snapshot, edit, title) for edit, title in zip(edits, titles, strict=True))
    tried = counted(proven.attempts, "attempt")
    return (
        f"# {escaped(title)}\n\nIn {code(snapshot.name)}, after {tried}; {cost(count)}.\n\n"
        f"{diffs}\n\n## What was checked\n\n| check | seen |\n| --- | --- |\n{rows}\n"
    )


def difference(snapshot: Snapshot, edit: Edit) -> str:
    """A unified diff of the whole text before and after."""
    return "".join(_lines(snapshot.text, apply(snapshot.text, edit.changes), snapshot.name))


def _lines(old: str, new: str, name: str) -> Iterator[str]:
    before, after = (text.splitlines(keepends=True) for text in (old, new))
    for line in unified_diff(before, after, f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n"


def _shown(snapshot: Snapshot, edit: Edit, title: str) -> str:
    told = difference(snapshot, edit).rstrip("\n")
    return f"## {title}\n\n{block(told, 'diff')}"
