"""Work that is asked for more often than it can be done."""

from collections.abc import Awaitable, Callable

from omni_lsp.pipeline.background import Background


class Worker:
    """Does the work once for all that asked since it last began, never twice at a time; everything on the event loop."""

    def __init__(self, background: Background, work: Callable[[], Awaitable[None]]) -> None:
        self._background = background
        self._work = work
        self._is_asked = False
        self._is_working = False

    def wake(self) -> None:
        """Returns at once; the work begins after this call, also when it is under way already."""
        self._is_asked = True
        if not self._is_working:
            self._is_working = True
            self._background.start(self._go())

    async def _go(self) -> None:
        try:
            while self._is_asked:
                self._is_asked = False
                await self._work()
        finally:
            self._is_working = False
