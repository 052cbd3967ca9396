"""What is offered where in pipeline and policy files, and what their keys and values mean."""

import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.adapters.controls.policy_file import PolicyFile
from omni_lsp.app.authoring_words import pipeline_words, policy_words
from omni_lsp.config.completing import MOST, completions, explained
from omni_lsp.config.grammar import grammar
from omni_lsp.config.json_schema import schema_of
from omni_lsp.config.pipeline_file import PipelineFile, parse_pipeline
from omni_lsp.model.completion import Completion, Completions
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.facts import FileFacts, RelatedFacts
from omni_lsp.model.finding import Rule, Severity
from omni_lsp.ports.agent import AgentMeta

HERE = "‸"
STAGES = "analysis:\n  pipeline:\n    stages:\n"
AGENTS = [
    AgentMeta("context", provides=frozenset({FileFacts}), reports_findings=False),
    AgentMeta("security"),
    AgentMeta("rag", requires=frozenset({FileFacts}), provides=frozenset({RelatedFacts}), reports_findings=False),
]
RULES = {
    rule.id: rule
    for rule in (
        Rule("py.weak-hash", "Weak *hash*", Severity.WARNING, cwe=("CWE-328",)),
        Rule("py.sql", "SQL from strings", Severity.ERROR, cwe=("CWE-89",)),
        Rule("licence.header-missing", "No header", Severity.INFO),
    )
}
FORMS = {
    "pipeline": (grammar(schema_of(PipelineFile)), pipeline_words(AGENTS)),
    "policy": (grammar(schema_of(PolicyFile)), policy_words(RULES, bundled())),
}


def offered(marked: str, of: str) -> Completions | None:
    before, _, after = marked.partition(HERE)
    return completions(before + after, len(before), *FORMS[of])


def labels(marked: str, of: str = "pipeline") -> list[str]:
    found = offered(marked, of)
    return [one.label for one in found.items] if found is not None else []


def taken(marked: str, label: str, of: str = "pipeline") -> str:
    """The text after a completion was taken."""
    found = offered(marked, of)
    assert found is not None
    (one,) = [one for one in found.items if one.label == label]
    text = marked.replace(HERE, "")
    return text[: found.word.start] + one.text + text[found.word.end :]


def item(marked: str, label: str, of: str = "pipeline") -> Completion:
    found = offered(marked, of)
    assert found is not None
    return next(one for one in found.items if one.label == label)


def hover(marked: str, of: str = "pipeline") -> str:
    before, _, after = marked.partition(HERE)
    found = explained(before + after, len(before), *FORMS[of])
    return found.markdown if found is not None else ""


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("‸", ["version", "budget", "analysis"]),
        ("version: 1\nbud‸", ["budget", "analysis"]),
        ("version: ‸", ["1"]),
        ("analysis:\n  ‸", ["pipeline"]),
        ("analysis:\n  pipeline:\n    ‸", ["stages"]),
        ("analysis: ‸", []),
        (f"{STAGES}      - ‸", ["agents", "agent", "depends_on", "on", "timeout", "skip_if"]),
        (f"{STAGES}      - agent: context\n        ‸", ["depends_on", "on", "timeout", "skip_if"]),
        (f"{STAGES}      - agents: [context]\n        on: save\n        ‸", ["depends_on", "timeout", "skip_if"]),
        (f"{STAGES}      - agent: ‸", ["context", "security", "rag"]),
        (f"{STAGES}      - agents: [security, ‸]", ["context", "rag"]),
        (f"{STAGES}      - agent: ‸\n      - agents: [security]\n      - agent: rag", ["context"]),
        (f"{STAGES}      - agent: security\n      - agents: [‸", ["context", "rag"]),
        (f"{STAGES}      - agent: security\n        depends_on: [rag]\n      - agent: ra‸g", ["context", "rag"]),
        (f"{STAGES}      - agent: rag\n        depends_on: [‸", ["context", "security", "rag"]),
        (f"{STAGES}      - agent: rag\n        depends_on:\n          - ‸", ["context", "security", "rag"]),
        (f"{STAGES}      - agent: rag\n        depends_on: ‸", ["[context]", "[security]", "[rag]"]),
        (f"{STAGES}      - agent: rag\n        depends_on:\n          ‸", ["- context", "- security", "- rag"]),
        (f"{STAGES}      - agent: rag\n        on: ‸", ["open", "change", "save", "command"]),
        (f"{STAGES}      - agent: rag\n        on: [open, ‸]", ["change", "save", "command"]),
        (f"{STAGES}      - agent: rag\n        skip_if:\n          ‸", ["larger_than", "languages", "paths"]),
        (f"{STAGES}      - agent: rag\n        skip_if: {{languages: [go], ‸}}", ["larger_than", "paths"]),
        (f"{STAGES}      - agent: rag\n        skip_if:\n          paths: [‸]", []),
        (f"{STAGES}      - agent: rag\n        unknown:\n          ‸", []),
        ("# ‸", []),
        ("nonsense\n  - ‸", []),
    ],
)
def test_what_is_offered_in_a_pipeline(marked: str, expected: list[str]) -> None:
    assert labels(marked) == expected


