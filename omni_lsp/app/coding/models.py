"""Which language model may be asked: what the settings name, or what the editor has."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from omni_lsp.adapters.chat.breaker import Breakers
from omni_lsp.adapters.chat.service import Service, Speaks
from omni_lsp.config.model import KEY_VARIABLE, Model
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.status import ModelState
from omni_lsp.ports.chat import ChatModel


@dataclass(frozen=True, slots=True)
class Choice:
    """What people call the model, and where it is; `needs_leave` says that they are asked before code goes there."""

    name: str
    destination: str
    needs_leave: bool


@dataclass(eq=False, slots=True)
class Models:
    """`states` is the user's own folder, in which what was spent is counted. `editor` gives the editor's model, if any.

    What was learnt of a service, such as that it fails, lasts as long as this.
    """

    environment: Mapping[str, str]
    states: Path
    editor: Callable[[], ChatModel | None] = lambda: None
    _breakers: Breakers = field(default_factory=Breakers)
    _made: tuple[Model, ChatModel] | None = None

    def choice(self, settings: Model) -> Choice | None:
        """From memory; `None` where there is no model, which is nothing to complain of."""
        if _is_service(settings):
            service = _service(settings, "")
            return Choice(service.model, service.destination, not service.is_here)
        model = self.editor() if settings.use in ("auto", "editor") else None
        return Choice(model.name, model.destination, model.needs_leave) if model is not None else None

    def state(self, settings: Model) -> ModelState | None:
        """From memory."""
        choice = self.choice(settings)
        if choice is None:
            return None
        return ModelState(choice.name, choice.destination, self._breakers.of(choice.destination).trouble)

    async def model(self, settings: Model) -> ChatModel:
        """With retries, a breaker and caps around it. Raises AgentError where there is none, or no key for it."""
        if _is_service(settings):
            return await self._remote(settings)
        model = self.editor() if settings.use in ("auto", "editor") else None
        if model is None:
            raise AgentValidationError("ask a language model", "model.use", "there is no model to be asked")
        return await self._guarded(model, settings)

    async def _remote(self, settings: Model) -> ChatModel:
        if self._made is not None and self._made[0] == settings:
            return self._made[1]
        await asyncio.to_thread(import_module, "omni_lsp.app.coding.building")
        from omni_lsp.app.coding.building import key_of, remote  # noqa: PLC0415 - dear, imported in a thread before

        destination = _service(settings, "").destination
        key = await asyncio.to_thread(key_of, settings, destination, self.environment)
        model = remote(_service(settings, key), settings, self.states, self._breakers.of(destination))
        self._made = settings, model
        return model

    async def _guarded(self, model: ChatModel, settings: Model) -> ChatModel:
        await asyncio.to_thread(import_module, "omni_lsp.app.coding.building")
        from omni_lsp.app.coding.building import guarded  # noqa: PLC0415 - same

        return guarded(model, settings, self.states, self._breakers.of(model.destination))


def _is_service(settings: Model) -> bool:
    return settings.url is not None and settings.use in ("auto", "url")


def _service(settings: Model, key: str) -> Service:
    variable = settings.key_variable or (KEY_VARIABLE if key else "")
    return Service(settings.url or "", settings.name or "", Speaks(settings.speaks), key, variable)
