"""The `Licences` port on the local disk: `LICENSES`, `REUSE.toml`, `.license` files and manifests."""

import asyncio
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from omni_lsp.adapters.licences.reading import Seen, names_in, seen, text_of
from omni_lsp.adapters.licences.reuse_toml import Annotation, annotations
from omni_lsp.adapters.manifests.tables import table
from omni_lsp.agents.compliance_expressions import normalised_expression
from omni_lsp.agents.compliance_headers import stated
from omni_lsp.model.licences import LicenceFacts
from omni_lsp.model.text import Snapshot

_TEXTS = "LICENSES"
_REUSE = "REUSE.toml"
_MANIFESTS = ("pyproject.toml", "package.json", "Cargo.toml")
_SMALL = 200_000  # Bytes of a file that is read here.
_KEPT = 200


@dataclass(frozen=True, slots=True)
class _Read:
    """What was made of a file when it looked so."""

    stamp: Seen | None
    value: object


class FolderLicences:
    """Looks at the files each time and reads only those that look different from before; a file has no say outside of a folder."""

    def __init__(self) -> None:
        self._known: dict[Path, _Read] = {}

    async def about(self, snapshot: Snapshot) -> LicenceFacts:
        if snapshot.root is None or snapshot.path is None or not snapshot.path.is_relative_to(snapshot.root):
            return LicenceFacts()
        return await asyncio.to_thread(self._about, snapshot.path, snapshot.root)

    def _about(self, path: Path, root: Path) -> LicenceFacts:
        names = names_in(root / _TEXTS)
        texts = (
            None if names is None else frozenset(PurePosixPath(name).stem for name in names if name.endswith(".txt"))
        )
        found = list(self._annotations(path, root))
        chosen = next((each for each in found if each.overrides), found[-1] if found else None)
        return LicenceFacts(
            uses_reuse=bool(texts) or self._uses_reuse(root),
            texts=texts or None,
            beside=self._beside(path),
            annotated=chosen.expressions if chosen else (),
            overrides=chosen is not None and chosen.overrides,
            project=self._project(root, texts or frozenset()),
        )

    def _uses_reuse(self, root: Path) -> bool:
        return seen(root / _REUSE) is not None or seen(root / ".reuse" / "dep5") is not None

    def _annotations(self, path: Path, root: Path) -> Iterator[Annotation]:
        """Those that match the file, from the workspace folder down to the file's own."""
        folders = [parent for parent in path.parents if parent.is_relative_to(root)]
        for folder in reversed(folders):
            below = path.relative_to(folder).as_posix()
            matching = [each for each in self._read_annotations(folder / _REUSE) if each.matches(below)]
            yield from matching[-1:]

    def _read_annotations(self, file: Path) -> tuple[Annotation, ...]:
        stamp = seen(file)
        known = self._known.get(file)
        if known is None or known.stamp != stamp:
            text = text_of(file, _SMALL) if stamp is not None else None
            known = self._keep(file, _Read(stamp, annotations(text) if text else ()))
        return known.value if isinstance(known.value, tuple) else ()

    def _beside(self, path: Path) -> tuple[str, ...] | None:
        text = text_of(path.with_name(f"{path.name}.license"), _SMALL)
        return None if text is None else tuple(each.expression for each in stated(text))

    def _project(self, root: Path, texts: frozenset[str]) -> str:
        said = {expression for name in _MANIFESTS if (expression := self._of_manifest(root / name))}
        if len(said) == 1:
            return said.pop()
        return next(iter(texts)) if not said and len(texts) == 1 else ""

    def _of_manifest(self, file: Path) -> str:
        stamp = seen(file)
        known = self._known.get(file)
        if known is None or known.stamp != stamp:
            text = text_of(file, _SMALL) if stamp is not None else None
            known = self._keep(file, _Read(stamp, _stated_licence(file.name, text) if text else ""))
        return known.value if isinstance(known.value, str) else ""

    def _keep(self, file: Path, value: _Read) -> _Read:
        if len(self._known) >= _KEPT:
            self._known.clear()
        self._known[file] = value
        return value


def _stated_licence(name: str, text: str) -> str:
    """The expression that a manifest gives its project, empty when it is none."""
    try:
        document = json.loads(text) if name == "package.json" else tomllib.loads(text)
    except (ValueError, RecursionError):
        return ""
    whole = table(document)
    said = whole.get("license")
    if name != "package.json":
        said = table(whole, "project" if name == "pyproject.toml" else "package").get("license")
    if isinstance(said, dict):  # The older form of pyproject.toml.
        said = said.get("text")
    return (normalised_expression(said) or "") if isinstance(said, str) else ""
