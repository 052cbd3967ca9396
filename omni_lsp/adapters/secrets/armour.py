"""Private keys in their armour (RFC 7468, RFC 4880, OpenSSH) and in PuTTY's files."""

import base64
import re
from collections.abc import Iterator

from omni_lsp.adapters.secrets.checks import decoded
from omni_lsp.adapters.secrets.found import Evidence, Found, Source
from omni_lsp.adapters.secrets.placeholders import is_steady
from omni_lsp.adapters.secrets.words import entropy
from omni_lsp.model.text import Span

_LINE = re.compile(r"-----(?P<which>BEGIN|END) (?P<label>[A-Z0-9 ]{0,30})PRIVATE KEY(?: BLOCK)?-----")
_LONGEST = 30_000
# What stands between the lines of a key where it is a string of a program, and the headers of old formats.
_HEADER = re.compile(r"^[ \t\"'+|#>*]{0,40}[A-Z][A-Za-z-]{1,40}: .*$", re.MULTILINE)
_NOT_KEY = re.compile(r"\\[nrt]|[^A-Za-z0-9+/=]")
_SHORTEST_BODY = 60
_LEAST_BITS = 4.0
_CIPHER_OFFSET = 15 + 4  # `openssh-key-v1\0`, then the length of the cipher's name: PROTOCOL.key of OpenSSH.
_HEAD_LENGTH = 32  # In base64: enough for the name.
_PUTTY = re.compile(
    r"^Private-Lines: \d{1,3}\r?\n(?P<secret>(?:[A-Za-z0-9+/=]{1,80}\r?\n){0,200}[A-Za-z0-9+/=]{1,80})(?=\r?\n|\Z)",
    re.MULTILINE,
)
_ENCODED = re.compile(r"LS0tLS1CRUdJTi[A-Za-z0-9+/]{60,20000}={0,2}")


def private_keys(source: Source) -> Iterator[Found]:
    """Keys in armour, in armour in base64, and in the files of PuTTY; encrypted ones under a rule of their own."""
    if "PRIVATE KEY" in source.flat:
        yield from _armoured(source)
    if "PuTTY-User-Key-File" in source.flat:
        rule = _rule(is_encrypted="Encryption: none" not in source.flat)
        for match in _PUTTY.finditer(source.flat):
            yield Found(rule, Span(*match.span("secret")), Evidence.FORMAT)
    if "LS0tLS1CRUdJTi" in source.flat:
        for match in _ENCODED.finditer(source.flat):
            if _LINE.match(decoded(match[0])):
                yield Found(_rule(is_encrypted="ENCRYPTED" in decoded(match[0])), Span(*match.span()), Evidence.FORMAT)


def _armoured(source: Source) -> Iterator[Found]:
    lines = list(_LINE.finditer(source.flat))
    for number, line in enumerate(lines):
        if line["which"] != "BEGIN":
            continue
        following = lines[number + 1] if number + 1 < len(lines) else None
        limit = min(line.end() + _LONGEST, following.start() if following else len(source.flat))
        written = source.flat[line.end() : limit]
        is_closed = following is not None and following["which"] == "END" and following.start() == limit
        if not is_closed:
            written = written[: _end_of_body(written)]
        body = _NOT_KEY.sub("", _HEADER.sub("", written))
        if len(body) < _SHORTEST_BODY or entropy(body) < _LEAST_BITS or is_steady(body):
            continue
        end = following.end() if is_closed and following else line.end() + len(written)
        yield Found(
            _rule(is_encrypted=_is_encrypted(line["label"], written, body)), Span(line.start(), end), Evidence.FORMAT
        )


def _end_of_body(written: str) -> int:
    r"""Where the base64 ends that follows a first line without a last one."""
    match = re.match(r"(?:\\[nr]|[A-Za-z0-9+/=\r\n]|[ \t]{1,20}(?=[A-Za-z0-9+/=]{40}))*", written)
    return match.end() if match else 0


def _is_encrypted(label: str, written: str, body: str) -> bool:
    if "ENCRYPTED" in label or "4,ENCRYPTED" in written:
        return True
    if label != "OPENSSH ":
        return False
    head = base64.b64decode(body.replace("=", "A")[:_HEAD_LENGTH])
    return not head[_CIPHER_OFFSET:].startswith(b"none")


def _rule(*, is_encrypted: bool) -> str:
    return "secret.private-key-encrypted" if is_encrypted else "secret.private-key"
