"""Search in code: what is asked and answered, and what can turn texts into vectors and count tokens."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from omni_lsp.model.facts import Near
from omni_lsp.model.retrieval import Chunk, Hit, IndexStatus, Query, Scored
from omni_lsp.model.text import Snapshot


class Index(Protocol):
    """Ranked search over the files of workspace folders; what it knows outlives the process."""

    async def search(self, root: Path, query: Query) -> Sequence[Hit]:
        """At most `query.limit`, the best first. Raises AgentError."""
        ...

    async def refresh(
        self, root: Path, paths: Iterable[Path] | None = None, progress: Callable[[int, int], None] | None = None
    ) -> IndexStatus:
        """Takes in what changed in these files, or in any file of the folder; `progress` gets done and total.

        What was taken in before a cancellation stays. Raises AgentError.
        """
        ...

    async def status(self, root: Path) -> IndexStatus: ...

    async def close(self) -> None: ...


class Embedder(Protocol):
    """Texts as vectors of one length, of unit norm; `id` changes when any vector would.

    Before `prepare` has come back once `id` may be empty and `dimensions` 0: then they are not known yet.
    """

    @property
    def id(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    async def prepare(self) -> None:
        """Finds out `id` and `dimensions`. Raises AgentError."""
        ...

    async def embed(self, texts: Sequence[str], seconds: float | None = None) -> Sequence[Sequence[float]]:
        """A vector for each text, all zeros for one without words; rows of a matrix will do.

        Raises AgentError, AgentTimeoutError when somebody far away has not answered within so many seconds.
        """
        ...


Chunker: TypeAlias = Callable[[Snapshot], Sequence[Chunk]]
"""The pieces of a file in the order of their lines; the path of each is `Snapshot.name`, the hash `Snapshot.digest`."""


class Library(Protocol):
    """The pieces of the current files of one folder, as ranking needs them; their `text` and `terms` are empty."""

    @property
    def files(self) -> Mapping[str, Sequence[Chunk]]:
        """By path, in the order of their lines."""
        ...

    async def lexical(self, terms: str, limit: int, among: Container[str] | None = None) -> Sequence[Scored]:
        """At most `limit` by BM25, the best first; `among` are the paths that may be in it. Raises AgentError.

        `terms` are words joined by spaces, made as those of chunks are.
        """
        ...

    async def nearest(
        self, vector: Sequence[float], limit: int, among: Container[str] | None = None
    ) -> Sequence[Scored]:
        """At most `limit` by the cosine of their vectors with this one, the best first. Raises AgentError."""
        ...

    async def texts(self, chunks: Sequence[Chunk]) -> Sequence[str]:
        """The text of each chunk, in their order, empty for one that is gone. Raises AgentError."""
        ...


class Ranking(Protocol):
    """What answers questions about one folder; it hears of each file as it changes, and of all at the start."""

    def put(self, path: str, chunks: Sequence[Chunk]) -> None:
        """All chunks of a file as it is now, with their terms, in the order of their lines; never from two threads."""
        ...

    def remove(self, path: str) -> None:
        """The file is gone; one that was never put may be named, too."""
        ...

    async def answer(self, query: Query, library: Library) -> Sequence[Hit]:
        """At most `query.limit`, the best first. Raises AgentError."""
        ...


class TokenCounter(Protocol):
    """How many tokens a language model makes of a text, or an upper bound of that."""

    @property
    def id(self) -> str: ...

    def count(self, text: str) -> int: ...


class Nearby(Protocol):
    """What is remembered of code that is like other code."""

    def near(self, root: Path, path: str, text: str) -> Sequence[Near] | None:
        """What is like a text of the file `path`, in other files of the folder, the nearest first; answered from memory.

        `None` while that is not known: it is looked up when nobody waits, if there is an index.
        """
        ...
