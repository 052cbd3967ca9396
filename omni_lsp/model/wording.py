"""Numbers and lists in words."""

SHOWN = 5
"""How many of a list are named."""
_PLURALS = {"class": "classes"}


def counted(number: int, noun: str) -> str:
    """`1 file`, `3 classes`."""
    return f"{number} {noun if number == 1 else _PLURALS.get(noun, noun + 's')}"


def listed(items: tuple[str, ...]) -> str:
    """`a, b and 3 more`, at most five by name."""
    rest = len(items) - SHOWN
    return ", ".join(items[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
