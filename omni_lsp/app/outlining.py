"""What is known about a folder without a server: every source file outlined once."""

from pathlib import Path

from omni_lsp.agents.symbol_map import ranked
from omni_lsp.model.facts import BuildFacts, FileFacts, ProjectFacts
from omni_lsp.model.knowledge import MappedFile
from omni_lsp.state.workspace import WorkspaceState


def project_of(root: Path, files: list[FileFacts], build: BuildFacts) -> ProjectFacts:
    """The same as a server knows when it has looked at the whole folder."""
    state = WorkspaceState()
    state.put_files(root, files)
    state.put_project(root, build)
    return state.project(root)


def mapped(project: ProjectFacts) -> tuple[MappedFile, ...]:
    """The files that people wrote, by how much others use them."""
    written = {path: file for path, file in project.files.items() if not project.is_generated(path)}
    return ranked(written, {})
