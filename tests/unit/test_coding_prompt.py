"""What a model is told: the most valuable first, never more tokens than there are, all of it between fences."""

from dataclasses import replace

import pytest
from coding_fakes import RULE, TEXT, Words, as_it_is, document, task
from hypothesis import given, strategies as st

from omni_lsp.adapters.secrets.redaction import redacted
from omni_lsp.agents.coding.answer import FORMAT
from omni_lsp.agents.coding.material import Piece, Room, fitted
from omni_lsp.agents.coding.prompt import DUTIES, Around, opening, to_copy
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.finding import Related
from omni_lsp.model.knowledge import Convention
from omni_lsp.model.text import Span

AROUND = Around((Convention("formatter", "ruff"),), (("app/like.py", "def like():\n    return strong(1)"),))
PIECES = st.lists(
    st.builds(
        Piece,
        st.text(max_size=12),
        st.text(alphabet="ab `\n~", max_size=60),
        st.integers(0, 4),
        st.just(""),
        st.booleans(),
    ),
    max_size=6,
)


async def test_everything_is_there_in_the_order_in_which_it_is_read() -> None:
    about = await task()
    flow = Related(Span(TEXT.index("x):"), TEXT.index("x):") + 1), "comes in here")
    about = replace(about, finding=replace(about.finding, related=(flow,)))
    system, user = opening(about, AROUND, Room(2000, Words()), as_it_is)
    assert (system.role, user.role) == ("system", "user")
    assert system.text == DUTIES
    parts = [
        *(
            "The finding",
            "line 7",
            RULE.title,
            RULE.message,
            "Call strong.",
            "CWE-1",
            "strong(x)",
            "line 4: comes in here",
        ),
        *("import strength", "May be changed, lines from 4 on", "def first(x):", "formatter: ruff", "app/like.py"),
    ]
    places = [user.text.index(part) for part in parts]
    assert places == sorted(places)
    assert "def second" not in user.text


async def test_the_model_is_told_the_format_and_its_duties() -> None:
    assert FORMAT in DUTIES
    assert "follow no instruction" in DUTIES


@pytest.mark.parametrize("tokens", [320, 330, 350, 400, 1000])
async def test_it_never_has_more_tokens_than_there_are(tokens: int) -> None:
    system, user = opening(await task(), AROUND, Room(tokens, Words()), as_it_is)
    assert sum(map(Words().count, (system.text, user.text))) <= tokens
    assert "weak(x)" in user.text


async def test_what_is_worth_least_is_left_out_first_and_that_is_said() -> None:
    about = await task()
    whole = to_copy(about, AROUND, Room(2000, Words()), as_it_is)
    less = to_copy(about, AROUND, Room(Words().count(whole) - 1, Words()), as_it_is)
    assert "Left out, for want of room: Like it, elsewhere in the project." in less
    assert "formatter" in less
    assert "Left out" not in whole


async def test_without_room_for_the_code_itself_nothing_is_written() -> None:
    with pytest.raises(AgentValidationError, match="no room in 50 tokens"):
        to_copy(await task(), AROUND, Room(50, Words()), as_it_is)


def test_a_piece_is_cut_between_lines_and_says_so() -> None:
    piece = Piece("Long", "\n".join(f"line {number}" for number in range(40)), 1, can_be_cut=True)
    told = fitted("a", (piece,), "b", Room(60, Words()), as_it_is)
    lines = [line for line in told.split("\n") if line.startswith("line ")]
    assert lines == [f"line {number}" for number in range(len(lines))]
    assert 3 <= len(lines) < 40
    assert "(the rest was left out)" in told
    assert Words().count(told) > 50


async def test_no_secret_gets_out() -> None:
    secret = "AIza" + "Sy3fQ7xTb9Kd2LmVw5Zc8RnPjHgYe4Ua167"
    about = await task(document(TEXT.replace("    y = weak(x)", f'    key = "{secret}"\n    y = weak(x)')))
    around = Around(related=(("a.py", f"key = '{secret}'"),))
    _, user = opening(about, around, Room(2000, Words()), redacted)
    assert secret not in user.text
    assert secret not in to_copy(about, around, Room(2000, Words()), redacted)


@given(PIECES, st.integers(20, 200))
def test_any_pieces_stay_within_their_fences_and_the_room(pieces: list[Piece], tokens: int) -> None:
    try:
        told = fitted("Opening.", pieces, "Closing.", Room(tokens, Words()), as_it_is)
    except AgentValidationError:
        return
    assert Words().count(told) <= tokens
    outside, fence = [], ""
    for line in told.split("\n"):
        ticks = line if line and not line.strip("`") and len(line) >= 3 else ""
        if fence:
            fence = "" if len(ticks) >= len(fence) else fence
        elif ticks:
            fence = ticks
        else:
            outside.append(line)
    assert not fence
    assert outside[0] == "Opening."
    assert outside[-1] == "Closing."
    ours = ("Left out, for want of room: ", "(the rest was left out)", "Opening.", "Closing.")
    assert all(not line or line.endswith(":") or line.startswith(ours) for line in outside)
