"""Context packs: the files that tell AI assistants about a project, and what they are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from omni_lsp.model.facts import Command
from omni_lsp.model.finding import Severity
from omni_lsp.model.knowledge import Convention, EntryPoint, MappedFile


class PackFile(StrEnum):
    """The eight files, by their paths below the workspace folder."""

    AGENTS = "AGENTS.md"
    CLAUDE = "CLAUDE.md"
    COPILOT = ".github/copilot-instructions.md"
    COPILOT_SECURITY = ".github/instructions/omni-security.instructions.md"
    COPILOT_COMPLIANCE = ".github/instructions/omni-compliance.instructions.md"
    CLAUDE_SECURITY = ".claude/rules/omni-security.md"
    CURSOR = ".cursor/rules/omni.mdc"
    REPO_MAP = ".omni/context/repo-map.md"

    @property
    def slug(self) -> str:
        """Its name in settings and on the command line, as `copilot-security`."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding that has settled: a bundled rule's id and the file it is in, below the folder with `/`."""

    rule: str
    path: str


@dataclass(frozen=True, slots=True)
class PackRule:
    """What a bundled rule asks for; all of it was written here."""

    id: str
    title: str
    severity: Severity
    cwe: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something a policy asks for: our own words, the ids of controls, and gitignore patterns of the files it is for."""

    text: str
    controls: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackInputs:
    """All that packs are made of; each section names the members that it reads.

    `languages` are LSP ids, the most used first; `generated` are paths; `rules` are those of the languages in use.
    `files` are the pack files that are wanted: some of them point at others.
    """

    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    conventions: tuple[Convention, ...] = ()
    generated: tuple[str, ...] = ()
    rules: tuple[PackRule, ...] = ()
    findings: tuple[OpenFinding, ...] = ()
    duties: tuple[Duty, ...] = ()
    map: tuple[MappedFile, ...] = ()
    files: tuple[PackFile, ...] = ()


@dataclass(frozen=True, slots=True)
class PackProblem:
    """Something wrong with a pack on the disk or one that was not written; `line` counts from 0."""

    path: str
    line: int
    code: str
    message: str
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class PackState:
    """What is kept between two writes, outside of the workspace.

    `inputs` are digests by section and member, `sections` their texts.
    `blocks` and `fronts` are the digests of what was written last between the markers and as front matter, by
    `PackFile`, the newest last: another text there is somebody's own.
    `pending` are the rules that the last run found in a file, by path, where the packs say something else.
    """

    inputs: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    sections: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    fronts: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    pending: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PacksOnDisk:
    """What is there before something is written.

    `texts` are the pack files that could be read, `refused` those that must not be written, each with a problem.
    `present` are paths below the folder that tell which assistants are in use; `held_back` names what keeps everybody
    from writing ("a rebase"), empty for nothing.
    """

    texts: Mapping[PackFile, str] = field(default_factory=lambda: MappingProxyType({}))
    refused: frozenset[PackFile] = frozenset()
    present: frozenset[str] = frozenset()
    problems: tuple[PackProblem, ...] = ()
    held_back: str = ""
    state: PackState = field(default_factory=PackState)


@dataclass(frozen=True, slots=True)
class PackPlan:
    """What to do: whole texts to write by file, files to remove, and texts of people to be kept aside before.

    `rendered` are the sections that were worked out, the others came out of the state.
    """

    writes: Mapping[PackFile, str] = field(default_factory=lambda: MappingProxyType({}))
    removes: tuple[PackFile, ...] = ()
    aside: Mapping[PackFile, str] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[PackProblem, ...] = ()
    rendered: tuple[str, ...] = ()
    state: PackState = field(default_factory=PackState)

    @property
    def changed(self) -> tuple[PackFile, ...]:
        """The files that are not as they should be, in the order of `PackFile`."""
        return tuple(file for file in PackFile if file in self.writes or file in self.removes)


@dataclass(frozen=True, slots=True)
class PacksWritten:
    """What came of a plan: `aside` are the paths below the folder at which texts of people were kept.

    `held_back` is that of `PacksOnDisk`; then nothing was written.
    """

    plan: PackPlan = field(default_factory=PackPlan)
    aside: tuple[str, ...] = ()
    held_back: str = ""
