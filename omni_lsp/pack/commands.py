"""The commands of a project, by what they are for, each with the file that it was found in."""

from collections.abc import Iterable
from itertools import groupby

from omni_lsp.model.facts import Command
from omni_lsp.model.packs import PackInputs
from omni_lsp.pack.limits import Ranked
from omni_lsp.pack.plain import command, path
from omni_lsp.pack.section import SPAN, Section, listed

_MOST = 3
"""Commands of one purpose: a choice of more is no help."""
_ONE = rf"{SPAN} \({SPAN}\)"
_PURPOSES = "Build|Test|Lint|Format|Run"


def _commands(inputs: PackInputs) -> Ranked:
    return listed(_lines(inputs))


def _critical(inputs: PackInputs) -> Ranked:
    lines = [line.split(", ")[0] for line in _lines(inputs) if line.startswith(("- Test:", "- Lint:"))]
    return listed(lines)


def _lines(inputs: PackInputs) -> list[str]:
    by_purpose = groupby(inputs.commands, key=lambda each: each.purpose)
    found = ((purpose, _shown(commands)) for purpose, commands in by_purpose if purpose in _PURPOSES.lower().split("|"))
    return [f"- {purpose.capitalize()}: {shown}" for purpose, shown in found if shown]


def _shown(commands: Iterable[Command]) -> str:
    shown: dict[str, str] = {}
    for each in commands:
        line, source = command(each.line), path(each.source)
        if line and source:
            shown.setdefault(line, f"{line} ({source})")
    return ", ".join(list(shown.values())[:_MOST])


_FORMS = (rf"- (?:{_PURPOSES}): {_ONE}(?:, {_ONE})*",)

_HEADING = ("## Commands", "", "Each was found in the file named; run tests and linters before you finish.", "")

COMMANDS = Section("commands", ("commands",), 250, _HEADING, _commands, _FORMS)
CRITICAL_COMMANDS = Section("critical-commands", ("commands",), 60, ("## Before you finish", ""), _critical, _FORMS)
