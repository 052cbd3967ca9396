"""How a check uses its baseline: what it hides, what it says of it, what it writes."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from omni_lsp.app.known import Known
from omni_lsp.app.view import View
from omni_lsp.formats.baseline_v1 import baseline_v1
from omni_lsp.formats.result import CheckResult, FileRun, Gap, Unread
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.finding import Finding, Rule, Severity, fingerprints
from omni_lsp.model.newcode import NewLines
from omni_lsp.model.report import Status
from omni_lsp.model.text import Snapshot, Span

RULE = Rule("py.weak-hash", "Weak hash", Severity.WARNING)


def run(root: Path, name: str, lines: Sequence[str], new: Sequence[int] | None = None) -> FileRun:
    """A file in which each line that is not empty is a finding; `new` are those that version control calls so."""
    text = "".join(f"{line}\n" for line in lines)
    snapshot = Snapshot((root / name).as_uri(), None, "python", text, root / name, root)
    spans = [Span(snapshot.lines.span(at).start, snapshot.lines.span(at).end) for at, line in enumerate(lines) if line]
    marks = fingerprints((RULE.id, text[span.start : span.end]) for span in spans)
    findings = [Finding(RULE, "security", "m", span, mark) for span, mark in zip(spans, marks, strict=True)]
    changed = NewLines(root, "", root, changed={name: tuple(range(at, at + 1) for at in new or ())})
    return View(new=None if new is None else changed).remembered(snapshot, findings)


def result(root: Path, *runs: FileRun, unread: tuple[Unread, ...] = ()) -> CheckResult:
    return CheckResult(root, "1", 0.1, runs, unread)


def baseline(root: Path, *runs: FileRun) -> Known:
    return Known(root, is_whole=True).renewed(result(root, *runs))


def shown(root: Path, known: Known, *runs: FileRun) -> list[int]:
    """The lines of the findings that are not known."""
    return [place.start.line for each in known.applied(result(root, *runs)).runs for place in each.located]


def test_without_a_baseline_everything_is_shown(tmp_path: Path) -> None:
    plain = result(tmp_path, run(tmp_path, "a.py", ["x"]))
    assert Known(tmp_path, is_whole=True).applied(plain) is plain


def test_of_equal_findings_the_last_ones_are_new(tmp_path: Path) -> None:
    known = baseline(tmp_path, run(tmp_path, "a.py", ["x", "x"]))
    assert shown(tmp_path, known, run(tmp_path, "a.py", ["", "x", "y", "x", "x"])) == [2, 4]


@pytest.mark.parametrize(("new", "expected"), [([0], [0]), ([1], [1]), ([0, 1], [1]), ([], [])])
def test_of_equal_findings_those_on_new_lines_are_new(tmp_path: Path, new: list[int], expected: list[int]) -> None:
    known = baseline(tmp_path, run(tmp_path, "a.py", ["x"]))
    assert shown(tmp_path, known, run(tmp_path, "a.py", ["x", "x"], new)) == expected


def test_findings_on_old_lines_are_not_gone(tmp_path: Path) -> None:
    known = baseline(tmp_path, run(tmp_path, "a.py", ["x", "y"]))
    applied = known.applied(result(tmp_path, run(tmp_path, "a.py", ["x", "y"], [1])))
    assert (applied.stale, applied.known, applied.unchanged) == ((), 1, 1)


def test_a_file_that_could_not_be_checked_has_lost_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("")
    known = baseline(tmp_path, run(tmp_path, "a.py", ["x"]), run(tmp_path, "gone.py", ["y"]))
    timed_out = replace(run(tmp_path, "a.py", []), gaps=(Gap("security", Status.TIMED_OUT, "", 2.0),))
    said = known.applied(result(tmp_path, timed_out))
    assert [entry.path for entry in said.stale or ()] == ["gone.py"]
    assert [entry.path for entry in known.renewed(said).entries or ()] == ["a.py"]
    unread = (Unread("folder", "no permission"),)
    assert known.applied(result(tmp_path, timed_out, unread=unread)).stale == ()


def test_what_lies_outside_of_the_folder_is_never_known(tmp_path: Path) -> None:
    root = tmp_path / "root"
    outside = run(tmp_path, "a.py", ["x"])
    outside = replace(outside, path=(tmp_path / "a.py").as_posix())
    known = baseline(root, outside)
    assert known.entries == ()
    assert shown(root, known, outside) == [0]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    known = baseline(tmp_path, run(tmp_path, "a.py", ["x"]))
    known.write(tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == baseline_v1(known.entries or ())
    assert Known.of(tmp_path / "link.json", tmp_path, is_whole=True) == known
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_is_no_baseline(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        Known.of(tmp_path, tmp_path, is_whole=True)
