r"""Characters that cannot be seen, and the company in which they are ordinary.

Sources: Unicode Standard Annex #9 (bidirectional controls), #31 (joiners in identifiers), #44 (Default_Ignorable_Code_Point),
Technical Standard #37 (ideographic variation sequences) and #51 (emoji sequences). All of them are written as escapes.
"""

import re
import unicodedata
from enum import Enum, auto
from functools import cache

EMBEDDINGS = frozenset("\u202a\u202b")
OVERRIDES = frozenset("\u202d\u202e")
ISOLATES = frozenset("\u2066\u2067\u2068")
POP_ISOLATE = "\u2069"

# No tab, line feed, form feed (a page break in old sources) and carriage return; NEL is a line end, see below.
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f"
_LINE_ENDS = "\x0b\x85\u2028\u2029"
_FILLERS = "\u115f\u1160\u3164\uffa0"
_SHORT_SELECTORS = "\ufe00-\ufe0f"
_OTHERS = "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffb"
_BIDI = "\u202a-\u202e\u2066-\u2069"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LOW = f"{_CONTROLS}{_LINE_ENDS}{_FILLERS}{_SHORT_SELECTORS}{_OTHERS}"
# Tags and the long selectors are in the last range, with what is reserved for more of their kind.
_HIGH = "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
UNSEEN = re.compile(f"[{_LOW}{_HIGH}]")
"""One character that this module judges; bidirectional controls and spaces are looked for apart."""
UNSEEN_LOW = re.compile(f"[{_LOW}{_BIDI}]")
UNSEEN_OR_SPACE = re.compile(f"[{_LOW}{_BIDI}{_SPACES}]")
UNSEEN_HIGH = re.compile(f"[{_HIGH}]")
BIDI = re.compile(f"[{_BIDI}]")
SPACES = re.compile(f"[{_SPACES}]")
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
RIGHT_TO_LEFT = re.compile(f"[{_RIGHT_TO_LEFT}]")
LEFT_TO_RIGHT = re.compile(rf"[^\W{_RIGHT_TO_LEFT}]")
ASCII_CONTROLS = tuple(chr(code) for code in (*range(9), 11, *range(14, 32), 127))


class Sort(Enum):
    """What kind of unseen character it is."""

    CONTROL = auto()
    LINE_END = auto()
    SELECTOR = auto()
    TAG = auto()
    FILLER = auto()
    OTHER = auto()


_SORTS = [
    (re.compile(f"[{members}]"), sort)
    for members, sort in (
        (_CONTROLS, Sort.CONTROL),
        (_LINE_ENDS, Sort.LINE_END),
        (_SHORT_SELECTORS + "\U000e0100-\U000e01ef", Sort.SELECTOR),
        ("\U000e0000-\U000e007f", Sort.TAG),
        (_FILLERS, Sort.FILLER),
    )
]


@cache
def sort_of(character: str) -> Sort:
    return next((sort for members, sort in _SORTS if members.match(character)), Sort.OTHER)


_EMOJI = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_KEYCAP = re.compile("[0-9#*]")
_EMOJI_SELECTORS = "\ufe0e\ufe0f"
# Arabic, Syriac, NKo and the like; the Indic scripts; Tibetan, Myanmar, Khmer, Mongolian and others of South-East Asia.
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0e00-\u109f\u1700-\u18af\u1900-\u1aaf\u1b00-\u1c4f\ua800-\ua8ff\ua900-\uaaff"
    "\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00011000-\U00011fff\U0001e900-\U0001e95f]"
)
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf\ua9e0-\ua9ff\uaa60-\uaa7f]"
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MONGOLIAN = re.compile("[\u1800-\u18af]")
_JAMO = re.compile("[\u1100-\u115e\u1161-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")
_MATHS_OR_CJK_MARK = re.compile("[\u2200-\u22ff\u2a00-\u2aff\u3000-\u303f\uff00-\uff60\u1000-\u109f\ua840-\ua87f0]")
_HEBREW_OR_MARK = re.compile("[\u0300-\u036f\u0590-\u05ff]")
# The black flag, the letters of a region as tags, the tag that ends them (UTS #51, ED-14).
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
_LONGEST_FLAG = 8
ONLY_IN_PROSE = frozenset("\u00ad\u061c\u200e\u200f")
"""Hyphens and marks of direction: what people write needs them, names of programs never do."""
_HYPHENATED = 10  # Shorter words need no soft hyphen.


