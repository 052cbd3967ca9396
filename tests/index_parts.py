"""Makers for indexes in tests: quick, simple, and they count what they are asked."""

import hashlib
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.index.builder import Makers
from omni_lsp.adapters.index.local import LocalIndex, Means
from omni_lsp.adapters.index.options import Limits
from omni_lsp.model.errors import AgentTransientError
from omni_lsp.model.retrieval import Chunk, Hit, Query
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.retrieval import Library

LINES = 10
_WORD = re.compile(r"[A-Za-z]+|[0-9]+")
_DEFINED = re.compile(r"^\s*(?:def|class) (\w+)", re.MULTILINE)


def words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


@dataclass
class CountingChunker:
    """Ten lines each; `chunked` are the names of the files it was asked for, `meanwhile` happens at each."""

    chunked: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    def __call__(self, snapshot: Snapshot) -> Sequence[Chunk]:
        self.chunked.append(snapshot.name)
        self.meanwhile()
        return [_chunk(snapshot, start) for start in range(0, len(snapshot.text.splitlines()), LINES)]


def _chunk(snapshot: Snapshot, start: int) -> Chunk:
    lines = snapshot.text.splitlines(keepends=True)
    text = "".join(lines[start : start + LINES])
    defined = tuple(_DEFINED.findall(text))
    return Chunk(
        snapshot.name,
        snapshot.digest,
        start,
        min(start + LINES, len(lines)),
        snapshot.language,
        text,
        defined,
        words(f"{snapshot.name} {text}"),
    )


@dataclass
class HashingEmbedder:
    """Words in buckets; `asked` counts texts. Without `works` it fails like a service that is down."""

    dimensions: int = 16
    id: str = "buckets"
    asked: int = 0
    works: bool = True

    async def prepare(self) -> None:
        if not self.works:
            raise AgentTransientError("embed", "some texts", "nobody answers")

    async def embed(self, texts: Sequence[str], seconds: float | None = None) -> Sequence[Sequence[float]]:
        if not self.works:
            raise AgentTransientError("embed", "some texts", "nobody answers")
        self.asked += len(texts)
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> list[float]:
        buckets = [0.0] * self.dimensions
        for word in words(text).split():
            buckets[hashlib.blake2b(word.encode(), digest_size=2).digest()[0] % self.dimensions] += 1.0
        length = sum(value * value for value in buckets) ** 0.5
        return [value / length for value in buckets] if length else buckets


@dataclass
class WordsAlone:
    """Answers in the order of BM25; `files` are the terms of each file that it has heard of."""

    files: dict[str, list[str]] = field(default_factory=dict)

    def put(self, path: str, chunks: Sequence[Chunk]) -> None:
        self.files[path] = [chunk.terms for chunk in chunks]

    def remove(self, path: str) -> None:
        self.files.pop(path, None)

    async def answer(self, query: Query, library: Library) -> Sequence[Hit]:
        assert self.files.keys() == library.files.keys()
        found = await library.lexical(words(query.text), query.limit)
        texts = await library.texts([scored.chunk for scored in found])
        return [
            Hit(chunk.path, chunk.start, chunk.end, (chunk.definitions or ("",))[0], score, text)
            for (chunk, score), text in zip(found, texts, strict=True)
        ]


@dataclass
class CountingFiles(LocalFiles):
    """`read` are the names of the files that were read."""

    read: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    async def snapshots(self, paths: Iterable[Path], root: Path | None) -> list[Snapshot]:  # type: ignore[override]
        chosen = list(paths)
        self.read += [path.name for path in chosen]
        return await super().snapshots(chosen, root)  # type: ignore[return-value]

    def walk(self, paths: Iterable[Path], *, ignore: bool = True, leave: Container[Path] = ()) -> Iterator[Path]:
        return super().walk(paths, ignore=ignore, leave=leave)


@dataclass
class Bench:
    """An index over a folder with all that it is made of."""

    caches: Path
    root: Path
    limits: Limits = field(default_factory=Limits)
    chunker: CountingChunker = field(default_factory=CountingChunker)
    embedder: HashingEmbedder | None = field(default_factory=HashingEmbedder)
    files: CountingFiles = field(default_factory=CountingFiles)
    version: str = "tens"

    def index(self) -> LocalIndex:
        makers = Makers(self.files, self.chunker, self.embedder)
        return LocalIndex(self.caches, Means(makers, self.version, WordsAlone, self.limits))

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path
