"""Foreign text made safe to show: nothing in a file name or source line can steer a terminal or break an encoding."""

import re
import unicodedata

_BIDI = range(0x202A, 0x202F), range(0x2066, 0x206A)

# Control characters become their visible pictures, one for one so that columns stay; what has none, and what turns
# the direction of reading round, becomes the replacement character.
_VISIBLE = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys((code for codes in _BIDI for code in codes), 0xFFFD),
}

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with as many characters, each of which shows; a tab becomes a space."""
    return encodable(text.replace("\t", " ").translate(_VISIBLE))


def one_line(text: str) -> str:
    """The text in one visible line, white space collapsed."""
    return visible(" ".join(text.split()))


def encodable(text: str) -> str:
    """The text with what UTF-8 cannot hold replaced; undecodable file names and some clients bring such."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def columns(character: str) -> int:
    """Cells of a terminal that one character takes (Unicode Standard Annex 11)."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
