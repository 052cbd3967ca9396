"""`poetry.lock`, `uv.lock`, `pdm.lock` and `Pipfile.lock`."""

import json
import tomllib
from collections.abc import Iterator, Mapping

from packaging.utils import canonicalize_name

from omni_lsp.adapters.dependencies.lock import Lock, copies, grouped
from omni_lsp.adapters.manifests.tables import table

_ROOTS = (".", "")


def toml_lock(text: str) -> Lock:
    """`poetry.lock` and `pdm.lock`. Raises TOMLDecodeError."""
    return Lock(grouped(_packages(tomllib.loads(text))))


def uv_lock(text: str) -> Lock:
    """The entry of the project itself repeats what the manifest asked for. Raises TOMLDecodeError."""
    document = tomllib.loads(text)
    own = next((each for each in _rows(document.get("package")) if _is_root(each)), None)
    copied = None
    if own is not None and "metadata" in own:
        copied = copies(_required(table(own, "metadata")))
    return Lock(grouped(_packages(document)), copied)


def pipfile_lock(text: str) -> Lock:
    """Raises JSONDecodeError."""
    document = json.loads(text)
    pairs = (
        (str(canonicalize_name(name)), str(table(entry).get("version", "")).removeprefix("=="))
        for section in ("default", "develop")
        for name, entry in table(document, section).items()
    )
    return Lock(grouped(pairs))


def _packages(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for each in _rows(document.get("package")):
        if isinstance(name := each.get("name"), str):
            yield canonicalize_name(name), str(each.get("version", ""))


def _is_root(package: Mapping[str, object]) -> bool:
    source = table(package, "source")
    return any(source.get(kind) in _ROOTS for kind in ("editable", "virtual") if kind in source)


def _required(metadata: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    groups = table(metadata, "requires-dev").values()
    for rows in (metadata.get("requires-dist"), *groups):
        for each in _rows(rows):
            if isinstance(name := each.get("name"), str):
                yield canonicalize_name(name), str(each.get("specifier", ""))


def _rows(value: object) -> list[Mapping[str, object]]:
    return [table(each) for each in value] if isinstance(value, list) else []
