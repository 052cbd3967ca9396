"""A running index process, as its client sees it: questions out, answers in, in any order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from omni_lsp.adapters.index import wire
from omni_lsp.adapters.index.wire import Message
from omni_lsp.adapters.process import Running
from omni_lsp.model.errors import AgentTimeoutError

Progress = Callable[[int, int], None]

_TRIED, _ON = "ask", "the index process"
_READ_BYTES = 1 << 16
_CLOSE_SECONDS = 2.0
_SIGN = 0
"""The number of a question whose answer nobody waits for; those of others count from 1."""


class EndedError(Exception):
    """The process has ended, or what it said makes no sense."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    answer: "asyncio.Future[Message]"
    progress: Progress | None


class Child:
    """Listens from the start until it is closed; one that says nothing for twice `silent_seconds` while it owes an answer
    is killed, though it was asked for a sign of life in between.
    """

    def __init__(self, running: Running, silent_seconds: float) -> None:
        self._running = running
        self._silent_seconds = silent_seconds
        self._waiting: dict[int, _Waiting] = {}
        self._heard = 0.0
        self._has_ended = False
        self._listener = asyncio.get_running_loop().create_task(self._listen())

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def has_ended(self) -> bool:
        return self._has_ended or self._running.has_ended

    def send(self, message: Message) -> None:
        # Not waited for: what is asked is short, and a process that does not read is killed for being silent.
        self._running.stdin.write(wire.encode(message))

    async def ask(self, message: Message, number: int, seconds: float, progress: Progress | None) -> Message:
        """The answer. Raises EndedError, AgentTimeoutError, and whatever the answer is an error of."""
        if self.has_ended:
            raise EndedError
        loop = asyncio.get_running_loop()
        self._waiting[number] = waiting = _Waiting(loop.create_future(), progress)
        begun = loop.time()
        answered = False
        try:
            self.send(message)
            async with asyncio.timeout(seconds):
                answer = await self._answered(waiting, message["root"])
            answered = True
        except TimeoutError as error:
            if self._heard < begun:
                self._running.kill_now()  # Not a word for so long: it hangs.
            raise AgentTimeoutError(_TRIED, _ON, f"no answer within {seconds:g} s") from error
        finally:
            del self._waiting[number]
            if not answered and not self.has_ended:
                self.send({"cancel": number})
        if "error" in answer:
            raise wire.error_of(answer)
        return answer

    async def close(self) -> None:
        """Has it end by itself, or kills it when that takes too long; whoever waits for an answer gets EndedError."""
        self._running.stdin.close()
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await asyncio.shield(self._listener)
        except TimeoutError:
            self._running.kill_now()
            await asyncio.wait({self._listener})
        finally:
            self._running.kill_now()
        await self._running.kill()

    async def _answered(self, waiting: _Waiting, root: object) -> Message:
        """Raises EndedError. A whole folder may take an hour, and one that hangs is not to be waited for that long."""
        loop, was_asked = asyncio.get_running_loop(), False
        while True:
            begun = loop.time()
            await asyncio.wait({waiting.answer}, timeout=self._silent_seconds)
            if waiting.answer.done():
                return waiting.answer.result()
            if self._heard >= begun:
                was_asked = False
            elif was_asked:
                self._running.kill_now()
            else:
                # The machine may have slept; how the index stands is told beside all other work.
                self.send({"id": _SIGN, "do": "status", "root": root})
                was_asked = True

    async def _listen(self) -> None:
        try:
            async for line in self._lines():
                self._heard = asyncio.get_running_loop().time()
                self._take(wire.decode(line))
        except (ValueError, KeyError, TypeError, OSError):
            self._running.kill_now()
        finally:
            self._has_ended = True
            for waiting in self._waiting.values():
                if not waiting.answer.done():
                    waiting.answer.set_exception(EndedError())

    def _take(self, message: Message) -> None:
        waiting = self._waiting.get(message["id"])
        if waiting is None or waiting.answer.done():
            return  # Nobody waits any more.
        if "total" in message:
            if waiting.progress is not None:
                waiting.progress(int(message["done"]), int(message["total"]))
        else:
            waiting.answer.set_result(message)

    async def _lines(self) -> AsyncIterator[bytes]:
        """Lines of any length, which `readline` has a limit for."""
        begun = bytearray()
        while data := await self._running.stdout.read(_READ_BYTES):
            begun += data
            *whole, rest = begun.split(b"\n")
            begun = rest
            for line in whole:
                yield bytes(line)
