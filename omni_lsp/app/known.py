"""The baseline of a check: read, compared with what was found, written."""

import os
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from omni_lsp.formats.baseline_v1 import baseline_entries, baseline_v1, is_portable
from omni_lsp.formats.result import CheckResult, FileRun, Located
from omni_lsp.model.baseline import Comparison, Entry, Sight, compare
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.text import Span

_MAX_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Known:
    """`entries` are `None` without a baseline; `is_whole` tells that the check looks at all of the folder."""

    root: Path
    is_whole: bool
    entries: tuple[Entry, ...] | None = None

    @staticmethod
    def of(file: Path | None, root: Path, *, is_whole: bool) -> "Known":
        """Raises ConfigError for a file that is no baseline."""
        return Known(root, is_whole, None if file is None else _read(file))

    def applied(self, result: CheckResult) -> CheckResult:
        """The result with its known findings apart and the entries that are not found any more."""
        if self.entries is None:
            return result
        compared = self._compared(result)
        left = Counter(compared.known)
        runs = tuple(_split(run, left) for run in result.files)
        return replace(result, runs=runs, stale=compared.stale)

    def renewed(self, result: CheckResult) -> "Known":
        """The baseline that a result makes, known findings included; entries it has nothing to say about stay."""
        unseen = self._compared(result).unseen if self.entries is not None else ()
        found = (entry for entry in _entries(result) if is_portable(entry.path))
        return Known(self.root, self.is_whole, tuple(sorted((*found, *unseen))))

    def write(self, file: Path) -> None:
        """Replaces the file as a whole. Raises ConfigError."""
        # A link stays one, and what it leads to is replaced.
        real = Path(os.path.realpath(file))
        draft = real.with_name(f".{real.name}.{os.getpid()}")
        try:
            draft.write_bytes(baseline_v1(self.entries or ()))
            draft.replace(real)
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise _wrong(file, f"the baseline cannot be written: {error.strerror or error}") from error

    def _compared(self, result: CheckResult) -> Comparison:
        unread = {unread.path for unread in result.unread}
        complete = frozenset(run.path for run in result.runs if not run.gaps) - unread
        entries = self.entries or ()
        paths = {entry.path for entry in entries} - complete
        gone = frozenset(path for path in paths if not os.path.lexists(self.root / path))
        # A folder that could not be read may hold what seems to be gone.
        return compare(entries, _entries(result), Sight(complete, gone, self.is_whole and not unread))


def _entries(result: CheckResult) -> Iterable[Entry]:
    return (_entry(run, place) for run in result.runs for place in _found(run))


def _found(run: FileRun) -> tuple[Located, ...]:
    """All of its findings, those on old lines first."""
    return (*run.old, *run.known, *run.located)


def _entry(run: FileRun, place: Located) -> Entry:
    return Entry(run.path, place.finding.rule.id, place.finding.fingerprint)


def _split(run: FileRun, left: Counter[Entry]) -> FileRun:
    """The run with as many of its findings apart as are left of the known ones, which are used up."""
    twins: Counter[str] = Counter()
    for place in _found(run):
        entry = _entry(run, place)
        twins[place.twins] += bool(left[entry])
        left[entry] -= bool(left[entry])
    known: list[Located] = []
    new: list[Located] = []
    # Which of several twins are known is for us to say: rather those on old lines, then those that come first.
    for at, place in enumerate(_found(run)):
        is_known = twins[place.twins] > 0
        twins[place.twins] -= is_known
        if at >= len(run.old):
            (known if is_known else new).append(place)
    return replace(run, located=tuple(new), known=tuple(known))


def _read(file: Path) -> tuple[Entry, ...]:
    if not file.is_file():  # A pipe or a device would never end.
        raise _wrong(file, "there is no such file; write it with --write-baseline")
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise _wrong(file, f"the file is too large, at most {_MAX_BYTES:,} bytes")
        return baseline_entries(file.read_bytes(), str(file))
    except OSError as error:
        raise _wrong(file, f"the file cannot be read: {error.strerror or error}") from error


def _wrong(file: Path, message: str) -> ConfigError:
    return ConfigError(str(file), (Mistake(message, Span(0, 0)),))
