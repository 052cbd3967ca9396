"""One answer as it comes in: its text so far, how it ended, what it cost."""

from collections.abc import Callable

from omni_lsp.adapters.chat.dialect import Delta
from omni_lsp.model.chat import Ending, Reply, Request, Usage
from omni_lsp.ports.retrieval import TokenCounter

_ROLE_TOKENS = 8
"""More than any known service adds for each message."""


class Hearing:
    """Fed by `add` in the order of the answer; `heard` gets each new text, in whole code points.

    Of an answer of more than `most_characters` nobody hears the rest.
    """

    def __init__(self, heard: Callable[[str], None], most_characters: int) -> None:
        self._heard = heard
        self._room = most_characters
        self._pieces: list[str] = []
        self._half = ""
        self._ending: Ending | None = None
        self._input: int | None = None
        self._output: int | None = None
        self.is_over = False

    @property
    def is_answered(self) -> bool:
        """Whether the text has come to its end; what it cost may still follow, until `is_over`."""
        return self._ending is not None

    @property
    def is_too_long(self) -> bool:
        return self._room < 0

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, delta: Delta) -> None:
        self._say(self._half + delta.text)
        # A refusal stays one, whatever is said about the end of its words.
        if delta.ending is not None and self._ending is not Ending.REFUSED:
            self._ending = delta.ending
        if delta.input_tokens is not None:
            self._input = max(self._input or 0, delta.input_tokens)
        if delta.output_tokens is not None:
            self._output = max(self._output or 0, delta.output_tokens)
        if delta.is_last:
            self.is_over = True
            self._ending = self._ending or Ending.DONE

    def reply(self, request: Request, counter: TokenCounter) -> Reply:
        """The whole of it, asked for once; tokens that the service did not count are estimated."""
        if self._half:
            self._put("\ufffd")
        text = self.text
        is_counted = self._input is not None and self._output is not None
        usage = Usage(
            input_tokens_of(request, counter) if self._input is None else self._input,
            counter.count(text) if self._output is None else self._output,
            is_counted,
        )
        return Reply(text, usage, self._ending or Ending.DONE)

    def _say(self, text: str) -> None:
        """Services that cut an answer between the two halves of a character send each half in an event of its own."""
        self._half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
        whole = text[: len(text) - len(self._half)]
        if whole:
            self._put(whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    def _put(self, text: str) -> None:
        self._room -= len(text)
        if not self.is_too_long:
            self._pieces.append(text)
            self._heard(text)


def input_tokens_of(request: Request, counter: TokenCounter) -> int:
    """What a request costs before its answer, estimated from above as far as the counter does that."""
    texts = [message.text for message in request.messages]
    if request.schema is not None:
        texts.append(request.schema.json_text)
    return sum(counter.count(text) + _ROLE_TOKENS for text in texts)
