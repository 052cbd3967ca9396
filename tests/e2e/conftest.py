"""Editors for the end-to-end tests: each starts the real server over stdio as a recorded client and takes it down again."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

import profiles
from conformance import check
from editor import Editor, Start, start

Launch = Callable[[Start], Awaitable[Editor]]

SHOP = Path(__file__).parents[1] / "shop"
DEFAULT = Path(__file__).parents[2] / "pipelines" / "default.yaml"


ONCE = frozenset({"test_save", "test_afterwards", "test_search", "test_server"})
"""What `make test` runs of the tests that start an editor; `make test-editors` runs all of them as every client."""


def patient_pipeline(folder: Path) -> Path:
    """The default pipeline with time for a machine that does ten other things, in a file there."""
    file = folder / "pipeline.yaml"
    file.write_text(re.sub(r"\b(budget|timeout): \w+", r"\1: 60s", DEFAULT.read_text("utf-8")))
    return file


def planted() -> list[tuple[str, int, str]]:
    """File, line and rule of every documented problem of the shop."""
    rows = (line.split("|") for line in (SHOP / "PLANTED.md").read_text("utf-8").splitlines())
    cells = ([cell.strip(" `") for cell in row] for row in rows if len(row) > 4)
    return sorted((row[1], int(row[2]), row[3]) for row in cells if row[2].isdecimal())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--clients",
        choices=["spread", "all", *profiles.NAMES],
        default="spread",
        help="run each test that starts an editor as one client, another one for each test (spread), as all, or as this",
    )


def as_client(*names: str) -> pytest.MarkDecorator:
    """The test is about what these recorded clients have, or lack: it runs as each of them, and as no other."""
    return pytest.mark.parametrize("profile", names, indirect=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    named = any(mark.args[0] == "profile" for mark in metafunc.definition.iter_markers("parametrize"))
    if metafunc.config.getoption("clients", "spread") == "all" and "launch" in metafunc.fixturenames and not named:
        metafunc.parametrize("profile", profiles.NAMES, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With all clients, what depends on the client or takes long: the rest is run by everybody else."""
    here = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    for item in here:
        if _needs_editor(item) and item.path.stem not in ONCE:
            item.add_marker(pytest.mark.thorough)
    if config.getoption("clients", "spread") == "all":
        same = [item for item in here if not _needs_editor(item) and item.get_closest_marker("thorough") is None]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if item not in same]


def _needs_editor(item: pytest.Item) -> bool:
    return "launch" in getattr(item, "fixturenames", ())


@pytest.fixture
def profile(request: pytest.FixtureRequest) -> str:
    """The recorded client this test runs as."""
    if hasattr(request, "param"):
        return str(request.param)
    chosen: str = request.config.getoption("clients", "spread")
    return profiles.spread(request.node.nodeid) if chosen == "spread" else chosen


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the engine has had its say about the rules: seconds that each test would wait for."""
    folder = tmp_path_factory.mktemp("judged")
    command = [sys.executable, "-m", "omni_lsp", "rules", "list"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "OMNI_CACHE_DIR": str(folder)})
    return folder


@pytest.fixture
def caches(judged: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose caches are the test's own."""
    folder = tmp_path_factory.mktemp("caches")
    shutil.copytree(judged, folder, dirs_exist_ok=True)
    return {**os.environ, "OMNI_CACHE_DIR": str(folder), "OMNI_STATE_DIR": str(folder / "state")}


@pytest.fixture
def patient(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return patient_pipeline(tmp_path_factory.mktemp("patient"))


@pytest.fixture
async def launch(profile: str, patient: Path) -> AsyncIterator[Launch]:
    """Start a server as an editor does; it must end with status 0 when the test is over, and have kept to the protocol.

    Unless a test speaks of trust, its folders are trusted; unless it names a pipeline or speaks of trust, the patient one
    is in force. `"trust": None` is that of an editor which says nothing.
    """
    print(f"the client is {profile}")
    editors: list[Editor] = []

    async def launched(how: Start) -> Editor:
        if how.options.keys().isdisjoint({"pipeline", "trust"}):
            how = replace(how, options={"pipeline": str(patient), **how.options})
        if "trust" not in how.options:
            how = replace(how, options={"trust": True, **how.options})
        editor = await start(replace(how, client=profile))
        editors.append(editor)
        return editor

    yield launched
    statuses = [await _left(editor) for editor in editors]
    violations = [violation for editor in editors for violation in check(editor.client.recording)]
    assert not violations, "the server broke the protocol:\n" + "\n".join(map(str, violations))
    assert not any(statuses), f"the server ended with status {statuses}"


async def _left(editor: Editor) -> int:
    """The exit status of a server that was still up, shut down now; 0 for one that the test itself has ended."""
    server = editor.client._server
    if server is not None and server.returncode is None:
        return await editor.leave()
    await editor.client.drained()
    return 0
