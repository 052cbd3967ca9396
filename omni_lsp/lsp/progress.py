"""Work-done progress that the user can cancel, in clients that have it; silent in the others."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

_ANSWER_SECONDS = 2.0

Report = Callable[[int, int, str], None]


@asynccontextmanager
async def progress(
    server: LanguageServer, title: str, token: types.ProgressToken | None, *, can_create: bool
) -> AsyncIterator[Report]:
    """A function `(done, total, message)`; the task inside the block is cancelled when the user cancels.

    `token` is the one the client sent along with its request, if it did.
    """
    token = token if token is not None else await _created(server, can_create=can_create)
    if token is None:
        yield lambda _done, _total, _message: None
        return
    reporter = server.work_done_progress
    reporter.begin(token, types.WorkDoneProgressBegin(title=title, cancellable=True, percentage=0))
    task = asyncio.current_task()
    reporter.tokens[token].add_done_callback(lambda future: task.cancel() if task and future.cancelled() else None)

    def report(done: int, total: int, message: str) -> None:
        percentage = 100 * done // total if total else None
        text = f"{done}/{total} {message}"
        reporter.report(token, types.WorkDoneProgressReport(message=text, percentage=percentage))

    try:
        yield report
    finally:
        cancelled = reporter.tokens.pop(token).cancelled()
        reporter.end(token, types.WorkDoneProgressEnd(message="cancelled" if cancelled else "done"))


async def _created(server: LanguageServer, *, can_create: bool) -> str | None:
    if not can_create:
        return None
    token = str(uuid.uuid4())
    try:
        await asyncio.wait_for(server.work_done_progress.create_async(token), _ANSWER_SECONDS)
    except (TimeoutError, JsonRpcException):
        return None  # The work goes on without.
    return token
