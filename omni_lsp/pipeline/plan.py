"""A pipeline that has been checked against the agents there are: what runs, in which order, for how long."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.finding import Related
from omni_lsp.model.stage import PipelineSpec, SkipIf, StageSpec, Trigger
from omni_lsp.model.text import Span, digest
from omni_lsp.pipeline.graph import DependencyGraph, Node, mistakes, sorted_kinds
from omni_lsp.pipeline.skip import patterns
from omni_lsp.ports.agent import Agent


@dataclass(frozen=True, slots=True)
class Step:
    """One agent's turn: not before those in `after` have ended, only `on` these triggers.

    `timeout_seconds` is its own cap, `None` for what the run has left.
    """

    agent: Agent
    timeout_seconds: float | None
    after: tuple[str, ...]
    on: frozenset[Trigger]
    skip_if: SkipIf

    @property
    def id(self) -> str:
        return self.agent.meta.id


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in an order that respects `graph`; `digest` changes with everything that can change a result."""

    steps: tuple[Step, ...]
    graph: DependencyGraph
    budget_seconds: float
    digest: str

    def for_findings(self) -> "Plan":
        """The plan without agents that can add nothing to findings: they report none and nobody after them asks."""
        wanted = {kind for step in self.steps for kind in step.agent.meta.requires | step.agent.meta.uses}
        idle = next(
            (s for s in self.steps if not s.agent.meta.reports_findings and not s.agent.meta.provides & wanted), None
        )
        if idle is None:
            return self
        # Who waited for it waits for those that it waited for.
        bridge = {idle.id: idle.after}
        kept = (step for step in self.steps if step is not idle)
        steps = tuple(
            replace(step, after=tuple(dict.fromkeys(name for old in step.after for name in bridge.get(old, (old,)))))
            for step in kept
        )
        return replace(self, steps=steps).for_findings()

    @classmethod
    def build(cls, spec: PipelineSpec, agents: Sequence[Agent], hint: Callable[[str], str] = lambda _: "") -> "Plan":
        """Raises ConfigError with every mistake at its place in `spec.source`, in document order.

        `hint` says of an agent that is not among them why, where anybody knows.
        """
        known = {agent.meta.id: agent for agent in agents}
        stages = _stages(spec, known)
        nodes = [_node(known[name], stage, stages) for name, stage in stages.items()]
        spare = [agent.meta for name, agent in known.items() if name not in stages]
        wrong = [
            *_namesakes(agents),
            *_naming(spec, known, hint),
            *_ordering(spec, known, hint),
            *_patterns(spec),
            *_triggers(stages, known),
            *mistakes(nodes, spare),
        ]
        if wrong:
            raise ConfigError(spec.source, tuple(sorted(wrong, key=lambda mistake: mistake.span)))
        graph = DependencyGraph.build(nodes, spare, spec.source)
        steps = tuple(_step(known[agent], stages[agent], graph) for agent in graph.order)
        return cls(steps, graph, spec.budget_seconds, _digest(spec.budget_seconds, steps))


def _namesakes(agents: Sequence[Agent]) -> Iterator[Mistake]:
    ids = [agent.meta.id for agent in agents]
    for agent in dict.fromkeys(ids):
        if ids.count(agent) > 1:
            yield Mistake(f"two agents are called {agent}", Span(0, 0))


def _naming(spec: PipelineSpec, known: Mapping[str, Agent], hint: Callable[[str], str]) -> Iterator[Mistake]:
    first: dict[str, StageSpec] = {}
    for stage in spec.stages:
        for name in stage.agents:
            if name not in known:
                yield Mistake(_unknown(name, known, hint), _span(stage, name))
            elif name in first:
                at, before = _span(stage, name), _span(first[name], name)
                also = (Related(before, "first listed here"),) if before != at else ()
                yield Mistake(f"agent {name} is in the pipeline twice", at, also)
            first.setdefault(name, stage)


def _ordering(spec: PipelineSpec, known: Mapping[str, Agent], hint: Callable[[str], str]) -> Iterator[Mistake]:
    planned = {name for stage in spec.stages for name in stage.agents}
    for stage in spec.stages:
        for name in dict.fromkeys(stage.depends_on):
            if name not in known and name not in planned:
                yield Mistake(f"depends_on: {_unknown(name, known, hint)}", _span(stage, name))
            elif name not in planned:
                yield Mistake(f"depends_on: {name} is in no stage of this pipeline", _span(stage, name))


def _patterns(spec: PipelineSpec) -> Iterator[Mistake]:
    for stage in spec.stages:
        try:
            patterns(stage.skip_if.paths)
        except ValueError as error:
            yield Mistake(f"skip_if.paths: {error}", stage.place)


def _triggers(stages: Mapping[str, StageSpec], known: Mapping[str, Agent]) -> Iterator[Mistake]:
    providers = {kind: agent for agent in stages for kind in known[agent].meta.provides}
    for agent, stage in stages.items():
        for kind in sorted_kinds(known[agent].meta.requires & providers.keys()):
            provider = providers[kind]
            idle = sorted(stage.on - _triggers_of(stages[provider]))
            if idle:
                chain = f"{provider} → {kind.__name__} → {agent}"
                message = f"{agent} runs on {', '.join(idle)}, but what it requires does not: {chain}"
                also = Related(_span(stages[provider], provider), f"{provider} is here")
                yield Mistake(message, _span(stage, agent), (also,))


def _stages(spec: PipelineSpec, known: Mapping[str, Agent]) -> dict[str, StageSpec]:
    """The stage of each known agent, the first one where it has several."""
    stages: dict[str, StageSpec] = {}
    for stage in spec.stages:
        for name in stage.agents:
            if name in known:
                stages.setdefault(name, stage)
    return stages


def _node(agent: Agent, stage: StageSpec, stages: Mapping[str, StageSpec]) -> Node:
    wishes = tuple(name for name in stage.depends_on if name in stages)
    return Node(agent.meta, wishes, stage.place, stage.places)


def _step(agent: Agent, stage: StageSpec, graph: DependencyGraph) -> Step:
    return Step(agent, stage.timeout_seconds, graph.after(agent.meta.id), _triggers_of(stage), stage.skip_if)


def _triggers_of(stage: StageSpec) -> frozenset[Trigger]:
    """Who asks for an analysis wants at least what a save gives."""
    return stage.on | {Trigger.COMMAND} if Trigger.SAVE in stage.on else stage.on


def _unknown(name: str, known: Mapping[str, Agent], hint: Callable[[str], str]) -> str:
    if said := hint(name):
        return said
    close = get_close_matches(name, known, n=1)
    guess = f"; did you mean {close[0]}?" if close else ""
    return f"unknown agent {name}{guess} (known: {', '.join(known) or 'none'})"


def _span(stage: StageSpec, name: str) -> Span:
    return stage.places.get(name, stage.place)


def _digest(budget_seconds: float, steps: Sequence[Step]) -> str:
    parts = [repr(budget_seconds)]
    for step in steps:
        skip_if = (step.skip_if.larger_than, sorted(step.skip_if.languages), step.skip_if.paths)
        parts.append(repr((step.id, step.timeout_seconds, step.after, sorted(step.on), skip_if)))
    return digest("\n".join(parts))
