"""The embedder that a user wants, by what the settings say of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from omni_lsp.adapters.embedding.folder import FolderEmbedder
from omni_lsp.adapters.embedding.remote import RemoteEmbedder
from omni_lsp.adapters.embedding.service import Service
from omni_lsp.adapters.embedding.table import StaticEmbedder
from omni_lsp.model.errors import AgentFatalError
from omni_lsp.ports.retrieval import Embedder


def chosen(asked: Mapping[str, str]) -> Embedder | None:
    """`kind` is `static`, which is the default, `none`, `url` or `folder`. Raises AgentFatalError for another one.

    `url` comes with `url`, `model`, `key` and `key_variable`, the last two empty where no key is wanted; `folder` with
    `folder`.
    """
    match asked.get("kind", "static"):
        case "none":
            return None
        case "static":
            embedder: object = StaticEmbedder()
        case "folder":
            embedder = FolderEmbedder(Path(asked["folder"]))
        case "url":
            named = {name: asked.get(name, "") for name in ("key", "key_variable")}
            embedder = RemoteEmbedder(Service(asked["url"], asked["model"], **named))
        case kind:
            raise AgentFatalError("choose an embedder", kind, "there is none of this kind")
    return cast("Embedder", embedder)  # Rows of a matrix are read like sequences, though they are none.
