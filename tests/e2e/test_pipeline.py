"""The pipeline as a user sees it: mistakes on their line, hot reload, budgets, stale findings, commands, progress."""

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from conftest import Launch
from editor import Editor, Start

# Only the engine finds it: what a look at the text finds too is found again in any time.
FOUND = """from cryptography.hazmat.primitives.asymmetric import rsa

key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
"""
TIMES = "version: 1\nbudget: {budget}\nanalysis:\n  pipeline:\n    stages:\n      - agent: context\n      - agent: {agent}\n        timeout: {timeout}\n"


def _pipeline(budget: str = "60s", agent: str = "security", timeout: str = "50s") -> str:
    return TIMES.format(budget=budget, agent=agent, timeout=timeout)


async def _in_force(editor: Editor, file: Path, text: str, budget: float) -> None:
    """Save the pipeline file, and wait for the run of the other open file that it brings with it."""
    pipeline = editor.documents.get(file.as_uri()) or await editor.open(file, "yaml")
    editor.rewrite(pipeline, text)
    file.write_text(text)
    editor.save(pipeline)
    await editor.wait(lambda: editor.runs[-1]["budgetSeconds"] == budget, "a run in the other pipeline")


def _trusting(folder: Path, text: str) -> Path:
    file = folder / ".omni" / "pipeline.yaml"
    file.parent.mkdir()
    file.write_text(text)
    (folder / "a.py").write_text(FOUND)
    return file


async def test_mistakes_stand_on_their_line_and_the_last_good_pipeline_stays(launch: Launch, tmp_path: Path) -> None:
    file = _trusting(tmp_path, _pipeline())
    editor = await launch(Start((tmp_path,), options={"trust": True}))
    code = await editor.open(tmp_path / "a.py")
    await editor.ran(code)
    pipeline = await editor.open(file, "yaml")
    wrong = _pipeline(agent="securty", timeout="4 parsecs")
    editor.rewrite(pipeline, wrong)
    first, *others = await editor.shows(pipeline, bool)
    assert [wrong.splitlines()[d.range.start.line].strip() for d in (first, *others)] == ["timeout: 4 parsecs"]
    file.write_text(wrong)
    editor.save(pipeline)
    run = await editor.saved(code)
    assert {stage["agent"] for stage in run["stages"]} == {"context", "security"}

    better = _pipeline(agent="securty")
    editor.rewrite(pipeline, better)
    (mistake,) = await editor.shows(pipeline, lambda shown: any("securty" in d.message for d in shown))
    assert editor.excerpt(pipeline, mistake.range) == "securty"
    assert "security" in mistake.message
    editor.rewrite(pipeline, _pipeline())
    await editor.shows(pipeline, lambda shown: shown == [])


async def test_a_saved_pipeline_is_in_force_at_once(launch: Launch, tmp_path: Path) -> None:
    file = _trusting(tmp_path, _pipeline())
    editor = await launch(Start((tmp_path,), options={"trust": True}))
    code = await editor.open(tmp_path / "a.py")
    await editor.ran(code)
    only = "version: 1\nbudget: 7s\nanalysis: {pipeline: {stages: [{agent: context}]}}\n"
    await _in_force(editor, file, only, 7.0)
    assert editor.runs[-1]["uri"] == code.uri
    run = await editor.saved(code)
    assert ([stage["agent"] for stage in run["stages"]], run["budgetSeconds"]) == (["context"], 7.0)


async def test_an_untrusted_folder_has_no_say(launch: Launch, tmp_path: Path) -> None:
    _trusting(tmp_path, "version: 1\nbudget: 7s\nanalysis: {pipeline: {stages: [{agent: context}]}}\n")
    editor = await launch(Start((tmp_path,), options={"trust": False}, settings={"trust": True}))
    code = await editor.open(tmp_path / "a.py")
    run = await editor.ran(code)
    assert (sorted(stage["agent"] for stage in run["stages"]), run["budgetSeconds"]) == (
        ["compliance", "context", "rag", "security"],
        5.0,
    )
    assert any("trust" in message.message for message in editor.messages)


