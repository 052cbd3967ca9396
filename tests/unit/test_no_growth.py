"""Edits leave nothing behind: neither an object nor a text for each `didChange`, once the garbage is collected."""

import gc
import itertools
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from inprocess import INITIALIZE, INITIALIZED, Client, message
from omni_lsp.lsp.core import Core, Outbox, Setup
from omni_lsp.model.finding import Explanation, Finding, Rule, Severity
from omni_lsp.model.report import AgentResult, StageReport, Status
from omni_lsp.model.stage import Trigger
from omni_lsp.model.text import Snapshot
from omni_lsp.state.documents import Documents

URI = "file:///service.py"
TEXT = "def save(name):\n    return 1\n" * 5
# More than the edits that the server remembers of a document, from where on each new one takes the place of another.
REMEMBERED = 2_100
BATCHES = 2
MESSAGES = 1_000
# Of one thing left behind by each there would be as many as messages.
MOST = MESSAGES / 5
WHOLE = "value = 1\n" * 2_000


@dataclass
class Watching:
    """An application that finds something in each line of an opened document and has no interest in its changes."""

    outbox: Outbox

    def submit(self, snapshot: Snapshot, trigger: Trigger) -> None:
        if trigger is Trigger.OPEN:
            spans = [snapshot.lines.span(line) for line in range(0, len(snapshot.lines) - 1, 5)]
            rule = Rule("py.some", "Some", Severity.ERROR)
            found = [Finding(rule, "security", "Mind this.", span, f"{span.start:032x}") for span in spans]
            self.outbox.stage(snapshot, StageReport("security", Status.DONE, 0.1, 1.0, AgentResult(tuple(found))))

    def explain(self, snapshot: Snapshot, offset: int, findings: Sequence[Finding]) -> list[Explanation]:
        return []

    def observe(self, method: str, request: str | int) -> Callable[[str], None]:
        return lambda _ending: None

    def cancel(self, uri: str) -> None: ...

    async def close(self) -> None: ...


async def watches(setup: Setup, documents: Documents, outbox: Outbox) -> Core:
    return Watching(outbox)  # type: ignore[return-value]


@pytest.fixture
async def client() -> Client:
    """With an open document that has findings."""
    client = Client(watches)
    client.send(INITIALIZE, INITIALIZED)
    await client.answered("i")
    item = {"uri": URI, "languageId": "python", "version": 0, "text": TEXT}
    client.send(message(method="textDocument/didOpen", params={"textDocument": item}))
    await client.until(lambda: bool(client.server.findings.of(URI)))
    return client


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def typed(number: int) -> dict[str, object]:
    """A character on one of the lines, taken away again by the next change."""
    line = number // 2 % 10
    end = {"line": line, "character": number % 2}
    return {"range": {"start": {"line": line, "character": 0}, "end": end}, "text": "" if number % 2 else "x"}


def rewritten(number: int) -> dict[str, object]:
    """A whole text whose first and last line are new."""
    return {"text": f"# {number}\n{WHOLE}# {number}\n"}


def change(client: Client, version: int, event: dict[str, object]) -> None:
    params = {"textDocument": {"uri": URI, "version": version}, "contentChanges": [event]}
    client.send(message(method="textDocument/didChange", params=params))


async def taken(client: Client, version: int) -> None:
    """All changes up to a version are, and the garbage is collected."""
    place = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
    client.send(message(id=version, method="textDocument/hover", params=place))
    await client.answered(version)
    snapshot = client.server.documents.get(URI)
    assert snapshot is not None
    assert snapshot.version == version
    gc.collect()


async def test_a_small_change_leaves_nothing(client: Client) -> None:
    versions, readings = itertools.count(1), []
    for batch in (REMEMBERED, *[MESSAGES] * BATCHES):
        for version in itertools.islice(versions, batch):
            change(client, version, typed(version))
        await taken(client, version)
        # Containers, and pieces of memory of any kind: a number or a short text has one of its own.
        readings.append((len(gc.get_objects()), sys.getallocatedblocks()))
    assert client.server.findings.of(URI)
    # The first batch still moves things about inside the interpreter; what is left behind shows in every batch.
    assert min(after[0] - before[0] for before, after in itertools.pairwise(readings)) <= MOST
    assert min(after[1] - before[1] for before, after in itertools.pairwise(readings)) <= MOST


async def test_a_whole_text_leaves_no_text(client: Client, traced: None) -> None:
    sizes = []
    for version in range(1, 101):
        change(client, version, rewritten(version))
        if version % 50 == 0:
            await taken(client, version)
            sizes.append(tracemalloc.get_traced_memory()[0])
    before, after = sizes
    assert after - before <= 50 * len(WHOLE) / 20
