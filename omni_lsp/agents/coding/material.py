"""What a prompt is made of: pieces by their value, as many as an exact number of tokens has room for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from omni_lsp.agents.coding.fence import fenced
from omni_lsp.agents.coding.task import Redact
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.ports.retrieval import TokenCounter

_LEFT_OUT = "Left out, for want of room: "
_CUT = "(the rest was left out)"
_FEWEST_LINES = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a repository with a label; `value` 0 must be there and whole, of the others a lower one goes first.

    `can_be_cut` says that its first lines are worth something by themselves.
    """

    label: str
    text: str
    value: int
    language: str = ""
    can_be_cut: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """`tokens` is how many the whole prompt may have, as `counter` counts."""

    tokens: int
    counter: TokenCounter


def fitted(opening: str, pieces: Sequence[Piece], closing: str, room: Room, redact: Redact) -> str:
    """Our words around the pieces, in their order, of at most `room.tokens`; what was left out is named.

    Raises AgentValidationError when not even what must be there has room.
    """
    pieces = [piece for piece in pieces if piece.text.strip()]
    ready = [replace(piece, text=fenced(piece.label, piece.text, redact, piece.language)) for piece in pieces]
    chosen: dict[int, Piece] = {at: piece for at, piece in enumerate(ready) if piece.value == 0}

    def assembled(some: dict[int, Piece]) -> str:
        left = [_name(piece) for at, piece in enumerate(ready) if at not in some]
        note = [f"{_LEFT_OUT}{', '.join(left)}."] if left else []
        return "\n\n".join([opening, *(some[at].text for at in sorted(some)), *note, closing])

    def fits(some: dict[int, Piece]) -> bool:
        return room.counter.count(assembled(some)) <= room.tokens

    if not fits(chosen):
        raise AgentValidationError("write a prompt", "a finding", f"it has no room in {room.tokens} tokens")
    for at in sorted(range(len(ready)), key=lambda at: ready[at].value):
        if at in chosen:
            continue
        if fits({**chosen, at: ready[at]}):
            chosen[at] = ready[at]
        elif pieces[at].can_be_cut:
            others = dict(chosen)
            some = _most_lines(pieces[at], redact, partial(_fits_with, fits, others, at))
            if some is not None:
                chosen[at] = some
    return assembled(chosen)


def _fits_with(fits: Callable[[dict[int, Piece]], bool], others: dict[int, Piece], at: int, piece: Piece) -> bool:
    return fits({**others, at: piece})


def _name(piece: Piece) -> str:
    return piece.text.partition(":\n")[0]


def _most_lines(piece: Piece, redact: Redact, fits: Callable[[Piece], bool]) -> Piece | None:
    """As many of its first lines as there is room for, with a note; `None` when these are too few."""
    lines = piece.text.splitlines()
    # What is redacted is the whole, since the rest of a text tells which of its words are secrets.
    if len(shown := redact(piece.text).splitlines()) == len(lines):
        lines = shown

    def first(number: int) -> Piece:
        text = "\n".join(lines[:number])
        return replace(piece, text=f"{fenced(piece.label, text, redact, piece.language)}\n{_CUT}")

    low, high = _FEWEST_LINES, len(lines) - 1
    if high < low or not fits(first(low)):
        return None
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(first(middle)) else (low, middle - 1)
    return first(low)
