"""Pipeline files: what they say, and every mistake in them on its exact place."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, strategies as st

from omni_lsp.config import yaml_source
from omni_lsp.config.pipeline_file import PipelineFile, bytes_of, parse_pipeline, pipeline_schema, seconds_of
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.stage import PipelineSpec, SkipIf, StageSpec, Trigger
from omni_lsp.model.text import Lines, Span

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "pipeline"
SHIPPED = sorted((ROOT / "pipelines").glob("*.yaml"))
DOC = ROOT / "docs" / "pipeline.md"

FULL = """\
# Everything at once.
version: 1
budget: 1.5m
analysis:
  pipeline:
    stages:
      - agent: context
        timeout: 300ms
      - agents: [security, "compliance"]
        depends_on: [context]
        on: save
        timeout: 2
        skip_if:
          larger_than: 1MB
          languages: [go, java]
          paths: ["vendor/", "*.min.js"]

      - agent: coding
        on: [command, change]
"""


def mistakes(text: str) -> list[Mistake]:
    with pytest.raises(ConfigError) as caught:
        parse_pipeline(text, "pipeline.yaml")
    assert caught.value.source == "pipeline.yaml"
    return list(caught.value.mistakes)


def blocks(file: Path) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", file.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def case(block: str) -> tuple[str, list[Mistake]]:
    """The text without its caret lines, and the mistakes they tell of."""
    told, lines = [], []
    for line in block.splitlines():
        if mark := re.fullmatch(r"( *)(\^+) (.*)", line):
            start = sum(map(len, lines[:-1])) + len(lines) - 1 + len(mark[1])
            told.append(Mistake(mark[3], Span(start, start + len(mark[2]))))
        else:
            lines.append(line)
    return "\n".join(lines) + "\n", told


CASE_BLOCKS = [
    pytest.param(block, id=f"{file.stem}-{index}")
    for file in sorted(CASES.glob("*.md"))
    for index, block in enumerate(blocks(file))
]


@pytest.mark.parametrize("block", CASE_BLOCKS)
def test_every_mistake_is_told_on_its_place_and_no_other(block: str) -> None:
    text, told = case(block)
    assert told, "a case without a mistake proves nothing"
    assert mistakes(text) == told


def test_there_are_cases() -> None:
    assert len(CASE_BLOCKS) > 20


@pytest.mark.parametrize("block", CASE_BLOCKS[:3])
def test_places_are_right_with_other_line_ends_and_a_byte_order_mark(block: str) -> None:
    text, told = case(block)
    other = "\ufeff" + text.replace("\n", "\r\n")
    lines, other_lines = Lines(text), Lines(other)
    for before, after in zip(told, mistakes(other), strict=True):
        line, column = lines.position(before.span.start)
        shifted = column + (line == 0)
        assert (after.message, other_lines.position(after.span.start)) == (before.message, (line, shifted))


def test_a_whole_file() -> None:
    def at(word: str) -> Span:
        return Span(FULL.index(word), FULL.index(word) + len(word))

    first, second, third = (FULL.index(f"agent{s}") for s in (": context", "s: [", ": coding"))
    ends = [FULL.index(end) + len(end) for end in ("300ms", '"*.min.js"]', "change]")]
    assert parse_pipeline(FULL, "x") == PipelineSpec(
        source="x",
        budget_seconds=90.0,
        stages=(
            StageSpec(("context",), 0.3, place=Span(first, ends[0]), places={"context": at("context")}),
            StageSpec(
                ("security", "compliance"),
                2.0,
                depends_on=("context",),
                on=frozenset({Trigger.SAVE}),
                skip_if=SkipIf(1_000_000, frozenset({"go", "java"}), ("vendor/", "*.min.js")),
                place=Span(second, ends[1]),
                places={
                    "security": at("security"),
                    "compliance": at('"compliance"'),
                    "context": Span(FULL.index("[context]") + 1, FULL.index("[context]") + 8),
                },
            ),
            StageSpec(
                ("coding",),
                on=frozenset({Trigger.COMMAND, Trigger.CHANGE}),
                place=Span(third, ends[2]),
                places={"coding": at("coding")},
            ),
        ),
    )


def test_what_is_not_said_has_the_documented_defaults() -> None:
    spec = parse_pipeline("version: 1\nanalysis: {pipeline: {stages: [{agent: context}]}}\n", "x")
    (stage,) = spec.stages
    assert spec.budget_seconds == 5
    assert (stage.timeout_seconds, stage.depends_on, stage.skip_if) == (None, (), SkipIf())
    assert stage.on == {Trigger.OPEN, Trigger.SAVE}


def test_the_first_mention_of_an_agent_is_its_place() -> None:
    text = "version: 1\nanalysis: {pipeline: {stages: [{depends_on: [a], agent: a}]}}\n"
    (stage,) = parse_pipeline(text, "x").stages
    assert stage.places == {"a": Span(text.index("agent: a") + 7, text.index("agent: a") + 8)}


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("300ms", 0.3), ("2s", 2), ("2 s", 2), ("1.5m", 90), ("1h", 3600), ("7", 7), (7, 7), (0.25, 0.25), (3600, 3600)],
)
def test_durations(written: object, seconds: float) -> None:
    assert seconds_of(written) == pytest.approx(seconds)


@pytest.mark.parametrize("written", ["", "s", "1 s ", "-1s", "1S", "1,5s", "٣s", "1d", "9" * 30, None, False, [1]])
def test_what_is_no_duration(written: object) -> None:
    with pytest.raises(ValueError, match="must be a duration"):
        seconds_of(written)


@pytest.mark.parametrize("written", ["0s", "61m", 0, -1, 3600.1, float("inf"), float("nan"), 10**400])
def test_durations_out_of_bounds(written: object) -> None:
    with pytest.raises(ValueError, match="must be more than 0"):
        seconds_of(written)


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("1B", 1),
        ("512kB", 512_000),
        ("512KB", 512_000),
        ("1MB", 1_000_000),
        ("1.5 MB", 1_500_000),
        ("1GB", 10**9),
        ("1KiB", 1024),
        ("1MiB", 1_048_576),
        ("0.5GiB", 536_870_912),
        ("20", 20),
        (20, 20),
    ],
)
def test_sizes(written: object, size: int) -> None:
    assert bytes_of(written) == size


@pytest.mark.parametrize("written", ["", "1X", "1mb", "MB", "-1B", None, True])
def test_what_is_no_size(written: object) -> None:
    with pytest.raises(ValueError, match="must be a size"):
        bytes_of(written)


@pytest.mark.parametrize("written", ["0B", "2GB", 0, 0.2, float("inf")])
def test_sizes_out_of_bounds(written: object) -> None:
    with pytest.raises(ValueError, match="must be at least 1 byte"):
        bytes_of(written)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_pipelines_are_right_and_name_only_agents_there_are(file: Path) -> None:
    spec = parse_pipeline(file.read_text("utf-8"), file.name)
    related, coding = ([("rag",)], [("coding",)]) if file.stem == "default" else ([], [])
    agents = [stage.agents for stage in spec.stages]
    assert agents == [("context",), ("security",), *related, ("compliance",), *coding]
    assert spec.stages[1].depends_on == ("context",)


def test_three_pipelines_are_shipped() -> None:
    assert [file.stem for file in SHIPPED] == ["ci", "default", "fast"]


@pytest.mark.parametrize("text", [FULL, *(file.read_text("utf-8") for file in SHIPPED)])
def test_the_schema_accepts_what_is_right(text: str) -> None:
    root = yaml_source.read(text).root
    assert root is not None
    jsonschema.validate(yaml_source.plain(root), json.loads(pipeline_schema()))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("agent: coding", "agent: coding\n        agents: [a]"),
        ("agent: coding", "timeout: 1s"),
        ("agent: coding", "agents: []"),
        ("[context]", "[context, context]"),
        ("on: save", "on: sav"),
        ("on: save", "on: []"),
        ("version: 1", "version: 2"),
        ("timeout: 2", "timeout: 0"),
        ("300ms", "300 days"),
        ("larger_than", "bigger_than"),
        ("1MB", "1mb"),
        ("1MB", "0"),
    ],
)
def test_the_schema_refuses_what_is_wrong(right: str, wrong: str) -> None:
    text = FULL.replace(right, wrong)
    assert text != FULL
    assert mistakes(text)
    root = yaml_source.read(text).root
    assert root is not None
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml_source.plain(root), json.loads(pipeline_schema()))


def test_pipeline_files_in_the_documentation_are_right() -> None:
    found = blocks(DOC)
    assert len(found) >= 2
    for block in found:
        parse_pipeline(block, "docs/pipeline.md")


def test_the_documentation_shows_the_default_pipeline() -> None:
    shown, shipped = (yaml_source.read(text).root for text in (blocks(DOC)[0], SHIPPED[1].read_text("utf-8")))
    assert shown is not None
    assert shipped is not None
    assert yaml_source.plain(shown) == yaml_source.plain(shipped)


def test_every_key_is_in_the_table_of_the_documentation() -> None:
    schema = PipelineFile.model_json_schema()
    models = [schema, *schema["$defs"].values()]
    keys = {key for model in models for key in model.get("properties", {})}
    section = DOC.read_text("utf-8").partition("## Keys")[2].partition("##")[0]
    table = re.findall(r"^\| `([a-z_.]+)`", section, re.MULTILINE)
    assert keys == {part for row in table for part in row.split(".")}


@given(st.text())
def test_any_text_is_right_or_wrong_in_places_of_its_own(text: str) -> None:
    places_are_inside(text)


YAML_BITS = st.sampled_from(
    [
        *"%&*!|>\"'{}[],:?-#@` \n\t\r\\~\0\ufeff\u2028\x85🔒\ud800",
        "---",
        "%YAML 1.1\n",
        "!!str ",
        '"\\U',
        "<<: ",
        "1e999",
    ]
)


@given(st.lists(st.tuples(st.integers(0, len(FULL)), st.integers(0, 12), YAML_BITS), min_size=1, max_size=4))
def test_a_damaged_file_is_right_or_wrong_in_places_of_its_own(damages: list[tuple[int, int, str]]) -> None:
    text = FULL
    for start, length, bit in damages:
        text = text[:start] + bit + text[start + length :]
    places_are_inside(text)


def places_are_inside(text: str) -> None:
    try:
        spec = parse_pipeline(text, "x")
    except ConfigError as error:
        spans = [mistake.span for mistake in error.mistakes]
        assert spans == sorted(spans)
    else:
        spans = [span for stage in spec.stages for span in (stage.place, *stage.places.values())]
    assert spans
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
