"""The index as the settings have it, and how it stands."""

from collections.abc import Mapping
from pathlib import Path

from omni_lsp.adapters.index.client import IndexClient
from omni_lsp.adapters.index.options import Limits, Options
from omni_lsp.app.health import Check
from omni_lsp.config.settings import Config
from omni_lsp.model.errors import AgentError


def index_options(config: Config, caches: Path, environment: Mapping[str, str]) -> Options:
    """What an index of any folder is made with; a key is taken from the environment."""
    search = config.search
    embedding = search.embedding
    variable = embedding.key_variable or ""
    match search.embedder:
        case "url":
            embedder = {"url": embedding.url or "", "model": embedding.model or "", "key_variable": variable}
            embedder["key"] = environment.get(variable, "") if variable else ""
        case "folder":
            embedder = {"folder": str(embedding.folder)}
        case _:
            embedder = {}
    embedder["kind"] = search.embedder
    return Options(caches, config.max_file_bytes, Limits(search.megabytes * 1_000_000), embedder)


async def index_check(config: Config, caches: Path, environment: Mapping[str, str], root: Path) -> Check:
    """What is on the disk of the index of a folder; no process is started for it."""
    if not config.search.index:
        return Check("folders", "index", "none, as search.index is off")
    client = IndexClient(index_options(config, caches, environment))
    advice = "run omni-lsp index --rebuild"
    try:
        status = await client.status(root)
    except AgentError as error:
        return Check("folders", "index", error.reason, is_well=False, advice=advice)
    finally:
        await client.close()
    reason = f": {status.reason}" if status.reason else ""
    said = f"{status.phase}{reason}, {status.files:,} files, {status.bytes / 1e6:,.1f} MB"
    return Check("folders", "index", said, not reason, advice if reason else "")
