"""Where the engine's binary is: named by the user, or inside the installed `semgrep` package."""

import importlib.util
import os
from pathlib import Path

_NAMES = ("semgrep-core", "semgrep-core.exe")


def find_engine(explicit: Path | None = None) -> Path | None:
    """The binary, or `None`; a path the user named is never silently replaced by another one."""
    if explicit is not None:
        return explicit if _can_run(explicit) else None
    # A top-level package is found without being imported, which would cost a second.
    package = importlib.util.find_spec("semgrep")
    folders = package.submodule_search_locations if package is not None else None
    candidates = (Path(folder, "bin", name) for folder in folders or () for name in _NAMES)
    return next((path for path in candidates if _can_run(path)), None)


def identity(binary: Path) -> str:
    """Changes when the binary is replaced, by an update for example. Raises OSError."""
    status = binary.stat()
    return f"{status.st_size:x}-{status.st_mtime_ns:x}"


def _can_run(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
