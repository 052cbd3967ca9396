"""What a rule's own fix makes of findings of the labelled set: offered or not, and whether it holds."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from labelled import CASES, Case, cases

from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.security import SecurityAgent
from omni_lsp.app.team import Team, assemble
from omni_lsp.config.settings import Config
from omni_lsp.model.errors import AgentError
from omni_lsp.model.facts import Facts
from omni_lsp.model.finding import Finding
from omni_lsp.model.text import Edit, Snapshot, apply


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finding in a case: whether a fix is offered, and what is wrong with the fix, empty when it holds."""

    case: Case
    rule: str
    is_offered: bool
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """A file, and what was found in it."""

    agent: SecurityAgent
    snapshot: Snapshot
    found: Sequence[Finding]


async def outcomes(languages: Sequence[str], cache: Path) -> list[Outcome]:
    """One for each finding in a case of a weakness, by file and line. Raises AgentError."""
    team = assemble(Config(), cache)
    try:
        await team.engine.load()
        wanted = [case for case in cases() if not languages or case.language in languages]
        paths = dict.fromkeys(case.path for case in wanted)
        return [one for path in paths for one in await _of_file(team, path, [c for c in wanted if c.path == path])]
    finally:
        await team.close()


async def _of_file(team: Team, path: Path, here: Sequence[Case]) -> list[Outcome]:
    agent = next(each for each in team.agents if isinstance(each, SecurityAgent))
    snapshot = await team.files.snapshot(path, CASES)
    findings = (await agent.run(snapshot, Facts())).findings
    found = await agent.ponder(snapshot, findings)
    results = []
    for finding in found:
        line = snapshot.lines.position(finding.span.start).line + 1
        case = next((case for case in here if case.is_unsafe and case.first <= line <= case.last), None)
        if case is not None:
            results.append(await _outcome(_Look(agent, snapshot, found), finding, case))
    return results


async def _outcome(look: "_Look", finding: Finding, case: Case) -> Outcome:
    rule = finding.rule.id
    offer = next((offer for offer in look.agent.offers(look.snapshot, finding) if offer.is_preferred), None)
    if offer is None:
        return Outcome(case, rule, is_offered=False)
    try:
        edit = await look.agent.resolve(offer, look.snapshot)
    except AgentError as error:
        return Outcome(case, rule, is_offered=True, flaw=str(error))
    return Outcome(case, rule, is_offered=True, flaw=await _flaw(look, edit, rule))


async def _flaw(look: "_Look", edit: Edit, rule: str) -> str:
    """Parsed and looked at again as if somebody had saved it, without what the agent knows of the fix."""
    edited = replace(look.snapshot, text=apply(look.snapshot.text, edit.changes))
    syntax = TreeSitterSyntax()
    if await syntax.error_count(edited) > await syntax.error_count(look.snapshot):
        return "it breaks the syntax"
    before = Counter(one.rule.id for one in look.found)
    after = Counter(one.rule.id for one in (await look.agent.run(edited, Facts())).findings)
    if after[rule] >= before[rule]:
        return "the finding stays"
    new = sorted(name for name in after if after[name] > before[name])
    return f"{', '.join(new)} comes" if new else ""


def measured(languages: Sequence[str], cache: Path) -> list[Outcome]:
    """Like `outcomes`, for those who have no event loop."""
    return asyncio.run(outcomes(languages, cache))
