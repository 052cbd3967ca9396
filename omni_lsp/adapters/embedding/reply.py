"""What a service for embeddings answers: vectors, or why there are none. No error repeats what the service has said."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from omni_lsp.adapters.services import wait_seconds
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTransientError, AgentValidationError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

TRIED = "embed texts"
_MOST_DIMENSIONS = 16_384
_OVERLOADED = frozenset({408, 409, 425, 429})
_REFUSED = frozenset({400, 413, 422})


class BusyError(AgentTransientError):
    """It asks to come back later; after so many seconds, where it says when."""

    def __init__(self, on: str, reason: str, wait_seconds: float = 0.0) -> None:
        super().__init__(TRIED, on, reason)
        self.wait_seconds = wait_seconds


class RefusedError(AgentValidationError):
    """These texts, or all: it may take fewer or shorter ones."""


def refusal(on: str, status: int, headers: Mapping[str, str], now: float) -> AgentError | None:
    """Why there are no vectors, by the status of HTTP; `None` for a success. `now` counts seconds since 1970."""
    if 200 <= status < 300:
        return None
    if status in _OVERLOADED or status >= 500:
        return BusyError(on, f"it is busy or broken ({status})", wait_seconds(headers.get("retry-after", ""), now))
    if status in _REFUSED:
        return RefusedError(TRIED, on, f"it does not take the model's name or the texts ({status})")
    if 300 <= status < 400:
        return AgentFatalError(TRIED, on, f"it sends to another address ({status}), which is not followed")
    reasons = {
        401: "it does not take the key",
        403: "it does not take the key",
        404: "it knows no such address or model",
    }
    return AgentFatalError(TRIED, on, f"{reasons.get(status, 'it does not answer as it must')} ({status})")


def vectors_of(body: bytes, texts: int, on: str) -> "npt.NDArray[np.float32]":
    """A row of unit norm for each text, zeros where it gave zeros. Raises AgentValidationError for anything else."""
    import numpy as np  # noqa: PLC0415 - 100 ms that only an index is worth

    try:
        rows = _rows(json.loads(body), texts)
        vectors = np.array(rows, np.float64)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        # Its own text may have the texts in it, so it goes no further.
        raise AgentValidationError(TRIED, on, "its answer is not in the form of OpenAI's embeddings") from error
    if vectors.ndim != 2 or not 0 < vectors.shape[1] <= _MOST_DIMENSIONS:
        raise AgentValidationError(TRIED, on, "its vectors are not all of one length, or of none")
    if not np.isfinite(vectors).all():
        raise AgentValidationError(TRIED, on, "its vectors have values that are no numbers")
    # By the largest first: the squares of very large numbers are not finite.
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    vectors /= np.where(largest > 0, largest, 1)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1), np.float32)


def _rows(answer: object, texts: int) -> Sequence[object]:
    """The vectors in the order of the texts. Raises ValueError, TypeError or KeyError where something is missing."""
    if not isinstance(answer, dict):
        raise TypeError("no object")
    rows: dict[int, object] = {}
    for place, each in enumerate(answer["data"]):
        vector = each["embedding"]
        if not isinstance(vector, list) or not all(type(value) in (int, float) for value in vector):
            raise TypeError("no list of numbers")
        rows[each.get("index", place)] = vector
    return [rows[number] for number in range(texts)] if len(rows) == texts else _wrong_count()


def _wrong_count() -> Sequence[object]:
    raise ValueError("another number of vectors than of texts")
