"""What rule files say, kept as JSON: the YAML of all bundled rules takes ten times as long to read."""

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from omni_lsp.adapters.semgrep.kept import digest, kept

log = logging.getLogger(__name__)


class Shelf:
    """The documents of some files and folders, by what is written in them; `read` makes one of its bytes.

    Losing what was kept costs time, never an answer.
    """

    def __init__(self, sources: Sequence[Path], cache_dir: Path, read: Callable[[bytes], object]) -> None:
        self._cache_dir = cache_dir
        self._name = f"{digest(repr([str(source) for source in sources]))}.read.json"
        self._read = read
        self._known = _known(cache_dir / self._name)
        self._asked: dict[str, object] = {}

    def document(self, text: bytes) -> object:
        """Raises what `read` raises."""
        mark = hashlib.blake2b(text, digest_size=16).hexdigest()
        if mark not in self._asked:
            self._asked[mark] = self._known[mark] if mark in self._known else self._read(text)
        return self._asked[mark]

    def keep(self) -> None:
        """Has what was asked for ready for the next time, unless it was. Raises OSError."""
        fit = {mark: one for mark, one in self._asked.items() if mark in self._known or _is_json(one)}
        if fit.keys() != self._known.keys():
            kept(self._cache_dir, self._name, json.dumps(fit))


def _known(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        log.warning("reading the rules from their own files: %s cannot be read", path)
        return {}
    return found if isinstance(found, dict) else {}


def _is_json(document: object) -> bool:
    """Whether it comes back as it was: YAML has dates, keys that are numbers, and rings."""
    try:
        return bool(json.loads(json.dumps(document)) == document)
    except (TypeError, ValueError, RecursionError):
        return False
