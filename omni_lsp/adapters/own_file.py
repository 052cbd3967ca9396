"""Files that decide what may happen count only where nobody but their user could have written them."""

import os
import stat
from pathlib import Path


def unsafe(path: Path) -> str:
    """Why somebody else could have written a file or folder, empty for no reason. Raises OSError."""
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return f"{path} is a symbolic link"
    if os.name != "posix":
        return ""
    if status.st_uid != os.geteuid():
        return f"{path} belongs to somebody else"
    if stat.S_IMODE(status.st_mode) & 0o022:
        return f"{path} can be written by others"
    return ""
