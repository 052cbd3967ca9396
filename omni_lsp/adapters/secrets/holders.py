"""Secrets in files that are made to hold them: credentials of programs, Kubernetes manifests, dumps of databases."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import pairwise

from omni_lsp.adapters.secrets.book import HoldingFile, book
from omni_lsp.adapters.secrets.checks import decoded
from omni_lsp.adapters.secrets.found import Evidence, Found, Source
from omni_lsp.adapters.secrets.names import kind_of
from omni_lsp.adapters.secrets.placeholders import is_placeholder, is_reference
from omni_lsp.adapters.secrets.places import Place
from omni_lsp.adapters.secrets.values import Kind, is_secret, looks_random
from omni_lsp.model.text import Span

_LARGEST = 2_000_000
_KUBERNETES = re.compile(r"^kind:[ ]*[\"']?Secret[\"']?[ ]*\r?$", re.MULTILINE)
_DATA = re.compile(r"^data:[ ]*\r?\n(?P<block>(?:[ ][^\n]*(?:\n|\Z)|\n)+)", re.MULTILINE)
_ENTRY = re.compile(
    r"^[ ]+[\"']?(?P<name>[\w.-]{1,200})[\"']?:[ ]*[\"']?(?P<secret>[A-Za-z0-9+/]{4,50000}={0,2})[\"']?[ ]*\r?$",
    re.MULTILINE,
)
_INSERT = re.compile(
    r"insert\s{1,4}into\s{1,4}[`\"\[]?\w{0,60}(?:user|account|member|admin|login|customer|auth)\w{0,40}[`\"\]]?[ (]"
)
_DIGEST = re.compile(r"'(?P<secret>[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})'")


def held_secrets(source: Source, place: Place) -> Iterator[Found]:
    """What a file of this path holds by its purpose; the values may be words, as people's passwords are."""
    if len(source.text) > _LARGEST:
        return
    for kind in book().files:
        if any(_is_named(place, name) for name in kind.names):
            yield from _held(source, kind)
    if "kind:" in source.flat and _KUBERNETES.search(source.flat):
        yield from _in_manifest(source)
    if place.name.endswith((".sql", ".dump")):
        yield from _in_dump(source)


def _is_named(place: Place, glob: str) -> bool:
    return fnmatchcase(place.name, glob) if "/" not in glob else fnmatchcase(f"/{place.path}", f"*/{glob}")


def _held(source: Source, kind: HoldingFile) -> Iterator[Found]:
    for pattern in kind.patterns:
        for match in pattern.finditer(source.text):
            if _is_held(match["secret"], kind.encoding):
                yield Found(kind.rule, Span(*match.span("secret")), Evidence.FILE)


def _is_held(value: str, encoding: str) -> bool:
    if encoding == "other":
        return True
    if encoding != "plain":
        value = decoded(value)
    if encoding == "basic":
        value = value.partition(":")[2]
    return len(value) > 3 and not is_placeholder(value) and not is_reference(value)


def _in_manifest(source: Source) -> Iterator[Found]:
    """The `data` of a Secret is base64 of the values; certificates among them are public."""
    for block in _DATA.finditer(source.flat):
        for match in _ENTRY.finditer(source.flat, block.start("block"), block.end("block")):
            value = decoded(match["secret"]).strip()
            kind = kind_of(match["name"])
            is_one = is_secret(value, kind) if kind else looks_random(value) and is_secret(value, Kind.TOKEN)
            if is_one or "PRIVATE KEY-----" in value:
                yield Found("secret.kubernetes", Span(*match.span("secret")), Evidence.FILE)


def _in_dump(source: Source) -> Iterator[Found]:
    """Unsalted digests in rows of tables of people; other hashes of passwords have shapes of their own."""
    inserts = [insert.end() for insert in _INSERT.finditer(source.low)]
    for start, following in pairwise([*inserts, len(source.low)]):
        end = source.low.find(";\n", start, following)
        for match in _DIGEST.finditer(source.low, start, end if end >= 0 else following):
            yield Found("secret.password-hash", Span(*match.span("secret")), Evidence.FILE)