def test_amounts_to_begin_with_are_offered() -> None:
    assert {"300ms", "5s"} <= set(labels("budget: ‸"))
    assert "1MB" in labels(f"{STAGES}      - agent: rag\n        skip_if:\n          larger_than: ‸")
    assert "python" in labels(f"{STAGES}      - agent: rag\n        skip_if:\n          languages: [‸]")


def test_the_items_of_a_list_begin_with_a_dash() -> None:
    assert labels(f"{STAGES}      ‸")[:2] == ["- agents", "- agent"]
    assert taken(f"{STAGES}      -‸", "- agent") == f"{STAGES}      - agent: "


@pytest.mark.parametrize(
    ("marked", "label", "expected"),
    [
        ("ver‸", "version", "version: "),
        ("ana‸", "analysis", "analysis:"),
        ("bud‸: 5s", "budget", "budget: 5s"),
        ("bud‸ : 5s", "budget", "budget : 5s"),
        ("{bud‸}", "budget", "{budget: }"),
        ("budget: 5‸", "5s", "budget: 5s"),
        ('budget: "5‸"', "5s", 'budget: "5s"'),
        (f"{STAGES}      - agent: sec‸x # the rules", "security", f"{STAGES}      - agent: security # the rules"),
    ],
)
def test_what_a_completion_does(marked: str, label: str, expected: str) -> None:
    assert taken(marked, label) == expected


def test_taking_what_is_offered_step_by_step_makes_a_pipeline() -> None:
    text = ""
    for label, after in [
        ("version", ""),
        ("1", "\n"),
        ("analysis", "\n  "),
        ("pipeline", "\n    "),
        ("stages", "\n      "),
        ("- agent", ""),
        ("security", "\n        "),
        ("depends_on", ""),
        ("[context]", "\n        "),
        ("on", "["),
        ("save", "]\n        "),
        ("skip_if", "\n          "),
        ("larger_than", ""),
        ("1MB", "\n      "),
        ("- agents", "["),
        ("context", "]\n"),
    ]:
        text = taken(text + HERE, label) + after
    (security, context) = parse_pipeline(text, "pipeline.yaml").stages
    assert (security.agents, security.depends_on, context.agents) == (("security",), ("context",), ("context",))


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("‸", ["version", "name", "frameworks", "severities", "duties", "folders"]),
        ("severities:\n  CWE-89: ‸", ["off", "info", "warning", "error"]),
        ("duties:\n  spdx-header: ‸", ["off", "info", "warning", "error", "required"]),
        ("duties: {spdx-header: off, lock‸: x}", [
            "spdx-licence", "licence-allow", "dependency-licences", "personal-data", "realistic-test-data",
            "pinned-dependencies", "dependency-sources", "lock-files",
        ]),
        ("folders:\n  - ‸", ["paths", "frameworks", "severities", "duties"]),
        ("frameworks: [‸]", [framework.id for framework in bundled().frameworks]),
        ("folders:\n  - paths: [a]\n    frameworks:\n      - ‸", [framework.id for framework in bundled().frameworks]),
    ],
)  # fmt: skip
def test_what_is_offered_in_a_policy(marked: str, expected: list[str]) -> None:
    assert labels(marked, "policy") == expected


