"""What an agent says of itself."""

import asyncio
import re
from collections.abc import AsyncIterator

from omni_lsp.contract.asking import Subject
from omni_lsp.ports.agent import AgentMeta

_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")


async def meta(subject: Subject) -> AsyncIterator[str]:
    """A name that pipelines can hold, classes of facts, the same each time."""
    agent = subject.agent()
    said: object = getattr(agent, "meta", None)
    if not isinstance(said, AgentMeta):
        yield 'it has no `meta`: give the class `meta = AgentMeta("its-name")`'
        return
    if not isinstance(said.id, str) or not _ID.fullmatch(said.id):
        yield f"its id {said.id!r} is no name for a pipeline: begin with a small letter, then a-z, 0-9, - and _, at most 64"
    for name in ("requires", "uses", "provides"):
        kinds: object = getattr(said, name)
        if not isinstance(kinds, frozenset) or not all(isinstance(kind, type) for kind in kinds):
            yield f"`meta.{name}` must be a frozenset of classes of facts"
    if subject.agent().meta != said:
        yield "its `meta` is another one each time it is made: make it a constant of the class"
    if not asyncio.iscoroutinefunction(getattr(agent, "run", None)):
        yield "it has no `async def run(self, snapshot, facts)`"
