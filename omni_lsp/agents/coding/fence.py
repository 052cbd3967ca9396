"""Text of a repository in a prompt: data between fences, in which nothing speaks to the model by other means than words.

A fence is longer than any in the text, and no line end, control token or role at the start of a line gets through as such.
"""

import re
import unicodedata

from omni_lsp.agents.coding.task import Redact
from omni_lsp.agents.coding.text import is_hidden

_LABEL = 120
_CONTROL = re.compile(
    # Tokens that mark turns in the templates of models: <|im_start|>, <｜User｜>, [INST], <<SYS>>, <start_of_turn>, </s>.
    r"<(?=[|｜])|(?<=[|｜])>|<(?=/?(?:s|bos|eos|pad|unk|start_of_turn|end_of_turn|start_of_image|sep|cls|mask)>)"
    r"|<(?=</?SYS>>)|\[(?=/?(?:INST|SYS|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|IMG)\])"
    # Tags by which tools are called and turns are told apart. Types of languages begin with a capital.
    r"|<(?=/?(?:[a-z]+:)?(?:tool|function|invoke|parameter|system|user|assistant|human|think|result|instruction|antml)"
    r"[a-z_-]*(?:[\s=:/>]|$))",
    re.MULTILINE,
)
# `user:` is a field of many records, `User:` at the start of a line is none.
_ROLE = re.compile(
    r"^([ \t>*#-]*)(Human|Assistant|System|User|HUMAN|ASSISTANT|SYSTEM|USER|human|assistant|Model|AI|Developer|H|A)(\**):",
    re.MULTILINE,
)
_MARKER = re.compile(r"^@@@", re.MULTILINE)
_TICKS = re.compile("`+")
_LINE_ENDS = re.compile(r"\r\n|\r")


def fenced(label: str, text: str, redact: Redact, language: str = "") -> str:
    """A label line, also of the repository's words, and the text between fences, each on a line of its own."""
    shown = harmless(redact(text))
    ticks = "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(shown)), default=0))
    return f"{one_line(redact(label))}:\n{ticks}{language}\n{shown}\n{ticks}"


def harmless(text: str) -> str:
    r"""The text with `\n` as its only line end, hidden characters as `[U+XXXX]`, and a space in each control token."""
    plain = _LINE_ENDS.sub("\n", text)
    seen = "".join(_shown(one) if is_hidden(one) else one for one in plain)
    spaced = _CONTROL.sub(_apart, seen)
    return _MARKER.sub("@ @@", _ROLE.sub(r"\1\2\3 :", spaced))


def one_line(text: str) -> str:
    """A label: short, on one line, without what Markdown could read as a fence."""
    plain = " ".join(harmless(text[: 4 * _LABEL]).split()).replace("`", "'").replace("~~~", "---")
    return plain[:_LABEL]


def _apart(match: re.Match[str]) -> str:
    return " >" if match[0] == ">" else f"{match[0]} "


def _shown(character: str) -> str:
    """Spaces of other widths are spaces; whatever else is not seen says which it is."""
    return " " if unicodedata.category(character) == "Zs" else f"[U+{ord(character):04X}]"
