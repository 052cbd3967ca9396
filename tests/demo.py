"""The main job, run as an editor runs it: open, save, hover, fix, and one stage that is too slow.

Nothing of the workspace is written: changes stay in the editor's buffer. Ends non-zero when any part is missing.
"""

import argparse
import asyncio
import difflib
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from lsprotocol import types

from editor import Document, Editor, Start, start

SHOP = Path(__file__).parent / "shop"
LANGUAGES = {
    ".py": "python",
    ".js": "javascript",
    ".jsx": "javascriptreact",
    ".ts": "typescript",
    ".tsx": "typescriptreact",
}
DEFAULT = Path(__file__).parents[1] / "pipelines" / "default.yaml"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, default=SHOP)
    parser.add_argument("--file", type=Path, default=None, help="below the workspace; default: the first with findings")
    arguments = parser.parse_args()
    workspace = arguments.workspace.resolve()
    file = arguments.file or (Path("api/app.py") if workspace == SHOP else None)
    if file is None:
        parser.error("FILE is needed with WORKSPACE: make demo WORKSPACE=path FILE=path/below/it")
    try:
        asyncio.run(_show(workspace, workspace / file))
    except (AssertionError, OSError) as error:
        print(f"\nthe demo is incomplete: {error}", file=sys.stderr)
        return 1
    return 0


async def _show(workspace: Path, file: Path) -> None:
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        pipeline = Path(folder) / "pipeline.yaml"
        pipeline.write_text(DEFAULT.read_text("utf-8"), "utf-8")
        editor = await start(Start((workspace,), options={"pipeline": str(pipeline), "trust": True}))
        await _walk(editor, workspace, file, begun)
        await _too_slow(editor, next(iter(editor.documents.values())), pipeline)
        status = await editor.leave()
    assert status == 0, f"the server ended with status {status}"


async def _walk(editor: Editor, workspace: Path, file: Path, begun: float) -> None:
    _title(f"omni-lsp --stdio answered initialize after {time.perf_counter() - begun:.2f} s")
    document = await editor.open(file, LANGUAGES.get(file.suffix, "plaintext"))
    await editor.ran(document)
    _title(f"{file.relative_to(workspace)} opened: what the editor underlines")
    _diagnostics(editor, document)
    assert editor.shown(document), f"no finding in {file.name}"
    await _save(editor, document)
    await _hover(editor, document)
    await _fix(editor, document)


async def _save(editor: Editor, document: Document) -> None:
    before = len(editor.arrivals)
    editor.replace(document, 0, 0, "\n")
    saved = time.perf_counter()
    editor.save(document)
    run = await editor.ran(document)
    times = [arrival.at - saved for arrival in editor.arrivals[before:] if arrival.uri == document.uri]
    assert times, "a save that moves findings showed nothing"
    _title("Saved: the stage report")
    _stages(run)
    print(f"save → first finding {times[0] * 1000:.0f} ms, → last finding {times[-1] * 1000:.0f} ms")
    assert all(stage["status"] == "done" for stage in run["stages"]), "a stage of the normal run is not done"


async def _hover(editor: Editor, document: Document) -> None:
    worst = min(editor.shown(document), key=lambda d: (d.severity or 9, d.range.start.line))
    text = await editor.hover(document, editor.offset(document, worst.range.start))
    _title(f"Hover on line {worst.range.start.line + 1}")
    assert text, "no hover on a finding"
    assert str(worst.code) in text, "the hover does not name the rule"
    print(text)


async def _fix(editor: Editor, document: Document) -> None:
    before = list(editor.shown(document))
    _title("Offered fixes")
    preferred: types.CodeAction | None = None
    for diagnostic in before:
        actions = await editor.actions(document, diagnostic)
        assert actions, f"nothing offered for {diagnostic.code}"
        print(f"  {diagnostic.range.start.line + 1:>4}  {diagnostic.code}")
        for action in actions:
            print(f"        {'★' if action.is_preferred else '·'} {action.title}")
        preferred = preferred or next((action for action in actions if action.is_preferred), None)
    assert preferred is not None, "no finding has a fix"
    old = document.text
    await editor.fix(document, preferred)
    assert document.text != old, "the fix changed nothing"
    _title(f"Applied: {preferred.title}")
    sys.stdout.writelines(
        difflib.unified_diff(old.splitlines(True), document.text.splitlines(True), "before", "after", n=2)
    )
    await editor.saved(document)
    after = editor.shown(document)
    _title(f"After the fix: {len(before)} findings became {len(after)}")
    _diagnostics(editor, document)
    gone = {_mark(d) for d in before} - {_mark(d) for d in after}
    assert gone, "the fixed finding is still there"
    assert not {_mark(d) for d in after} - {_mark(d) for d in before}, "the fix brought a new finding"


async def _too_slow(editor: Editor, document: Document, pipeline: Path) -> None:
    """Give security no time: edit the pipeline file in the editor and save it, as its user would."""
    opened = await editor.open(pipeline, "yaml")
    editor.rewrite(opened, re.sub(r"(agent: security\b.*?timeout: )\S+", r"\g<1>1ms", opened.text, flags=re.DOTALL))
    assert opened.text != DEFAULT.read_text("utf-8"), "the default pipeline has no time for security to cut"
    pipeline.write_text(opened.text, "utf-8")
    editor.save(opened)
    run = await editor.saved(document)
    _title("The same save with 1 ms for security: what was found stays, marked")
    _stages(run)
    _diagnostics(editor, document)
    assert [stage["status"] for stage in run["stages"]].count("timed-out") == 1, "no stage timed out"
    assert any("stale" in d.message for d in editor.shown(document)), "the older findings are not marked stale"


def _title(text: str) -> None:
    print(f"\n── {text} " + "─" * max(0, 96 - len(text)))


def _diagnostics(editor: Editor, document: Document) -> None:
    names = {1: "error", 2: "warning", 3: "info", 4: "hint"}
    for d in editor.shown(document):
        print(
            f"  {d.range.start.line + 1:>4}:{d.range.start.character + 1:<3} {names[int(d.severity or 1)]:<8}{d.code}"
        )
        print(f"           {d.message}")


def _stages(run: Any) -> None:
    print(f"  {'stage':<12}{'status':<12}{'seconds':>9}{'budget left':>13}  findings")
    for stage in run["stages"]:
        line = f"  {stage['agent']:<12}{stage['status']:<12}{stage['seconds']:>9.3f}{stage['budgetLeft']:>13.3f}"
        print(f"{line}  {stage['findings']}{'  ' + stage['reason'] if stage['reason'] else ''}")
    print(f"  run {run['seconds']:.3f} s of {run['budgetSeconds']:g} s, trace {run['traceId']}")


def _mark(diagnostic: types.Diagnostic) -> str:
    return str(diagnostic.data["fingerprint"] if isinstance(diagnostic.data, dict) else diagnostic.data)


if __name__ == "__main__":
    sys.exit(main())
