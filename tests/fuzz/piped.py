"""One session through a real process: everything is written at once, then what came back is judged."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from lsprotocol import types

from fuzz.expected import Expected, Key, key_of
from fuzz.outcome import Outcome
from fuzz.play import PROBE, Place, bytes_of
from fuzz.script import Raw, Rest, Say, Script, Step
from fuzz.verdict import answers_wrong, leaks, notifications_wrong

_SERVER = [sys.executable, "-m", "omni_lsp", "--stdio"]
_SECONDS = 30
_HEADER = re.compile(rb"Content-Length: (\d+)\r\n\r\n")
_END: tuple[Step, ...] = (
    Say({"jsonrpc": "2.0", "id": "probe", "method": "textDocument/hover", "params": PROBE}),
    Say({"jsonrpc": "2.0", "id": "bye", "method": "shutdown"}),
    Say({"jsonrpc": "2.0", "method": "exit"}),
)


def play_piped(script: Script, place: Place, environment: Mapping[str, str]) -> Outcome:
    """The client does not wait for answers, so whatever is still worked on when it leaves may be cancelled."""
    outcome = Outcome()
    steps = [step for step in (*script.steps, *_END) if not isinstance(step, Rest)]
    parts = [part for step in steps if (part := bytes_of(step, place.root.as_uri())) is not None]
    env = {**environment, "OMNI_CACHE_DIR": str(place.caches), "OMNI_ENGINE_PATH": str(place.caches / "none")}
    data = b"".join(part[0] for part in parts)
    try:
        done = subprocess.run(_SERVER, input=data, capture_output=True, check=False, env=env, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        outcome.complaints.append("hung: the process did not end")
        return outcome
    sent = list(_read(done.stdout, outcome))
    expected = _expected(parts, sent)
    outcome.messages = sum(len(must) for _, must, _ in parts)
    outcome.requests = sum(map(len, expected.answers.values()))
    outcome.complaints += [f"wrote to stderr: {line!r}" for line in done.stderr.splitlines() if b" ERROR " in line]
    if done.returncode != expected.status:
        outcome.complaints.append(f"left with status {done.returncode}, not {expected.status}")
    is_framed = not any(isinstance(step, Raw) for step in steps)
    outcome.complaints += answers_wrong(sent, expected, is_framed=is_framed)
    outcome.complaints += [*notifications_wrong(sent, is_ended=True), *leaks(sent)]
    return outcome


def _expected(parts: list[tuple[bytes, tuple[Any, ...], tuple[Any, ...]]], sent: list[Any]) -> Expected:
    def answered(key: Key) -> list[Any]:
        return [message for message in sent if "method" not in message and key_of(message.get("id")) == key]

    features = {types.INITIALIZE}
    expected = Expected(features, answered)
    for _, must, may in parts:
        for body in must:
            expected.take(body)
            if expected.is_initialized and len(features) == 1:
                # Asked of the answer, as a client would; what is offered to all is told from nothing else.
                features |= _ALWAYS
        for body in may:
            expected.optional[key_of(body.get("id") if isinstance(body, dict) else None)] += 1
    return expected


_ALWAYS = {
    types.SHUTDOWN,
    types.EXIT,
    types.TEXT_DOCUMENT_HOVER,
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
}


def _read(stream: bytes, outcome: Outcome) -> list[Any]:
    """The messages, framed to the letter; anything else is a complaint."""
    found, at = [], 0
    while at < len(stream):
        header = _HEADER.match(stream, at)
        if header is None or header.end() + int(header[1]) > len(stream):
            outcome.complaints.append(f"stray bytes on stdout: {stream[at : at + 200]!r}")
            break
        at = header.end() + int(header[1])
        found.append(json.loads(stream[header.end() : at]))
    return found
