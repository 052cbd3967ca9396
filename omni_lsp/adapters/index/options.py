"""What an index process is told when it starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """`bytes_on_disk` is what an index may take there, `rows` what it may have of current files."""

    bytes_on_disk: int = 1_000_000_000
    rows: int = 300_000


@dataclass(frozen=True, slots=True)
class Options:
    """`embedder` says which one, in words that `parts.py` knows; empty for none. It may hold a secret."""

    caches: Path
    max_file_bytes: int = 1_000_000
    limits: Limits = field(default_factory=Limits)
    embedder: Mapping[str, str] = field(default_factory=dict, repr=False)


def as_message(options: Options) -> dict[str, object]:
    return {
        "caches": str(options.caches),
        "max_file_bytes": options.max_file_bytes,
        "bytes_on_disk": options.limits.bytes_on_disk,
        "rows": options.limits.rows,
        "embedder": dict(options.embedder),
    }


def from_message(message: Mapping[str, object]) -> Options:
    """Raises KeyError, TypeError or ValueError for what is none."""
    embedder = message["embedder"]
    if not isinstance(embedder, Mapping):
        raise TypeError("embedder")
    return Options(
        Path(str(message["caches"])),
        int(str(message["max_file_bytes"])),
        Limits(int(str(message["bytes_on_disk"])), int(str(message["rows"]))),
        {str(key): str(value) for key, value in embedder.items()},
    )
