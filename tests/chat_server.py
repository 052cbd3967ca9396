"""A service with a language model on the loopback, for tests: speaks both protocols, or as badly as it is told to.

It says what it was scripted to say and nothing by chance, on the loop of the test.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from ssl import SSLContext
from typing import Any

EVENTS, JSON = "text/event-stream", "application/json"


class Then(Enum):
    """What comes after the parts of an answer: its end, nothing any more, a broken connection, the last part for ever."""

    ENDS = auto()
    HANGS = auto()
    DROPS = auto()
    REPEATS = auto()


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]  # with small letters
    body: Any  # whatever JSON was sent


@dataclass(frozen=True)
class Answer:
    """Each of `parts` is sent apart; with `drips` each of their bytes, and so many seconds between two."""

    parts: Sequence[bytes] = ()
    kind: str = EVENTS
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    then: Then = Then.ENDS
    drips: float | None = None

    def and_then(self, then: Then) -> "Answer":
        return replace(self, then=then)

    def dripping(self, seconds: float) -> "Answer":
        return replace(self, drips=seconds)

    def without_end(self, parts: int = 1) -> "Answer":
        """Without its last parts."""
        return replace(self, parts=self.parts[:-parts])

    def cut(self, size: int) -> "Answer":
        """The same bytes in other parts of at most so many bytes."""
        whole = b"".join(self.parts)
        return replace(self, parts=[whole[start : start + size] for start in range(0, len(whole), size)])


def event(data: object, name: str = "") -> bytes:
    said = data if isinstance(data, str) else json.dumps(data)
    return (f"event: {name}\n" if name else "").encode() + f"data: {said}\n\n".encode()


def openai(*pieces: str, finish: str | None = "stop", usage: tuple[int, int] | None = (7, 3)) -> Answer:
    """As chat completions come: pieces, why it ended, what it cost, the mark of the end."""
    parts = [event({"choices": [{"index": 0, "delta": {"content": piece}}]}) for piece in pieces]
    if finish is not None:
        parts.append(event({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}))
    if usage is not None:
        counts = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
        parts.append(event({"choices": [], "usage": counts}))
    return Answer([*parts, event("[DONE]")])


def openai_plain(text: str, finish: str = "stop") -> Answer:
    """As servers answer that do not stream."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
    said = {"choices": [choice], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}
    return Answer([json.dumps(said).encode()], JSON)


def anthropic(*pieces: str, stop: str = "end_turn", usage: tuple[int, int] = (7, 3)) -> Answer:
    start = {"type": "message_start", "message": {"usage": {"input_tokens": usage[0], "output_tokens": 1}}}
    deltas = [
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}} for piece in pieces
    ]
    end = {"type": "message_delta", "delta": {"stop_reason": stop}, "usage": {"output_tokens": usage[1]}}
    block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    said = [start, {"type": "ping"}, block, *deltas, {"type": "content_block_stop", "index": 0}, end]
    return Answer([event(each, str(each["type"])) for each in [*said, {"type": "message_stop"}]])


def anthropic_plain(text: str, stop: str = "end_turn") -> Answer:
    said = {
        "content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": text}],
        "stop_reason": stop,
        "usage": {"input_tokens": 5, "cache_read_input_tokens": 2, "output_tokens": 3},
    }
    return Answer([json.dumps(said).encode()], JSON)


def refusing(status: int, said: object = None, **headers: str) -> Answer:
    """Names of headers with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer([json.dumps(said).encode()], JSON, status, named)


@dataclass(eq=False)
class ChatServer:
    """`answers` are the next ones, "ok" when there are no more; `hung` and `gone` tell that it waits, and its client left."""

    scheme: str = "http"
    port: int = 0
    answers: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    hung: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/v1"

    def say(self, *answers: Answer) -> None:
        self.answers += answers

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            self.asked.append(await _read(reader))
            usual = anthropic("ok") if self.asked[-1].path.endswith("/messages") else openai("ok")
            await self._answer(self.answers.pop(0) if self.answers else usual, reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def _answer(self, answer: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        headers = {"Content-Type": answer.kind, "Transfer-Encoding": "chunked", **answer.headers}
        lines = [f"HTTP/1.1 {answer.status} Scripted", *(f"{name}: {value}" for name, value in headers.items())]
        if answer.parts or answer.then is not Then.HANGS:
            writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        for part in answer.parts:
            await self._send(part, answer.drips, writer)
        if answer.then is Then.ENDS:
            writer.write(b"0\r\n\r\n")
            await writer.drain()
        elif answer.then is Then.HANGS:
            await self._hang(reader)
        while answer.then is Then.REPEATS and not self.closing.is_set():
            await self._send(answer.parts[-1], None, writer)

    async def _send(self, part: bytes, drips: float | None, writer: asyncio.StreamWriter) -> None:
        for piece in [part] if drips is None else [part[at : at + 1] for at in range(len(part))]:
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            await writer.drain()
            if drips is not None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.closing.wait(), drips)
            # Each part is to arrive by itself.
            await asyncio.sleep(0)

    async def _hang(self, reader: asyncio.StreamReader) -> None:
        self.hung.set()
        closing = asyncio.create_task(self.closing.wait())
        reading = asyncio.create_task(reader.read())
        await asyncio.wait({closing, reading}, return_when=asyncio.FIRST_COMPLETED)
        if reading.done():
            self.gone.set()
        for task in (closing, reading):
            task.cancel()
        await asyncio.gather(closing, reading, return_exceptions=True)


@asynccontextmanager
async def chatting(tls: SSLContext | None = None) -> AsyncIterator[ChatServer]:
    service = ChatServer(scheme="http" if tls is None else "https")
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await service.serve(reader, writer)
        finally:
            tasks.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    service.port = server.sockets[0].getsockname()[1]
    try:
        yield service
    finally:
        service.closing.set()
        server.close()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:]) if name}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(head[0].split(" ")[1], headers, json.loads(body) if body else None)
