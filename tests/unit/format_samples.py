"""Check results that the format tests share."""

from collections.abc import Iterable
from pathlib import Path

from omni_lsp.formats.result import CheckResult, FileRun, Unread, file_run
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.report import StageReport, Status
from omni_lsp.model.text import Snapshot, Span

ROOT = Path.cwd().joinpath("a folder", "Straße")

SQL = Rule(
    "py.sql-injection",
    "SQL built from input",
    Severity.ERROR,
    message="Input becomes part of a statement.",
    cwe=("CWE-89", "CWE-20"),
    owasp=("A03:2021",),
    remedy="Pass values as parameters.",
    example='cur.execute("… = ?", (name,))',
    references=("https://example.org/sql", "A book"),
    confidence="high",
    fixable=True,
)
HASH = Rule("py.weak_hash", "Weak hash", Severity.WARNING, cwe=("CWE-327",))
NOTE = Rule("note", "Something to know", Severity.INFO)


def snapshot(name: str, text: str) -> Snapshot:
    path = ROOT / name
    return Snapshot(path.as_uri(), None, "python", text, path, ROOT)


def finding(rule: Rule, span: tuple[int, int], message: str = "Found it") -> Finding:
    return Finding(rule, "security", message, Span(*span), f"{rule.id}-{span[0]}")


def marked(name: str, text: str, *rules: Rule, stages: Iterable[StageReport] = ()) -> FileRun:
    """A file in which «…» marks the places of the rules, in order."""
    plain = text.replace("«", "").replace("»", "")
    starts = [i - 2 * n for n, i in enumerate(i for i, c in enumerate(text) if c == "«")]
    ends = [i - 2 * n - 1 for n, i in enumerate(i for i, c in enumerate(text) if c == "»")]
    findings = [finding(*each) for each in zip(rules, zip(starts, ends, strict=True), strict=True)]
    return file_run(snapshot(name, plain), findings, stages)


def stage(agent: str, status: Status, reason: str = "", *, seconds: float = 2.0, quiet: bool = False) -> StageReport:
    return StageReport(agent, status, seconds, 0.0, reason=reason, quiet=quiet)


def checked(*runs: FileRun, unread: tuple[Unread, ...] = ()) -> CheckResult:
    return CheckResult(ROOT, "1.2.3", 0.84, runs, unread)


EMPTY = checked()

MIXED = checked(
    marked("b.py", "x = «md5»(y)\n", HASH),
    marked("api/a b#ü.py", "😀 = «execute(q)»\nz = «f(\n 1)»\n", SQL, NOTE),
    marked("clean.py", "pass\n"),
)

INCOMPLETE = checked(
    marked("x.py", "«a»\n", NOTE, stages=[stage("security", Status.TIMED_OUT, "2 s of 2 s")]),
    marked("y.py", "\n", stages=[stage("security", Status.FAILED, "the engine\nis gone")]),
    marked("z.py", "\n", stages=[stage("coding", Status.SKIPPED, "larger than 1 MB")]),
    unread=(Unread("bad.py", "not UTF-8"),),
)
