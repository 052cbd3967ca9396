"""Inputs in the one order that packs have them, whatever order they came in."""

from dataclasses import replace
from math import frexp

from omni_lsp.model.facts import Command
from omni_lsp.model.knowledge import MappedFile
from omni_lsp.model.packs import PackInputs, PackRule

_PURPOSES = ("test", "lint", "build", "format", "run")
_SOURCES = (
    *("justfile", "Justfile", "Makefile", "makefile", "GNUmakefile", "Taskfile.yml", "Taskfile.yaml", "package.json"),
    *("noxfile.py", "tox.ini", "pyproject.toml"),
)
_KINDS = ("program", "server", "container", "handler", "module")


def ordered(inputs: PackInputs) -> PackInputs:
    """The same values sorted by what matters and then by code point, each once.

    The order of languages has a meaning and stays. The ranks of the map are replaced by 0, as only their order counts,
    and that by powers of two: each save moves them a little.
    """
    mapped = sorted(inputs.map, key=lambda each: (-_level(each.rank * len(inputs.map)), each.path))
    return replace(
        inputs,
        kinds=tuple(sorted(set(inputs.kinds))),
        languages=tuple(dict.fromkeys(inputs.languages)),
        commands=tuple(sorted(set(inputs.commands), key=_trust)),
        entry_points=tuple(
            sorted(set(inputs.entry_points), key=lambda e: (_place(_KINDS, e.kind), e.name, e.path, e.source))
        ),
        conventions=tuple(sorted(set(inputs.conventions), key=lambda e: (e.topic, e.value, e.source))),
        generated=tuple(sorted(set(inputs.generated))),
        rules=tuple(sorted(set(inputs.rules), key=_importance)),
        findings=tuple(sorted(set(inputs.findings), key=lambda each: (each.rule, each.path))),
        duties=tuple(sorted(set(inputs.duties), key=lambda each: (bool(each.paths), each.text, each.paths))),
        map=tuple(MappedFile(each.path, 0.0, each.signatures) for each in mapped),
        files=tuple(sorted(set(inputs.files))),
    )


def _level(share: float) -> int:
    """The power of two of a rank, as a multiple of the mean: one file more must not move all others."""
    return frexp(share)[1]


def _trust(command: Command) -> tuple[object, ...]:
    """The purpose that matters most, and of that the one command that people here use before that of a tool."""
    return (
        _place(_PURPOSES, command.purpose),
        _place(_SOURCES, command.source),
        len(command.line),
        command.line,
        command.source,
    )


def _importance(rule: PackRule) -> tuple[object, ...]:
    return (-rule.severity, rule.id)


def _place(order: tuple[str, ...], value: str) -> int:
    return order.index(value) if value in order else len(order)
