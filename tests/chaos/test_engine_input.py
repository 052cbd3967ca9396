"""Bad input at the engine's edge: bounded time, a clear word, and nothing else lost."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.semgrep.methods import Method
from omni_lsp.app.team import BUNDLED_RULES
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.engine import Scan

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(120)]
ENTRY = "- {id: %s, languages: [python], severity: INFO, message: m, %s}\n"
# What must be found whatever stands beside it.
PROBE = "import hashlib\nhashlib.md5(b'')\n"
METHODS = [Method.CORE, *([Method.AUTO] if os.name == "posix" else [])]


def rules(folder: Path, *entries: tuple[str, str]) -> Path:
    path = folder / "rules.yaml"
    path.write_text("rules:\n" + "".join(ENTRY % entry for entry in entries), "utf-8")
    return path


def document(text: str, language: str = "python") -> Snapshot:
    return Snapshot(f"file:///sample.{language}", 1, language, text)


async def found(engine: SemgrepEngine, snapshot: Snapshot) -> list[str]:
    return [match.rule for match in (await engine.scan(snapshot)).matches]


class Within:
    """Fails when what is in it took longer; generous, as it is to tell seconds from for ever."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._begun = time.monotonic()

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        assert time.monotonic() - self._begun < self._seconds


@pytest_asyncio.fixture
async def engine(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[SemgrepEngine]:
    """The bundled rules, by the method that a test asks for."""
    method = getattr(request, "param", Method.AUTO)
    engine = SemgrepEngine(EngineOptions(BUNDLED_RULES, tmp_path / "cache", method=method))
    await engine.load()
    yield engine
    await engine.close()


@pytest.mark.parametrize("method", METHODS)
async def test_a_catastrophic_expression_stops_its_own_rule_only(tmp_path: Path, method: Method) -> None:
    path = rules(tmp_path, ("endless", "pattern-regex: '(x+x+)+y'"), ("good", "pattern: hashlib.md5(...)"))
    engine = SemgrepEngine(EngineOptions((path,), tmp_path / "cache", method=method))
    with Within(20):
        assert await found(engine, document(PROBE + "# " + "x" * 100_000 + "\n")) == ["good"]
    (problem,) = engine.ruleset.problems
    assert problem.rule == "endless"
    assert "'(x+x+)+y'" in problem.message
    await engine.close()


async def test_an_expression_that_is_not_understood_is_bounded_by_the_engine(tmp_path: Path) -> None:
    path = rules(tmp_path, ("odd", "pattern-regex: '(?:(?R)|z)?(x+x+)+y'"), ("good", "pattern: hashlib.md5(...)"))
    engine = SemgrepEngine(EngineOptions((path,), tmp_path / "cache"))
    with Within(20):
        assert await found(engine, document(PROBE + "# " + "x" * 20_000 + "\n")) == ["good"]
    await engine.close()


async def test_a_thousand_rules_are_read_and_run(tmp_path: Path) -> None:
    entries = [(f"call-{n}", f"pattern: 'f{n}($X)'") for n in range(500)]
    entries += [(f"text-{n}", f"pattern-regex: 'key_{n}\\s*=\\s*(\\w+\\.)*value{n}'") for n in range(499)]
    path = rules(tmp_path, *entries, ("broken", "pattern: 'f(('"))
    engine = SemgrepEngine(EngineOptions((path,), tmp_path / "cache"))
    with Within(60):
        assert len((await engine.load()).rules) == 999
    with Within(20):
        assert await found(engine, document("f7(1)\nkey_3 = a.b.value3\n")) == ["call-7", "text-3"]
    assert [problem.rule for problem in engine.ruleset.problems] == ["broken"]
    await engine.close()


ONE_LINE = "x = [" + "1, " * 320_000 + "hashlib.md5(b'')]"


@pytest.mark.parametrize("engine", METHODS, indirect=True)
@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f"import hashlib; {ONE_LINE}\n", "python"),
        ("x = '" + "a" * 950_000 + "'\n", "python"),
        ("x = " + "(" * 20_000 + ")" * 20_000 + "\n", "python"),
        ("var a=0;" + "".join(f"function f{n}(b){{return b+{n}}};" for n in range(25_000)), "javascript"),
        ("!function(e){" + "e.push(function(t){return t});" * 20_000 + "}([]);", "javascript"),
    ],
    ids=["one line of 1 MB", "one string", "deep", "minified bundle", "another bundle"],
)
async def test_a_monstrous_text_is_answered_in_time(engine: SemgrepEngine, text: str, language: str) -> None:
    assert len(text) < 1_000_000
    with Within(60):
        (result,) = await asyncio.gather(engine.scan(document(text, language)), return_exceptions=True)
    assert isinstance(result, Scan) or (isinstance(result, AgentError) and result.reason)
    assert await found(engine, document(PROBE)) != []


