"""Where context packs are kept: read, and replaced whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from omni_lsp.model.packs import PackPlan, PacksOnDisk, PacksWritten


class PackStore(Protocol):
    """The pack files of workspace folders and what is remembered of them; one process at a time gets in."""

    async def look(self, root: Path) -> PacksOnDisk:
        """What is there now. Raises AgentError."""
        ...

    async def update(self, root: Path, plan: Callable[[PacksOnDisk], PackPlan]) -> PacksWritten:
        """Does what the plan says about what is there; `plan` is called in another thread, with everybody else kept out.

        What cannot be written raises AgentError, and then each file is as it was or as it was to be, never a part of it.
        """
        ...
