"""One answer of the editor's model as it comes in: what it may be, its text so far, how it ended, what it cost."""

from collections.abc import Callable, Mapping

from omni_lsp.model.chat import Ending, Reply, Request, Usage
from omni_lsp.model.chat_errors import ChatMalformedError

EDITOR = "the editor"
MOST_BYTES = 4 * 1024 * 1024

_MOST_TOKENS = 1_000_000_000
_LETTERS_OF_A_TOKEN = 4
_ROLE_TOKENS = 4


class Hearing:
    """Fed by `part` in the order of the answer; `heard` gets each new text, in whole code points and before any stop.

    `give_up` is called once, when the rest of the answer is of no use; `is_over` from then on.
    """

    def __init__(self, heard: Callable[[str], None], stops: tuple[str, ...], give_up: Callable[[], None]) -> None:
        self._heard = heard
        self._stops = tuple(filter(None, stops))
        self._give_up = give_up
        self._came: list[str] = []
        self._pieces: list[str] = []
        self._held = ""
        self._bytes = 0
        self._flaw = ""
        self.is_over = False

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def part(self, value: object) -> None:
        """One value of `$/progress`, whatever it is."""
        if not self.is_over and self._is_last(value):
            self._give_up()

    def reply(self, answer: object, request: Request) -> Reply:
        """The whole of it, asked for once; `answer` counts where nothing was given up. Raises ChatMalformedError."""
        ending, usage = Ending.DONE, None
        if not self.is_over:
            ending, usage = self._end(answer)
        if self._flaw:
            raise ChatMalformedError(EDITOR, self._flaw, self.text)
        if not self.is_over:
            self._put(self._held)
        return Reply(self.text, self._usage(usage, request), ending)

    def _is_last(self, value: object) -> bool:
        """Whether nothing that comes after it is of any use."""
        text = value.get("text") if isinstance(value, Mapping) else None
        if isinstance(text, str):
            self._take(text)
        else:
            self._fail("a piece of its answer is no text")
        return self.is_over

    def _end(self, answer: object) -> tuple[Ending, object]:
        if not isinstance(answer, Mapping):
            self._fail("its answer is no object")
            return Ending.DONE, None
        ending, text = answer.get("ending"), answer.get("text")
        if ending not in list(Ending):
            self._fail("its answer does not say how it ended")
            return Ending.DONE, None
        if text is not None and not isinstance(text, str):
            self._fail("the text of its answer is none")
        elif text and not self._came:
            self._take(text)
        elif text is not None and _whole(text) != _whole("".join(self._came)):
            self._fail("the text of its answer is not that of its pieces")
        return Ending(ending), answer.get("usage")

    def _take(self, text: str) -> None:
        self._came.append(text)
        self._bytes += len(text.encode("utf-8", "surrogatepass"))
        if self._bytes > MOST_BYTES:
            self._fail(f"its answer is longer than {MOST_BYTES // 1024 // 1024} MB")
            return
        text = self._held + text
        found = min((at for at in map(text.find, self._stops) if at >= 0), default=-1)
        if found >= 0:
            self._put(text[:found])
            self.is_over = True
            return
        kept = self._kept(text)
        self._held = text[len(text) - kept :]
        self._put(text[: len(text) - kept])

    def _kept(self, text: str) -> int:
        """How many characters at the end may be the beginning of a stop, or half of a character that JavaScript cut."""
        longest = min(len(text), max(map(len, self._stops), default=1) - 1)
        for length in range(longest, 0, -1):
            if any(stop.startswith(text[-length:]) for stop in self._stops):
                return length
        return 1 if "\ud800" <= text[-1:] <= "\udbff" else 0

    def _put(self, text: str) -> None:
        if text:
            whole = _whole(text)
            self._pieces.append(whole)
            self._heard(whole)

    def _fail(self, flaw: str) -> None:
        self._flaw = flaw
        self.is_over = True

    def _usage(self, said: object, request: Request) -> Usage:
        """What the client did not count is estimated."""
        counted = _tokens(said, "inputTokens"), _tokens(said, "outputTokens")
        texts = [message.text for message in request.messages]
        texts += [request.schema.json_text] if request.schema is not None else []
        return Usage(
            sum(_estimated(text) + _ROLE_TOKENS for text in texts) if counted[0] is None else counted[0],
            _estimated(self.text) if counted[1] is None else counted[1],
            None not in counted,
        )


def _whole(text: str) -> str:
    """In whole code points, whatever the text was cut into on its way."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _tokens(usage: object, name: str) -> int | None:
    number = usage.get(name) if isinstance(usage, Mapping) else None
    is_number = isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= _MOST_TOKENS
    return number if is_number else None


def _estimated(text: str) -> int:
    return -(-len(text) // _LETTERS_OF_A_TOKEN)
