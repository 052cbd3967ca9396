"""A document as a client has it: a plain list of its units, changed to the letter of LSP 3.17 and no faster than that."""

import struct
from dataclasses import dataclass, field

CR, LF = 13, 10


@dataclass
class PlainDocument:
    """`units` are bytes, UTF-16 units or code points, as the name of the encoding says."""

    encoding: str
    units: list[int] = field(default_factory=list)

    def rewrite(self, text: str) -> None:
        self.units = self._units(text)

    def replace(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Places are line and character; the end may come before the start."""
        one, other = sorted((self.index(*start), self.index(*end)))
        self.units[one:other] = self._units(text)

    @property
    def text(self) -> str:
        if self.encoding == "utf-8":
            return bytes(self.units).decode("utf-8", "surrogatepass")
        if self.encoding == "utf-16":
            return struct.pack(f"<{len(self.units)}H", *self.units).decode("utf-16-le", "surrogatepass")
        return "".join(map(chr, self.units))

    def lines(self) -> list[tuple[int, int]]:
        """Start and end of each line, its line end left out."""
        found, start, at = [], 0, 0
        while at < len(self.units):
            unit = self.units[at]
            at += 1
            if unit in (CR, LF):
                found.append((start, at - 1))
                at += unit == CR and self.units[at : at + 1] == [LF]
                start = at
        return [*found, (start, at)]

    def index(self, line: int, character: int) -> int:
        """Where a place is; beyond its line at the end of that, beyond the text at its end, in a character before it."""
        lines = self.lines()
        if line >= len(lines):
            return len(self.units)
        start, end = lines[line]
        at = min(start + character, end)
        while start < at < end and self._is_inside(at):
            at -= 1
        return at

    def place(self, index: int) -> tuple[int, int]:
        """Line and character of a place that is at no line end."""
        line, (start, _) = [(number, line) for number, line in enumerate(self.lines()) if line[0] <= index][-1]
        return line, index - start

    def _is_inside(self, at: int) -> bool:
        if self.encoding == "utf-8":
            return 0x80 <= self.units[at] <= 0xBF
        is_pair = 0xD800 <= self.units[at - 1] <= 0xDBFF and 0xDC00 <= self.units[at] <= 0xDFFF
        return self.encoding == "utf-16" and is_pair

    def _units(self, text: str) -> list[int]:
        if self.encoding == "utf-8":
            return list(text.encode("utf-8", "surrogatepass"))
        if self.encoding == "utf-16":
            data = text.encode("utf-16-le", "surrogatepass")
            return list(struct.unpack(f"<{len(data) // 2}H", data))
        return list(map(ord, text))