async def test_what_was_found_stays_and_is_marked_when_time_is_over(launch: Launch, tmp_path: Path) -> None:
    file = _trusting(tmp_path, _pipeline())
    editor = await launch(Start((tmp_path,), options={"trust": True}))
    code = await editor.open(tmp_path / "a.py")
    await editor.ran(code)
    assert [d.code for d in editor.shown(code)] == ["py.short-rsa-key"]
    await _in_force(editor, file, _pipeline("40s", timeout="1ms"), 40.0)
    run = await editor.saved(code)
    stages = {stage["agent"]: stage for stage in run["stages"]}
    assert {agent: stage["status"] for agent, stage in stages.items()} == {"context": "done", "security": "timed-out"}
    assert 0 < stages["security"]["budgetLeft"] < 40
    stale, note = editor.shown(code)
    assert "stale" in stale.message
    assert note.code == "omni.timed-out"

    await _in_force(editor, file, _pipeline(), 60.0)
    await editor.saved(code)
    (fresh,) = editor.shown(code)
    assert "stale" not in fresh.message


async def test_the_time_of_an_analysis_can_be_given(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FOUND)
    editor = await launch(Start((tmp_path,)))
    code = await editor.open(tmp_path / "a.py")
    await editor.ran(code)
    run = await editor.command("omni.analyzeFile", uri=code.uri, timeoutSec=0.0001)
    assert "timed-out" in {stage["status"] for stage in run["stages"]}
    run = await editor.command("omni.analyzeFile", uri=code.uri)
    assert {stage["status"] for stage in run["stages"]} == {"done"}
    last = await editor.command("omni.lastRun", uri=code.uri)
    assert last == run
    with pytest.raises(Exception, match="timeoutSec"):
        await editor.command("omni.analyzeFile", uri=code.uri, timeoutSec=-1)


async def test_commands_without_arguments_are_about_what_was_touched_last(launch: Launch, tmp_path: Path) -> None:
    files = [tmp_path / "a.py", tmp_path / "b.py"]
    for file in files:
        file.write_text("one = 1\n")
    editor = await launch(Start((tmp_path,), options={"trust": False}))
    ask = editor.client.workspace_execute_command_async
    with pytest.raises(Exception, match="no open document"):
        await ask(types.ExecuteCommandParams("omni.analyzeFile"))
    first, _ = [await editor.open(file) for file in files]
    editor.replace(first, 0, 0, "\n")
    for command in ("omni.analyzeFile", "omni.lastRun", "omni.showReport"):
        run = await ask(types.ExecuteCommandParams(command))
        assert (run["uri"], run["trigger"]) == (first.uri, "command")
    assert (await ask(types.ExecuteCommandParams("omni.trust")))["trusted"] is True


