"""What is in each of the eight files: front matter and sections, the most important first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.packs import PackFile, PackInputs
from omni_lsp.pack.commands import COMMANDS, CRITICAL_COMMANDS
from omni_lsp.pack.conventions import CONVENTIONS
from omni_lsp.pack.duties import COMPLIANCE, DUTIES, patterns
from omni_lsp.pack.never import CRITICAL_NEVER, NEVER
from omni_lsp.pack.pointers import IMPORTED, POINTED, POINTERS
from omni_lsp.pack.repo_map import REPO_MAP
from omni_lsp.pack.section import Section
from omni_lsp.pack.security import FINDINGS, SECURE


def _none(_inputs: PackInputs) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Layout:
    """`front` gives the front matter with its two fences and a line end, empty for none."""

    sections: tuple[Section, ...]
    front: Callable[[PackInputs], str] = _none

    @property
    def is_fronted(self) -> bool:
        return self.front is not _none


def _source(inputs: PackInputs) -> tuple[str, ...]:
    """Globs of the source files in the languages in use."""
    endings = (f"**/*{end}" for each in inputs.languages if each in LANGUAGES for end in LANGUAGES[each].endings)
    return tuple(sorted(endings)) or ("**",)


def _every(inputs: PackInputs) -> tuple[str, ...]:
    # Duties for all files are in AGENTS.md, too; for their sake this file need not come with each of them.
    return tuple(sorted({*_source(inputs), *(each for each in patterns(inputs) if each != "**")}))


def _fenced(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", ""))


def _apply_to(globs: tuple[str, ...]) -> str:
    return _fenced(f'applyTo: "{",".join(globs)}"')


def _paths(inputs: PackInputs) -> str:
    return _fenced("paths:", *(f'  - "{glob}"' for glob in _source(inputs)))


def _globs(inputs: PackInputs) -> str:
    said = "Secure code, open findings and duties in this repository"
    return _fenced(
        f"description: {said}", "globs:", *(f'  - "{glob}"' for glob in _every(inputs)), "alwaysApply: false"
    )


LAYOUTS: Mapping[PackFile, Layout] = MappingProxyType(
    {
        PackFile.AGENTS: Layout((COMMANDS, CONVENTIONS, NEVER, DUTIES, POINTERS)),
        PackFile.CLAUDE: Layout((IMPORTED,)),
        PackFile.COPILOT: Layout((POINTED, CRITICAL_COMMANDS, CRITICAL_NEVER)),
        PackFile.COPILOT_SECURITY: Layout((SECURE, FINDINGS), lambda inputs: _apply_to(_source(inputs))),
        PackFile.COPILOT_COMPLIANCE: Layout((COMPLIANCE,), lambda inputs: _apply_to(patterns(inputs))),
        PackFile.CLAUDE_SECURITY: Layout((SECURE, FINDINGS, COMPLIANCE), _paths),
        PackFile.CURSOR: Layout((SECURE, FINDINGS, COMPLIANCE), _globs),
        PackFile.REPO_MAP: Layout((REPO_MAP,)),
    }
)
