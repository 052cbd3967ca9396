"""Which text of which file the index holds, in SQLite: what is current, what other branches had, what is under way.

`current` is each file as it was when it was last looked at, `versions` are the texts whose rows are in the table,
`trees` what each branch had, `pending` the files that a run has taken in hand and not finished.
A version that neither a file nor a branch has is dropped in time.
"""

import secrets
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from omni_lsp.adapters.index.faults import faults
from omni_lsp.ports.folder import Stamp

_LOCKED_SECONDS = 5.0
_LEFT_OUT = ""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS versions (
    path TEXT, hash TEXT, rows INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (path, hash)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS versions_by_seq ON versions (seq);
CREATE TABLE IF NOT EXISTS current (
    path TEXT PRIMARY KEY, hash TEXT NOT NULL, modified_ns INTEGER, size INTEGER, inode TEXT, looked_ns INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trees (branch TEXT, path TEXT, hash TEXT, PRIMARY KEY (branch, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS branches (branch TEXT PRIMARY KEY, used INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (path TEXT, owner TEXT, PRIMARY KEY (path, owner)) WITHOUT ROWID;
"""
_TABLES = ("meta", "versions", "current", "trees", "branches", "pending")
_LOOKED = """
INSERT INTO current VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET hash = excluded.hash,
    modified_ns = excluded.modified_ns, size = excluded.size, inode = excluded.inode, looked_ns = excluded.looked_ns
WHERE excluded.looked_ns >= current.looked_ns
"""
_ORPHANS = """
SELECT path, hash, rows FROM versions AS v
WHERE NOT EXISTS (SELECT 1 FROM current AS c WHERE c.path = v.path AND c.hash = v.hash)
  AND NOT EXISTS (SELECT 1 FROM trees AS t WHERE t.path = v.path AND t.hash = v.hash)
"""
_COUNTS = """
SELECT (SELECT count(*) FROM current WHERE hash <> ''),
       (SELECT coalesce(sum(rows), 0) FROM versions NATURAL JOIN current),
       (SELECT coalesce(sum(rows), 0) FROM versions),
       (SELECT count(*) FROM pending)
"""


class Version(NamedTuple):
    """A text at a path."""

    path: str
    hash: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a file found: no hash when it is left out, no stamp when it is to be looked at again.

    `looked_ns` counts nanoseconds since 1970 and is from before the look.
    """

    path: str
    hash: str
    stamp: Stamp | None
    looked_ns: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Files and rows of what is current, all rows, and files under way."""

    files: int
    rows: int
    all_rows: int
    pending: int


class Manifest:
    """One SQLite file, or memory without a path; any thread may call. Every method raises what `faults` does."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.RLock()
        self._path = path
        with faults("open the index"):
            self._database = sqlite3.connect(
                path or ":memory:", timeout=_LOCKED_SECONDS, check_same_thread=False, isolation_level=None
            )
            try:
                self._database.execute("PRAGMA journal_mode = WAL")
                # This risks the last entries in a power cut, never the file.
                self._database.execute("PRAGMA synchronous = NORMAL")
                # Pages of 4 kB that the log may have before it is written back.
                self._database.execute("PRAGMA wal_autocheckpoint = 200")
                self._database.executescript(_SCHEMA)
            except sqlite3.Error:
                self._database.close()
                raise
            self._inode = _inode(path)
        self._seen = 0

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def has_changed(self) -> bool:
        """Whether another connection has written since the last call."""
        with self._lock, faults("read the index"):
            seen: int = self._database.execute("PRAGMA data_version").fetchone()[0]
            changed, self._seen = seen != self._seen, seen
        return changed

    def is_replaced(self) -> bool:
        """Whether another file is there, or none, and what is written here is lost."""
        with faults("read the index"):
            return _inode(self._path) != self._inode

    def meta(self) -> Mapping[str, str]:
        with self._lock, faults("read the index"):
            return dict(self._database.execute("SELECT key, value FROM meta"))

    def note(self, **values: str) -> None:
        with self._writing() as database:
            _note(database, values)

    def reset(self, reason: str) -> None:
        """Forgets everything, and an epoch begins; `reason` is why."""
        with self._writing() as database:
            for table in _TABLES:
                database.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            # Not a number in order: whoever finds no manifest could not tell the next one.
            _note(database, {"epoch": secrets.token_hex(4), "reason": reason, "damaged": "1" if reason else ""})

    def unsettle(self) -> None:
        """Rows move, and the index of words is not to be relied on for any until it has been put in order."""
        with self._writing() as database:
            meta = dict(database.execute("SELECT key, value FROM meta"))
            if meta.get("indexed", "0") != "0":
                _note(database, {"indexed": "0", "optimized": str(int(meta.get("optimized", "0")) + 1)})
            _count_commit(database)

    def looks(self) -> dict[str, Look]:
        with self._lock, faults("read the index"):
            return {row[0]: _look(*row) for row in self._database.execute("SELECT * FROM current")}

    def below(self, path: str) -> list[str]:
        """The files known at a path or below it."""
        with self._lock, faults("read the index"):
            # `0` comes right behind `/`.
            asked = "SELECT path FROM current WHERE path = ? OR (path >= ? AND path < ?)"
            return [found for (found,) in self._database.execute(asked, (path, f"{path}/", f"{path}0"))]

    def current(self) -> dict[str, str]:
        """The hash of each file that is in the index."""
        with self._lock, faults("read the index"):
            return dict(self._database.execute("SELECT path, hash FROM current WHERE hash <> ''"))

    def versions(self) -> dict[Version, tuple[int, int]]:
        """Rows of each version and its number in the order in which they came."""
        with self._lock, faults("read the index"):
            return {Version(path, hash_): (rows, seq) for path, hash_, rows, seq in self._all_versions()}

    def holds(self, versions: Collection[Version]) -> dict[Version, int]:
        """Those whose rows are in the table, with their numbers in the order in which they came."""
        with self._lock, faults("read the index"):
            asked = "SELECT seq FROM versions WHERE path = ? AND hash = ?"
            found = ((each, self._database.execute(asked, each).fetchone()) for each in versions)
            return {each: row[0] for each, row in found if row}

    def counts(self) -> Counts:
        with self._lock, faults("read the index"):
            return Counts(*self._database.execute(_COUNTS).fetchone())

    def pending(self) -> set[str]:
        with self._lock, faults("read the index"):
            return {path for (path,) in self._database.execute("SELECT path FROM pending")}

    def begin(self, owner: str, paths: Collection[str], *, whole: bool) -> None:
        """The files are under way; a run over the whole folder takes the mark away that all of it was seen."""
        with self._writing() as database:
            database.executemany("INSERT OR IGNORE INTO pending VALUES (?, ?)", [(path, owner) for path in paths])
            if whole:
                _note(database, {"listed": ""})

    def commit(
        self, owner: str, branch: str, looks: Sequence[Look], rows: Mapping[Version, int], gone: Sequence[Look] = ()
    ) -> list[Look]:
        """Takes in looks at files, all or none, and returns those that are not older than what is known.

        `rows` are those written for new versions. A version without rows that was dropped meanwhile is an error of the
        caller: `holds` is to be asked under the lock on writing.
        """
        with self._writing() as database:
            (seq,) = database.execute("SELECT coalesce(max(seq), 0) + 1 FROM versions").fetchone()
            database.executemany(
                "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?)",
                [(each.path, each.hash, count, seq) for each, count in rows.items()],
            )
            taken = [look for look in looks if database.execute(_LOOKED, _values(look)).rowcount]
            left = [look for look in gone if _is_forgotten(database, look)]
            _remember(database, branch, [*taken, *left])
            both = [(look.path, owner) for look in (*looks, *gone)]
            database.executemany("DELETE FROM pending WHERE path = ? AND owner = ?", both)
            if rows:
                _count_commit(database)
        return [*taken, *left]

    def finish(self, owner: str, branch: str) -> None:
        """A run over the whole folder has ended: all of it was seen, and is what the branch has."""
        with self._writing() as database:
            database.execute("DELETE FROM pending WHERE owner = ?", (owner,))
            database.execute("DELETE FROM trees WHERE branch = ?", (branch,))
            database.execute("INSERT INTO trees SELECT ?, path, hash FROM current WHERE hash <> ''", (branch,))
            database.execute(
                "INSERT OR REPLACE INTO branches SELECT ?, coalesce(max(used), 0) + 1 FROM branches", (branch,)
            )
            _note(database, {"listed": "1", "branch": branch, "reason": "", "damaged": ""})

    def release(self, owner: str) -> None:
        """Nothing is under way any more by this owner, and nothing of it was looked at."""
        with self._writing() as database:
            database.execute("DELETE FROM pending WHERE owner = ?", (owner,))

    def inherit(self, owner: str) -> None:
        """What others had under way is this owner's now."""
        with self._writing() as database:
            database.execute("INSERT OR IGNORE INTO pending SELECT path, ? FROM pending", (owner,))
            database.execute("DELETE FROM pending WHERE owner <> ?", (owner,))

    def orphans(self) -> dict[Version, int]:
        """Versions that neither a file nor a branch has, with their rows."""
        with self._lock, faults("read the index"):
            return {Version(path, hash_): rows for path, hash_, rows in self._database.execute(_ORPHANS)}

    def drop(self, versions: Collection[Version]) -> None:
        """The rows of these versions are not to be relied on any more; files that have them are to be looked at."""
        with self._writing() as database:
            for table in ("versions", "current", "trees"):
                database.executemany(f"DELETE FROM {table} WHERE path = ? AND hash = ?", list(versions))  # noqa: S608 - our own names

    def other_branches(self) -> list[str]:
        """Branches besides the one that is checked out, the one used last first."""
        with self._lock, faults("read the index"):
            asked = "SELECT branch FROM branches WHERE branch <> coalesce((SELECT value FROM meta WHERE key = 'branch'), '')"
            return [branch for (branch,) in self._database.execute(f"{asked} ORDER BY used DESC")]

    def forget_branch(self, branch: str) -> None:
        with self._writing() as database:
            database.execute("DELETE FROM trees WHERE branch = ?", (branch,))
            database.execute("DELETE FROM branches WHERE branch = ?", (branch,))

    def _all_versions(self) -> list[tuple[str, str, int, int]]:
        return self._database.execute("SELECT path, hash, rows, seq FROM versions").fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, faults("write the index"):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            finally:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")


def _inode(path: Path | None) -> int:
    """0 without a file."""
    if path is None or not path.exists():
        return 0
    return path.stat().st_ino


def _note(database: sqlite3.Connection, values: Mapping[str, str]) -> None:
    database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))


def _count_commit(database: sqlite3.Connection) -> None:
    database.execute(
        "INSERT INTO meta VALUES ('commits', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )


def _look(path: str, hash_: str, modified_ns: int, size: int, inode: str, looked_ns: int) -> Look:  # noqa: PLR0913, PLR0917 - a row
    stamp = None if size < 0 else Stamp(modified_ns, size, int(inode), is_folder=False)
    return Look(path, hash_, stamp, looked_ns)


def _values(look: Look) -> tuple[str, str, int, int, str, int]:
    stamp = look.stamp
    if stamp is None:
        return look.path, look.hash, 0, -1, "0", look.looked_ns
    return look.path, look.hash, stamp.modified_ns, stamp.size, str(stamp.inode), look.looked_ns


def _is_forgotten(database: sqlite3.Connection, look: Look) -> bool:
    asked = "DELETE FROM current WHERE path = ? AND looked_ns <= ?"
    return bool(database.execute(asked, (look.path, look.looked_ns)).rowcount)


def _remember(database: sqlite3.Connection, branch: str, looks: Sequence[Look]) -> None:
    """Writes what the files of a branch are; those without a hash are not among them."""
    gone = [(branch, look.path) for look in looks if look.hash == _LEFT_OUT]
    there = [(branch, look.path, look.hash) for look in looks if look.hash != _LEFT_OUT]
    database.executemany("DELETE FROM trees WHERE branch = ? AND path = ?", gone)
    database.executemany("INSERT OR REPLACE INTO trees VALUES (?, ?, ?)", there)
