"""The picture of a pipeline: what is where, what a run used of it, and that it is safe and readable wherever it is shown."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings, strategies as st
from pipeline_fakes import Apples, FakeAgent, Pears, meta, snapshot, spec

from omni_lsp.app.drawing import STYLES, drawn
from omni_lsp.cli.main import run
from omni_lsp.formats.pipeline_svg import pipeline_svg, ticks
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.picture import Arrow, Box, Picture, Ran, Spent
from omni_lsp.model.report import RunReport, StageReport, Status
from omni_lsp.model.stage import SkipIf, StageSpec, Trigger
from omni_lsp.pipeline.picture import picture
from omni_lsp.pipeline.plan import Plan

SVG = "{http://www.w3.org/2000/svg}"
AGENTS = (
    FakeAgent(meta("outline", provides=(Apples,))),
    FakeAgent(meta("look", uses=(Apples,), provides=(Pears,))),
    FakeAgent(meta("judge", uses=(Apples, Pears))),
    FakeAgent(meta("aside")),
)
STAGES = (
    StageSpec(("outline",), 0.3),
    StageSpec(
        ("look",), 2.0, on=frozenset({Trigger.CHANGE}), skip_if=SkipIf(1_000_000, frozenset({"go"}), ("*.min.js",))
    ),
    StageSpec(("judge",)),
    StageSpec(("aside",), on=frozenset({Trigger.COMMAND})),
)


def plan() -> Plan:
    return Plan.build(spec(*STAGES, budget_seconds=5.0), AGENTS)


def report(*stages: StageReport, seconds: float = 2.1) -> RunReport:
    return RunReport(snapshot(), Trigger.SAVE, "0" * 32, seconds, 5.0, stages)


def stage(agent: str, status: Status, seconds: float, reason: str = "") -> StageReport:
    return StageReport(agent, status, seconds, 1.0, reason=reason)


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - made here


def test_agents_stand_behind_all_that_they_wait_for() -> None:
    places = {box.agent: (box.column, box.row) for box in picture(plan()).boxes}
    assert places == {"outline": (0, 0), "look": (1, 0), "judge": (2, 0), "aside": (0, 1)}


def test_an_arrow_that_others_make_unneeded_is_left_out() -> None:
    drawn = picture(plan())
    arrows = [(drawn.boxes[each.before].agent, drawn.boxes[each.after].agent, each.label) for each in drawn.arrows]
    assert arrows == [("outline", "look", "Apples"), ("look", "judge", "Pears")]


def test_limits_and_conditions_are_those_of_the_plan() -> None:
    boxes = {box.agent: box for box in picture(plan()).boxes}
    assert [(box.limit_seconds, box.has_own_limit) for box in boxes.values()] == [
        (0.3, True),
        (2.0, True),
        (5.0, False),
        (5.0, False),
    ]
    assert boxes["look"].notes == "change; up to 1 MB; not go; not *.min.js"
    assert boxes["judge"].notes == "open, save"
    assert boxes["aside"].notes == "command"


def test_a_run_is_told_of_with_who_had_no_turn() -> None:
    last = report(stage("outline", Status.DONE, 0.1), stage("judge", Status.FAILED, 2.0, "broke"))
    drawn = picture(plan(), last)
    assert drawn.ran == Ran("save", "app.py", 2.1)
    spent = {box.agent: box.spent for box in drawn.boxes}
    assert spent == {
        "outline": Spent(Status.DONE, 0.1),
        "look": None,
        "judge": Spent(Status.FAILED, 2.0, "broke"),
        "aside": None,
    }


def test_the_top_says_the_budget_and_what_was_used_of_it() -> None:
    said = texts(
        pipeline_svg(picture(plan(), report(stage("outline", Status.DONE, 0.1), stage("judge", Status.DONE, 2.0))))
    )
    assert "budget 5 s" in said
    assert "Last run: save of app.py, 2.1 s of 5 s (stages together 2.1 s)" in said
    assert "INCOMPLETE" not in said
    assert "100 ms" in said
    assert said.count("no turn") == 2


def test_without_a_run_nothing_is_filled_in() -> None:
    svg = pipeline_svg(picture(plan()))
    assert "No run yet" in texts(svg)
    assert 'class="fill' not in svg
    assert "no turn" not in texts(svg)


@pytest.mark.parametrize(
    ("status", "word", "kind"),
    [
        (Status.TIMED_OUT, "TIMED OUT", "late"),
        (Status.FAILED, "FAILED", "bad"),
        (Status.SKIPPED, "skipped", "idle"),
    ],
)
def test_what_went_wrong_is_told_by_more_than_colour(status: Status, word: str, kind: str) -> None:
    reason = "took longer than its 2 s (trace 00)"
    svg = pipeline_svg(picture(plan(), report(stage("look", status, 1.0, reason))))
    assert word in texts(svg)
    assert "took longer than its 2 s" in texts(svg)
    assert f'class="box {kind}"' in svg
    assert ("INCOMPLETE" in texts(svg)) == (status is not Status.SKIPPED)


def test_each_status_has_a_sign_of_its_own() -> None:
    signs = {
        re.search(r'<g class="sign[^>]*>(.*)</g>', pipeline_svg(picture(plan(), report(stage("outline", each, 0.1)))))[
            1
        ]  # type: ignore[index] - one is there
        for each in Status
    }
    assert len(signs) == len(Status)


def filled(used: float, limit: float = 2.0) -> float:
    box = Box("a", 0, 0, limit, True, "save", Spent(Status.DONE, used))
    svg = pipeline_svg(Picture(5.0, (box,), ()))
    (found,) = re.findall(r'class="fill good"[^>]* width="([0-9.]+)"', svg)
    return float(found)


def test_bars_are_filled_in_proportion_and_never_beyond_their_end() -> None:
    whole = filled(2.0)
    assert filled(1.0) == pytest.approx(whole / 2)
    assert filled(9.0) == whole
    assert filled(0.000_01) == 2.0  # Something is seen of it.


@settings(max_examples=50)
@given(st.floats(0.001, 3600), st.integers(4, 10))
def test_ticks_rise_to_the_limit_in_round_steps(limit: float, most: int) -> None:
    found = ticks(limit, most)
    assert (found[0], found[-1]) == (0.0, limit)
    assert 2 <= len(found) <= most + 1
    steps = [after - before for before, after in pairwise(found)]
    assert min(steps) > 0
    assert all(step == pytest.approx(steps[0]) for step in steps[:-1])


def elements(svg: str) -> Iterator[tuple[str, dict[str, str]]]:
    for each in ET.fromstring(svg).iter():  # noqa: S314 - made here
        yield each.tag.removeprefix(SVG), each.attrib


@settings(max_examples=25)
@example("</title><script>", '"/><script>&', Status.FAILED)
@example("\ufffe\uffff", "\x00\x1b[2J\ud800\u202e", Status.DONE)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(Status))
def test_nothing_in_a_name_or_reason_gets_out_of_its_text(name: str, reason: str, status: Status) -> None:
    boxes = (Box(name, 0, 0, 1.0, True, reason, Spent(status, 0.5, reason)), Box("b", 1, 0, 1.0, True, ""))
    svg = pipeline_svg(Picture(5.0, boxes, (Arrow(0, 1, name),), Ran("save", name, 0.5)))
    plain = pipeline_svg(
        Picture(
            5.0,
            (Box("a", 0, 0, 1.0, True, "", Spent(status, 0.5)), boxes[1]),
            (Arrow(0, 1, "x"),),
            Ran("save", "a", 0.5),
        )
    )
    assert [tag for tag, _ in elements(svg)] == [tag for tag, _ in elements(plain)]


def test_there_is_no_script_and_nothing_is_loaded() -> None:
    svg = pipeline_svg(picture(plan(), report(stage("look", Status.FAILED, 1.0))))
    assert {tag for tag, _ in elements(svg)} <= {
        *("svg", "title", "style", "defs", "marker", "pattern", "path", "rect", "circle", "g", "text"),
    }
    assert not any(key.startswith("on") or "href" in key for _, attributes in elements(svg) for key in attributes)
    assert re.findall(r"url\((?!#)|@import|https?:(?!//www\.w3\.org/2000/svg)", svg) == []


def test_a_style_that_is_not_known_is_refused() -> None:
    assert STYLES == ("mermaid", "dot", "svg")
    assert drawn(plan(), "svg").startswith("<svg ")
    with pytest.raises(ConfigError, match="'png' is none of mermaid, dot, svg"):
        drawn(plan(), "png")


@pytest.mark.parametrize("name", ["default", "fast", "ci"])
def test_the_command_draws_the_shipped_pipelines(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OMNI_CACHE_DIR", str(tmp_path / "caches"))
    assert run(["graph", "--format", "svg", "--pipeline", name], None) == 0
    assert {"context", "security", "compliance"} <= set(texts(capsys.readouterr().out))


def test_the_picture_in_the_documents_is_that_of_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made anew by `omni-lsp graph --format svg > docs/pictures/pipeline.svg`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OMNI_CACHE_DIR", str(tmp_path / "caches"))
    assert run(["graph", "--format", "svg", "--pipeline", "default"], None) == 0
    kept = Path(__file__).parents[2] / "docs" / "pictures" / "pipeline.svg"
    assert capsys.readouterr().out == kept.read_text("utf-8")


def test_viewers_without_variables_have_colours_too() -> None:
    plain, _, themed = pipeline_svg(picture(plan())).partition("@supports")
    assert "var(" not in plain
    assert "fill: #1f2328" in plain
    assert "var(--vscode-editor-foreground, #e6edf3)" in themed
