"""Bytes of a text that are to be written over: every line and every byte offset stays where it is."""

from dataclasses import dataclass, field

_NEWLINE = 0x0A
_SPACE = 0x20


@dataclass(frozen=True, slots=True)
class Blanks:
    """`ranges` of byte offsets to blank, and texts to put somewhere in them afterwards."""

    ranges: list[tuple[int, int]] = field(default_factory=list)
    texts: list[tuple[int, bytes]] = field(default_factory=list)

    def blank(self, start: int, end: int, text: bytes = b"") -> bool:
        """Space instead of what is between two offsets but line ends, `text` at its start.

        False where that has no room, or where all of it is blanked already.
        """
        if len(text) > end - start or any(first <= start and end <= last for first, last in self.ranges):
            return False
        if end > start:
            self.ranges.append((start, end))
        if text:
            self.texts.append((start, text))
        return True

    def applied(self, data: bytes) -> bytes:
        if not self.ranges:
            return data
        new = bytearray(data)
        for start, end in self.ranges:
            new[start:end] = bytes(_NEWLINE if byte == _NEWLINE else _SPACE for byte in data[start:end])
        for start, text in self.texts:
            new[start : start + len(text)] = text
        return bytes(new)
