"""The doctor says what is there, finds what is wrong, and tells what to do about it."""

import argparse
import json
from pathlib import Path

import pytest
from semgrep_samples import rule_file, stand_in

from omni_lsp.adapters.index.place import place_of
from omni_lsp.app.health import Check, Health
from omni_lsp.app.retrieval import index_check
from omni_lsp.cli import doctor
from omni_lsp.config.settings import Config, load

pytestmark = pytest.mark.timeout(60)

EXAMPLE = f"special({', '.join(map(str, range(400)))}) == 2"
SLOW = f"""
rules:
  - {{id: mine.slow, languages: [python], severity: INFO, message: m, pattern: "$F(..., $A, ..., $B, ..., $C, ..., $D, ...) == 1"}}
  - {{id: mine.broken, languages: [python], severity: INFO, message: m, pattern: "f(("}}
  - {{id: mine.endless, languages: [python], severity: INFO, message: m, pattern-regex: "(a+)+$"}}
  - id: mine.slow-on-its-example
    languages: [python]
    severity: INFO
    message: m
    pattern: "special(..., $A, ..., $B, ..., $C, ..., $D, ...) == 1"
    metadata: {{example: "{EXAMPLE}"}}
"""


class Run:
    """The command in a folder with a cache of its own; `report` is what it wrote as JSON."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        monkeypatch.setenv("OMNI_CACHE_DIR", str(folder / "cache"))
        monkeypatch.chdir(folder)

    def set(self, variable: str, value: object) -> None:
        self._monkeypatch.setenv(variable, str(value))

    def text(self, *arguments: str) -> tuple[int, str]:
        parser = argparse.ArgumentParser()
        doctor.add(parser.add_subparsers())
        named = parser.parse_args(["doctor", *arguments])
        return int(named.act(named)), self._capsys.readouterr().out

    def report(self, *arguments: str) -> tuple[int, dict[str, dict[str, object]]]:
        """The exit status, and the checks by group and name."""
        status, out = self.text("--format", "json", *arguments)
        document = json.loads(out)
        assert document["version"] == 1
        assert document["is_well"] is (status == 0)
        return status, {f"{check['group']}/{check['name']}": check for check in document["checks"]}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(tmp_path, monkeypatch, capsys)


def wrong(checks: dict[str, dict[str, object]]) -> set[str]:
    return {name for name, check in checks.items() if not check["is_well"]}


def test_a_healthy_installation_is_told_in_full(run: Run, tmp_path: Path) -> None:
    run.set("OMNI_LOG_LEVEL", "error")
    status, checks = run.report()
    assert wrong(checks) == set()
    assert checks["folders/index"]["said"] == "absent, 0 files, 0.0 MB"
    assert status == 0
    assert "semgrep-core" in str(checks["installed/engine (auto)"]["said"])
    assert checks["settings/log_level"]["said"] == "error (environment, OMNI_LOG_LEVEL)"
    assert checks["settings/debounce_ms"]["said"] == "20 (default)"
    assert str(checks["folders/cache"]["said"]).startswith(f"{tmp_path / 'cache'}, 700")
    assert str(checks["pipelines/in force"]["said"]).startswith("pipeline 'default'")
    assert "findings in" in str(checks["scan/next scan"]["said"])
    assert {"rules/bundled, python", "rules/bundled, go", "rules/time", "installed/grammar, java"} <= checks.keys()


@pytest.mark.thorough
def test_rules_of_the_user_are_tried_and_what_is_wrong_with_them_is_named(run: Run, tmp_path: Path) -> None:
    path = rule_file(tmp_path, SLOW)
    status, checks = run.report("--rules", str(path), str(tmp_path / "none.yaml"))
    assert status == 1
    assert wrong(checks) == {
        f"rules/{path}: mine.broken",
        f"rules/{path}: mine.endless",
        f"rules/{tmp_path / 'none.yaml'}: the file",
        "rules/mine.slow",
        "rules/mine.slow-on-its-example",
        "rules/time",
    }
    assert "the example of mine.slow-on-its-example" in str(checks["rules/mine.slow-on-its-example"]["said"])
    assert checks[f"rules/{path}"]["said"] == "2 rules"


def test_without_an_engine_the_rest_is_told(run: Run, tmp_path: Path) -> None:
    run.set("OMNI_ENGINE_PATH", tmp_path / "none")
    status, checks = run.report()
    assert status == 1
    assert {"installed/engine (auto)", "scan/a file"} <= wrong(checks)
    assert "pip install semgrep" in str(checks["installed/engine (auto)"]["advice"])
    assert "pipelines/in force" in checks


def test_an_engine_that_finds_nothing_is_not_well(run: Run, tmp_path: Path) -> None:
    script = stand_in(tmp_path, "sys.exit(3)")
    run.set("OMNI_ENGINE_PATH", script)
    run.set("OMNI_ENGINE", "core")
    status, checks = run.report()
    assert status == 1
    assert "installed/engine (core)" in wrong(checks)
    assert checks["installed/engine (core)"]["said"] == "exited 3"


@pytest.mark.thorough
def test_a_wrong_pipeline_and_an_open_cache_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir(mode=0o755)
    (tmp_path / "cache").chmod(0o755)
    pipeline = tmp_path / "wrong.yaml"
    pipeline.write_text("version: 1\n", encoding="utf-8")
    status, out = run.text("--pipeline", str(pipeline))
    assert status == 1
    assert f"! cache: {tmp_path / 'cache'}, 755" in out
    assert f"→ chmod 700 {tmp_path / 'cache'}" in out
    assert f"! in force: {pipeline}" in out
    assert out.endswith("2 problems\n")


def test_the_text_has_a_line_for_each_fact() -> None:
    checks = (Check("a", "x", "1"), Check("a", "y", "2", is_well=False, advice="do it"), Check("b", "z", "3"))
    assert doctor.as_text(Health(checks)) == "a\n    x: 1\n  ! y: 2\n      → do it\nb\n    z: 3\n\n1 problem\n"
    assert doctor.as_text(Health(checks[:1])).endswith("\nall well\n")


async def test_an_index_is_told_with_what_is_wrong_with_it(tmp_path: Path) -> None:
    off = load({"search": {"index": False}})
    assert (await index_check(off, tmp_path, {}, tmp_path)).said == "none, as search.index is off"
    place = place_of(tmp_path, tmp_path)
    place.folder.mkdir(parents=True)
    place.manifest.write_bytes(b"this is no database" * 100)
    broken = await index_check(Config(), tmp_path, {}, tmp_path)
    assert broken.said.startswith("incomplete: ")
    assert (broken.is_well, broken.advice) == (False, "run omni-lsp index --rebuild")
