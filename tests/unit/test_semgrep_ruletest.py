"""Annotations in sample files, and folders that were left behind."""

from collections.abc import Sequence
from pathlib import Path

from semgrep_samples import rule_file

from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.semgrep.methods import Method
from omni_lsp.adapters.semgrep.ruletest import Place, rule_timings, run_annotations
from omni_lsp.model.text import Edit, Snapshot, Span
from omni_lsp.ports.engine import Match, Pack, Ruleset, Scan


class Words:
    """An engine whose rules are words: each is found wherever it is called."""

    ruleset = Ruleset()
    packs: Sequence[Pack] = ()

    async def scan(self, snapshot: Snapshot, pack: Pack | None = None) -> Scan:
        at = [(rule, snapshot.text.find(f"{rule}(")) for rule in ("a", "b", "pack.c")]
        return Scan(tuple(Match(rule, Span(start, start + 1), "") for rule, start in at if start >= 0))

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        raise NotImplementedError


async def result(folder: Path, text: str, name: str = "sample.py") -> tuple[list[Place], list[Place], list[Place]]:
    path = folder / name
    path.write_bytes(text.encode())
    (found,) = await run_annotations(Words(), [path])
    assert found.path == path
    assert found.has_passed is not bool(found.missing or found.unexpected)
    return list(found.expected), list(found.missing), list(found.unexpected)


async def test_what_was_announced_and_found_passes(tmp_path: Path) -> None:
    text = "# ruleid: a, pack.c\na(pack.c())\r\n# ok: b\nno()\n"
    assert await result(tmp_path, text) == ([Place(2, "a"), Place(2, "pack.c")], [], [])


async def test_what_is_not_found_is_missing(tmp_path: Path) -> None:
    assert await result(tmp_path, "// ruleid: a\n\na()\n", "sample.js") == (
        [Place(2, "a")],
        [Place(2, "a")],
        [Place(3, "a")],
    )


async def test_what_must_not_be_found_is_unexpected(tmp_path: Path) -> None:
    assert await result(tmp_path, "  # ok: a\n  a()\n  b()\n") == ([], [], [Place(2, "a")])


async def test_annotations_above_each_other_speak_of_the_same_line(tmp_path: Path) -> None:
    text = "# ruleid: a\n# ok: b\n# ruleid:pack.c\nb(a(pack.c()))\n"
    assert await result(tmp_path, text) == ([Place(4, "a"), Place(4, "pack.c")], [], [Place(4, "b")])


async def test_the_real_engine_is_tested_and_timed(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text("# ruleid: weak-hash\nhashlib.md5(x)\n# ok: weak-hash\nhashlib.sha256(x)\n", encoding="utf-8")
    engine = SemgrepEngine(EngineOptions((rule_file(tmp_path),), tmp_path / "cache", method=Method.CORE))
    (found,) = await run_annotations(engine, [sample])
    assert found.has_passed
    milliseconds = await rule_timings(engine, [sample])
    assert next(iter(milliseconds)) == "weak-hash"
    assert milliseconds["weak-hash"] > 0
    assert milliseconds["go-exec"] == 0
    await engine.close()
