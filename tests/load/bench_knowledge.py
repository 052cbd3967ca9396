"""What one saved file costs what is known of a project, in a folder of 1,000 files and in one of 100,000."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from figures import Row, times
from place import Place

from omni_lsp.agents.symbol_map import SymbolMap
from omni_lsp.model.facts import FileFacts, Import, Symbol
from omni_lsp.model.text import Span
from omni_lsp.state.workspace import WorkspaceState

SMALL, LARGE = 1_000, 100_000
ROUNDS = 50
ROOT = Path("/folder")
NOWHERE = Span(0, 0)


async def knowledge(place: Place, *, quick: bool) -> list[Row]:
    del place
    rounds = ROUNDS // 5 if quick else ROUNDS
    files = [_file(number) for number in range(SMALL)]
    little, much = (_median(_saves(count), rounds) for count in (SMALL, LARGE))
    symbols, table = SymbolMap(), {file.path: file for file in files}
    begun = time.perf_counter()
    symbols.ranked(table)
    fresh = time.perf_counter() - begun

    def body(number: int) -> None:
        path = files[number].path
        symbols.ranked({**table, path: replace(table[path], digest=str(number))})

    again = _median(body, rounds)
    return [
        Row(
            f"one file's facts replaced among {LARGE:,}",
            f"{much * 1e3:.2f} ms",
            f"among {SMALL:,}: {little * 1e3:.2f} ms",
            times(much / little),
            str(rounds),
        ),
        Row(
            f"symbol map of {SMALL:,} files after a body changed",
            f"{again * 1e3:.2f} ms",
            f"from nothing: {fresh * 1e3:.0f} ms",
            times(fresh / again),
            str(rounds),
        ),
    ]


def _saves(count: int) -> Callable[[int], None]:
    state = WorkspaceState()
    state.put_files(ROOT, [_file(number) for number in range(count)])
    return lambda number: state.put_files(ROOT, [replace(_file(number), digest="2")])


def _median(act: Callable[[int], None], rounds: int) -> float:
    taken = []
    for number in range(rounds):
        begun = time.perf_counter()
        act(number)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _file(number: int) -> FileFacts:
    """Five functions, and three files before it that it uses one function each of."""
    symbols = tuple(Symbol(f"pay_{number}_{part}", "function", NOWHERE, NOWHERE) for part in range(5))
    used = [max(0, number - step) for step in (1, 7, 40)]
    imports = tuple(Import(_path(other).removesuffix(".py").replace("/", ".")) for other in used)
    names = frozenset({*(symbol.name for symbol in symbols), *(f"pay_{other}_0" for other in used)})
    mentioned = frozenset(part for each in imports for part in each.module.split("."))
    return FileFacts(_path(number), "python", "1", 10, symbols, imports, names | mentioned)


def _path(number: int) -> str:
    return f"package{number % 100:02}/module{number:06}.py"
