"""What the server and the index process say to each other: one JSON object on each line.

{"id": 1, "do": "search" | "refresh" | "status", "root": …, …}    asked
{"cancel": 1}                                                     nobody waits any more
{"id": 1, "done": 3, "total": 10}                                 progress
{"id": 1, "hits": […]} | {"id": 1, "status": […]}                 answered
{"id": 1, "error": {"kind", "tried", "on", "reason"}}             failed
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from omni_lsp.model import errors
from omni_lsp.model.errors import AgentError
from omni_lsp.model.retrieval import Domain, Hit, IndexPhase, IndexStatus, Query

# The values are whatever JSON allows; each is checked where it is turned into one of ours.
Message: TypeAlias = Mapping[str, Any]

_KINDS: Mapping[str, type[AgentError]] = {
    kind.__name__: kind
    for kind in (
        errors.AgentTimeoutError,
        errors.AgentTransientError,
        errors.AgentValidationError,
        errors.AgentFatalError,
    )
}


def encode(message: Message) -> bytes:
    # In ASCII, so that names of files that are no Unicode come through.
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Message:
    """Raises ValueError for what is no object."""
    message = json.loads(line)
    if not isinstance(message, dict):
        raise ValueError("not an object")  # noqa: TRY004 - like any other line that makes no sense
    return message


def query_message(query: Query) -> Message:
    return {"text": query.text, "limit": query.limit, "domain": query.domain}


def query_of(message: Message) -> Query:
    domain = message["domain"]
    return Query(str(message["text"]), int(message["limit"]), Domain(domain) if domain else None)


def hits_message(hits: Sequence[Hit]) -> Message:
    return {"hits": [[hit.path, hit.start, hit.end, hit.symbol, hit.score, hit.text] for hit in hits]}


def hits_of(message: Message) -> tuple[Hit, ...]:
    return tuple(Hit(*hit) for hit in message["hits"])


def status_message(status: IndexStatus) -> Message:
    values = (status.phase, status.files, status.chunks, status.bytes, status.embedder, status.reason)
    return {"status": list(values)}


def status_of(message: Message) -> IndexStatus:
    phase, *rest = message["status"]
    return IndexStatus(IndexPhase(phase), *rest)


def error_message(error: AgentError) -> Message:
    # A kind of our own is the nearest one that both sides know.
    kind = next(name for name, known in _KINDS.items() if isinstance(error, known)) if _is_known(error) else ""
    return {"error": {"kind": kind, "tried": error.tried, "on": error.on, "reason": error.reason}}


def error_of(message: Message) -> AgentError:
    said = message["error"]
    kind = _KINDS.get(said["kind"], AgentError)
    return kind(str(said["tried"]), str(said["on"]), str(said["reason"]))


def _is_known(error: AgentError) -> bool:
    return isinstance(error, tuple(_KINDS.values()))
