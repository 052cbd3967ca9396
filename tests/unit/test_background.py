"""Work in the background ends with its owner, and none begins after that."""

import asyncio

from omni_lsp.pipeline.background import Background


async def test_closing_stops_what_runs_and_refuses_what_comes() -> None:
    background = Background()
    begun: list[str] = []

    async def work(name: str) -> None:
        begun.append(name)
        await asyncio.get_running_loop().create_future()

    background.start(work("before"))
    await asyncio.sleep(0)
    await background.close()
    background.start(work("after"))
    await asyncio.sleep(0)
    assert begun == ["before"]
    assert not background._tasks
