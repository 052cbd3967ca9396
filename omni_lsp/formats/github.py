"""Findings as GitHub workflow commands, which become annotations on the lines of a pull request."""

from collections.abc import Iterator

from omni_lsp.formats.printable import encodable
from omni_lsp.formats.result import CheckResult, Gap, Located
from omni_lsp.formats.unshown import unshown
from omni_lsp.model.finding import Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(result: CheckResult) -> str:
    """One command a line: findings, then what stayed unchecked, then what is not shown; empty when there is nothing to say."""
    return encodable("".join(f"{command}\n" for command in _commands(result)))


def _commands(result: CheckResult) -> Iterator[str]:
    for run in result.files:
        yield from (_annotation(run.path, place) for place in run.located)
    for run in result.files:
        yield from (_gap(run.path, gap) for gap in run.gaps)
    for unread in result.unread_files:
        yield _command("warning", {"file": unread.path, "title": "Not checked"}, unread.reason)
    for sentence in unshown(result):
        yield _command("notice", {"title": "Not shown"}, sentence)


def _annotation(path: str, place: Located) -> str:
    rule = place.finding.rule
    where = {"file": path, "line": str(place.start.line + 1)}
    # GitHub drops columns of a range over several lines, and says so in the log of every build.
    if place.start.line == place.end.line:
        where["col"] = str(place.start.column + 1)
        where["endColumn"] = str(place.end.column + 1)
    where["endLine"] = str(place.end.line + 1)
    where["title"] = f"{rule.title} ({rule.id})"
    return _command(_COMMANDS[rule.severity], where, " ".join([place.finding.message, *rule.cwe]))


def _gap(path: str, gap: Gap) -> str:
    because = f": {gap.reason}" if gap.reason else ""
    level = "notice" if gap.is_harmless else "warning"
    return _command(level, {"file": path, "title": "Check incomplete"}, f"{gap.act} on {path}{because}")


def _command(name: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
