"""Context packs headless: a folder is outlined, and its packs written or looked at."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from omni_lsp.adapters.outlines import Outlining, outlining
from omni_lsp.config.settings import Config
from omni_lsp.model.packs import OpenFinding, PackFile, PackPlan, PacksOnDisk, PackState, PacksWritten
from omni_lsp.pack.rendering import MAP_TOKENS

if TYPE_CHECKING:
    from omni_lsp.app.packing import Order

# What only `_packed` takes is imported there: a third of a second, for which the processes that outline need not wait.


@dataclass(frozen=True, slots=True)
class Request:
    """`every` writes all files that are not switched off; with `full` nothing that is remembered counts and all files
    are analysed, with `dry` nothing is written. `caches` is the cache folder, `off` are files that are not wanted,
    `map_tokens` is the room of the map.
    """

    root: Path
    config: Config
    caches: Path
    today: date
    every: bool = False
    full: bool = False
    dry: bool = False
    off: frozenset[PackFile] = frozenset()
    map_tokens: int = MAP_TOKENS


@dataclass(frozen=True, slots=True)
class Packed:
    """What was done, or with `Request.dry` what would be; `before` is what was there.

    `drifted` are the files of the repository that are not up to date: those that git leaves out are none. It is not
    complete when `Request.full` could not look at everything.
    """

    written: PacksWritten
    before: PacksOnDisk
    drifted: tuple[PackFile, ...] = ()
    is_complete: bool = True


def pack(request: Request) -> Packed:
    """To be called without an event loop and other threads. Raises AgentError where packs cannot be written,
    ConfigError.
    """
    with outlining(request.root, request.config.max_file_bytes) as outlines:
        return asyncio.run(_packed(request, outlines))


async def _packed(request: Request, outlines: Outlining) -> Packed:
    from omni_lsp.adapters.packs.store import DiskPacks, is_local  # noqa: PLC0415
    from omni_lsp.app.outlining import mapped, project_of  # noqa: PLC0415
    from omni_lsp.app.packing import ground, planner  # noqa: PLC0415
    from omni_lsp.app.team import assemble  # noqa: PLC0415
    from omni_lsp.pack.wanted import SIGNS  # noqa: PLC0415

    team = assemble(request.config, request.caches, jobs=request.config.max_parallel_files)
    try:
        await team.engine.load()
        order, is_complete = await _order(request)
        build = await team.context.build_facts(request.root)
        files = await asyncio.to_thread(outlines.facts)
        project = await asyncio.to_thread(project_of, request.root, files, build)
        on = await ground(request.root, project, await asyncio.to_thread(mapped, project), team)
        planned = planner(on, order)
    finally:
        await team.engine.close()
    before = PacksOnDisk()

    def plan(disk: PacksOnDisk) -> PackPlan:
        nonlocal before
        before = disk
        return planned(_forgotten(disk) if request.full else disk)

    store = DiskPacks(request.caches, SIGNS)
    if request.dry:
        written = PacksWritten(await asyncio.to_thread(plan, await store.look(request.root)))
        drifted = (file for file in written.plan.changed if not is_local(request.root, file))
        return Packed(written, before, tuple(drifted), is_complete)
    return Packed(await store.update(request.root, plan), before, is_complete=is_complete)


def _forgotten(disk: PacksOnDisk) -> PacksOnDisk:
    """Without what was worked out before; who wrote which block is no matter of time."""
    known = disk.state
    return replace(disk, state=PackState(blocks=known.blocks, fronts=known.fronts))


async def _order(request: Request) -> "tuple[Order, bool]":
    """What to write, and whether all that it is made of is known."""
    from omni_lsp.adapters.tokens import TokenBound  # noqa: PLC0415
    from omni_lsp.app.packing import Order, holds_secret  # noqa: PLC0415
    from omni_lsp.pack.rendering import Terms  # noqa: PLC0415

    terms = Terms(TokenBound(), map_tokens=request.map_tokens, is_secret=holds_secret)
    order = Order(request.off, request.every, terms=terms)
    return await _checked(request, order) if request.full else (order, True)


async def _checked(request: Request, order: "Order") -> "tuple[Order, bool]":
    """With what an analysis of all files finds: twice over the same text it would find the same, so once is enough."""
    from omni_lsp.app import check  # noqa: PLC0415

    asked = check.Request((request.root,), request.root, request.config, request.caches, request.today)
    result = (await check.check(asked, _ignore)).result
    found = (OpenFinding(one.finding.rule.id, file.path) for file in result.files for one in file.located)
    unsure = (*(file.path for file in result.files if file.gaps), *(each.path for each in result.unread))
    return replace(order, found=frozenset(found), unsure=frozenset(unsure)), result.is_complete


def _ignore(_done: int, _total: int) -> None:
    """Nobody looks on."""
