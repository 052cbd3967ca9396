"""The ways to the engine find the same, and each says what it misses."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from semgrep_samples import document, python, rule_file, stand_in

from omni_lsp.adapters.semgrep.binary import find_engine
from omni_lsp.adapters.semgrep.cli import SEMGREP, find_cli
from omni_lsp.adapters.semgrep.core import Core, scan
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.semgrep.methods import Method, Program, find_program, missing, version
from omni_lsp.adapters.semgrep.rules import load_rules
from omni_lsp.adapters.semgrep.targets import target_of
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.model.errors import AgentFatalError, AgentTimeoutError, AgentTransientError
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.engine import Match

posix = pytest.mark.skipif(os.name != "posix", reason="warm children are for POSIX")
CASES = Path(__file__).parents[1] / "cases"
SAMPLES = tuple(sorted(CASES.glob("service_300.*")))


def sample(path: Path) -> Snapshot:
    return Snapshot(path.as_uri(), 1, language_of(path), path.read_text("utf-8"), path)


async def found_by(
    method: Method, rules: tuple[Path, ...], cache: Path, *, together: bool
) -> Mapping[str, list[Match]]:
    """Matches by the name of the sample; one after another, or prepared for all at once."""
    engine = SemgrepEngine(EngineOptions(rules, cache, method=method))
    snapshots = [sample(path) for path in SAMPLES]
    try:
        if together:
            await engine.prepare(snapshots, 60.0)
        return {each.path.name: list((await engine.scan(each)).matches) for each in snapshots if each.path is not None}
    finally:
        await engine.close()


@posix
@pytest.mark.thorough
@pytest.mark.timeout(180)
async def test_every_method_finds_the_same_in_the_sample_files(tmp_path: Path) -> None:
    assert len(SAMPLES) == 4
    cold = await found_by(Method.CORE, BUNDLED_RULES, tmp_path, together=False)
    assert min(map(len, cold.values())) >= 5
    assert await found_by(Method.WARM, BUNDLED_RULES, tmp_path, together=False) == cold
    assert await found_by(Method.CORE, BUNDLED_RULES, tmp_path, together=True) == cold
    # A run of the command takes seconds, so that there is one for all four.
    assert await found_by(Method.CLI, BUNDLED_RULES, tmp_path, together=True) == cold


@pytest.mark.thorough
@pytest.mark.timeout(60)
async def test_the_command_tells_fixes_slow_rules_and_wrong_ones(tmp_path: Path) -> None:
    rules = """
    rules:
      - {id: weak, languages: [python], severity: INFO, message: "$X", pattern: hashlib.md5($X), fix: sha($X)}
      - {id: slow, languages: [python], severity: INFO, message: m, pattern: "f(..., $A, ..., $B, ..., $C, ..., $D, ...) == 1"}
      - {id: wrong, languages: [python], severity: INFO, message: m, pattern: "f(("}
      - {id: go-wrong, languages: [go], severity: INFO, message: m, pattern: "f(("}
    """
    command = find_cli()
    assert command is not None
    compiled = await load_rules([rule_file(tmp_path, rules)], tmp_path / "cache", command, front=SEMGREP)
    assert sorted(compiled.ruleset.rules) == ["slow", "weak"]
    assert {one.rule for one in compiled.ruleset.problems} == {"wrong", "go-wrong"}
    numbers = ", ".join(map(str, range(400)))
    target = target_of(python(f"y = hashlib.md5('é')  # nosemgrep\nf({numbers}) == 2"))
    assert target is not None
    how = Core(command, compiled.everything.path, rule_seconds=0.1, front=SEMGREP)
    (answer,) = (await scan(how, [target])).answers
    assert [(one.rule, one.message, one.fix) for one in answer.matches] == [("weak", "'é'", "sha('é')")]
    assert isinstance(answer.error, AgentTimeoutError)
    assert answer.too_slow == ("slow",)


async def test_a_rule_that_breaks_the_whole_run_is_found_among_the_others(tmp_path: Path) -> None:
    body = """
        rules = json.load(open(next(each for each in sys.argv if each.startswith("--config=")).partition("=")[2]))
        if any(rule["id"] == "broken" for rule in rules["rules"]):
            print(json.dumps({"results": [], "errors": [{"type": "SemgrepError", "level": "error", "message": "no"}]}))
            sys.exit(7)
        print(json.dumps({"results": [], "errors": []}))
    """
    entry = "- {id: %s, languages: [python], severity: INFO, message: m, pattern: f()}\n"
    path = rule_file(tmp_path, "rules:\n" + "".join(entry % name for name in ("a", "b", "broken", "c", "d")))
    compiled = await load_rules([path], tmp_path / "cache", stand_in(tmp_path, body), front=SEMGREP)
    assert sorted(compiled.ruleset.rules) == ["a", "b", "c", "d"]
    assert [(one.rule, one.message) for one in compiled.ruleset.problems] == [("broken", "exited 7: no")]


@pytest.mark.parametrize(
    "body",
    [
        "print('hello')",
        "print('[]')",
        'print(\'{"results": [], "errors": [{}]}\')',
        'print(\'{"results": [], "errors": [{"type": "x", "level": "error"}]}\')',
        "sys.exit(2)",
    ],
)
async def test_an_answer_that_is_none_is_an_error(tmp_path: Path, body: str) -> None:
    target = target_of(python("x = 1"))
    assert target is not None
    with pytest.raises(AgentTransientError, match=r"scan with semgrep on .*: exited"):
        await scan(Core(stand_in(tmp_path, body), tmp_path / "rules.json", front=SEMGREP), [target])


async def test_the_command_that_a_user_named_is_taken_and_never_another(tmp_path: Path) -> None:
    assert find_cli(tmp_path / "none") is None
    named = stand_in(tmp_path, "")
    assert find_cli(named) == named
    program = find_program(Method.CLI, named)
    assert program is not None
    assert (program.path, program.front) == (named, SEMGREP)


def test_the_command_is_not_looked_for_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, "").rename(tmp_path / "semgrep")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join((".", "")))
    found = find_cli()
    assert found is None or tmp_path not in found.parents
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_cli() is not None


@posix
@pytest.mark.parametrize("method", [Method.AUTO, Method.WARM])
async def test_only_auto_makes_up_for_warm_processes_that_fail(tmp_path: Path, method: Method) -> None:
    script = stand_in(tmp_path, "")
    script.write_text(f'#!/bin/sh\nif [ "$1" = lsp ]; then exit 1; fi\nexec {find_engine()} "$@"\n', encoding="utf-8")
    engine = SemgrepEngine(EngineOptions((rule_file(tmp_path),), tmp_path / "cache", script, method=method))
    scanning = asyncio.ensure_future(engine.scan(python("hashlib.md5(x)")))
    await asyncio.wait({scanning})
    await engine.close()
    if method is Method.AUTO:
        assert len(scanning.result().matches) == 1
    else:
        assert isinstance(scanning.exception(), AgentTransientError)


@pytest.mark.parametrize(
    ("method", "name"), [(Method.CLI, "semgrep not found"), (Method.CORE, "semgrep-core not found")]
)
def test_what_is_missing_is_said_by_its_name(method: Method, name: str) -> None:
    assert missing(method, None).startswith(name)
    assert "engine_path" in missing(method, Path("/none"))


async def test_a_program_that_is_not_there_is_fatal(tmp_path: Path) -> None:
    options = EngineOptions((rule_file(tmp_path),), tmp_path / "cache", tmp_path / "none", method=Method.CLI)
    with pytest.raises(AgentFatalError, match="none not found"):
        await SemgrepEngine(options).scan(document("x = 1", "python"))


def test_many_files_go_to_a_run_for_all() -> None:
    assert {method: method.for_many for method in Method} == {
        Method.AUTO: Method.CORE,
        Method.WARM: Method.CORE,
        Method.CORE: Method.CORE,
        Method.CLI: Method.CLI,
    }


async def test_a_program_says_its_version_or_why_not(tmp_path: Path) -> None:
    program = find_program(Method.CORE)
    assert program is not None
    assert (await version(program)).startswith("semgrep-core version: 1.")
    with pytest.raises(AgentFatalError, match="exited 3"):
        await version(Program(stand_in(tmp_path, "sys.exit(3)"), SEMGREP))
    with pytest.raises(AgentFatalError, match="ask for its version"):
        await version(Program(tmp_path / "none", SEMGREP))
