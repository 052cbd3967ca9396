"""A running process of a guest, as the server sees it."""

import asyncio
import sys
from pathlib import Path

from omni_lsp.adapters import process
from omni_lsp.adapters.guests.installed import Brought
from omni_lsp.adapters.guests.wire import Answer, Hello, Question, WireError, question_frame, read_answer
from omni_lsp.model.errors import AgentFatalError, AgentTransientError

_PACKAGES = Path(__file__).parents[3]  # Where this very package is imported from.
_RESIDENT_LIMIT = 600_000_000
_START_SECONDS = 10.0


class GuestProcess:
    """Answers one question at a time; of no more use after an error or a question that was given up."""

    def __init__(self, running: process.Running, guest: Brought) -> None:
        self._running = running
        self._guest = guest

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def has_ended(self) -> bool:
        return self._running.has_ended

    @property
    def is_worn(self) -> bool:
        """Whether it has grown so much that a new one should take its place."""
        return (process.resident_bytes(self.pid) or 0) > _RESIDENT_LIMIT

    async def prove(self) -> None:
        """Raises AgentTransientError when it has ended."""
        if self.has_ended:
            raise AgentTransientError("ask", self._guest.origin, "its process ended by itself")

    async def ask(self, question: Question) -> Answer:
        """Raises AgentTransientError when it has ended, or says what makes no sense."""
        try:
            self._running.stdin.write(question_frame(question))
            await self._running.stdin.drain()
            return await read_answer(self._running.stdout)
        except WireError as error:
            raise AgentTransientError("ask", self._guest.origin, str(error)) from error
        except (OSError, ValueError) as error:
            raise AgentTransientError("ask", self._guest.origin, f"its process broke: {error}") from error

    def kill(self) -> None:
        self._running.kill_now()

    async def close(self) -> None:
        """Kills it with all that it started; twice is harmless."""
        await self._running.kill()


async def start(guest: Brought, path: tuple[str, ...], seconds: float = _START_SECONDS) -> GuestProcess:
    """One that has made its agent; `path` is where packages are looked for.

    Raises AgentFatalError when there is no such agent in it, AgentTransientError when it is of no use this time.
    """
    tried = "start"
    program = process.Program(Path(sys.executable), ("-m", "omni_lsp.adapters.guests"), _PACKAGES)
    try:
        running = await process.start(program)
    except OSError as error:
        raise AgentFatalError(tried, guest.origin, error.strerror or type(error).__name__) from error
    child = GuestProcess(running, guest)
    is_ready = False
    try:
        async with asyncio.timeout(seconds):
            answer = await child.ask(Hello(guest.name, guest.target, path))
        is_ready = answer.get("ready") is True
    except TimeoutError as error:
        raise AgentTransientError(tried, guest.origin, f"not ready within {seconds:g} s") from error
    finally:
        if not is_ready:
            await child.close()
    if not is_ready:
        raise AgentFatalError(tried, guest.origin, unready(answer))
    return child


def unready(answer: Answer) -> str:
    """Why an agent could not be made: of an import the whole message, as there is no text of the user in it yet."""
    if "broke" in answer:
        last = str(answer.get("trace", "")).strip().rpartition("\n")[2]
        return f"it cannot be made: {last or answer['broke']}"[:300]
    return str(answer.get("refused") or answer.get("error") or "it gave no answer")[:300]
