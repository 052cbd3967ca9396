"""Files that are made from rules, kept in the cache folder by content; losing them costs time, never an answer."""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from omni_lsp.adapters.cache_folder import make_private

_KEPT = 64


def kept(cache_dir: Path, name: str, text: str) -> Path:
    """A file in the cache that is there whole or not at all; the ones not used for long go. Raises OSError."""
    make_private(cache_dir)
    path = cache_dir / name
    data = text.encode("utf-8", "surrogatepass")
    with suppress(FileNotFoundError):
        if path.read_bytes() == data:
            os.utime(path)
            return path
    descriptor, draft = tempfile.mkstemp(dir=cache_dir)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
    _forget_oldest(cache_dir, path.suffixes)
    return path


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _forget_oldest(cache_dir: Path, suffixes: Sequence[str]) -> None:
    # Another server may tidy up at the same time.
    with suppress(FileNotFoundError):
        alike = [path for path in cache_dir.iterdir() if path.suffixes == list(suffixes)]
        for path in sorted(alike, key=lambda path: path.stat().st_mtime)[:-_KEPT]:
            path.unlink(missing_ok=True)
