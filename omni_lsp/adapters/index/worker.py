"""The index process: answers what it is asked, several questions at once, and puts the index in order in between."""

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import BinaryIO

from omni_lsp.adapters.index import wire
from omni_lsp.adapters.index.local import LocalIndex, Means
from omni_lsp.adapters.index.options import Options, from_message
from omni_lsp.adapters.index.wire import Message
from omni_lsp.model.errors import AgentError
from omni_lsp.model.retrieval import IndexStatus

Send = Callable[[Message], None]

_NICE = 10
_IDLE_SECONDS = 5.0


def main(means: Callable[[Options], Means]) -> None:
    """Serves standard input and output to its end; the first line has the options."""
    if hasattr(os, "nice"):
        os.nice(_NICE)  # Whoever types goes first.
    lines, answers = sys.stdin.buffer, _claimed_stdout()
    first = lines.readline()
    if not first:
        return
    options = from_message(wire.decode(first))

    def send(message: Message) -> None:
        answers.write(wire.encode(message))
        answers.flush()

    asyncio.run(serve(LocalIndex(options.caches, means(options)), _messages(lines), send))


async def serve(
    index: LocalIndex, messages: AsyncIterator[Message], send: Send, idle_seconds: float = _IDLE_SECONDS
) -> None:
    """Until there are no more messages; what is under way then is given up."""
    try:
        async with asyncio.TaskGroup() as tasks:
            worker = _Worker(index, send, tasks)
            upkeep = tasks.create_task(worker.keep_up(idle_seconds))
            async for message in messages:
                worker.take(message)
            worker.give_up()
            upkeep.cancel()
    finally:
        await index.close()


class _Worker:
    def __init__(self, index: LocalIndex, send: Send, tasks: asyncio.TaskGroup) -> None:
        self._index = index
        self._send = send
        self._tasks = tasks
        self._running: dict[int, asyncio.Task[None]] = {}
        self._stirred = asyncio.Event()
        self._has_news = True  # What was found on the disk may need some order, too.

    def take(self, message: Message) -> None:
        self._stirred.set()
        if "cancel" in message:
            running = self._running.get(int(message["cancel"]))
            if running is not None:
                running.cancel()
            return
        number = int(message["id"])
        self._running[number] = task = self._tasks.create_task(self._answer(number, message))
        task.add_done_callback(lambda _: self._ended(number))

    def give_up(self) -> None:
        for task in self._running.values():
            task.cancel()

    async def keep_up(self, idle_seconds: float) -> None:
        """After each spell of work does what is due, and after a rest all that there is to do."""
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            if self._has_news:
                self._has_news = False
                await self._index.keep_up(is_idle=False)
            try:
                async with asyncio.timeout(idle_seconds):
                    await self._stirred.wait()
            except TimeoutError:
                await self._index.keep_up(is_idle=not self._running)

    def _ended(self, number: int) -> None:
        self._running.pop(number, None)
        self._stirred.set()

    async def _answer(self, number: int, message: Message) -> None:
        try:
            answer = await self._done(number, message)
        except AgentError as error:
            answer = wire.error_message(error)
        self._send({"id": number, **answer})

    async def _done(self, number: int, message: Message) -> Message:
        root = Path(message["root"])
        match message["do"]:
            case "search":
                return wire.hits_message(await self._index.search(root, wire.query_of(message)))
            case "refresh":
                return wire.status_message(await self._refreshed(number, root, message))
            case "rebuild":
                await self._index.rebuild(root)
        return wire.status_message(await self._index.status(root))

    async def _refreshed(self, number: int, root: Path, message: Message) -> IndexStatus:
        def show(done: int, total: int) -> None:
            self._send({"id": number, "done": done, "total": total})

        paths = message["paths"]
        try:
            return await self._index.refresh(root, None if paths is None else [Path(path) for path in paths], show)
        finally:
            self._has_news = True


def _claimed_stdout() -> BinaryIO:
    """Standard output for us alone: what a library may print goes to standard error."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return own


async def _messages(lines: BinaryIO) -> AsyncIterator[Message]:
    """One for each line, read by a thread: the loop cannot wait for a pipe on every system. Raises ValueError."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        for line in lines:
            loop.call_soon_threadsafe(queue.put_nowait, line)
        loop.call_soon_threadsafe(queue.put_nowait, b"")

    threading.Thread(target=read, daemon=True).start()
    while line := await queue.get():
        yield wire.decode(line)
