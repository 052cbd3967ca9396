"""`package-lock.json`, `yarn.lock` and `pnpm-lock.yaml`."""

import json
import re
from collections.abc import Iterator, Mapping

from omni_lsp.adapters.dependencies.lock import Lock, copies, grouped
from omni_lsp.adapters.manifests.tables import table

_SECTIONS = ("dependencies", "devDependencies", "optionalDependencies")
_YARN_KEY = re.compile(r'^(?![ #\t])("?.+"?):[ \t]*$', re.MULTILINE)
_YARN_VERSION = re.compile(r'^[ \t]+version:?[ \t]+"?([^"\s]+)"?', re.MULTILINE)
_NAME = re.compile(r"(@?[^@]+)@(.*)")
_PNPM_KEY = re.compile(r"^ {2}['\"]?/?(@[^@\s'\"/]+/[^@\s'\"/]+|[^@\s'\"/]+)[@/](\d[^:('\"\s]*)", re.MULTILINE)


def package_lock(text: str) -> Lock:
    """Versions 1 to 3 of the format; from 2 on it repeats the manifest. Raises JSONDecodeError."""
    document = json.loads(text)
    packages = table(document, "packages")
    if not packages:
        pairs = [
            (name, str(table(entry).get("version", ""))) for name, entry in table(document, "dependencies").items()
        ]
        return Lock(grouped(pairs))
    own = table(packages, "")
    copied = copies((name, str(wanted)) for section in _SECTIONS for name, wanted in table(own, section).items())
    found = [(path.rpartition("node_modules/")[2], table(entry)) for path, entry in packages.items() if path]
    licences = {name: entry["license"] for name, entry in found if isinstance(entry.get("license"), str)}
    return Lock(
        grouped([(name, str(entry.get("version", ""))) for name, entry in found]),
        copied,
        licences={name: str(licence) for name, licence in licences.items()},
    )


def yarn_lock(text: str) -> Lock:
    """Classic and later ones: each package stands under the requirements that it answers."""
    entries: list[str] = []
    pairs: list[tuple[str, str]] = []
    for found in _YARN_KEY.finditer(text):
        keys = [key.strip().strip('"') for key in found[1].strip('"').split(",")]
        if keys[0] == "__metadata":
            continue
        version = _YARN_VERSION.match(text, found.end() + 1)
        entries += keys
        if (name := _NAME.fullmatch(keys[0])) and version:
            pairs.append((name[1], version[1]))
    return Lock(grouped(pairs), entries=frozenset(entries))


def pnpm_lock(text: str) -> Lock:
    """Only its small beginning is parsed, which repeats the manifests: the whole may take seconds.

    Raises YAMLError, and ValueError for one that says nothing of the manifest beside it.
    """
    from omni_lsp.adapters.bounded_yaml import load  # noqa: PLC0415 - only this format needs it.

    head, marker, rest = text.partition("\npackages:")
    document = load(head)
    pairs = [(found[1], found[2]) for found in _PNPM_KEY.finditer(rest)] if marker else []
    if not table(document, "importers", ".") and "importers" in table(document):
        raise ValueError("it is about other manifests")
    return Lock(grouped(pairs), copies(_copied(document)))


def _copied(document: object) -> Iterator[tuple[str, str]]:
    """From version 6 on each requirement stands with its answer, before that in a table of its own."""
    importer = table(document, "importers", ".") or table(document)
    yield from ((name, str(wanted)) for name, wanted in table(importer, "specifiers").items())
    for section in _SECTIONS:
        for name, entry in table(importer, section).items():
            if isinstance(wanted := _specifier(entry), str):
                yield name, wanted


def _specifier(entry: object) -> object:
    return entry.get("specifier") if isinstance(entry, Mapping) else None
