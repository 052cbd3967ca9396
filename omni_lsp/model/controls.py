"""Controls of security and privacy frameworks, and which of them a weakness or a rule has to do with."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from omni_lsp.model.finding import Rule


@dataclass(frozen=True, slots=True)
class Framework:
    """A published edition of a framework: `id` as policies write it, `name` and `version` for people."""

    id: str
    name: str
    version: str
    url: str


@dataclass(frozen=True, slots=True)
class Control:
    """A requirement, category, article or practice; `framework` is a `Framework.id`, `title` in our own words.

    `why` says what a weakness that leads here has to do with it.
    """

    framework: str
    id: str
    title: str
    url: str
    why: str = ""

    @property
    def key(self) -> str:
        """What policies write: `pci-dss-4.0.1 6.2.4`."""
        return f"{self.framework} {self.id}"


@dataclass(frozen=True, slots=True)
class ControlMap:
    """Controls by CWE id (`CWE-89`) and by rule id, each in the order of frameworks and rows.

    `digest` changes when any row does.
    """

    frameworks: tuple[Framework, ...] = ()
    by_cwe: Mapping[str, tuple[Control, ...]] = field(default_factory=lambda: MappingProxyType({}))
    by_rule: Mapping[str, tuple[Control, ...]] = field(default_factory=lambda: MappingProxyType({}))
    digest: str = ""

    def controls_of(self, cwe: Sequence[str]) -> tuple[Control, ...]:
        """The controls of these weaknesses, each once; none for a CWE that no row names. One look-up a CWE."""
        if len(cwe) == 1:
            return self.by_cwe.get(cwe[0], ())
        return self._ordered(control for each in cwe for control in self.by_cwe.get(each, ()))

    def of_rule(self, rule: Rule) -> tuple[Control, ...]:
        """The controls of a rule's weaknesses and those that name the rule itself."""
        own = self.by_rule.get(rule.id)
        found = self.controls_of(rule.cwe)
        return found if own is None else self._ordered((*found, *own))

    def within(self, frameworks: Collection[str]) -> "ControlMap":
        """The part of it that is about frameworks of these ids."""
        return ControlMap(
            tuple(each for each in self.frameworks if each.id in frameworks),
            MappingProxyType(_narrowed(self.by_cwe, frameworks)),
            MappingProxyType(_narrowed(self.by_rule, frameworks)),
            self.digest,
        )

    @property
    def controls(self) -> tuple[Control, ...]:
        """All there are, each once, by framework."""
        every = (*self.by_cwe.values(), *self.by_rule.values())
        return self._ordered(control for controls in every for control in controls)

    def _ordered(self, controls: Iterable[Control]) -> tuple[Control, ...]:
        place = {framework.id: number for number, framework in enumerate(self.frameworks)}
        return tuple(sorted(dict.fromkeys(controls), key=lambda each: (place[each.framework], _natural(each.id))))


def _narrowed(known: Mapping[str, tuple[Control, ...]], frameworks: Collection[str]) -> dict[str, tuple[Control, ...]]:
    kept = {key: tuple(each for each in found if each.framework in frameworks) for key, found in known.items()}
    return {key: found for key, found in kept.items() if found}


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Order in which people list ids: `V1.2.4` before `V1.10.1`."""
    parts: list[tuple[int, int, str]] = []
    digits = ""
    for character in f"{name}\0":
        if character.isdecimal():
            digits += character
            continue
        if digits:
            parts.append((0, int(digits), ""))
            digits = ""
        parts.append((1, 0, character))
    return tuple(parts)
