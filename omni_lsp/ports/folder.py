"""What is known about workspace folders: their files, version control, manifests, policies."""

from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from omni_lsp.model.dependencies import DependencyFacts, Installed
from omni_lsp.model.errors import AgentError, Mistake
from omni_lsp.model.facts import BuildFacts, FileFacts
from omni_lsp.model.licences import LicenceFacts
from omni_lsp.model.newcode import NewLines
from omni_lsp.model.policy import Policy
from omni_lsp.model.text import Snapshot


class Manifests(Protocol):
    """What build, configuration and CI files of a folder say; those that cannot be read or parsed are left out."""

    async def build(self, root: Path) -> BuildFacts: ...


class Stamp(NamedTuple):
    """What a file or folder looked like from outside: another stamp means that it may have another content.

    `modified_ns` counts nanoseconds since 1970, `size` bytes.
    """

    modified_ns: int
    size: int
    inode: int
    is_folder: bool


class Vcs(Protocol):
    """What version control knows of a folder; it runs nothing that the folder brings, and writes nothing."""

    async def new_lines(self, root: Path, since: str) -> NewLines:
        """The lines that differ from a revision, on the disk; `REV...` is where the current branch left `REV`.

        Raises AgentValidationError where there is no such revision or no repository, AgentError for what else failed.
        """
        ...


class Files(Protocol):
    """Reads and walks; writes nothing but what `rewrite` is told to."""

    def walk(self, paths: Iterable[Path], *, ignore: bool = True, leave: Container[Path] = ()) -> Iterable[Path]:
        """Files below the paths in sorted order, without those that ignore files exclude or that are below `leave`."""
        ...

    def wanted(self, paths: Iterable[Path], root: Path) -> list[Path]:
        """Those of the paths below a folder that a walk of it comes to, be there anything at them or not."""
        ...

    async def stamps(self, paths: Iterable[Path]) -> dict[Path, Stamp | None]:
        """The stamp of each path, `None` where there is nothing, or nothing that may be seen."""
        ...

    async def snapshot(self, path: Path, root: Path | None) -> Snapshot:
        """Raises AgentValidationError for what is no text, AgentFatalError for what cannot be read."""
        ...

    async def rewrite(self, snapshot: Snapshot, text: str) -> None:
        """Replace the text of a file on the disk, whole or not at all; its encoding stays.

        Raises AgentValidationError where it is not what it was, or cannot be encoded, AgentFatalError where it cannot be
        written.
        """
        ...

    async def snapshots(self, paths: Iterable[Path], root: Path | None) -> list[Snapshot | AgentError]:
        """Each path's file, or what is wrong with it, in their order."""
        ...


class Mentions(Protocol):
    """Where files use names."""

    def line(self, root: Path, file: FileFacts, name: str) -> int | None:
        """The line, from 0, of the first use of a name in a file of the folder; answered from memory.

        `None` while that is not known: the file is read for it when nobody waits.
        """
        ...


class Policies(Protocol):
    """The policy of each workspace folder."""

    async def policy(self, root: Path | None) -> Policy:
        """The one in force; while its file is wrong, the last one that was not."""
        ...

    def known(self, root: Path | None) -> Policy:
        """What `policy` said last, from memory; at first the default."""
        ...

    def is_source(self, snapshot: Snapshot) -> bool:
        """Whether a document is a policy file that has a say."""
        ...

    def review(self, snapshot: Snapshot) -> Sequence[Mistake]:
        """What is wrong with the text of a policy file, in document order; nothing of it is put in force."""
        ...


class Licences(Protocol):
    """What is known about the licence of a file apart from its text."""

    async def about(self, snapshot: Snapshot) -> LicenceFacts: ...


class Dependencies(Protocol):
    """What manifests say; licences of packages are those that their own metadata on the disk declares."""

    def is_manifest(self, path: Path) -> bool: ...

    async def about(self, snapshot: Snapshot) -> DependencyFacts | None:
        """What the text of a manifest says, and the lock file beside it; `None` for any other file."""
        ...

    async def installed(self, snapshot: Snapshot) -> Mapping[str, Installed]:
        """The packages that a manifest and its lock file name, as far as their metadata is at hand, by name."""
        ...
