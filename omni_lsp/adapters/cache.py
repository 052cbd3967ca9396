"""Findings of complete runs, kept between checks in one SQLite file; losing it costs time, never an answer.

Whatever is wrong with the file (locked, corrupt, full disk, no permission) is logged, and the check goes on without.
"""

import hashlib
import json
import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from omni_lsp.adapters.cache_folder import make_private_file
from omni_lsp.model.finding import Finding, Related, Rule, Severity
from omni_lsp.model.text import Snapshot, Span

log = logging.getLogger(__name__)

_FILE = "runs-v3.sqlite3"
_LOCKED_SECONDS = 1.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (key TEXT PRIMARY KEY, used INTEGER NOT NULL, findings TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS runs_by_use ON runs (used);
"""
_GET = "SELECT key, findings FROM runs WHERE key IN (SELECT value FROM json_each(?))"
_TOUCH = "UPDATE runs SET used = ?1 WHERE used <> ?1 AND key IN (SELECT value FROM json_each(?2))"
_PUT = "INSERT OR REPLACE INTO runs (key, used, findings) VALUES (?, ?, ?)"
_EVICT = """
DELETE FROM runs WHERE rowid IN (
    SELECT rowid FROM runs ORDER BY used, rowid LIMIT max(0, (SELECT count(*) FROM runs) - ?)
)
"""
_GENERATION = "SELECT coalesce(max(used), 0) + 1 FROM runs"

_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class CachedFinding(NamedTuple):
    """A finding without the body of its rule; `severity` is what it counted as, `start` and `end` are in code points.

    `related` has start, end and message of each place.
    """

    rule: str
    severity: int
    agent: str
    message: str
    start: int
    end: int
    fingerprint: str
    related: Sequence[tuple[int, int, str]] = ()


def run_key(snapshot: Snapshot, *digests: str) -> str:
    """Key of a run over this text: `digests` are those of rules, plan and configuration, and our version.

    Language and path are part of it, as what is found depends on them: skipped paths, rules per language.
    """
    parts = (snapshot.digest, snapshot.language, snapshot.name, *digests)
    # JSON keeps the parts apart, whatever they contain.
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def cached(findings: Iterable[Finding]) -> tuple[CachedFinding, ...]:
    return tuple(
        CachedFinding(
            each.rule.id,
            each.rule.severity.value,
            each.agent,
            each.message,
            each.span.start,
            each.span.end,
            each.fingerprint,
            tuple((one.span.start, one.span.end, one.message) for one in each.related),
        )
        for each in findings
    )


def restored(findings: Iterable[CachedFinding], rules: Mapping[str, Rule]) -> tuple[Finding, ...] | None:
    """The findings with their rules, `None` when a rule is not known any more: then the run is a miss.

    A rule counts as it did then: the key of a run tells which policy was in force.
    """
    result = []
    for each in findings:
        rule = rules.get(each.rule)
        if rule is None:
            return None
        if rule.severity.value != each.severity:
            rule = replace(rule, severity=Severity(each.severity))
        related = tuple(Related(Span(start, end), message) for start, end, message in each.related)
        span = Span(each.start, each.end)
        result.append(Finding(rule, each.agent, each.message, span, each.fingerprint, related=related))
    return tuple(result)


class RunCache:
    """At most `limit_rows` runs in `folder`; the least recently used ones go first.

    Use is counted in generations, one for each opened cache, so that reading does not write each time.
    Any thread may call, one at a time gets in; several processes may share the folder.
    """

    def __init__(self, folder: Path, limit_rows: int = 100_000) -> None:
        self._path = folder / _FILE
        self._limit_rows = limit_rows
        self._lock = Lock()
        self._generation = 0
        self._database = self._opened()

    def get_many(self, keys: Sequence[str]) -> dict[str, tuple[CachedFinding, ...]]:
        """What is known of the keys; a key that is missing, or whose value makes no sense, is left out."""
        with self._lock:
            rows = self._read(json.dumps(keys))
        found = {key: _decoded(value) for key, value in rows}
        return {key: findings for key, findings in found.items() if findings is not None}

    def put_many(self, runs: Mapping[str, Sequence[CachedFinding]]) -> None:
        """Keeps the runs, all or none of them, and lets old ones go."""
        rows = [(key, _encoded(findings)) for key, findings in runs.items()]
        with self._lock:
            self._write(rows)

    def close(self) -> None:
        """Afterwards the cache knows nothing and keeps nothing."""
        with self._lock:
            self._drop()

    def _read(self, keys: str) -> list[tuple[str, str]]:
        if self._database is None:
            return []
        try:
            rows: list[tuple[str, str]] = self._database.execute(_GET, (keys,)).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            return []
        self._touch(self._database, keys)
        return rows

    def _touch(self, database: sqlite3.Connection, keys: str) -> None:
        """Marks the keys as used; done in vain it only makes them older than they are."""
        try:
            with database:
                database.execute(_TOUCH, (self._generation, keys))
        except sqlite3.Error as error:
            self._give_up(error)

    def _write(self, rows: list[tuple[str, str]]) -> None:
        if self._database is None:
            return
        try:
            with self._database:
                self._database.executemany(_PUT, [(key, self._generation, value) for key, value in rows])
                self._database.execute(_EVICT, (self._limit_rows,))
        except sqlite3.Error as error:
            self._give_up(error)

    def _opened(self, *, again: bool = True) -> sqlite3.Connection | None:
        """A connection; a broken file is replaced once, and `None` means that the check goes without."""
        try:
            make_private_file(self._path)
            database, self._generation = _connected(self._path)
        except (sqlite3.Error, OSError) as error:
            log.warning("The result cache %s cannot be opened: %s", self._path, error)
            return self._opened(again=False) if again and _is_broken(error) and self._removed() else None
        return database

    def _give_up(self, error: sqlite3.Error) -> None:
        """Goes on without a database, so that a lock is waited for once; a broken file is replaced by an empty one."""
        log.warning("The result cache %s cannot be used: %s", self._path, error)
        self._drop()
        if _is_broken(error) and self._removed():
            self._database = self._opened()

    def _drop(self) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def _removed(self) -> bool:
        """Whether the file and its companions are gone; on Windows another process may hold them."""
        try:
            for suffix in ("-journal", "-wal", "-shm", ""):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        except OSError as error:
            log.warning("The result cache %s cannot be replaced: %s", self._path, error)
            return False
        return True


def _connected(path: Path) -> tuple[sqlite3.Connection, int]:
    """An open database with its tables, and the generation of this opening."""
    database = sqlite3.connect(path, timeout=_LOCKED_SECONDS, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        # In WAL mode this risks the last entries in a power cut, never the file.
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript(_SCHEMA)
        generation: int = database.execute(_GENERATION).fetchone()[0]
    except sqlite3.Error:
        database.close()
        raise
    return database, generation


def _is_broken(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorcode", None) in _BROKEN


def _encoded(findings: Sequence[CachedFinding]) -> str:
    return json.dumps(findings, separators=(",", ":"))


def _decoded(value: str) -> tuple[CachedFinding, ...] | None:
    """The findings, `None` for what is not of our making."""
    try:
        return tuple(_finding(*each) for each in json.loads(value))
    except (TypeError, ValueError) as error:
        log.warning("An entry of the result cache makes no sense: %s", error)
        return None


def _finding(*values: Any) -> CachedFinding:
    """Raises TypeError or ValueError for what is none."""
    *rest, related = values
    return CachedFinding._make((*rest, tuple((start, end, message) for start, end, message in related)))
