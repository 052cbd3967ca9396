"""The file of known findings: a JSON document whose shape is a promise, version 1.

    {
      "format": "omni-lsp baseline",
      "version": 1,
      "findings": [
        {"path": …, "rule": …, "fingerprint": …},
        …
      ]
    }

One line a finding, sorted, so that two branches can be merged; paths are below the checked folder, with `/`.
It holds no line numbers, no source text, no absolute paths and no time: the same findings give the same bytes.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath, PureWindowsPath

from omni_lsp.model.baseline import Entry
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.text import Span

FORMAT = "omni-lsp baseline"
VERSION = 1

_FINGERPRINT = re.compile(r"\S{1,128}")
_ANEW = "write one with --write-baseline"


def baseline_v1(entries: Iterable[Entry]) -> bytes:
    """The document described above, in UTF-8, with a line end at its end."""
    listed = ",\n".join(f"    {json.dumps(entry._asdict(), ensure_ascii=False)}" for entry in sorted(entries))
    findings = f"[\n{listed}\n  ]" if listed else "[]"
    document = f'{{\n  "format": "{FORMAT}",\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'
    # What UTF-8 cannot hold, as in file names that are none, becomes an escape that JSON has as well.
    return document.encode("utf-8", "backslashreplace")


def baseline_entries(data: bytes, source: str) -> tuple[Entry, ...]:
    """The known findings, in order. Raises ConfigError for what is no baseline, or one that we cannot read."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _wrong(source, f"the file is not UTF-8 text (byte {error.start}); {_ANEW}") from error
    except json.JSONDecodeError as error:
        raise _wrong(source, f"line {error.lineno} is not JSON: {error.msg}; {_ANEW}") from error
    except (ValueError, RecursionError) as error:  # Numbers of endless length, brackets in brackets.
        raise _wrong(source, f"the file cannot be read; {_ANEW}") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _wrong(source, f"the file is no baseline of omni-lsp; {_ANEW}")
    if type(document.get("version")) is not int or document["version"] != VERSION:
        raise _wrong(source, f"the version of the format is not {VERSION}: it is from a newer omni-lsp, or broken")
    return tuple(sorted(_entries(document.get("findings"), source)))


def is_portable(path: str) -> bool:
    """Whether a path may stand in a baseline: below the folder, wherever that is."""
    parts = PurePosixPath(path).parts
    return (
        bool(parts) and ".." not in parts and not parts[0].startswith("/") and not PureWindowsPath(path).is_absolute()
    )


def _entries(findings: object, source: str) -> Iterator[Entry]:
    if not isinstance(findings, list):
        raise _wrong(source, f"'findings' must be a list; {_ANEW}")
    for number, finding in enumerate(findings, start=1):
        values = [finding.get(key) if isinstance(finding, dict) else None for key in Entry._fields]
        path, rule, fingerprint = (value if isinstance(value, str) else "" for value in values)
        if not rule or not is_portable(path) or not _FINGERPRINT.fullmatch(fingerprint):
            raise _wrong(source, f"finding {number} needs a path below the folder, a rule and a fingerprint; {_ANEW}")
        yield Entry(path, rule, fingerprint)


def _wrong(source: str, message: str) -> ConfigError:
    return ConfigError(source, (Mistake(message, Span(0, 0)),))
