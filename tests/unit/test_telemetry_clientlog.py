"""`window/logMessage`: for people, so few, short, and without our insides."""

import asyncio
import contextvars
import logging
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from lsprotocol import types

from omni_lsp.lsp.clientlog import BURST, ClientLog, without_folders
from omni_lsp.model.trace import enter_trace

TRACE = "ab" * 16
LOG = logging.getLogger("omni_lsp.adapters.process")


@dataclass
class Editor:
    """What was sent, and a clock that stands still."""

    sent: list[types.LogMessageParams] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    now: float = 100.0

    def send(self, params: types.LogMessageParams) -> None:
        self.sent.append(params)
        self.threads.add(threading.get_ident())

    def clock(self) -> float:
        return self.now

    @property
    def said(self) -> list[str]:
        return [params.message for params in self.sent]


@pytest.fixture
async def editor(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Editor]:
    editor = Editor()
    handler = ClientLog(editor.send, editor.clock)
    handler.start()
    enter_trace("")
    with caplog.at_level(logging.DEBUG, "omni_lsp"):
        yield editor
    handler.stop()
    LOG.error("the server has gone")
    await delivered()
    assert "the server has gone" not in editor.said


async def delivered() -> None:
    """What `call_soon_threadsafe` left for the loop is done."""
    await asyncio.sleep(0)


async def test_people_get_what_concerns_them_with_its_trace(editor: Editor) -> None:
    LOG.debug("for developers")
    LOG.info("indexed %d files", 3)
    enter_trace(TRACE)
    LOG.warning("slow")
    LOG.error("broke")
    logging.getLogger("asyncio").error("not ours")
    await delivered()
    assert editor.sent == [
        types.LogMessageParams(types.MessageType.Info, "indexed 3 files"),
        types.LogMessageParams(types.MessageType.Warning, f"slow [{TRACE}]"),
        types.LogMessageParams(types.MessageType.Error, f"broke [{TRACE}]"),
    ]


async def test_a_trace_that_is_said_already_is_not_said_again(editor: Editor) -> None:
    enter_trace(TRACE)
    LOG.warning("took too long (trace %s)", TRACE)
    LOG.warning("about another task", extra={"trace": "cd" * 16})
    await delivered()
    assert editor.said == [f"took too long (trace {TRACE})", f"about another task [{'cd' * 16}]"]


async def test_the_level_of_the_log_holds_here_too(editor: Editor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "omni_lsp")
    LOG.info("not said")
    LOG.warning("said")
    await delivered()
    assert editor.said == ["said"]


async def test_records_of_other_threads_are_sent_on_the_loop(editor: Editor) -> None:
    async def work(trace: str) -> None:
        enter_trace(trace)
        await asyncio.to_thread(LOG.warning, "from a thread")

    await work(TRACE)
    bare = threading.Thread(target=contextvars.Context().run, args=(LOG.warning, "from a bare one"))
    bare.start()
    bare.join()
    await delivered()
    assert editor.said == [f"from a thread [{TRACE}]", "from a bare one"]
    assert editor.threads == {threading.get_ident()}


async def test_a_flood_is_cut_and_what_was_left_out_is_told(editor: Editor) -> None:
    for number in range(BURST + 30):
        LOG.warning("line %d", number)
    await delivered()
    assert editor.said == [f"line {number}" for number in range(BURST)]
    editor.now += 0.1  # Half of what a message takes.
    LOG.warning("still too many")
    editor.now += 0.2
    LOG.warning("now there is room")
    LOG.warning("but for one only")
    editor.now += 3600.0
    for number in range(BURST + 5):
        LOG.warning("again %d", number)
    await delivered()
    left_out = "messages before this one were left out; standard error has them"
    assert editor.said[BURST] == f"now there is room (31 {left_out})"
    assert editor.said[BURST + 1] == f"again 0 (1 {left_out})"
    assert editor.said[BURST + 2 :] == [f"again {number}" for number in range(1, BURST)]


async def test_what_sending_logs_is_not_sent(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "omni_lsp")
    sent = []

    def send(params: types.LogMessageParams) -> None:
        sent.append(params.message)
        LOG.warning("about sending %d", len(sent))

    handler = ClientLog(send, lambda: 0.0)
    handler.start()
    enter_trace("")
    LOG.warning("first")
    await delivered()
    await delivered()
    LOG.warning("second")
    await delivered()
    handler.stop()
    assert sent == ["first", "second"]
    assert "about sending 2" in caplog.messages


async def test_a_client_that_cannot_be_written_to_does_not_silence_the_rest(editor: Editor) -> None:
    def send(_params: types.LogMessageParams) -> None:
        raise OSError("gone")

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, _context: None)
    handler = ClientLog(send, lambda: 0.0)
    handler.start()
    LOG.warning("one")
    await delivered()
    handler.stop()
    assert handler._sender is None
    assert editor.said == ["one"]


async def test_tracebacks_and_folders_stay_here(editor: Editor) -> None:
    error = OSError(13, "Permission denied", "/home/me/.cache/omni lsp/rules.json")
    LOG.error("rules: %s", error, exc_info=error)
    LOG.warning("x" * 5_000)
    await delivered()
    assert editor.said[0] == "rules: [Errno 13] Permission denied: '…/rules.json'"
    assert len(editor.said[1]) == 1_000


async def test_arguments_that_do_not_fit_do_no_harm(editor: Editor, capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.LogRecord("omni_lsp", logging.WARNING, __file__, 1, "%d files", ("many",), None)
    logging.getLogger("omni_lsp").handlers[-1].handle(record)
    await delivered()
    assert editor.sent == []
    assert "Logging error" in capsys.readouterr().err


def test_a_loop_that_has_ended_is_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    async def make() -> ClientLog:
        return ClientLog(lambda _: None)

    handler = asyncio.run(make())
    handler.start()
    LOG.warning("nobody listens")
    handler.stop()
    assert caplog.messages == ["nobody listens"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/me/a.py: broken, see /x/y.yaml; (/tmp/z/q)", "…/a.py: broken, see …/y.yaml; (…/q)"),
        ("in '/home/a b/c d.py'", "in '…/c d.py'"),
        (r"C:\Users\me\a.py and \\srv\share\b.txt", "…/a.py and …/b.txt"),
        ("http://127.0.0.1:4318/v1/traces", "http://127.0.0.1:4318/v1/traces"),
        ("textDocument/codeAction on pkg/app.py: 1/2", "textDocument/codeAction on pkg/app.py: 1/2"),
    ],
)
def test_paths_lose_their_folders_and_nothing_else_does(text: str, shown: str) -> None:
    assert without_folders(text) == shown
