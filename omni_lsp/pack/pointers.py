"""Where to go on reading."""

import re

from omni_lsp.model.knowledge import EntryPoint
from omni_lsp.model.packs import PackFile, PackInputs
from omni_lsp.pack.limits import Ranked
from omni_lsp.pack.plain import command, path
from omni_lsp.pack.section import SPAN, SPANS, Section, listed, spans

_MAP = f"- Files and their definitions, the most used ones: `{PackFile.REPO_MAP}`, where it exists."
_RULES = "- Security rules and open findings: "
_OURS = "- This part is written by `omni-lsp pack`; add what you know outside of its markers."
_IMPORT = f"@{PackFile.AGENTS}"
_READ = f"Read `{PackFile.AGENTS}` first: it has the commands, conventions and duties of this repository."
_MOST = 5


def _pointers(inputs: PackInputs) -> Ranked:
    lines = [_MAP] if PackFile.REPO_MAP in inputs.files else []
    rules = spans(f"`{file}`" for file in (PackFile.COPILOT_SECURITY, PackFile.CLAUDE_SECURITY) if file in inputs.files)
    lines += [f"{_RULES}{rules.split(', ')[0]}"] if rules else []
    entries = [line for each in inputs.entry_points if (line := _entry(each))]
    return listed((_OURS, *lines, *dict.fromkeys(entries[:_MOST])))


def _entry(entry: EntryPoint) -> str:
    name, place = command(entry.name) or path(entry.name), path(entry.path)
    kind = entry.kind if entry.kind in ("program", "module", "server", "container", "handler") else ""
    source = path(entry.source)
    if not (name and kind and (place or source)):
        return ""
    return f"- Entry point ({kind}): " + (f"{name} in {place}" if place else f"{name} ({source})")


def _imported(inputs: PackInputs) -> Ranked:
    return listed([_IMPORT] if PackFile.AGENTS in inputs.files else [])


def _pointed(inputs: PackInputs) -> Ranked:
    return listed([_READ] if PackFile.AGENTS in inputs.files else [])


_FORMS = (
    rf"- Entry point \((?:program|module|server|container|handler)\): {SPAN} (?:in {SPAN}|\({SPAN}\))",
    rf"{_RULES}{SPANS}",
    re.escape(_MAP),
    re.escape(_OURS),
)

POINTERS = Section("pointers", ("entry_points", "files"), 160, ("## Pointers", ""), _pointers, _FORMS)
IMPORTED = Section("imported", ("files",), 12, (), _imported, (re.escape(_IMPORT),))
POINTED = Section("pointed", ("files",), 40, (), _pointed, (re.escape(_READ),))
