"""What keeps an index small and quick: rows that nobody has deleted, all others in one piece, within a limit of bytes."""

import asyncio
import logging
from collections.abc import Mapping

from omni_lsp.adapters.index.manifest import Counts
from omni_lsp.adapters.index.options import Limits
from omni_lsp.adapters.index.store import Store
from omni_lsp.model.errors import AgentTransientError

log = logging.getLogger(__name__)

_COMMITS = 32
_RECENT_ROWS = 2_000
_OTHER_BRANCHES = 8
# A small project may keep more of other branches than it has itself.
_OTHER_ROWS = 5_000


async def keep_up(store: Store, limits: Limits, *, is_idle: bool) -> bool:
    """Does what is due, a second for 20,000 rows; whether anything was. Raises what `faults` does."""
    if store.place is None or not await _is_due(store, limits, is_idle=is_idle):
        return False
    try:
        async with store.rearranging():
            await _forget_branches(store)
            await _tidy(store)
            while await _size(store) > limits.bytes_on_disk and await _forget_oldest(store):
                await _tidy(store)
    except AgentTransientError as error:
        log.info("the index is not optimized now: %s", error)
        return False
    return True


async def _is_due(store: Store, limits: Limits, *, is_idle: bool) -> bool:
    meta = await asyncio.to_thread(store.manifest.meta)
    commits = int(meta.get("commits", "0"))
    if commits == 0:
        return False
    is_worn = commits >= _COMMITS or store.recent_rows > _RECENT_ROWS or not store.is_covered
    return is_idle or is_worn or await _size(store) > limits.bytes_on_disk


async def _size(store: Store) -> int:
    return await asyncio.to_thread(store.place.size) if store.place else 0


async def _tidy(store: Store) -> None:
    """Deletes rows that nobody has and puts the others in order; the lock is held."""
    manifest = store.manifest
    orphans = await asyncio.to_thread(manifest.orphans)
    if orphans:
        await asyncio.to_thread(manifest.drop, orphans)
        await store.table.delete(sorted(orphans))
    held = await asyncio.to_thread(manifest.versions)
    newest = max((seq for _, seq in held.values()), default=0)
    # Others look anew where rows are, before they move and after.
    await asyncio.to_thread(manifest.note, **_moved(manifest.meta()))
    await store.table.optimize()
    await asyncio.to_thread(manifest.note, **_moved(manifest.meta()), indexed=str(newest), commits="0")
    await store.rearranged()


def _moved(meta: Mapping[str, str]) -> dict[str, str]:
    return {"optimized": str(int(meta.get("optimized", "0")) + 1)}


async def _forget_branches(store: Store) -> None:
    """Leaves no more of other branches than may be kept, the oldest go first."""
    manifest = store.manifest
    while True:
        counts = await asyncio.to_thread(manifest.counts)
        others = await asyncio.to_thread(manifest.other_branches)
        orphaned = sum((await asyncio.to_thread(manifest.orphans)).values())
        if len(others) <= _OTHER_BRANCHES and _others(counts) - orphaned <= max(_OTHER_ROWS, counts.rows):
            return
        if not await _forget_oldest(store):
            return


def _others(counts: Counts) -> int:
    return counts.all_rows - counts.rows


async def _forget_oldest(store: Store) -> bool:
    """Whether there was another branch to forget."""
    others = await asyncio.to_thread(store.manifest.other_branches)
    if others:
        await asyncio.to_thread(store.manifest.forget_branch, others[-1])
    return bool(others)
