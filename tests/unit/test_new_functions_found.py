"""What the look at new functions finds of what the look at the whole finds, over the files that rules are tested with."""

import itertools
from pathlib import Path

import pytest

from omni_lsp.adapters.constants.names import FUNCTIONS
from omni_lsp.adapters.pool import Limits
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.syntax.trees import Parsed, parse
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports.engine import Match, Pack

TESTS = Path(__file__).parents[1]
RULES = TESTS.parent / "omni_lsp" / "rules"
LANGUAGES = {".py": "python", ".js": "javascript", ".ts": "typescript", ".go": "go", ".java": "java"}
EVERY = 3
"""Of so many files one is looked at."""


@pytest.mark.thorough
@pytest.mark.timeout(300)
async def test_nearly_all_is_found_and_nearly_nothing_else(tmp_path: Path) -> None:
    ticks = itertools.count(step=0.05)
    options = EngineOptions((RULES,), tmp_path, limits=Limits(4, of_a_kind=1), clock=lambda: next(ticks))
    engine = SemgrepEngine(options)
    await engine.load()
    files = [path for path in sorted((TESTS / "rules").rglob("*.*")) if path.suffix in LANGUAGES]
    soon: set[tuple[Path, Match]] = set()
    whole: set[tuple[Path, Match]] = set()
    for path in files[::EVERY]:
        text, language = path.read_text("utf-8"), LANGUAGES[path.suffix]
        added = _telling(parse(language, text))
        if added is None:
            continue
        before = text[: added.start] + text[added.end :]
        uri = path.as_uri()
        await engine.scan(Snapshot(uri, 1, language, before), Pack.DEEP)
        now = Snapshot(uri, 2, language, text)
        found = (await engine.new(now)).matches
        soon |= {(path, match) for match in found if added.touches(match.span)}
        whole |= {(path, match) for match in (await engine.scan(now, Pack.DEEP)).matches if added.touches(match.span)}
    await engine.close()
    print(f"{len(whole)} findings in new functions: {len(soon & whole)} found, {len(soon - whole)} others")
    assert len(whole) > 40
    assert len(soon & whole) >= 0.9 * len(whole)
    assert len(soon - whole) <= 0.03 * len(whole)


def _telling(parsed: Parsed) -> Span | None:
    """The last function in which something is to be found."""
    known = [kind for kind in FUNCTIONS if parsed.tree.language.id_for_node_kind(kind, True) is not None]
    found = [parsed.span(node) for node, _ in parsed.nodes(known) if b" ruleid: " in (node.text or b"")]
    return found[-1] if found else None
