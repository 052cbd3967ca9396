"""Which of the eight files a repository should have: those of the assistants that it uses."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from omni_lsp.model.packs import PackFile

_SIGNS: Mapping[PackFile, tuple[str, ...]] = MappingProxyType(
    {
        PackFile.AGENTS: (),
        PackFile.CLAUDE: ("CLAUDE.md", ".claude"),
        PackFile.CLAUDE_SECURITY: ("CLAUDE.md", ".claude"),
        PackFile.COPILOT: (".github/copilot-instructions.md", ".github/instructions"),
        PackFile.COPILOT_SECURITY: (".github/copilot-instructions.md", ".github/instructions"),
        PackFile.COPILOT_COMPLIANCE: (".github/copilot-instructions.md", ".github/instructions"),
        PackFile.CURSOR: (".cursor", ".cursorrules"),
        PackFile.REPO_MAP: (),
    }
)

SIGNS = tuple(sorted({sign for signs in _SIGNS.values() for sign in signs}))
"""Paths below the folder by which assistants are known."""


def wanted(present: Collection[str], off: Collection[PackFile]) -> frozenset[PackFile]:
    """The files of no assistant in particular, and of those that have one of their signs; without those that are off."""
    return frozenset(
        file
        for file, signs in _SIGNS.items()
        if file not in off and (not signs or any(sign in present for sign in signs))
    )
