"""The characters that tell the classes of an expression apart, and sets of them as bits of a number."""

import re
from collections.abc import Callable, Iterable
from re import _constants as c  # type: ignore[attr-defined]

# Letters, a digit, spaces and signs beyond ASCII, each standing for its kind.
_OTHERS = "éÉß中٠\u00a0\u2028×€"
_BASE = tuple(map(chr, range(128))) + tuple(_OTHERS)
_CATEGORIES: dict[object, Callable[[str], bool]] = {
    c.CATEGORY_DIGIT: str.isdecimal,
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
}
_NEGATED = {
    c.CATEGORY_NOT_DIGIT: c.CATEGORY_DIGIT,
    c.CATEGORY_NOT_SPACE: c.CATEGORY_SPACE,
    c.CATEGORY_NOT_WORD: c.CATEGORY_WORD,
}


class Alphabet:
    """Bit n of a set stands for `characters[n]`; `extra` are characters that an expression names."""

    def __init__(self, extra: Iterable[str] = ()) -> None:
        self.characters = (*_BASE, *sorted(set(extra) - set(_BASE)))
        self.all = (1 << len(self.characters)) - 1
        self._index = {char: number for number, char in enumerate(self.characters)}
        self._categories = {code: self._where(test) for code, test in _CATEGORIES.items()}
        self.word = self._categories[c.CATEGORY_WORD]
        self.space = self._categories[c.CATEGORY_SPACE]
        self.newline = self.literal(ord("\n"), 0)

    def any(self, flags: int) -> int:
        return self.all if flags & re.DOTALL else self.all & ~self.newline

    def literal(self, code: int, flags: int) -> int:
        return self._folded(1 << self._index[chr(code)], flags) if chr(code) in self._index else 0

    def members(self, items: Iterable[tuple[object, object]], flags: int) -> int:
        """The set that a class in brackets, as the parser gives it, stands for."""
        found, is_negated = 0, False
        for operator, value in items:
            if operator is c.NEGATE:
                is_negated = True
            elif operator is c.LITERAL and isinstance(value, int):
                found |= self.literal(value, 0)
            elif operator is c.RANGE and isinstance(value, tuple):
                low, high = value
                found |= sum(1 << n for n, char in enumerate(self.characters) if low <= ord(char) <= high)
            elif operator is c.CATEGORY:
                found |= self._category(value)
        found = self._folded(found, flags)
        return self.all & ~found if is_negated else found

    def sample(self, characters: int) -> str:
        """One of them, a letter if there is one."""
        chosen = [char for number, char in enumerate(self.characters) if characters >> number & 1]
        return next(
            (char for char in reversed(chosen) if char.isascii() and char.isalpha()), chosen[0] if chosen else ""
        )

    def _category(self, code: object) -> int:
        if code in _NEGATED:
            return self.all & ~self._categories[_NEGATED[code]]
        return self._categories.get(code, self.all)

    def _folded(self, characters: int, flags: int) -> int:
        if not flags & re.IGNORECASE:
            return characters
        for number, char in enumerate(self.characters):
            if characters >> number & 1:
                for other in (char.lower(), char.upper()):
                    characters |= 1 << self._index[other] if other in self._index else 0
        return characters

    def _where(self, test: Callable[[str], bool]) -> int:
        return sum(1 << number for number, char in enumerate(self.characters) if test(char))
