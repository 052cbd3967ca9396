"""What an agent of another package takes: its process, and questions about small and large files.

python tests/load/guests.py
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from adding_agent import install
from omni_lsp.adapters.guests.agent import GuestAgent
from omni_lsp.adapters.guests.installed import brought, search_path
from omni_lsp.adapters.guests.room import Room
from omni_lsp.adapters.process import resident_bytes
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.model.facts import Facts
from omni_lsp.model.text import Snapshot

SMALL = "x = 1  # we recieve it\n"
LARGE = SMALL * 20 + "value = compute(1, 2)\n" * 35_000


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = (str(install(Path(folder))), *search_path())
        (guest,) = brought(path)
        starts = []
        for _ in range(5):
            room = Room(guest, path)
            begun = time.perf_counter()
            await room.prove()
            starts.append(time.perf_counter() - begun)
            await room.close()
        print(f"start of the process: {median(starts) * 1000:.0f} ms")
        room = Room(guest, path)
        agent = GuestAgent(room, TreeSitterSyntax(), lambda _: True)
        for name, text in (("small", SMALL), ("large", LARGE)):
            times = [await _asked(agent, text, number) for number in range(20)]
            print(f"{name}, {len(text):,} characters: {median(times) * 1000:.1f} ms")
        async with room._pool.acquire(guest.name) as child:
            print(f"memory: {(resident_bytes(child.pid) or 0) / 1e6:.0f} MB")
        await room.close()


async def _asked(agent: GuestAgent, text: str, number: int) -> float:
    begun = time.perf_counter()
    await agent.run(Snapshot("file:///a.py", number, "python", f"{text}# {number}\n"), Facts())
    return time.perf_counter() - begun


asyncio.run(main())
