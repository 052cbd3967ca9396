"""The file that a URI names; a client's spelling of a URI is its own, and is sent back letter by letter."""

import ntpath
import os
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

# RFC 3986, section 3, for one scheme: anything matches that begins like it, so nothing has to be caught.
_FILE = re.compile(r"file:(?://(?P<host>[^/?#]*))?(?P<path>[^?#]*)", re.IGNORECASE | re.DOTALL)
_DRIVE = re.compile(r"/[A-Za-z]:(?![^/])")


def path_of(uri: str) -> Path | None:
    """The file of a `file:` URI, without `.` and `..`; `None` for any other URI and for what names no file here."""
    match = _FILE.match(uri)
    if match is None:
        return None
    # Bytes of a name that are no UTF-8 stay the bytes they are.
    host, path = (unquote(part or "", errors="surrogateescape") for part in (match["host"], match["path"]))
    if not path.startswith("/") or "\0" in path:
        return None
    name = windows_name(host, path) if os.name == "nt" else posix_name(host, path)
    try:
        os.fsencode(name or "")
    except UnicodeEncodeError:
        return None  # Half a character: no file can be called that.
    return Path(name) if name is not None else None


def posix_name(host: str, path: str) -> str | None:
    """Files of other hosts are not to be had here."""
    if host.lower() not in ("", "localhost"):
        return None
    return posixpath.normpath("/" + path.lstrip("/"))


def windows_name(host: str, path: str) -> str | None:
    r"""`c:\x` for `/c:/x`, `\\host\share\x` for a host, nothing for a path without either."""
    if host.lower() not in ("", "localhost"):
        return ntpath.normpath(f"//{host}{path}")
    if path.startswith("//"):
        return ntpath.normpath(path)
    return ntpath.normpath(f"{path[1:]}/") if _DRIVE.match(path) else None
