"""Vectors from a service that speaks OpenAI's embeddings protocol, at an address that the user has set."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from omni_lsp.adapters.embedding.reply import TRIED, RefusedError
from omni_lsp.adapters.embedding.service import Patience, Service
from omni_lsp.model.errors import AgentError, AgentTimeoutError, AgentValidationError

if TYPE_CHECKING:
    import httpx
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

# The most texts that every widely used server takes at once, and code points of a text that stay below 8,192 tokens.
_BATCH, _LONGEST = 32, 6_000
# A text that is refused is tried shorter, down to this: some models read no more than 512 tokens.
_SHORTEST = 200
_AT_ONCE = 4


class RemoteEmbedder:
    """Implements `ports.retrieval.Embedder`. After a failure it rests for a while, and says the same again meanwhile."""

    def __init__(
        self, service: Service, patience: Patience | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._service = service
        self._patience = patience or Patience()
        self._clock = clock
        self._dimensions = 0
        # By whether somebody waits: a service that is too slow for a question may do for an index.
        self._rests: dict[bool, tuple[AgentError, float]] = {}
        self._heard_at = 0.0

    @property
    def id(self) -> str:
        """Of address and model: what else decides about its vectors, only the service knows."""
        said = f"{self._service.address}\n{self._service.model}"
        return f"url {self._service.model} {hashlib.sha256(said.encode()).hexdigest()[:12]}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    async def prepare(self) -> None:
        if not self._dimensions:
            await self.embed(["code"], self._patience.first)

    async def embed(self, texts: Sequence[str], seconds: float | None = None) -> "Floats":
        failure, until = self._rests.get(seconds is not None, (None, 0.0))
        if failure is not None and self._clock() < until:
            raise failure
        # The service is not to blame for this time.
        await asyncio.to_thread(import_module, "omni_lsp.adapters.embedding.asking")
        begun = self._clock()
        try:
            async with asyncio.timeout(seconds):
                vectors = await self._embedded(texts)
        except TimeoutError as error:
            raise self._late(True) from error
        except asyncio.CancelledError:
            # Whoever asks next would wait as long again.
            if self._heard_at < begun <= self._clock() - self._patience.first:
                self._late(False)
            raise
        except AgentError as error:
            self._rests = dict.fromkeys((True, False), (error, self._clock() + self._patience.rest))
            raise
        self._rests.clear()
        return vectors

    def _late(self, is_waited_for: bool) -> AgentError:
        late = AgentTimeoutError(TRIED, self._service.address, "it does not answer in time")
        self._rests[is_waited_for] = late, self._clock() + self._patience.rest
        return late

    async def _embedded(self, texts: Sequence[str]) -> "Floats":
        import numpy as np  # noqa: PLC0415 - there by now

        # A service may refuse a text without words, and there is no meaning in it.
        places = [number for number, text in enumerate(texts) if text.strip()]
        wanted = [texts[number][:_LONGEST] for number in places]
        parts = await self._answers([wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH)])
        for part in parts:
            self._check(part.shape[1])
        vectors = np.zeros((len(texts), self._dimensions), np.float32)
        if parts:
            vectors[places] = np.concatenate(parts)
        return vectors

    def _check(self, dimensions: int) -> None:
        """All vectors are as long as the first one. Raises AgentValidationError."""
        known, self._dimensions = self._dimensions or dimensions, dimensions
        if dimensions != known:
            # Whoever asks next learns anew how long they are.
            self._dimensions = 0
            raise AgentValidationError(
                TRIED, self._service.address, f"its vectors have {dimensions} numbers, those before had {known}"
            )

    async def _answers(self, batches: Sequence[Sequence[str]]) -> "Sequence[Floats]":
        from omni_lsp.adapters.embedding.asking import client_for  # noqa: PLC0415 - imported in a thread before

        turns = asyncio.Semaphore(_AT_ONCE)

        async def answer(texts: Sequence[str]) -> "Floats":
            async with turns:
                return await self._halved(client, texts)

        async with client_for(self._service, self._patience) as client:
            try:
                async with asyncio.TaskGroup() as tasks:
                    asked = [tasks.create_task(answer(batch)) for batch in batches]
            except BaseExceptionGroup as group:
                # They fail for one reason, and the others were given up when the first one did.
                raise group.exceptions[0] from group
        return [task.result() for task in asked]

    async def _halved(self, client: "httpx.AsyncClient", texts: Sequence[str]) -> "Floats":
        """Texts that are refused together are tried apart, and one alone shorter: services differ in their limits."""
        from omni_lsp.adapters.embedding.asking import ask  # noqa: PLC0415 - see above

        try:
            vectors = await ask(client, self._service, texts, self._patience)
        except RefusedError:
            if len(texts) == 1 and len(texts[0]) <= _SHORTEST:
                raise
        else:
            self._heard_at = self._clock()
            return vectors
        if len(texts) == 1:
            return await self._halved(client, [texts[0][: len(texts[0]) // 2]])
        import numpy as np  # noqa: PLC0415 - there by now

        middle = len(texts) // 2
        first, second = await self._halved(client, texts[:middle]), await self._halved(client, texts[middle:])
        self._check(first.shape[1])
        self._check(second.shape[1])
        return np.concatenate([first, second])
