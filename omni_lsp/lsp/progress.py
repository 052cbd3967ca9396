"""Work-done progress that the user can cancel, in clients that have it; silent in the others."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from omni_lsp.lsp.server import OmniServer

Report = Callable[[int, int, str], None]


@asynccontextmanager
async def progress(ls: "OmniServer", title: str, token: types.ProgressToken | None) -> AsyncIterator[Report]:
    """A function `(done, total, message)`; the task inside the block is cancelled when the user cancels.

    `token` is the one the client sent along with its request, if it did.
    """
    # The converter lets anything pass for a text.
    token = token if isinstance(token, str | int) else await _created(ls)
    if token is None or token in ls.cancels:
        yield lambda _done, _total, _message: None
        return
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - an async function runs in a task
    ls.cancels[token] = task
    _send(ls, token, types.WorkDoneProgressBegin(title=title, cancellable=True, percentage=0))

    def report(done: int, total: int, message: str) -> None:
        percentage = 100 * done // total if total else None
        text = f"{done}/{total} {message}"
        _send(ls, token, types.WorkDoneProgressReport(message=text, percentage=percentage))

    ending = "done"
    try:
        yield report
    except asyncio.CancelledError:
        ending = "cancelled"
        raise
    finally:
        del ls.cancels[token]
        _send(ls, token, types.WorkDoneProgressEnd(message=ending))


def cancel_progress(ls: "OmniServer", params: types.WorkDoneProgressCancelParams) -> None:
    task = ls.cancels.get(params.token) if isinstance(params.token, str | int) else None
    if task is not None:
        task.cancel()


def _send(
    ls: "OmniServer", token: types.ProgressToken, value: Any
) -> None:  # One of three shapes without a common type.
    ls.progress(types.ProgressParams(token, value))


async def _created(ls: "OmniServer") -> str | None:
    if not ls.client.progress:
        return None
    token = str(uuid.uuid4())
    try:
        await ls.ask(types.WINDOW_WORK_DONE_PROGRESS_CREATE, types.WorkDoneProgressCreateParams(token))
    except (TimeoutError, JsonRpcException):
        return None  # The work goes on without.
    return token
