r"""Letters that look like Latin ones, after the idea of Unicode Technical Standard #39.

A table of our own: letters of Cyrillic, Greek, Armenian, Cherokee and Latin's own variants that most fonts draw like a
basic Latin letter. `SURE` ones cannot be told apart; `FAINT` ones can, with care, and stand in formulas for themselves.
"""

import re
import string

_CYRILLIC = {
    "\u0430": "a", "\u0435": "e", "\u043e": "o", "\u0440": "p", "\u0441": "c", "\u0443": "y", "\u0445": "x",
    "\u0455": "s", "\u0456": "i", "\u0458": "j", "\u04bb": "h", "\u04cf": "l", "\u0501": "d", "\u051b": "q",
    "\u051d": "w", "\u0475": "v", "\u0410": "A", "\u0412": "B", "\u0415": "E", "\u041a": "K", "\u041c": "M",
    "\u041d": "H", "\u041e": "O", "\u0420": "P", "\u0421": "C", "\u0422": "T", "\u0425": "X", "\u0405": "S",
    "\u0406": "I", "\u0408": "J", "\u04ae": "Y", "\u0423": "Y", "\u04c0": "I", "\u050c": "G", "\u051a": "Q",
    "\u051c": "W", "\u0474": "V",
}  # fmt: skip
_GREEK = {
    "\u0391": "A", "\u0392": "B", "\u0395": "E", "\u0396": "Z", "\u0397": "H", "\u0399": "I", "\u039a": "K",
    "\u039c": "M", "\u039d": "N", "\u039f": "O", "\u03a1": "P", "\u03a4": "T", "\u03a5": "Y", "\u03a7": "X",
    "\u03bf": "o", "\u03f2": "c", "\u03f3": "j", "\u037f": "J",
}  # fmt: skip
_ARMENIAN = {
    "\u0585": "o", "\u057d": "u", "\u0570": "h", "\u0578": "n", "\u0581": "g", "\u0566": "q", "\u0555": "O",
    "\u054d": "U", "\u054f": "S", "\u0561": "w",
}  # fmt: skip
_CHEROKEE = {
    "\u13aa": "A", "\u13f4": "B", "\u13df": "C", "\u13a0": "D", "\u13ac": "E", "\u13bb": "H", "\u13ab": "J",
    "\u13e6": "K", "\u13de": "L", "\u13b7": "M", "\u13e2": "P", "\u13a1": "R", "\u13da": "S", "\u13a2": "T",
    "\u13d9": "V", "\u13b3": "W", "\u13c3": "Z",
}  # fmt: skip
# The click letter U+01C3 is drawn like an exclamation mark and may stand in a name.
_LATIN = {"\u0251": "a", "\u0261": "g", "\u017f": "s", "\u01c3": "!", "\uab32": "e"}
FAINT = {
    "\u03b1": "a", "\u03b3": "y", "\u03b9": "i", "\u03ba": "k", "\u03bd": "v", "\u03c1": "p", "\u03c3": "o",
    "\u03c4": "t", "\u03c5": "u", "\u03c7": "x", "\u0432": "b", "\u043a": "k", "\u043c": "m", "\u043d": "h",
    "\u0442": "t", "\u0433": "r", "\u043f": "n",
}  # fmt: skip

_FULL_WIDTH = {
    chr(start + at): letter
    for start, letters in ((0xFF21, string.ascii_uppercase), (0xFF41, string.ascii_lowercase))
    for at, letter in enumerate(letters)
}
# Thirteen alphabets, capitals first; their holes, which are letters elsewhere, do no harm here.
_MATHS = {
    chr(0x1D400 + alphabet * 52 + at): letter
    for alphabet in range(13)
    for at, letter in enumerate(string.ascii_uppercase + string.ascii_lowercase)
}
STYLED = _FULL_WIDTH | _MATHS
"""Latin letters in another dress; Python and others read them as the plain ones (NFKC)."""

SURE = _CYRILLIC | _GREEK | _ARMENIAN | _CHEROKEE | _LATIN | STYLED
TWINS = SURE | FAINT

# One range for those beyond the first plane: `re` compares them one by one.
_CLASS = "".join(letter for letter in TWINS if letter not in _MATHS) + f"{min(_MATHS)}-{max(_MATHS)}"
LOOK_ALIKE = re.compile(f"[{_CLASS}]")
NAME = re.compile(rf"(?<!\w)[A-Za-z0-9_]*+[{_CLASS}][A-Za-z0-9_{_CLASS}]*+(?!\w)")
"""A name with at least one such letter, and otherwise basic Latin letters, digits and underscores only."""


def twin(name: str) -> str:
    """The name that it looks like, in basic Latin letters."""
    return "".join(TWINS.get(letter, letter) for letter in name)
