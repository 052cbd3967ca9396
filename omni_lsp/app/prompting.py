"""A finding as a prompt, for people who have an assistant of their own: nothing is sent anywhere."""

import asyncio
import logging
from pathlib import Path

from omni_lsp.adapters.replacing import replace
from omni_lsp.adapters.secrets.redaction import redacted
from omni_lsp.adapters.tokens import exact_or_bound
from omni_lsp.agents.coding.material import Room
from omni_lsp.agents.coding.prompt import Around, to_copy
from omni_lsp.agents.coding.region import task_of
from omni_lsp.lsp.core import Prompt
from omni_lsp.model.facts import FileFacts, ProjectFacts
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Snapshot

log = logging.getLogger(__name__)

TOKENS = 4_000
"""Of a prompt at most: what every assistant takes at once, with room to think."""


async def prompt_about(
    finding: Finding, snapshot: Snapshot, file: FileFacts, project: ProjectFacts | None, caches: Path
) -> Prompt:
    """What is known of a finding as one text without secrets, and the file in the caches that it can be copied from.

    `file` is about the snapshot. Raises AgentError where not even the code around the finding has room.
    """
    known = project or ProjectFacts()

    def written() -> str:
        task = task_of(snapshot, finding, file.symbols, (), known)
        return to_copy(task, Around(known.conventions), Room(TOKENS, exact_or_bound()), redacted)

    text = await asyncio.to_thread(written)
    return Prompt(text, await asyncio.to_thread(_put, caches / "prompt.md", text))


def _put(place: Path, text: str) -> Path | None:
    try:
        replace(place, text.encode("utf-8", "replace"), mode=0o600)
    except OSError as error:
        log.info("there is no place for a prompt: %s", error.strerror)
        return None
    return place
