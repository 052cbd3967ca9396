"""Whatever a model answers, and wherever the cursor is: there is a proof, and what people have stays theirs."""

import asyncio

from coding_fakes import document
from hypothesis import given, settings, strategies as st
from writing_fakes import TEXT, code, proven, wish_of

from omni_lsp.agents.coding.place import asked_at, imports_at, place_of
from omni_lsp.model.text import Span, apply

LANGUAGES = st.sampled_from(["python", "javascript", "typescript", "go", "java", "plaintext"])
LINES = st.one_of(
    st.sampled_from(
        [
            *TEXT.splitlines(),
            "def mean(x):",
            "    return 1",
            "    try:",
            "    except:",
            '"""',
            "}",
            "import os",
            "@@@ code",
            "@@@ end",
            "# omni: x",
            "// omni: y",
            "package a",
            "'use strict';",
            "```",
        ]
    ),
    st.text(max_size=8),
)
TEXTS = st.tuples(st.lists(LINES, max_size=8), st.sampled_from(["\n", "\r\n", "\r"])).map(
    lambda pair: pair[1].join(pair[0])
)
ANSWERS = st.one_of(
    st.builds(lambda lines, imports: code(*lines, imports=imports), st.lists(LINES), st.lists(LINES, max_size=2)),
    TEXTS,
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, ANSWERS, LANGUAGES, st.integers(0, 60), st.integers(0, 60))
def test_what_stands_before_and_behind_the_place_stays(
    text: str, answer: str, language: str, one: int, other: int
) -> None:
    async def checked() -> None:
        snapshot = document(text, language)
        start, end = sorted((min(one, len(text)), min(other, len(text))))
        about = await wish_of(snapshot, Span(start, end), "x")
        told = await proven(about, answer)
        assert told.checks or told.declined
        if told.edit is not None:
            new = apply(text, told.edit.changes)
            assert new.endswith(text[about.place.span.end :])
            assert new.startswith(text[: about.task.head.end])

    asyncio.run(checked())


@settings(max_examples=150, deadline=None)
@given(TEXTS, LANGUAGES, st.integers(0, 60), st.integers(0, 60))
def test_a_place_is_whole_lines_and_imports_go_before_it(text: str, language: str, one: int, other: int) -> None:
    snapshot = document(text, language)
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    span = Span(start, end)
    asked = asked_at(snapshot, span)
    place = place_of(snapshot, span, asked, ())
    lines = snapshot.lines
    starts = {lines.span(number).start for number in range(len(lines))} | {len(text)}
    assert {place.span.start, place.span.end} <= starts
    at, _ = imports_at(snapshot, place.span.start)
    assert at in starts
    assert at <= place.span.start
