"""Help for who writes `.omni/pipeline.yaml` and `.omni/policy.yaml`: what may stand at a place, and what it means."""

import asyncio
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.adapters.controls.policies import WORKSPACE_FILE as POLICY_FILE
from omni_lsp.app.authoring_words import pipeline_words, policy_words
from omni_lsp.app.inforce import InForce
from omni_lsp.config.completing import Vocabulary, completions, explained
from omni_lsp.config.grammar import Node, grammar
from omni_lsp.config.json_schema import schema_of
from omni_lsp.config.lookup import WORKSPACE_FILE as PIPELINE_FILE
from omni_lsp.config.pipeline_file import PipelineFile
from omni_lsp.model.completion import Completions
from omni_lsp.model.finding import Explanation
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.pipeline.background import Background


class Authoring:
    """Answers from memory; until what a file may hold is known, which takes a moment after it was opened, with nothing."""

    def __init__(self, now: Callable[[], InForce], background: Background) -> None:
        self._now = now
        self._background = background
        self._asked: set[Path] = set()
        self._forms: dict[Path, Node] = {}
        self._policy_words: tuple[object, Vocabulary] | None = None

    def opened(self, snapshot: Snapshot) -> None:
        """Get ready for questions about a document, if it is one of ours. Returns at once."""
        kind = self._kind(snapshot)
        if kind is not None and kind not in self._asked:
            self._asked.add(kind)
            self._background.start(self._learn(kind))

    def completions(self, snapshot: Snapshot, offset: int) -> Completions | None:
        """What may stand at an offset, a code point; `None` in documents that are none of ours."""
        kind = self._kind(snapshot)
        if kind is None:
            return None
        if kind not in self._forms:
            return Completions(Span(offset, offset), is_complete=False)
        return completions(snapshot.text, offset, self._forms[kind], self._words(kind))

    def explain(self, snapshot: Snapshot, offset: int) -> Sequence[Explanation]:
        """What the key or the value at an offset, a code point, means; nothing in documents that are none of ours."""
        kind = self._kind(snapshot)
        if kind is None or kind not in self._forms:
            return ()
        said = explained(snapshot.text, offset, self._forms[kind], self._words(kind))
        return (said,) if said is not None else ()

    def _kind(self, snapshot: Snapshot) -> Path | None:
        """The name that such a file has in a workspace, for any that is read as one."""
        if snapshot.path is None:
            return None
        for name in (PIPELINE_FILE, POLICY_FILE):
            if snapshot.path.parts[-2:] == name.parts:
                return name
        if self._now().plans.is_source(snapshot):
            return PIPELINE_FILE
        return POLICY_FILE if self._now().team.policies.is_source(snapshot) else None

    async def _learn(self, kind: Path) -> None:
        # The models of policies take 100 ms to import, which nobody is to wait for.
        self._forms[kind] = await asyncio.to_thread(_pipeline if kind == PIPELINE_FILE else _policy)

    def _words(self, kind: Path) -> Vocabulary:
        team = self._now().team
        if kind == PIPELINE_FILE:
            return pipeline_words(agent.meta for agent in team.agents)
        known = team.engine.ruleset.digest
        if self._policy_words is None or self._policy_words[0] != known:
            self._policy_words = (known, policy_words(team.rules, bundled()))
        return self._policy_words[1]


@cache
def _pipeline() -> Node:
    return grammar(schema_of(PipelineFile))


@cache
def _policy() -> Node:
    from omni_lsp.adapters.controls.policy_file import PolicyFile  # noqa: PLC0415 - dear, and seldom needed

    return grammar(schema_of(PolicyFile))