def test_a_severity_is_for_rules_families_weaknesses_and_controls() -> None:
    assert labels("severities:\n  py‸", "policy") == ["py.sql", "py.weak-hash", "py.*"]
    assert "CWE-89" in labels("severities:\n  cwe‸", "policy")
    assert labels("severities:\n  pci-dss-4.0.1 6.2.4‸: error", "policy") == ["pci-dss-4.0.1 6.2.4"]
    assert (
        taken("severities:\n  gdpr Art. 32‸", "gdpr Art. 32(1)(a)", "policy") == "severities:\n  gdpr Art. 32(1)(a): "
    )
    assert "CWE-89" not in labels("severities:\n  CWE-89: off\n  cwe‸", "policy")


def test_of_many_the_best_are_sent_and_it_is_said_that_there_are_more() -> None:
    found = offered("severities:\n  ‸", "policy")
    assert found is not None
    assert (len(found.items), found.is_complete) == (MOST, False)
    assert labels("severities:\n  c‸", "policy")[:2] == ["CWE-89", "CWE-328"]
    few = offered("duties:\n  ‸", "policy")
    assert few is not None
    assert few.is_complete


def test_what_is_offered_says_what_it_is() -> None:
    assert item("ver‸", "version").detail == "required"
    assert item("bud‸", "budget").detail == "default 5"
    assert item(f"{STAGES}      - agent: ‸", "rag").documentation == (
        "Requires `FileFacts`.  \nProvides `RelatedFacts`.  \nReports no findings."
    )
    rule = item("severities:\n  weak‸", "py.weak-hash", "policy")
    assert (rule.detail, rule.documentation) == ("Weak *hash*", "Reported as warning without a policy (CWE-328).")


@pytest.mark.parametrize(
    ("marked", "of", "expected"),
    [
        ("bud‸get: 5s", "pipeline", "`budget`\n\nLongest time for the whole run over one file.\n\nWithout it: `5`"),
        (f"{STAGES}      - on: [open, sa‸ve]", "pipeline", "`save`\n\nA file is saved;"),
        (f"{STAGES}      - o‸n: save", "pipeline", "- `command`: Somebody asks for it"),
        (f"{STAGES}      - agent: secu‸rity", "pipeline", "`security`\n\nReports findings."),
        ("severities:\n  py.weak-h‸ash: off", "policy", "`py.weak-hash`\n\nWeak \\*hash\\*\n\nReported as warning"),
        ("severities:\n  py.weak-hash: o‸ff", "policy", "`off`\n\nNot reported."),
        ("frameworks: [gd‸pr]", "policy", "<http://data.europa.eu/"),
        ("folders:\n  - dut‸ies: {}", "policy", "`duties`"),
    ],
)
def test_what_hovers_say(marked: str, of: str, expected: str) -> None:
    assert expected in hover(marked, of)


@pytest.mark.parametrize("marked", ["unk‸nown: 1", "budget: 7‸s", "# bud‸get: 5s", "budget‸ : 5s", "name: x\n  y‸\n"])
def test_what_means_nothing_has_no_hover(marked: str) -> None:
    assert hover(marked) == ""


PIPELINE = (Path(__file__).parents[2] / "pipelines" / "default.yaml").read_text("utf-8")


@given(
    st.integers(0, len(PIPELINE)), st.text(st.sampled_from("a: -[]{}\n'\"#,"), max_size=4), st.sampled_from([*FORMS])
)
def test_any_place_of_a_damaged_file_has_an_answer(offset: int, bit: str, of: str) -> None:
    text = PIPELINE[:offset] + bit + PIPELINE[offset:]
    found = completions(text, offset + len(bit), *FORMS[of])
    explained(text, offset, *FORMS[of])
    for one in found.items if found is not None else ():
        assert "\n" not in one.text
        assert one.label == re.sub(r":? ?$", "", one.text)


def test_each_offer_at_a_place_of_the_default_pipeline_is_right_there() -> None:
    """What is offered for a value that is there already can take its place; but for names of agents used elsewhere."""
    for found in re.finditer(r"(?:budget|timeout|larger_than|on): \[?(\w+)", PIPELINE):
        for label in labels(PIPELINE[: found.start(1)] + HERE + PIPELINE[found.start(1) :]):
            text = PIPELINE[: found.start(1)] + label + PIPELINE[found.end(1) :]
            try:
                parse_pipeline(text, "pipeline.yaml")
            except ConfigError as error:
                pytest.fail(f"{label} in place of {found[0]}: {error}")
