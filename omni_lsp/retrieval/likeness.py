"""Code as a question: what finds code that is like it."""

from itertools import islice

from omni_lsp.retrieval.terms import STOP_WORDS, words

_MOST_WORDS = 250
_KEYWORDS = (
    "def class function func fn return self this const let var if else elif for while async await public private "
    "protected static final void import package new none null nil true false try except catch finally raise throw "
    "int str string bool float double"
)
_COMMON = STOP_WORDS | frozenset(_KEYWORDS.split())


def likeness(code: str) -> str:
    """The words of a piece of code, each as often as it is there, without what any code has.

    A question of plain words: names in it would find the files that define what the code calls. Empty for code that
    says nothing.
    """
    telling = (word for word in words(code) if len(word) > 1 and word not in _COMMON)
    return " ".join(islice(telling, _MOST_WORDS))
