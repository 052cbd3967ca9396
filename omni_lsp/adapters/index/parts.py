"""What indexes are made with outside of tests: files of the disk, pieces along their definitions, vectors, ranking."""

from collections.abc import Sequence

from omni_lsp.adapters.embedding.chosen import chosen
from omni_lsp.adapters.files import LocalFiles
from omni_lsp.adapters.index.builder import Makers
from omni_lsp.adapters.index.local import Means
from omni_lsp.adapters.index.options import Options
from omni_lsp.adapters.syntax.tree_sitter import symbols
from omni_lsp.model.retrieval import Chunk
from omni_lsp.model.text import Snapshot
from omni_lsp.retrieval.answering import Answering
from omni_lsp.retrieval.chunks import chunks

VERSION = "1"
"""Of pieces and their terms: with another one every index begins anew."""


def means(options: Options) -> Means:
    """Raises ConfigError for an embedder that is none."""
    embedder = chosen(options.embedder)
    makers = Makers(LocalFiles(options.max_file_bytes), chunked, embedder)
    return Means(makers, VERSION, lambda: Answering(embedder), options.limits)


def chunked(snapshot: Snapshot) -> Sequence[Chunk]:
    return chunks(snapshot.name, snapshot.language, snapshot.text, snapshot.digest, symbols(snapshot))
