"""The dependency graph: order, refusals with their chains, drawings."""

import pytest
from hypothesis import given, settings, strategies as st
from pipeline_fakes import Apples, Pears, Plums, meta

from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.finding import Related
from omni_lsp.model.text import Span
from omni_lsp.pipeline.graph import DependencyGraph, Edge, Node
from omni_lsp.ports.agent import AgentMeta


def refusals(*nodes: Node, spare: tuple[AgentMeta, ...] = ()) -> list[Mistake]:
    with pytest.raises(ConfigError) as caught:
        DependencyGraph.build(nodes, spare, "pipeline.yaml")
    assert caught.value.source == "pipeline.yaml"
    return list(caught.value.mistakes)


def test_facts_and_wishes_make_the_order() -> None:
    graph = DependencyGraph.build(
        [
            Node(meta("last"), depends_on=("pies",)),
            Node(meta("pies", requires=(Apples,), uses=(Pears,))),
            Node(meta("garden", provides=(Pears, Apples))),
        ]
    )
    assert graph.order == ("garden", "pies", "last")
    assert graph.edges == (Edge("pies", "last", "after"), Edge("garden", "pies", "Apples, Pears"))
    assert graph.after("pies") == ("garden",)
    assert graph.after("garden") == ()


def test_ties_keep_the_order_in_which_agents_were_given() -> None:
    nodes = [Node(meta("c"), depends_on=("z",)), *(Node(meta(name)) for name in "bza")]
    assert DependencyGraph.build(nodes).order == ("b", "z", "c", "a")


def test_a_wish_beside_facts_is_one_edge_named_by_the_facts() -> None:
    graph = DependencyGraph.build(
        [Node(meta("garden", provides=(Apples,))), Node(meta("pies", uses=(Apples,)), depends_on=("garden", "garden"))]
    )
    assert graph.edges == (Edge("garden", "pies", "Apples"),)


def test_facts_that_are_only_liked_need_no_provider() -> None:
    assert DependencyGraph.build([Node(meta("pies", uses=(Apples,)))]).order == ("pies",)


def test_an_agent_may_use_what_it_gave_an_earlier_run() -> None:
    assert DependencyGraph.build([Node(meta("tree", uses=(Apples,), provides=(Apples,)))]).edges == ()


def test_nobody_provides_what_is_required() -> None:
    [mistake] = refusals(Node(meta("pies", requires=(Apples,)), place=Span(3, 7)))
    assert mistake == Mistake("pies requires facts that no agent here provides: nobody → Apples → pies", mistake.span)
    assert mistake.span == Span(3, 7)


def test_a_spare_agent_is_named_when_it_would_help() -> None:
    [mistake] = refusals(Node(meta("pies", requires=(Apples,))), spare=(meta("garden", provides=(Apples,)),))
    assert mistake.message.endswith("garden → Apples → pies; add garden")


def test_two_agents_provide_the_same_facts() -> None:
    [mistake] = refusals(
        Node(meta("garden", provides=(Apples,)), place=Span(2, 3)),
        Node(meta("shop", provides=(Apples,)), places={"shop": Span(8, 9)}),
    )
    assert "garden → Apples ← shop" in mistake.message
    assert mistake.span == Span(8, 9)
    assert mistake.related == (Related(Span(2, 3), "garden provides Apples too"),)


def test_an_agent_appears_twice() -> None:
    [mistake] = refusals(Node(meta("garden")), Node(meta("garden"), place=Span(5, 6)))
    assert mistake == Mistake("agent garden appears twice", Span(5, 6), (Related(Span(0, 0), "first here"),))


def test_a_wish_names_no_node() -> None:
    [mistake] = refusals(Node(meta("pies"), depends_on=("garden",), places={"garden": Span(1, 2)}))
    assert mistake == Mistake("pies comes after garden, which is not there", Span(1, 2))


def test_a_circle_shows_its_chain_at_the_wish_that_closes_it() -> None:
    [mistake] = refusals(
        Node(
            meta("context", provides=(Apples,)),
            depends_on=("security",),
            places={"context": Span(1, 2), "security": Span(4, 5)},
        ),
        Node(meta("security", requires=(Apples,)), place=Span(7, 8)),
    )
    assert mistake.message.endswith("context → security → context")
    assert mistake.span == Span(4, 5)
    assert mistake.related == (
        Related(Span(7, 8), "security waits for context"),
        Related(Span(1, 2), "context waits for security"),
    )


def test_a_circle_of_facts_alone_is_shown_at_its_first_agent() -> None:
    [mistake] = refusals(
        Node(meta("a", requires=(Pears,), provides=(Apples,)), place=Span(2, 3)),
        Node(meta("b", requires=(Apples,), provides=(Pears,))),
    )
    assert mistake.message.endswith(": a → b → a")
    assert mistake.span == Span(2, 3)


def test_an_agent_that_waits_for_itself_is_a_circle() -> None:
    [wish] = refusals(Node(meta("a"), depends_on=("a",)))
    [facts] = refusals(Node(meta("a", requires=(Apples,), provides=(Apples,))))
    assert wish.message == facts.message == "agents wait for each other in a circle: a → a"


def test_all_circles_are_found_in_one_go_and_in_document_order() -> None:
    found = refusals(
        Node(meta("a"), depends_on=("b",), place=Span(9, 9)),
        Node(meta("b"), depends_on=("a",), place=Span(9, 9)),
        Node(meta("c"), depends_on=("d",), place=Span(1, 1)),
        Node(meta("d"), depends_on=("c",), place=Span(1, 1)),
        Node(meta("e", requires=(Plums,)), place=Span(5, 5)),
    )
    assert [mistake.message.rpartition(": ")[2] for mistake in found] == [
        "c → d → c",
        "nobody → Plums → e",
        "a → b → a",
    ]


def test_drawings_are_escaped_and_complete() -> None:
    graph = DependencyGraph.build([Node(meta('the "end"#', provides=(Apples,))), Node(meta("pies\\", uses=(Apples,)))])
    assert graph.mermaid().splitlines() == [
        "flowchart LR",
        '    n0["the #quot;end#quot;#35;"]',
        '    n1["pies\\"]',
        '    n0 -- "Apples" --> n1',
    ]
    assert graph.dot().splitlines() == [
        "digraph pipeline {",
        "    rankdir=LR;",
        '    "the \\"end\\"#";',
        '    "pies\\\\";',
        '    "the \\"end\\"#" -> "pies\\\\" [label="Apples"];',
        "}",
    ]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_every_order_respects_all_edges_and_breaks_ties_by_input(data: st.DataObject) -> None:
    names = data.draw(st.permutations([f"a{index}" for index in range(data.draw(st.integers(1, 8)))]))
    above = {name: data.draw(st.sets(st.sampled_from(names[:at] or [""]))) - {""} for at, name in enumerate(names)}
    given_order = data.draw(st.permutations(names))
    graph = DependencyGraph.build([Node(meta(name), tuple(sorted(above[name]))) for name in given_order])
    assert sorted(graph.order) == sorted(names)
    done: list[str] = []
    for name in graph.order:
        ready = [other for other in given_order if other not in done and above[other] <= set(done)]
        assert name == ready[0]
        done.append(name)
