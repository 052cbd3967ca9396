"""Facts of files as plain tuples, which pass between processes twice as fast as the objects that they stand for."""

import sys
from typing import TypeAlias

from omni_lsp.model.facts import FileFacts, Import, Symbol
from omni_lsp.model.text import Span

_SymbolRow: TypeAlias = tuple[str, str, int, int, int, int, str, str, str, int]
_ImportRow: TypeAlias = tuple[str, tuple[str, ...]]
Row: TypeAlias = tuple[
    str, str, str, int, tuple[_SymbolRow, ...], tuple[_ImportRow, ...], tuple[str, ...], str, str, bool
]
"""The members of `FileFacts` in their order, the path first."""


def row_of(file: FileFacts) -> Row:
    return (
        file.path,
        file.language,
        file.digest,
        file.lines,
        tuple(map(_symbol_row, file.symbols)),
        tuple((each.module, each.names) for each in file.imports),
        tuple(file.names),
        file.summary,
        file.interface,
        file.is_generated,
    )


def facts_of(row: Row) -> FileFacts:
    path, language, digest, lines, symbols, imports, names, summary, interface, is_generated = row
    return FileFacts(
        path,
        language,
        digest,
        lines,
        tuple(map(_symbol, symbols)),
        tuple(Import(module, taken) for module, taken in imports),
        # Each name once for all files, as the outline has it.
        frozenset(map(sys.intern, names)),
        summary,
        interface,
        is_generated,
    )


def _symbol_row(symbol: Symbol) -> _SymbolRow:
    whole, name = symbol.span, symbol.name_span
    spans = (whole.start, whole.end, name.start, name.end)
    return (symbol.name, symbol.kind, *spans, symbol.signature, symbol.doc, symbol.container, symbol.line)


def _symbol(row: _SymbolRow) -> Symbol:
    name, kind, start, end, name_start, name_end, signature, doc, container, line = row
    return Symbol(name, kind, Span(start, end), Span(name_start, name_end), signature, doc, container, line)
