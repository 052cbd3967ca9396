"""Plans: checked pipelines, all mistakes at their places."""

from dataclasses import replace

import pytest
from pipeline_fakes import Apples, FakeAgent, Pears, Plums, meta, spec

from omni_lsp.model.errors import ConfigError
from omni_lsp.model.finding import Related
from omni_lsp.model.stage import SkipIf, StageSpec, Trigger
from omni_lsp.model.text import Span
from omni_lsp.pipeline.plan import Plan

CONTEXT = FakeAgent(meta("context", provides=(Apples,)))
SECURITY = FakeAgent(meta("security", requires=(Apples,)))
COMPLIANCE = FakeAgent(meta("compliance", uses=(Apples,)))
CODING = FakeAgent(meta("coding"))
TEAM = (CONTEXT, SECURITY, COMPLIANCE, CODING)


def mistakes(*stages: StageSpec, agents: tuple[FakeAgent, ...] = TEAM) -> list[tuple[str, Span]]:
    with pytest.raises(ConfigError) as caught:
        Plan.build(spec(*stages), agents)
    assert caught.value.source == "pipeline.yaml"
    return [(mistake.message, mistake.span) for mistake in caught.value.mistakes]


def test_steps_come_in_order_with_what_their_stages_say() -> None:
    command = frozenset({Trigger.COMMAND})
    small = SkipIf(larger_than=10)
    plan = Plan.build(
        spec(
            StageSpec(("coding",), 30.0, on=command),
            StageSpec(("security", "compliance"), 2.0, skip_if=small),
            StageSpec(("context",), depends_on=()),
        ),
        TEAM,
    )
    assert [step.id for step in plan.steps] == ["coding", "context", "security", "compliance"]
    assert [step.timeout_seconds for step in plan.steps] == [30.0, None, 2.0, 2.0]
    assert [step.after for step in plan.steps] == [(), (), ("context",), ("context",)]
    assert plan.steps[0].on == command
    assert plan.steps[2].skip_if is small
    assert plan.steps[2].agent is SECURITY
    assert plan.budget_seconds == 5.0
    assert plan.graph.order == tuple(step.id for step in plan.steps)


def test_depends_on_orders_agents_that_exchange_nothing() -> None:
    plan = Plan.build(spec(StageSpec(("coding",), depends_on=("context",)), StageSpec(("context",))), TEAM)
    assert [(step.id, step.after) for step in plan.steps] == [("context", ()), ("coding", ("context",))]


def test_an_unknown_agent_is_answered_with_the_known_ones_and_the_closest() -> None:
    stage = StageSpec(("context", "securty"), places={"securty": Span(40, 47)})
    assert mistakes(stage) == [
        ("unknown agent securty; did you mean security? (known: context, security, compliance, coding)", Span(40, 47))
    ]


def test_nothing_is_suggested_where_nothing_is_close() -> None:
    assert mistakes(StageSpec(("zzz",), place=Span(1, 2)), agents=()) == [
        ("unknown agent zzz (known: none)", Span(1, 2))
    ]


def test_depends_on_must_name_an_agent_of_the_pipeline() -> None:
    places = {"contxt": Span(10, 16), "context": Span(20, 27)}
    stage = StageSpec(("coding", "compliance"), depends_on=("contxt", "context"), places=places)
    (unknown, first), (absent, second) = mistakes(stage)
    assert unknown.startswith("depends_on: unknown agent contxt; did you mean context?")
    assert absent == "depends_on: context is in no stage of this pipeline"
    assert (first, second) == (Span(10, 16), Span(20, 27))


def test_an_unknown_agent_that_others_depend_on_is_one_mistake() -> None:
    assert len(mistakes(StageSpec(("zzz",)), StageSpec(("coding",), depends_on=("zzz",)))) == 1


@pytest.mark.parametrize(
    "stages",
    [
        (StageSpec(("coding", "coding"), place=Span(7, 8)),),
        (StageSpec(("coding",)), StageSpec(("coding",), place=Span(7, 8))),
    ],
)
def test_an_agent_is_in_the_pipeline_once(stages: tuple[StageSpec, ...]) -> None:
    assert mistakes(*stages) == [("agent coding is in the pipeline twice", Span(7, 8))]


def related(*stages: StageSpec) -> list[tuple[Related, ...]]:
    with pytest.raises(ConfigError) as caught:
        Plan.build(spec(*stages), TEAM)
    return [mistake.related for mistake in caught.value.mistakes]


def test_other_places_that_have_to_do_with_a_mistake_are_told() -> None:
    places = {"coding": Span(1, 2), "context": Span(3, 4)}
    listed = StageSpec(("context", "coding"), places=places)
    assert related(listed, StageSpec(("coding",), place=Span(7, 8))) == [(Related(Span(1, 2), "first listed here"),)]
    assert related(StageSpec(("coding", "coding"), place=Span(7, 8))) == [()]
    eager = StageSpec(("security",), on=frozenset(Trigger), place=Span(7, 8))
    assert related(listed, eager) == [(Related(Span(3, 4), "context is here"),)]