def is_ordinary(text: str, at: int) -> bool:
    """Whether an unseen character stands where writing needs it, so that it hides nothing."""
    character = text[at]
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    match sort_of(character):
        case Sort.SELECTOR:
            return _is_variation(text, at, before, after)
        case Sort.TAG:
            start = text.rfind("\U0001f3f4", max(0, at - _LONGEST_FLAG), at)
            flag = _FLAG.match(text, start) if start >= 0 else None
            return flag is not None and flag.end() > at
        case Sort.FILLER:
            return character in "\u115f\u1160" and bool(_JAMO.match(before) or _JAMO.match(after))
        case Sort.OTHER:
            return _is_format_needed(text, at, before, after)
        case _:
            # Old editors of DOS end a file with control-Z.
            return character == "\x1a" and at + 1 == len(text)


def is_part_of_word(text: str, at: int) -> bool:
    """Whether an unseen character touches a name: in code, two names then look like one."""
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return any(each.isalnum() or each in "_$" for each in around)


def name_of(character: str) -> str:
    r"""Like `U+200B ZERO WIDTH SPACE`."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def _is_variation(text: str, at: int, before: str, after: str) -> bool:
    character = text[at]
    if not before:
        return False
    if character in _EMOJI_SELECTORS:
        if _KEYCAP.match(before):
            return after == "\u20e3"
        # Some keyboards write the selector twice.
        doubled = before == character and at > 1 and not _is_selector(after) and _EMOJI.match(text[at - 2])
        return bool(doubled or _EMOJI.match(before) or _HAN.match(before) or _MATHS_OR_CJK_MARK.match(before))
    if _HAN.match(before):
        return character >= "\U000e0100" or character <= "\ufe02"
    return character <= "\ufe02" and bool(_MATHS_OR_CJK_MARK.match(before))


def _is_selector(character: str) -> bool:
    return bool(character) and sort_of(character) is Sort.SELECTOR


def _is_format_needed(text: str, at: int, before: str, after: str) -> bool:
    needed = False
    match text[at]:
        case "\ufeff":
            needed = at == 0
        case "\u200c" | "\u200d":
            needed = _is_joiner_needed(text, at, before, after)
        case "\u200b" | "\u2060":
            needed = bool(_WITHOUT_SPACES.match(before) or _WITHOUT_SPACES.match(after))
        case "\u00ad":
            needed = before.isalpha() and after.isalpha() and len(_word(text, at)) >= _HYPHENATED
        case "\u061c" | "\u200e" | "\u200f":
            needed = bool(RIGHT_TO_LEFT.search(_line(text, at)))
        case "\u034f":
            needed = bool(_HEBREW_OR_MARK.match(before) or _HEBREW_OR_MARK.match(after))
        case "\u17b4" | "\u17b5":
            needed = bool(_WITHOUT_SPACES.match(before))
        case character if "\u180b" <= character <= "\u180f":
            needed = bool(_MONGOLIAN.match(before))
    return needed


def _is_joiner_needed(text: str, at: int, before: str, after: str) -> bool:
    if text[at] == "\u200d" and _EMOJI.match(after):
        base = text[at - 2 : at - 1] if before in _EMOJI_SELECTORS and at > 1 else before
        return bool(_EMOJI.match(base))
    # Two in a row are a slip of the finger, more are a message.
    start, end = at, at + 1
    while start and text[start - 1] in "\u200c\u200d" and at - start < 3:
        start -= 1
    while text[end : end + 1] in ("\u200c", "\u200d") and end - at < 4:
        end += 1
    if end - start > 2:
        return False
    return bool(_JOINING.match(text[start - 1 : start] if start else "") or _JOINING.match(text[end : end + 1]))


def _word(text: str, at: int) -> str:
    """Letters and soft hyphens around a place, as far as they matter."""
    around = text[max(0, at - 40) : at + 40]
    middle = min(at, 40)
    return re.split(r"[^\w\xad]", around[:middle])[-1] + re.split(r"[^\w\xad]", around[middle:])[0]


def _line(text: str, at: int) -> str:
    """Up to two hundred characters of its line on both sides."""
    return text[max(0, at - 200) : at].rpartition("\n")[2] + text[at : at + 200].partition("\n")[0]
