"""One session in this process, from its script to what was wrong with it."""

import asyncio
import gc
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuzz.expected import HELD, Expected, Key, key_of
from fuzz.leaping import LeapingLoop
from fuzz.outcome import Outcome, listening
from fuzz.partner import Partner
from fuzz.script import Big, Echo, Raw, Rest, Script, Step, placed
from fuzz.verdict import answers_wrong, leaks, notifications_wrong, texts_wrong
from inprocess import framed
from omni_lsp.app.session import Session
from omni_lsp.lsp.core import Core, Outbox, Setup
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.text import Span
from omni_lsp.state.documents import Documents

PROBE = {"textDocument": {"uri": "${ROOT}/app.py"}, "position": {"line": 0, "character": 0}}
PROBE_TURNS = 20
PROBE_SECONDS = 1.0  # Of this thread's work, so that other processes have no say in it.
# The user has five minutes to look at an edit, and the server waits for that.
SETTLE_SECONDS = 400.0
LEAVE_SECONDS = 30.0
LAST_TURNS = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace and a cache directory; made once for many sessions."""

    root: Path
    caches: Path


def play(loop: LeapingLoop, script: Script, place: Place) -> Outcome:
    outcome = Outcome()
    loop.leaps = script.host != "engine"
    with listening(loop, outcome):
        loop.run_until_complete(_played(script, place, outcome))
        # What was never looked at says so when it goes.
        gc.collect()
    return outcome


async def _played(script: Script, place: Place, outcome: Outcome) -> None:
    await _Player(script, place, outcome).play()


class _Player:
    def __init__(self, script: Script, place: Place, outcome: Outcome) -> None:
        self._script = script
        self._root = place.root.as_uri()
        self._caches = place.caches
        self._outcome = outcome
        self._partner = Partner(self._start, script.replies)
        self._expected = Expected(self._partner.server.protocol.fm.features, lambda key: self._partner.answers(key[1]))
        self._waiting: list[tuple[bytes, tuple[Any, ...], tuple[Any, ...]]] = []

    async def play(self) -> None:
        for number, step in enumerate(self._script.steps):
            await self._do(step, number)
        self._flush()
        self._blame(*self._texts_wrong())
        if not self._expected.is_over and not self._outcome.has_given_up:
            await self._probe()
            await self._settle()
        await self._leave()
        self._look_back()

    async def _start(self, setup: Setup, documents: Documents, outbox: Outbox) -> Core:
        if self._script.host == "bare":
            raise ConfigError("settings", (Mistake("no", Span(0, 0)),))
        environment = {"OMNI_CACHE_DIR": str(self._caches)}
        if self._script.host == "session":
            environment["OMNI_ENGINE_PATH"] = str(self._caches / "no-such-engine")
        # The process is that of the tests, with all of their memory to look through, hundreds of times.
        return Session(setup, documents, outbox, environment, tidy=lambda: None)

    async def _do(self, step: Step, number: int) -> None:
        if isinstance(step, Rest):
            self._flush()
            for _ in range(step.turns):
                await asyncio.sleep(0)
            if step.seconds:
                await asyncio.sleep(step.seconds)
            return
        if isinstance(step, Echo):
            self._flush()
            body = self._partner.echoed(step, f"echo-{number}")
        else:
            body = None
        taken = bytes_of(step, self._root, body)
        if taken is not None:
            self._waiting.append(taken)
            if self._script.piece >= 0:
                self._flush()

    def _flush(self) -> None:
        data = b"".join(part for part, _, _ in self._waiting)
        size = self._script.piece if self._script.piece > 0 else len(data)
        if not self._partner.server.left.done():
            for at in range(0, len(data), size or 1):
                self._partner.send(data[at : at + size])
        for _, must, may in self._waiting:
            for body in must:
                self._take(body)
            for body in may:
                self._expected.optional[key_of(body.get("id") if isinstance(body, dict) else None)] += 1
        self._waiting.clear()

    def _take(self, body: Any) -> None:
        self._expected.take(body)
        self._outcome.messages += 1

    async def _probe(self) -> None:
        body = placed({"jsonrpc": "2.0", "id": "probe", "method": "textDocument/hover", "params": PROBE}, self._root)
        began = time.thread_time()
        self._partner.send(framed(json.dumps(body).encode()))
        self._take(body)
        turns = 0
        while not self._partner.answers("probe") and turns < PROBE_TURNS:
            await asyncio.sleep(0)
            turns += 1
        self._outcome.probe_seconds = time.thread_time() - began
        if not self._partner.answers("probe"):
            self._blame("silent: the probe was not answered")
        elif self._outcome.probe_seconds > PROBE_SECONDS:
            self._blame(f"the probe took {self._outcome.probe_seconds:.2f} s")

    async def _settle(self) -> None:
        """Until everything is answered; shutting down would hide what hangs."""
        partner, methods = self._partner, self._expected.methods
        await asyncio.sleep(1.0 if partner.late else 0)
        for data in partner.late:
            partner.answer(data)
        try:
            await partner.until(lambda: all(HELD in methods[key] for key in self._open()), SETTLE_SECONDS)
            for key in self._open():
                self._say({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": key[1]}})
            await partner.until(lambda: not self._open(), SETTLE_SECONDS)
        except TimeoutError:
            self._blame(f"hung: no answer to {[(key[1], *methods[key]) for key in self._open()]}")

    def _open(self) -> list[Key]:
        """The requests with fewer answers than there are of them."""
        answers = self._expected.answers.items()
        return [key for key, codes in answers if len(self._partner.answers(key[1])) < len(codes)]

    def _say(self, body: Any) -> None:
        self._take(body)
        self._partner.send(framed(json.dumps(body).encode()))

    async def _leave(self) -> None:
        server = self._partner.server
        if not self._expected.is_over and not self._outcome.has_given_up:
            for body in ({"jsonrpc": "2.0", "id": "bye", "method": "shutdown"}, {"jsonrpc": "2.0", "method": "exit"}):
                self._say(body)
                await asyncio.sleep(0)
        status = 1 if self._outcome.has_given_up else self._expected.status
        try:
            async with asyncio.timeout(LEAVE_SECONDS):
                left = await asyncio.shield(server.left)
        except TimeoutError:
            self._blame("hung: the server does not leave")
            return
        if left != status:
            self._blame(f"left with status {left}, not {status}")
        await server.background.close()
        for _ in range(LAST_TURNS):
            if len(asyncio.all_tasks()) > 1:
                await asyncio.sleep(0)

    def _texts_wrong(self) -> list[str]:
        if self._expected.is_over or self._expected.is_shut or self._outcome.has_given_up:
            return []
        return list(texts_wrong(self._partner.server.documents, self._expected))

    def _look_back(self) -> None:
        sent, server = self._partner.sent, self._partner.server
        for number in self._partner.odd:
            self._expected.optional[key_of(number)] += 1
        is_framed = not any(isinstance(step, Raw) for step in self._script.steps)
        if not self._outcome.has_given_up:
            self._blame(*answers_wrong(sent, self._expected, is_framed=is_framed))
        elif is_framed or not any(isinstance(step, Big) for step in self._script.steps):
            self._blame("gave up on frames that it could have read")
        self._blame(*notifications_wrong(sent, is_ended=True), *leaks(sent))
        kept = {
            "questions": server.protocol._asked,
            "requests": server.protocol._request_futures,
            "observed requests": server.protocol._observed,
            "progress": server.cancels,
        }
        self._blame(*(f"left behind: {name} {value}" for name, value in kept.items() if value))
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        self._blame(*(f"still at work: {task!r}" for task in tasks))
        for task in tasks:
            task.cancel()
        self._outcome.requests = sum(map(len, self._expected.answers.values()))
        self._outcome.asked = len(self._partner.questions)

    def _blame(self, *complaints: str) -> None:
        self._outcome.complaints += complaints


def bytes_of(step: Step, root: str, echo: Any = None) -> tuple[bytes, tuple[Any, ...], tuple[Any, ...]] | None:
    """What goes out, and the messages that must and may be found in it."""
    if isinstance(step, Raw):
        return bytes.fromhex(step.data), step.must, step.may
    if isinstance(step, Big):
        document = {"uri": step.uri, "languageId": "python", "version": 1, "text": step.text * step.count}
        body: Any = {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}
    elif isinstance(step, Echo):
        body = echo
    else:
        assert not isinstance(step, Rest)
        body = step.body
    if body is None and isinstance(step, Echo):
        return None
    body = placed(body, root)
    return framed(json.dumps(body).encode()), (body,), ()
