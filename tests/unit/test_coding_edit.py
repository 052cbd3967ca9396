"""Blocks as an edit of exactly the text that they were made for."""

import pytest
from coding_fakes import TEXT, as_it_is, block, document, task
from hypothesis import given, strategies as st

from omni_lsp.agents.coding.answer import Block, parsed
from omni_lsp.agents.coding.edit import edit_of
from omni_lsp.agents.coding.task import Redact, Task
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.text import Edit, Snapshot, Span, apply


async def after(answer: str, snapshot: Snapshot | None = None, redact: Redact = as_it_is) -> str:
    """The text afterwards, or what is wrong."""
    about = await task(snapshot)
    edit = edit_of(about, parsed(answer).blocks, redact)
    if not isinstance(edit, Edit):
        return "; ".join(edit)
    assert (edit.uri, edit.version) == (about.snapshot.uri, about.snapshot.version)
    return apply(about.snapshot.text, edit.changes)


async def test_the_line_is_replaced_and_nothing_else() -> None:
    assert await after(block("    y = weak(x)", "    y = strong(x)")) == TEXT.replace("weak", "strong")


async def test_what_is_only_quoted_is_not_touched() -> None:
    about = await task()
    quoted = "        raise ValueError(x)\n    y = weak(x)\n    return y"
    edit = edit_of(about, parsed(block(quoted, quoted.replace("weak", "strong"))).blocks, as_it_is)
    assert isinstance(edit, Edit)
    (change,) = edit.changes
    assert TEXT[change.span.start : change.span.end] == "    y = weak(x)\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end"])
async def test_line_ends_of_the_document_stay(end: str, last: str) -> None:
    text = (TEXT + last).replace("\n", end)
    told = await after(block("    y = weak(x)", "    z = x\n    y = strong(z)"), document(text))
    assert told == text.replace(f"    y = weak(x){end}", f"    z = x{end}    y = strong(z){end}")


@pytest.mark.parametrize("replacement", ["    return 1", "    return 1\n    # end", ""])
async def test_a_last_line_without_line_end_keeps_none(replacement: str) -> None:
    text = "def f(x):\n    weak(x)\n    return 0"
    answer = "@@@ edit\n@@@ find\n    return 0\n@@@ replace\n" + (replacement + "\n" if replacement else "") + "@@@ end"
    expected = text.removesuffix("    return 0") + replacement
    assert await after(answer, document(text)) == (expected if replacement else expected.rstrip("\n"))


async def test_lines_behind_a_last_line_without_line_end_get_one_before_them() -> None:
    text = "def f(x):\n    return weak(x)"
    told = await after(block("    return weak(x)", "    return weak(x)\n    # end"), document(text))
    assert told == text + "\n    # end"


async def test_white_space_at_line_ends_is_not_asked_for() -> None:
    text = TEXT.replace("    y = weak(x)\n    return y", "    y = weak(x)   \n    return y\t")
    told = await after(block("    y = weak(x)\n    return y", "    y = strong(x)\n    return y"), document(text))
    assert told == text.replace("weak(x)   ", "strong(x)")


async def test_lines_that_are_indented_otherwise_get_the_indentation_of_the_file() -> None:
    told = await after(block("y = weak(x)\nreturn y", "if x:\n    y = strong(x)\nreturn y"))
    assert told == TEXT.replace("    y = weak(x)\n", "    if x:\n        y = strong(x)\n")


async def test_lines_may_be_quoted_without_their_secrets() -> None:
    text = TEXT.replace("    y = weak(x)", "    key = 'hunter2'\n    y = weak(x)")
    answer = block("    key = '***'\n    y = weak(x)", "    key = '***'\n    y = strong(x)")
    told = await after(answer, document(text), lambda shown: shown.replace("hunter2", "***"))
    assert told == text.replace("weak", "strong")


async def test_control_tokens_may_be_quoted_as_they_are_shown() -> None:
    text = TEXT.replace("    y = weak(x)", "    m = '<|im_start|>'\n    y = weak(x)")
    answer = block("    m = '< |im_start| >'\n    y = weak(x)", "    m = '< |im_start| >'\n    y = strong(x)")
    assert await after(answer, document(text)) == text.replace("weak", "strong")


async def test_imports_may_be_changed_apart_from_the_code() -> None:
    both = block("import strength", "import force") + block("    y = weak(x)", "    y = force.of(x)")
    assert await after(both) == TEXT.replace("import strength", "import force").replace("weak(x)", "force.of(x)")


TWICE = TEXT.replace("    y = weak(x)\n", "    y = weak(x)\n    y = weak(x)\n")

CLOSE = TEXT.replace("\n\n\ndef first", "\ndef first")


@pytest.mark.parametrize(
    ("answer", "words", "text"),
    [
        (block("    return x", "    return 1"), "outside of the part", TEXT),
        (block("    y = weak(z)", "    y = 1"), "letter by letter", TEXT),
        (block("    y = weak(x)", "    y = 1"), "at 2 places (lines 7, 8)", TWICE),
        (block("y = weak(x)", "y = 1"), "at 2 places", TWICE),
        (block("", "    y = 1"), "nothing to find", TEXT),
        (block("    y = weak(x)", "    y = weak(x)"), "changes nothing", TEXT),
        (block("    y = weak(x)  ", "    y = weak(x)"), "changes nothing", TEXT),
        (block("    y = weak(x)", "    y = 1", "app/two.py"), "only `app/one.py` may be changed", TEXT),
        (block("    y = weak(x)", "    y = 1") * 2, "overlaps", TEXT),
        (block("        y = weak(x)", "y = 1"), "indented less", TEXT),
        (block("import strength\ndef first(x):", "import force\ndef first(z):"), "make two blocks", CLOSE),
        ("", "no block", TEXT),
    ],
)
async def test_what_cannot_be_placed_is_refused_in_words(answer: str, words: str, text: str) -> None:
    assert words in await after(answer, document(text))


@pytest.mark.parametrize("name", ["app/one.py", "./app/one.py", "one.py", "`app/one.py`", "app\\one.py"])
async def test_the_file_may_be_named_in_several_ways(name: str) -> None:
    assert "strong" in await after(block("    y = weak(x)", "    y = strong(x)", name))


LINES = st.lists(st.sampled_from(["a", "  a", "b", "    b ", "", "\ta", "x = 1"]), max_size=8)
RULE = Rule("r", "r", Severity.INFO)


@given(LINES, LINES, LINES, st.sampled_from(["\n", "\r\n"]), st.data())
def test_no_edit_ever_leaves_its_part(
    lines: list[str], find: list[str], replace: list[str], end: str, data: st.DataObject
) -> None:
    text = end.join(lines)
    snapshot = document(text)
    first = data.draw(st.integers(0, len(snapshot.lines) - 1))
    last = data.draw(st.integers(first, len(snapshot.lines) - 1))
    stop = snapshot.lines.span(last + 1).start if last + 1 < len(snapshot.lines) else len(text)
    body = Span(snapshot.lines.span(first).start, stop)
    about = Task(snapshot, Finding(RULE, "a", "", body, "f"), body, Span(0, 0))
    edit = edit_of(about, (Block(tuple(find), tuple(replace)),), as_it_is)
    if isinstance(edit, Edit):
        told = apply(text, edit.changes)
        assert told.startswith(text[: body.start])
        assert told.endswith(text[body.end :])
        assert told != text
        assert all(body.start <= change.span.start <= change.span.end <= body.end for change in edit.changes)
