"""How an index stands, as its status says it, without opening more than the manifest."""

from contextlib import closing

from omni_lsp.adapters.index.lock import is_locked
from omni_lsp.adapters.index.manifest import Manifest
from omni_lsp.adapters.index.place import Place
from omni_lsp.model.errors import AgentError
from omni_lsp.model.retrieval import IndexPhase, IndexStatus


def on_disk(place: Place, failure: str, *, is_busy: bool) -> IndexStatus:
    """The status of what is kept; `failure` is why the last run ended early, `is_busy` says that one is under way."""
    if not place.manifest.is_file():
        phase = IndexPhase.BUILDING if is_busy else IndexPhase.ABSENT
        return IndexStatus(phase, reason=failure)
    try:
        with closing(Manifest(place.manifest)) as manifest:
            meta, counts = manifest.meta(), manifest.counts()
    except AgentError as error:
        return IndexStatus(IndexPhase.INCOMPLETE, bytes=place.size(), reason=error.reason)
    reason = failure or meta.get("reason", "")
    is_complete = bool(meta.get("listed")) and not counts.pending and not failure
    is_busy = is_busy or is_locked(place.build_lock)
    if is_complete:
        phase = IndexPhase.READY
    elif is_busy:
        phase = IndexPhase.REBUILDING if meta.get("damaged") else IndexPhase.BUILDING
    else:
        phase = IndexPhase.INCOMPLETE
    return IndexStatus(phase, counts.files, counts.rows, place.size(), meta.get("embedder", ""), reason)


def in_memory(manifest: Manifest, reason: str) -> IndexStatus:
    counts = manifest.counts()
    return IndexStatus(IndexPhase.IN_MEMORY, counts.files, counts.rows, 0, manifest.meta().get("embedder", ""), reason)
