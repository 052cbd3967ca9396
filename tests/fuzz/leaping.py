"""An event loop whose clock leaps over waits: time-outs of minutes pass at once, and a hang is seen without waiting."""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

_LONGEST_LOOK_SECONDS = 0.05


class LeapingLoop(asyncio.SelectorEventLoop):
    """While `leaps`, a loop with nothing to do but to wait for a timer is at once at that timer.

    It waits for real while threads work for it, as what they do takes the time it takes.
    """

    def __init__(self) -> None:
        self._ahead = 0.0
        self._jobs = 0
        self.leaps = True
        super().__init__(_Selector(self._waited))

    def time(self) -> float:
        return super().time() + self._ahead

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        future = super().run_in_executor(executor, func, *args)
        self._jobs += 1
        future.add_done_callback(self._job_done)
        return future

    async def subprocess_exec(self, *args: Any, **kwargs: Any) -> Any:
        # What another process does takes real time.
        if self.leaps:
            raise FileNotFoundError("no processes here")
        return await super().subprocess_exec(*args, **kwargs)

    def _job_done(self, _future: asyncio.Future[Any]) -> None:
        self._jobs -= 1

    def _waited(self, seconds: float | None) -> float | None:
        """How long to wait for real instead; the rest is leapt over."""
        if not self.leaps or seconds is None or seconds <= 0:
            return seconds
        if self._jobs:
            return min(seconds, _LONGEST_LOOK_SECONDS)
        self._ahead += seconds
        return 0.0


class _Selector(selectors.DefaultSelector):
    def __init__(self, waited: Callable[[float | None], float | None]) -> None:
        super().__init__()
        self._waited = waited

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        # What is there already comes first: a thread may have ended in this moment.
        return super().select(0) or super().select(self._waited(timeout))
