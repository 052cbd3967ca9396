"""One run over a folder in a process that is about to be killed: says when it has begun, and when all is done."""

import asyncio
import os
import sys
from pathlib import Path

from index_parts import Bench


async def _run(bench: Bench) -> None:
    index = bench.index()
    try:
        await index.refresh(bench.root)
        await index.keep_up(is_idle=True)
        print("done", flush=True)
    finally:
        await index.close()


def _begin() -> None:
    if not os.environ.get("BEGUN"):
        os.environ["BEGUN"] = "1"
        print("begun", flush=True)


if __name__ == "__main__":
    made = Bench(Path(sys.argv[1]), Path(sys.argv[2]))
    made.chunker.meanwhile = _begin
    asyncio.run(_run(made))
