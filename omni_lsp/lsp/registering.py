"""Dynamic registration: what the client is asked to tell us of, where it offers that."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.client import Client
from omni_lsp.lsp.core import Watched
from omni_lsp.model.languages import LANGUAGES

log = logging.getLogger(__name__)

SOURCES = "**/*.{" + ",".join(ending[1:] for known in LANGUAGES.values() for ending in known.endings) + "}"
"""Every source file, as a glob of LSP 3.17."""

COMPLETED = types.CompletionRegistrationOptions(
    document_selector=[types.TextDocumentFilterPattern(pattern="**/.omni/*.yaml")],
    trigger_characters=[" ", "[", ","],
)
"""The files in which we complete, and what besides letters makes an editor ask."""

_SETTINGS = "omni-settings"
_FILES = "omni-files"
_COMPLETION = "omni-completion"

Ask = Callable[[str, object], Awaitable[object]]


class Registrations:
    """What is registered with the client; `ask` sends it a request. Refusals are logged, and nothing depends on them."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._watchers: tuple[types.FileSystemWatcher, ...] = ()
        self._hears_settings = False
        self._completes = False
        self._changing = asyncio.Lock()

    async def follow(self, client: Client, watched: Watched) -> None:
        """Be told of changed settings, source files and what steers us, from here on in place of what was watched."""
        async with self._changing:
            if client.registers_configuration and not self._hears_settings:
                options = types.DidChangeConfigurationRegistrationOptions(section="omni")
                method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
                self._hears_settings = await self._register(types.Registration(_SETTINGS, method, options))
            if client.registers_completion and not self._completes:
                method = types.TEXT_DOCUMENT_COMPLETION
                self._completes = await self._register(types.Registration(_COMPLETION, method, COMPLETED))
            if client.watches_files:
                await self._watch(tuple(watchers(client, watched)))

    async def _watch(self, wanted: tuple[types.FileSystemWatcher, ...]) -> None:
        if wanted == self._watchers:
            return
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        if self._watchers:
            old = types.UnregistrationParams([types.Unregistration(_FILES, method)])
            await self._answered(types.CLIENT_UNREGISTER_CAPABILITY, old)
        options = types.DidChangeWatchedFilesRegistrationOptions(wanted)
        is_registered = await self._register(types.Registration(_FILES, method, options))
        self._watchers = wanted if is_registered else ()

    async def _register(self, registration: types.Registration) -> bool:
        return await self._answered(types.CLIENT_REGISTER_CAPABILITY, types.RegistrationParams([registration]))

    async def _answered(self, method: str, params: object) -> bool:
        try:
            await self._ask(method, params)
        except TimeoutError:
            log.warning("the client did not answer %s in time", method)
            return False
        except JsonRpcException as error:
            log.warning("the client refused %s: %s", method, error)
            return False
        return True


def watchers(client: Client, watched: Watched) -> Iterator[types.FileSystemWatcher]:
    """The globs for a client; outside of the workspace only where it knows relative ones."""
    at_top = [name for name in watched.names if "/" not in name]
    yield types.FileSystemWatcher(SOURCES)
    if at_top:
        yield types.FileSystemWatcher("**/{" + ",".join(at_top) + "}")
    yield from (types.FileSystemWatcher(f"**/{name}") for name in watched.names if "/" in name)
    # Of a folder that goes with all that is in it many clients tell in one event, by its own name.
    yield types.FileSystemWatcher("**/*", types.WatchKind.Delete)
    if client.relative_patterns:
        for path in watched.paths:
            # Whether it is a file or a folder only the disk could tell, and that can change.
            yield types.FileSystemWatcher(types.RelativePattern(path.parent.as_uri(), path.name))
            yield types.FileSystemWatcher(types.RelativePattern(path.as_uri(), "**/*.{yaml,yml}"))