async def test_what_is_larger_than_a_megabyte_is_refused_in_words(engine: SemgrepEngine) -> None:
    with pytest.raises(AgentValidationError, match="larger than 1 MB"):
        await engine.scan(document("x" * 1_000_001))


ENCODED: Sequence[tuple[str, bytes, bool]] = (
    ("utf8.py", f"# é漢😀\n{PROBE}".encode(), True),
    ("mark.py", f"\ufeff{PROBE}".encode(), True),
    ("dos.py", PROBE.replace("\n", "\r\n").encode(), True),
    ("latin.py", f"# -*- coding: latin-1 -*-\n# é\n{PROBE}".encode("latin-1"), True),
    ("mixed.py", f"# é\n{PROBE}".encode() + "# é\n".encode("latin-1"), True),
    ("utf16.py", PROBE.encode("utf-16"), True),
    ("binary.py", b"\x00\x01\x02\xff" * 100, False),
    ("surrogate.py", b"# \xed\xa0\x80\n" + PROBE.encode(), True),
)


async def test_files_in_mixed_encodings_are_read_or_refused_one_by_one(engine: SemgrepEngine, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data, _ in ENCODED:
        (folder / name).write_bytes(data)
    read = await LocalFiles(1_000_000).snapshots([folder / name for name, _, _ in ENCODED], folder)
    for (name, _, is_text), snapshot in zip(ENCODED, read, strict=True):
        if isinstance(snapshot, Snapshot):
            assert len(await found(engine, snapshot)) == 1, name
        else:
            assert snapshot.reason, name
            assert not is_text or "UTF-8" in snapshot.reason or "text" in snapshot.reason, name


def test_a_check_over_all_of_it_tells_of_each_file(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data, _ in ENCODED:
        (folder / name).write_bytes(data)
    (folder / "line.py").write_text(f"import hashlib; {ONE_LINE}\n", "utf-8")
    (folder / "bundle.js").write_text("!function(e){" + "e.push(function(t){return t});" * 20_000 + "}([]);", "utf-8")
    command = [sys.executable, "-m", "omni_lsp", "check", str(folder), "--format", "json", "--fail-on", "never"]
    environment = os.environ | {"OMNI_CACHE_DIR": str(tmp_path / "cache")}
    with Within(90):
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode in {0, 3}
    report = json.loads(done.stdout)
    named = {finding["path"].rpartition("/")[2] for finding in report["findings"]}
    assert {"utf8.py", "mark.py", "dos.py"} <= named


async def test_many_scans_of_bad_text_at_once_leave_the_engine_in_order(engine: SemgrepEngine) -> None:
    texts = ["def f(:\n" * 50, "x = '''", "\x0c" * 1000, "(" * 5000, PROBE] * 4
    with Within(60):
        results = await asyncio.gather(
            *(engine.scan(document(f"{text}# {n}\n")) for n, text in enumerate(texts)), return_exceptions=True
        )
    assert not [result for result in results if isinstance(result, Exception) and not isinstance(result, AgentError)]
    assert await found(engine, document(PROBE)) != []
