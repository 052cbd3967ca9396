"""Findings for people: one line each, in a terminal with the source below, what is not shown, and a line that sums up."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from omni_lsp.formats.excerpt import underlined
from omni_lsp.formats.printable import one_line, visible
from omni_lsp.formats.result import CheckResult, FileRun, Located
from omni_lsp.formats.unshown import by_model, fixed, unshown, unwritten
from omni_lsp.model.finding import Severity
from omni_lsp.model.report import Status

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_DIM = "2"
_BOLD = "1"
_NAMED = 3
_NARROWEST = 24


@dataclass(frozen=True, slots=True)
class Style:
    """`colour` allows ANSI sequences; `width` in cells shows source lines, `None` keeps to one line a finding."""

    colour: bool = False
    width: int | None = None

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text


PLAIN = Style()


def text(result: CheckResult, style: Style = PLAIN) -> str:
    """Findings by file and place, then what stayed unchecked, then the sum; ends with a line end."""
    lines = [line for run in result.files if run.located for line in _file_lines(run, style)]
    lines += [style.paint(line, _COLOURS[Severity.WARNING]) for line in _open_ends(result)]
    lines += [style.paint(line, _COLOURS[Severity.WARNING]) for line in unwritten(result)]
    lines += [style.paint(line, _DIM) for line in (*unshown(result), *fixed(result), *by_model(result))]
    return "\n".join([*lines, _sum(result, style), ""])


def _file_lines(run: FileRun, style: Style) -> Iterator[str]:
    places = [f"{one_line(run.path)}:{place.start.line + 1}:{place.start.column + 1}" for place in run.located]
    wide = max(map(len, places))
    rule_wide = max(len(place.finding.rule.id) for place in run.located)
    for name, place in zip(places, run.located, strict=True):
        yield _finding_line(name.ljust(wide), place, rule_wide, style)
        if style.width is not None:
            yield from _source(place, style, style.width)


def _finding_line(name: str, place: Located, rule_wide: int, style: Style) -> str:
    rule = place.finding.rule
    cells = [
        style.paint(name, _BOLD),
        style.paint(f"{rule.severity.name.lower():<7}", _COLOURS[rule.severity]),
        one_line(rule.id).ljust(rule_wide),
        one_line(place.finding.message),
        style.paint(" ".join(rule.cwe), _DIM),
    ]
    return "  ".join(cells).rstrip()


def _source(place: Located, style: Style, width: int) -> Iterator[str]:
    number = str(place.start.line + 1).rjust(5)
    bar = style.paint("│", _DIM)
    line, carets = underlined(place, max(width - len(number) - 3, _NARROWEST))
    yield f"{style.paint(number, _DIM)} {bar} {line}".rstrip()
    yield f"{' ' * len(number)} {bar} {style.paint(carets, _COLOURS[place.finding.rule.severity])}"
    for step in place.flow:
        told = visible(f"{step.message}, line {step.start.line + 1}")
        yield style.paint(f"{' ' * len(number)} ╎ {told[: width - len(number) - 3]}", _DIM)
    yield ""


def _open_ends(result: CheckResult) -> Iterator[str]:
    """One line for each thing that went wrong, however many files it went wrong on."""
    files: defaultdict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for run in result.files:
        for gap in run.gaps:
            reason = "" if gap.status is Status.TIMED_OUT else gap.reason
            files[gap.act, reason, gap.is_harmless].append(run.path)
    for (act, reason, harmless), paths in files.items():
        because = f": {one_line(reason)}" if reason else ""
        yield f"{act} on {_names(paths)}{because}" + ("" if harmless else "; what was found is shown")
    for unread in result.unread_files:
        yield f"{one_line(unread.path)} was not checked: {one_line(unread.reason)}"


def _names(paths: list[str]) -> str:
    shown = ", ".join(map(one_line, paths[:_NAMED]))
    return shown if len(paths) <= _NAMED else f"{shown} and {len(paths) - _NAMED} more"


def _sum(result: CheckResult, style: Style) -> str:
    counts = result.counts
    found = ", ".join(_count(counts[each], each.name.lower()) for each in reversed(Severity) if counts[each])
    touched = sum(bool(run.located) for run in result.runs)
    checked = _count(len(result.runs), "file")
    where = f"in {touched} of {checked}" if found else f"in {checked}"
    open_end = "" if result.is_complete else ", incomplete"
    return style.paint(f"{found or 'no findings'} {where}, {result.seconds:.1f} s{open_end}", _BOLD)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 or what == "info" else f"{number} {what}s"