def test_a_circle_is_shown_with_its_chain() -> None:
    wish = StageSpec(("context",), depends_on=("security",), places={"security": Span(3, 4)})
    [(message, span)] = mistakes(wish, StageSpec(("security",)))
    assert message.endswith("context → security → context")
    assert span == Span(3, 4)


def test_a_provider_outside_the_pipeline_is_named() -> None:
    [(message, span)] = mistakes(StageSpec(("security",), places={"security": Span(5, 9)}))
    assert message.endswith("context → Apples → security; add context")
    assert span == Span(5, 9)


def test_a_provider_must_run_whenever_it_is_required() -> None:
    always = frozenset(Trigger)
    places = {"security": Span(6, 7)}
    [(message, span)] = mistakes(StageSpec(("context",)), StageSpec(("security",), on=always, places=places))
    assert message == "security runs on change, but what it requires does not: context → Apples → security"
    assert span == Span(6, 7)


def test_a_provider_that_is_only_liked_may_stay_at_home() -> None:
    plan = Plan.build(spec(StageSpec(("context",)), StageSpec(("compliance",), on=frozenset(Trigger))), TEAM)
    assert len(plan.steps) == 2


def test_two_agents_of_one_name_are_refused() -> None:
    assert mistakes(StageSpec(("coding",)), agents=(CODING, CODING)) == [("two agents are called coding", Span(0, 0))]


def test_a_pattern_that_is_none_is_refused() -> None:
    [(message, span)] = mistakes(StageSpec(("coding",), skip_if=SkipIf(paths=("!",)), place=Span(2, 9)))
    assert message.startswith("skip_if.paths: ")
    assert span == Span(2, 9)


def test_all_mistakes_come_at_once_in_document_order() -> None:
    found = mistakes(
        StageSpec(("zzz",), place=Span(0, 9)),
        StageSpec(("security",), depends_on=("yyy",), place=Span(10, 19), places={"yyy": Span(15, 18)}),
        StageSpec(("coding",), depends_on=("coding",), place=Span(20, 29)),
        StageSpec(("coding",), place=Span(30, 39)),
    )
    assert [span.start for _, span in found] == [0, 10, 15, 20, 30]


def test_the_digest_follows_what_changes_results_and_nothing_else() -> None:
    base = StageSpec(("coding",), 1.0)
    described = replace(base, place=Span(4, 5), places={"coding": Span(4, 5)})
    changed = [
        replace(base, timeout_seconds=2.0),
        replace(base, on=frozenset({Trigger.CHANGE})),
        replace(base, skip_if=SkipIf(larger_than=1)),
        replace(base, skip_if=SkipIf(languages=frozenset({"go"}))),
        replace(base, skip_if=SkipIf(paths=("a",))),
        replace(base, agents=("compliance",)),
    ]
    reference = Plan.build(spec(base), TEAM).digest
    assert Plan.build(replace(spec(described), source="elsewhere"), TEAM).digest == reference
    digests = {Plan.build(spec(stage), TEAM).digest for stage in changed}
    digests.add(Plan.build(spec(base, budget_seconds=6.0), TEAM).digest)
    assert len(digests | {reference}) == len(changed) + 2


def test_the_digest_follows_the_order_of_agents() -> None:
    loose = spec(StageSpec(("context",)), StageSpec(("coding",)))
    tied = spec(StageSpec(("context",)), StageSpec(("coding",), depends_on=("context",)))
    assert Plan.build(loose, TEAM).digest != Plan.build(tied, TEAM).digest


def test_what_other_agents_provide_does_not_matter() -> None:
    spare = FakeAgent(meta("spare", requires=(Pears,), provides=(Apples,)))
    assert Plan.build(spec(StageSpec(("context", "security"))), (*TEAM, spare)).steps[0].id == "context"


def test_who_asks_gets_at_least_what_a_save_gives() -> None:
    plan = Plan.build(spec(StageSpec(("context",)), StageSpec(("coding",), on=frozenset({Trigger.OPEN}))), TEAM)
    assert {step.id: Trigger.COMMAND in step.on for step in plan.steps} == {"context": True, "coding": False}


def silent(name: str, *, uses: tuple[type, ...] = (), provides: tuple[type, ...] = ()) -> FakeAgent:
    return FakeAgent(replace(meta(name, uses=uses, provides=provides), reports_findings=False))


def test_for_findings_only_those_run_that_can_add_to_them() -> None:
    team = (
        FakeAgent(meta("first")),
        silent("base", provides=(Apples,)),
        silent("idle", uses=(Apples,), provides=(Pears,)),
        silent("needed", provides=(Plums,)),
        FakeAgent(meta("last", uses=(Plums,))),
    )
    order = [
        StageSpec(("first", "needed")),
        StageSpec(("base",), depends_on=("first",)),
        StageSpec(("idle",)),
        StageSpec(("last",), depends_on=("idle",)),
    ]
    plan = Plan.build(spec(*order), team)
    lean = plan.for_findings()
    assert [step.id for step in lean.steps] == ["first", "needed", "last"]
    assert {step.id: set(step.after) for step in lean.steps} == {
        "first": set(),
        "needed": set(),
        "last": {"needed", "first"},
    }
    assert lean.digest == plan.digest
    assert lean.for_findings() == lean
