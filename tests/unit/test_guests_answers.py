"""What a guest may say, and what is refused: nothing of it is believed."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from omni_lsp.adapters.guests.answers import MOST_FINDINGS, AnswerError, changes_of, is_safe, said_of
from omni_lsp.adapters.guests.worker import flaw
from omni_lsp.model.facts import BuildFacts, FileFacts, ProjectFacts
from omni_lsp.model.finding import Severity
from omni_lsp.model.text import Change, Span
from omni_lsp.ports.agent import AgentMeta

TEXT = "teh end"
MARK = "0123456789abcdef0123456789abcdef"


def answer() -> dict[str, Any]:
    rule = {"id": "words.teh", "title": "A slip", "severity": 2, "message": "", "remedy": "", "example": ""}
    rule |= {"cwe": [], "owasp": [], "references": [], "confidence": "high"}
    finding = {"rule": 0, "agent": "words", "message": "It is not teh.", "start": 0, "end": 3, "fingerprint": MARK}
    finding |= {"related": [[4, 7, "here"]], "hover": "**Hm**", "offers": [["fix", "Write the", True]]}
    return {"rules": [rule], "findings": [finding]}


def test_what_is_in_order_is_taken() -> None:
    said = said_of(answer(), "words", TEXT)
    (finding,) = said.findings
    assert (finding.rule.id, finding.rule.severity, finding.span) == ("words.teh", Severity.WARNING, Span(0, 3))
    assert finding.related[0].span == Span(4, 7)
    assert said.hovers == {MARK: "**Hm**"}
    (offer,) = said.offers[MARK]
    assert (offer.agent, offer.kind, offer.title, offer.is_preferred) == ("words", "fix", "Write the", True)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda a: a.pop("findings"), "findings are no list"),
        (lambda a: a["findings"][0].update(end=8), "0 to 8, is not inside of the text of 7"),
        (lambda a: a["findings"][0].update(start=-1), "is not inside"),
        (lambda a: a["findings"][0].update(start=True), "no whole number"),
        (lambda a: a["findings"][0].update(start=1.5), "no whole number"),
        (lambda a: a["findings"][0].update(start=4, end=1), "is not inside"),
        (lambda a: a["findings"][0].update(rule=1), "has no rule"),
        (lambda a: a["findings"][0].update(agent="security"), "says it is of another agent"),
        (lambda a: a["findings"][0].update(message=" \n "), "message of finding 1 is empty"),
        (lambda a: a["findings"][0].update(message=3), "is no text"),
        (lambda a: a["findings"][0].update(fingerprint="x"), "findings_of"),
        (lambda a: a["findings"].append(dict(a["findings"][0])), "finding 2 has the fingerprint of another one"),
        (lambda a: a["findings"][0].update(related=[[0, 99, "x"]]), "related place"),
        (lambda a: a["findings"][0].update(offers=[["fix", "", True]]), "title of an offer is empty"),
        (lambda a: a["findings"][0].update(offers=[["ignore:false-positive", "x", False]]), "is one of ours"),
        (lambda a: a["rules"][0].update(id="py.sql-injection"), "is not called `words.`"),
        (lambda a: a["rules"][0].update(id="wordsteh"), "is not called `words.`"),
        (lambda a: a["rules"][0].update(severity=9), "severity of words.teh is none"),
    ],
)
def test_what_is_not_in_order_is_refused_with_a_reason(spoil: Callable[[Any], object], said: str) -> None:
    spoilt = answer()
    spoil(spoilt)
    with pytest.raises(AnswerError, match=said.replace("`", ".")):
        said_of(spoilt, "words", TEXT)


def test_what_a_text_may_bring_about_is_cut_and_cleaned() -> None:
    told = answer()
    told["findings"][0]["message"] = "a\u202eb\x1b[31m\n" + "x" * 5_000
    told["rules"][0]["references"] = ["https://example.org/a", "command:evil", "file:///etc/passwd"]
    told["rules"][0]["cwe"] = ["CWE-79", "CWE-79)](command:x"]
    (finding,) = said_of(told, "words", TEXT).findings
    assert finding.message.startswith("a\ufffdb\ufffd[31m x")
    assert len(finding.message) == 1_000
    assert finding.rule.references == ("https://example.org/a",)
    assert finding.rule.cwe == ("CWE-79",)


def test_a_thousand_findings_are_enough() -> None:
    told = answer()
    one = told["findings"][0]
    told["findings"] = [one | {"fingerprint": f"{number:032x}"} for number in range(MOST_FINDINGS + 5)]
    said = said_of(told, "words", TEXT)
    assert (len(said.findings), said.is_cut) == (MOST_FINDINGS, True)


@pytest.mark.parametrize(
    "markdown",
    ["![x](https://e.org/p.png)", "[x](command:evil)", "<img src=x>", "<command:evil>", "[a]: command:evil", "<!-- x"],
)
def test_markdown_that_does_more_than_tell_is_not_shown(markdown: str) -> None:
    assert not is_safe(f"Hm. \n{markdown}")
    told = answer()
    told["findings"][0]["hover"] = markdown
    assert said_of(told, "words", TEXT).hovers == {}
    assert is_safe(f"```html\n{markdown}\n```\nand `{markdown}`")


def test_links_to_the_web_are_shown() -> None:
    assert is_safe("**See** [this](https://example.org/x) and <https://example.org/y>, 1 < 2")


@pytest.mark.parametrize(
    ("changes", "said"),
    [([[0, 3, "a"], [2, 4, "b"]], "overlap"), ([[0, 99, "a"]], "not inside"), ([], "nothing"), ([[0, 1]], "three")],
)
def test_edits_are_looked_at(changes: list[object], said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        changes_of({"changes": changes}, 7)


def test_changes_come_in_order() -> None:
    assert changes_of({"changes": [[4, 7, "b"], [0, 3, "a"]]}, 7) == (Change(Span(0, 3), "a"), Change(Span(4, 7), "b"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.text(max_size=5) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "rule", "start"]), inner),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(
    key=st.sampled_from(sorted(answer()["findings"][0])), rule=st.sampled_from(sorted(answer()["rules"][0])), value=JSON
)
def test_nothing_but_an_answer_error_comes_of_any_answer(key: str, rule: str, value: object) -> None:
    for part, name in (("findings", key), ("rules", rule)):
        told = answer()
        told[part][0][name] = value
        try:
            said = said_of(told, "words", TEXT)
        except AnswerError:
            continue
        assert all(0 <= one.span.start <= one.span.end <= len(TEXT) for one in said.findings)


class Made:
    def __init__(self, meta: object) -> None:
        self.meta = meta

    async def run(self, snapshot: object, facts: object) -> None: ...


class Still(Made):
    def run(self, snapshot: object, facts: object) -> None: ...  # type: ignore[override]


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (Made(AgentMeta("words", requires=frozenset({FileFacts}), uses=frozenset({BuildFacts}))), ""),
        (object(), "object has no `meta`"),
        (Made(AgentMeta("other")), "its id is 'other': it must be 'words'"),
        (Still(AgentMeta("words")), "async def run"),
        (Made(AgentMeta("words", provides=frozenset({FileFacts}))), "`provides` must be empty"),
        (Made(AgentMeta("words", uses=frozenset({ProjectFacts}))), "asks for ProjectFacts: there are only BuildFacts"),
    ],
)
def test_what_is_no_agent_is_told(agent: object, said: str) -> None:
    assert said in flaw(agent, "words")
    assert bool(said) is bool(flaw(agent, "words"))
