"""What goes between the server and the process of a guest: frames of four bytes of length, the first one highest, and so many more.

Questions are pickled, as what they are made of is ours.
Answers are JSON, as nothing that a guest says may come alive in the server.
"""

import json
import pickle
import struct
from asyncio import IncompleteReadError, StreamReader
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from omni_lsp.model.finding import Finding, Offer, Rule
from omni_lsp.model.text import Edit, Snapshot

_LENGTH = struct.Struct(">I")
MOST_BYTES = 8 * 1024 * 1024
"""Of an answer: to read so much takes the event loop a tenth of a second."""

Answer: TypeAlias = Mapping[str, object]


class WireError(Exception):
    """What came is no frame or no answer, or the stream ended."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The first question: which agent it is; `path` is where packages are looked for."""

    name: str
    target: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A snapshot without what can be worked out from it."""

    uri: str
    version: int | None
    language: str
    text: str
    path: Path | None
    root: Path | None

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Text":
        return cls(snapshot.uri, snapshot.version, snapshot.language, snapshot.text, snapshot.path, snapshot.root)

    def snapshot(self) -> Snapshot:
        return Snapshot(self.uri, self.version, self.language, self.text, self.path, self.root)


@dataclass(frozen=True, slots=True)
class Run:
    """What is found in a text, with what is known before; the answer is that of `result_answer`."""

    text: Text
    facts: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Resolve:
    """The edit of an offer, or of all preferred ones where there is none; the answer is that of `edit_answer`."""

    text: Text
    findings: tuple[Finding, ...] = ()
    offer: Offer | None = None


Question: TypeAlias = Hello | Run | Resolve


def question_frame(question: Question) -> bytes:
    body = pickle.dumps(question, protocol=5)
    return _LENGTH.pack(len(body)) + body


def answer_frame(answer: Answer) -> bytes:
    """Raises ValueError and TypeError for what is no JSON."""
    body = json.dumps(answer, allow_nan=False).encode("ascii")
    if len(body) > MOST_BYTES:
        raise ValueError(f"{len(body):,} bytes are more than the {MOST_BYTES:,} that are taken")
    return _LENGTH.pack(len(body)) + body


def read_question(stream: BinaryIO) -> Question | None:
    """The next one, `None` when there are no more."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    question: Question = pickle.loads(stream.read(_LENGTH.unpack(head)[0]))  # noqa: S301 - our own server wrote it
    return question


async def read_answer(stream: StreamReader) -> Answer:
    """Raises WireError."""
    try:
        (length,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
        if length > MOST_BYTES:
            raise WireError(f"an answer of {length:,} bytes, at most {MOST_BYTES:,} are taken")
        answer = json.loads(await stream.readexactly(length))
    except IncompleteReadError as error:
        raise WireError("its process ended by itself") from error
    except (ValueError, RecursionError) as error:
        raise WireError("its process gave an answer that is no JSON") from error
    if not isinstance(answer, dict):
        raise WireError("its process gave an answer that is no object")
    return answer


def result_answer(
    found: Sequence[Finding], hovers: Mapping[str, str], offers: Mapping[str, tuple[Offer, ...]]
) -> Answer:
    """Findings with their rules, and what the agent says and offers about each, by fingerprint."""
    rules: dict[Rule, int] = {}
    findings = [
        {
            "rule": rules.setdefault(finding.rule, len(rules)),
            "agent": finding.agent,
            "message": finding.message,
            "start": finding.span.start,
            "end": finding.span.end,
            "fingerprint": finding.fingerprint,
            "related": [[one.span.start, one.span.end, one.message] for one in finding.related],
            "hover": hovers.get(finding.fingerprint, ""),
            "offers": [[one.kind, one.title, one.is_preferred] for one in offers.get(finding.fingerprint, ())],
        }
        for finding in found
    ]
    return {"rules": [asdict(rule) for rule in rules], "findings": findings}


def edit_answer(edit: Edit) -> Answer:
    return {"changes": [[change.span.start, change.span.end, change.text] for change in edit.changes]}
