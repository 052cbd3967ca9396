"""A policy: frameworks in force, how grave what is, and the duties of a project, for whole folders or parts of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from types import MappingProxyType

from omni_lsp.model.finding import Severity


class Level(StrEnum):
    """How findings count: `OFF` reports nothing, the others report at that severity."""

    OFF = "off"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def severity(self) -> Severity | None:
        return None if self is Level.OFF else Severity[self.name]


@dataclass(frozen=True, slots=True)
class Duties:
    """What a project owes; `None` and empty values say nothing, so that the rules' own severities count.

    `spdx_header` unset asks for headers in projects with REUSE files alone; `spdx_licence` is the expression that new
    headers get; `licence_allow` lists SPDX ids, without any nothing is checked against it.
    """

    spdx_header: Level | None = None
    spdx_licence: str | None = None
    licence_allow: tuple[str, ...] | None = None
    dependency_licences: Level | None = None
    personal_data: Level | None = None
    realistic_test_data: Level | None = None
    pinned_dependencies: Level | None = None
    dependency_sources: Level | None = None
    lock_files: Level | None = None

    def under(self, other: "Duties") -> "Duties":
        """These duties with everything that the other ones say instead."""
        said = {each.name: getattr(other, each.name) for each in fields(other)}
        return replace(self, **{name: value for name, value in said.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Part:
    """What holds for the files that match gitignore patterns below the folder; `frameworks` `None` says nothing."""

    paths: tuple[str, ...]
    frameworks: tuple[str, ...] | None = None
    severities: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))
    duties: Duties = field(default_factory=Duties)


@dataclass(frozen=True, slots=True)
class Policy:
    """`severities` by rule id, its beginning (`py.*`), CWE id or `Control.key`; later `parts` overrule earlier ones and the whole.

    `frameworks` are ids, `None` means all that are known. `digest` changes when the text of the policy does.
    """

    name: str = "default"
    frameworks: tuple[str, ...] | None = None
    severities: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))
    duties: Duties = field(default_factory=Duties)
    parts: tuple[Part, ...] = ()
    digest: str = "default"


DEFAULT_POLICY = Policy()
