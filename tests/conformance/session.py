"""A recording as requests and their answers, with what client and server know of each other at any time."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any

from profiles import look
from recording import Message, Reading

# Shipped editors announce these under another name, and mean the same.
_SPELT = {("workspace", "diagnostics", "refreshSupport"): ("workspace", "diagnostic", "refreshSupport")}


@dataclass(slots=True)
class Call:
    """A request; `answer` is the response's body, `answered` its index, both `None` while there is none."""

    index: int
    id: object
    method: str
    params: Any
    answer: Mapping[str, Any] | None = None
    answered: int | None = None

    @property
    def result(self) -> Any:
        return look(self.answer, "result")


@dataclass
class Session:
    """`ill` are indices of messages that say nothing reliable, because their shape is wrong."""

    reading: Reading
    ill: frozenset[int] = frozenset()
    asked: list[Call] = field(default_factory=list)
    """Requests of the client."""
    demanded: list[Call] = field(default_factory=list)
    """Requests of the server."""
    unasked: list[int] = field(default_factory=list)
    """Responses of the server to nothing."""

    def __post_init__(self) -> None:
        for message in self.reading.messages:
            if not isinstance(message.body, dict):
                continue
            if "method" in message.body and "id" in message.body:
                self._request(message)
            elif "method" not in message.body and "id" in message.body:
                self._response(message)

    def sent(self, *, client: bool) -> Iterator[tuple[int, dict[str, Any]]]:
        """Index and body of every message of one side that is an object."""
        for message in self.reading.messages:
            if message.from_client is client and isinstance(message.body, dict):
                yield message.index, message.body

    def notified(self, method: str, *, client: bool) -> Iterator[tuple[int, Any]]:
        """Index and params of every sound notification of one side."""
        for index, body in self.sent(client=client):
            if body.get("method") == method and "id" not in body and index not in self.ill:
                yield index, body.get("params")

    def first(self, method: str) -> Call | None:
        return next((call for call in self.asked if call.method == method), None)

    @cached_property
    def initialize(self) -> Call | None:
        return self.first("initialize")

    def announced(self, *path: str) -> Any:
        """What the client announced at this place of its capabilities."""
        capabilities = look(self.initialize.params, "capabilities") if self.initialize else None
        found = look(capabilities, *path)
        return look(capabilities, *_SPELT[path]) if found is None and path in _SPELT else found

    def offered(self, *path: str) -> Any:
        """What the server announced at this place of its capabilities."""
        return look(self.initialize.result if self.initialize else None, "capabilities", *path)

    def registered(self, method: str, index: int) -> list[Any]:
        """The options of what the server had registered for a method before this message."""
        return [
            look(registration, "registerOptions")
            for call in self.demanded
            if call.method == "client/registerCapability" and call.index < index
            for registration in look(call.params, "registrations") or ()
            if look(registration, "method") == method
        ]

    def heard(self, index: int) -> int:
        """The last message of the client that the server has certainly read when it sends this one, -1 for none.

        It reads in order, so an answer proves that all before the question were read.
        """
        answered, read = self._proofs
        place = bisect_right(answered, index)
        return read[place - 1] if place else -1

    def token(self, token: object, index: int) -> tuple[Call | None, bool]:
        """The last request before this message that the client made with a progress token, and if for its parts."""
        made = [pair for pair in self._tokens[json.dumps(token)] if pair[0].index < index]
        return made[-1] if made else (None, False)

    @cached_property
    def _tokens(self) -> defaultdict[str, list[tuple[Call, bool]]]:
        tokens: defaultdict[str, list[tuple[Call, bool]]] = defaultdict(list)
        for call in self.asked:
            for name, is_partial in (("workDoneToken", False), ("partialResultToken", True)):
                if look(call.params, name) is not None:
                    tokens[json.dumps(call.params[name])].append((call, is_partial))
        return tokens

    @cached_property
    def ended(self) -> int | None:
        """The index of `exit`, when the session ended as the protocol has it: shutdown was asked, answered, then exit."""
        shutdown = self.first("shutdown")
        if shutdown is None or shutdown.answered is None:
            return None
        exits = (index for index, _ in self.notified("exit", client=True))
        return next((index for index in exits if index > shutdown.index), None)

    @cached_property
    def _proofs(self) -> tuple[list[int], list[int]]:
        """Indices of the responses, and the last question that was read before each."""
        pairs = sorted((call.answered, call.index) for call in self.asked if call.answered is not None)
        return [answered for answered, _ in pairs], list(accumulate((asked for _, asked in pairs), max))

    def _request(self, message: Message) -> None:
        call = Call(message.index, message.body["id"], str(message.body["method"]), message.body.get("params"))
        (self.asked if message.from_client else self.demanded).append(call)

    def _response(self, message: Message) -> None:
        calls = self.demanded if message.from_client else self.asked
        number = message.body["id"]
        for call in calls:
            if call.answered is None and call.id == number and type(call.id) is type(number):
                call.answer, call.answered = message.body, message.index
                return
        if not message.from_client:
            self.unasked.append(message.index)
