"""Controls as people read them under a finding: one line of links a framework, as Markdown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from omni_lsp.model.controls import Control, ControlMap, Framework
from omni_lsp.model.finding import Rule

_SHOWN = 4  # Controls of one framework; a weakness in cryptography has a dozen.


@dataclass(frozen=True, slots=True)
class Citations:
    """The controls in force for a file, a fact for explanations; `frameworks` are ids, `None` for all that are known."""

    known: ControlMap = field(default_factory=ControlMap)
    frameworks: Sequence[str] | None = None

    def of(self, rule: Rule) -> str:
        """The controls of a rule as a list, empty when there are none."""
        found = self.known.of_rule(rule)
        lines = (
            _line(framework, [each for each in found if each.framework == framework.id])
            for framework in self.known.frameworks
            if self.frameworks is None or framework.id in self.frameworks
        )
        return "\n".join(line for line in lines if line)


def _line(framework: Framework, controls: Sequence[Control]) -> str:
    if not controls:
        return ""
    links = ", ".join(_link(each) for each in controls[:_SHOWN])
    more = f" and {len(controls) - _SHOWN} more" if len(controls) > _SHOWN else ""
    return f"- {framework.name} {framework.version}: {links}{more}"


def _link(control: Control) -> str:
    # Brackets and round brackets would end the parts of a link.
    return f'[{_plain(control.id)}]({control.url} "{control.title}")'


def _plain(name: str) -> str:
    return "".join(_escaped(name))


def _escaped(name: str) -> Iterable[str]:
    for character in name:
        yield f"\\{character}" if character in "[]()*_`" else character
