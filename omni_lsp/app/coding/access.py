"""The way to a model: whether there is one that may be asked, what it is asked with, and what people are asked before."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.chat.leave import LeaveFile
from omni_lsp.adapters.replacing import replace as put
from omni_lsp.app.coding.leave import Leave
from omni_lsp.app.coding.models import Choice, Models
from omni_lsp.app.inforce import InForce
from omni_lsp.config.model import Model
from omni_lsp.config.settings import cache_dir, state_dir
from omni_lsp.lsp.core import Outbox, Progress
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.chat import ChatModel
from omni_lsp.ports.retrieval import Nearby
from omni_lsp.state.workspace import WorkspaceState

log = logging.getLogger(__name__)

AGENT = "coding"
SECONDS = 60.0
"""For one change where no pipeline says how long it may take."""


@dataclass(eq=False, slots=True)
class Access:
    """Everything here happens on the event loop; `trusts` tells whether a folder's files may be read and sent."""

    now: Callable[[], InForce]
    trusts: Callable[[Path | None], bool]
    workspace: WorkspaceState
    nearby: Nearby
    outbox: Outbox
    environment: Mapping[str, str]
    last_page: Path | None = None
    models: Models = field(init=False)
    leave: Leave = field(init=False)

    def __post_init__(self) -> None:
        states = state_dir(self.environment)
        self.models = Models(self.environment, states, self.outbox.editor_model)
        self.leave = Leave(LeaveFile(states), self.outbox.choose)

    @property
    def settings(self) -> Model:
        return self.now().config.model

    def project(self, root: Path | None) -> ProjectFacts:
        return self.workspace.project(root) if root is not None else ProjectFacts()

    def choice(self, snapshot: Snapshot) -> Choice | None:
        """The model that may be asked about a document, from memory.

        What is in no folder that is trusted stays on this machine, and so does what nobody could look at after.
        """
        if snapshot.language not in LANGUAGES or not self.trusts(snapshot.root):
            return None
        return self.models.choice(self.settings)

    def require(self, tried: str, snapshot: Snapshot) -> Choice:
        """The same. Raises AgentValidationError where there is none, with the reason."""
        choice = self.choice(snapshot)
        if choice is not None:
            return choice
        if snapshot.language not in LANGUAGES:
            reason = f"omni knows no code in {snapshot.language!r}"
        elif not self.trusts(snapshot.root):
            reason = "there is no model that may be asked about it: it is in no folder that is trusted"
        else:
            reason = (
                "there is no model that may be asked about it: name one in the user settings model.url and model.name"
            )
        raise AgentValidationError(tried, snapshot.name, reason)

    async def model(self, choice: Choice, told: str) -> ChatModel:
        """When code may go there, which people are asked where need be; `told` is what would go. Raises AgentError."""

        async def show() -> None:
            if (file := await self.put("request.md", told)) is not None:
                await self.outbox.show(file)

        await self.leave.require(choice, self.settings.allowed, show)
        return await self.models.model(self.settings)

    def seconds(self, snapshot: Snapshot) -> float:
        """The budget for one change: that of the coding agent's stage, where the pipeline has one."""
        steps = (step for step in self.now().plans.of(snapshot.root).steps if step.id == AGENT)
        return next((step.timeout_seconds for step in steps), None) or SECONDS

    @asynccontextmanager
    async def working(self, title: str) -> AsyncIterator[Progress]:
        """Whatever came of it, the model may be another one to ask by then."""
        try:
            async with self.outbox.working(title) as progress:
                yield progress
        finally:
            self.outbox.moved()

    async def page(self, text: str) -> Path | None:
        """A file with all that was seen of a change, `None` where there is no place for one."""
        self.last_page = await self.put("evidence.md", text)
        return self.last_page

    async def put(self, name: str, text: str) -> Path | None:
        """A file in the caches, which the next one of the name takes the place of."""
        file = cache_dir(self.environment) / name
        try:
            await asyncio.to_thread(put, file, text.encode("utf-8", "replace"), mode=0o600)
        except OSError as error:
            log.info("there is no place for %s: %s", name, error.strerror)
            return None
        return file
