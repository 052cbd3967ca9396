"""What a run finds in files that were saved: the rules of security and compliance, by path, as packs are told of them."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from omni_lsp.app.team import Team
from omni_lsp.model.errors import AgentError
from omni_lsp.model.facts import Facts
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.model.text import Snapshot


async def heard(root: Path, paths: Iterable[str], team: Team) -> dict[str, tuple[str, ...]]:
    """Source files that could be read and looked at by all; the others are not in it, so what was said of them stays."""
    wanted = team.files.wanted([root / path for path in paths if language_of(Path(path)) in LANGUAGES], root)
    snapshots = [each for each in await team.files.snapshots(wanted, root) if isinstance(each, Snapshot)]
    said = await asyncio.gather(*(_rules(snapshot, team) for snapshot in snapshots))
    return {snapshot.name: rules for snapshot, rules in zip(snapshots, said, strict=True) if rules is not None}


async def _rules(snapshot: Snapshot, team: Team) -> tuple[str, ...] | None:
    agents = [agent for agent in team.agents if agent.meta.reports_findings]
    try:
        results = [await agent.run(snapshot, Facts()) for agent in agents]
    except AgentError:
        return None
    return tuple(sorted({finding.rule.id for result in results for finding in result.findings}))