async def test_the_graph_is_a_command(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    assert "flowchart" in await editor.command("omni.showGraph")
    assert "digraph" in await editor.command("omni.showGraph", format="dot")
    assert "<svg" in await editor.command("omni.showGraph", format="svg")
    with pytest.raises(Exception, match="is none of mermaid, dot, svg"):
        await editor.command("omni.showGraph", format="png")


async def test_a_whole_workspace_with_progress(launch: Launch, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        for number in range(5):
            (tmp_path / folder / f"f{number}.py").write_text(FOUND)
    editor = await launch(Start((tmp_path / "one", tmp_path / "two")))
    summary = await editor.command("omni.analyzeWorkspace")
    assert [summary[key] for key in ("files", "total", "findings", "is_complete")] == [10, 10, 10, True]
    editor.workspace.start()
    await editor.wait(lambda: len({a.uri for a in editor.arrivals if a.diagnostics}) == 10, "all findings")
    kinds = [params.value["kind"] for params in editor.progress]
    if editor.announces("window", "workDoneProgress"):
        assert (kinds[0], kinds[-1], set(kinds[1:-1])) == ("begin", "end", {"report"})
    else:
        assert kinds == []


@pytest.mark.parametrize("how", ["progress", "request", "time"])
async def test_a_whole_workspace_can_be_stopped(launch: Launch, tmp_path: Path, how: str) -> None:
    for number in range(300):
        (tmp_path / f"f{number:03}.py").write_text(FOUND)
    shows_progress = {"window": {"workDoneProgress": True}}
    editor = await launch(Start((tmp_path,), settings={"index_workspace": False}, also=shows_progress))
    await editor.ran(await editor.open(tmp_path / "f000.py"))  # The engine is warm from here on.
    argument = {"timeoutSec": 0.3} if how == "time" else {}
    params = types.ExecuteCommandParams("omni.analyzeWorkspace", [argument])
    request = asyncio.ensure_future(
        editor.client.protocol.send_request_async(types.WORKSPACE_EXECUTE_COMMAND, params, msg_id="w")
    )
    await editor.wait(lambda: len(editor.progress) > 2 or request.done(), "progress")
    if how == "progress":
        editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(editor.progress[0].token))
    elif how == "request":
        editor.client.cancel_request(types.CancelParams("w"))
    if how == "time":
        summary = await request
        assert not summary["is_complete"]
        assert 0 < summary["files"] < 300
    else:
        with pytest.raises(Exception, match="ancel"):
            await request
    await editor.wait(lambda: editor.progress[-1].value["kind"] == "end", "the progress to end")
    document = await editor.open(tmp_path / "f299.py")
    run = await editor.ran(document)
    assert {stage["status"] for stage in run["stages"]} == {"done"}
    assert len({run["uri"] for run in editor.runs}) < 300


async def test_settings_are_asked_for_and_wrong_ones_are_said(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FOUND)
    editor = await launch(Start((tmp_path,), settings={"pipeline": "fast"}))
    code = await editor.open(tmp_path / "a.py")
    assert (await editor.ran(code))["budgetSeconds"] == 1.0
    editor.settings = {"pipeline": "ci"}
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams({}))
    await editor.wait(lambda: editor.runs[-1]["budgetSeconds"] == 60.0, "the new pipeline")
    editor.settings = {"pipline": "fast"}
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams({}))
    await editor.wait(lambda: bool(editor.messages), "the wrong setting to be told")
    assert "pipeline" in editor.messages[-1].message
    assert (await editor.saved(code))["budgetSeconds"] == 60.0


async def test_a_client_that_refuses_to_tell_its_settings_is_served(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,), settings={"refuse": True}))
    code = await editor.open(tmp_path / "a.py", text=FOUND)
    await editor.ran(code)
    assert [d.code for d in editor.shown(code)] == ["py.short-rsa-key"]


async def test_settings_that_did_not_change_run_nothing_again(launch: Launch, tmp_path: Path) -> None:
    editor = await launch(Start((tmp_path,)))
    code = await editor.open(tmp_path / "a.py", text=FOUND)
    await editor.ran(code)
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams({}))
    await editor.wait(lambda: editor.asked == 2, "the question for the settings")
    await editor.command("omni.showGraph")
    # A run that began for nothing would have the engine before this one.
    other = await editor.open(tmp_path / "b.py", text=FOUND)
    await editor.ran(other)
    assert [run["uri"] for run in editor.runs] == [code.uri, other.uri]


async def test_folders_come_and_go(launch: Launch, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, budget in ((one, "3s"), (two, "4s")):
        folder.mkdir()
        _trusting(folder, _pipeline(budget))
    editor = await launch(Start((one,), options={"trust": True}))
    assert (await editor.ran(await editor.open(one / "a.py")))["budgetSeconds"] == 3.0
    other = await editor.open(two / "a.py")
    assert (await editor.ran(other))["budgetSeconds"] == 5.0
    added = types.WorkspaceFoldersChangeEvent([types.WorkspaceFolder(two.as_uri(), "two")], [])
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(added))
    editor.close(other)
    other = await editor.open(two / "a.py")
    await editor.wait(
        lambda: any(r["uri"] == other.uri and r["budgetSeconds"] == 4.0 for r in editor.runs), "its pipeline"
    )
