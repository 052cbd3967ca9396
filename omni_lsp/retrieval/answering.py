"""What answers questions about one folder: words and meaning find pieces, the catalogue puts their files in order."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from omni_lsp.model import retrieval as model
from omni_lsp.model.errors import AgentError
from omni_lsp.model.retrieval import Chunk, Hit, Query
from omni_lsp.ports.retrieval import Embedder, Library
from omni_lsp.retrieval.domains import domain_of
from omni_lsp.retrieval.question import Question, question
from omni_lsp.retrieval.ranking import CANDIDATES, Catalogue, Place, Scored

log = logging.getLogger(__name__)

# Whoever asks would rather have an answer by words alone than wait any longer.
_SECONDS = 2.0


@dataclass(slots=True)
class Answering:
    """Implements `ports.retrieval.Ranking`; without an embedder words alone decide."""

    embedder: Embedder | None = None
    _complaint: str = ""
    _catalogue: Catalogue = field(default_factory=Catalogue)

    def put(self, path: str, chunks: Sequence[Chunk]) -> None:
        self._catalogue.put(path, chunks)

    def remove(self, path: str) -> None:
        self._catalogue.remove(path)

    async def answer(self, query: Query, library: Library) -> Sequence[Hit]:
        asked = question(query.text)
        by_words, by_meaning = await asyncio.gather(
            library.lexical(" ".join(asked.weights), CANDIDATES), self._by_meaning(asked, library)
        )
        domain = query.domain or domain_of(asked.text)
        ranked = self._catalogue.rank(asked, domain, _placed(by_words), _placed(by_meaning))[: query.limit]
        known = [(scored, chunk) for scored in ranked if (chunk := _chunk_at(scored.place, library)) is not None]
        texts = await library.texts([chunk for _, chunk in known])
        return [
            Hit(chunk.path, chunk.start, chunk.end, _symbol(chunk, asked), scored.score, text)
            for (scored, chunk), text in zip(known, texts, strict=True)
        ]

    async def _by_meaning(self, asked: Question, library: Library) -> Sequence[model.Scored]:
        """Vectors say nothing about a bare name; without them words still do."""
        if self.embedder is None or asked.is_name or not asked.text:
            return ()
        try:
            (vector,) = await self.embedder.embed([asked.text], _SECONDS)
        except AgentError as error:
            if str(error) != self._complaint:
                self._complaint = str(error)
                log.warning("words alone decide: %s", error)
            return ()
        self._complaint = ""
        return await library.nearest(vector, CANDIDATES)


def _placed(found: Sequence[model.Scored]) -> list[Scored]:
    return [Scored(Place(each.path, each.start, each.end, each.definitions), score) for each, score in found]


def _chunk_at(place: Place, library: Library) -> Chunk | None:
    """`None` when the file has changed since it was put in order."""
    return next((chunk for chunk in library.files.get(place.path, ()) if chunk.start == place.start), None)


def _symbol(chunk: Chunk, asked: Question) -> str:
    """The name that was asked for, else the first one that is defined there."""
    named = (name for name in asked.names if name in chunk.definitions)
    return next(named, chunk.definitions[0] if chunk.definitions else "")
