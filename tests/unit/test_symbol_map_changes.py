"""Whatever happened before, the map is that of the files as they are."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

import pytest
from hypothesis import given, settings, strategies as st

from omni_lsp.agents.symbol_map import SymbolMap, ranked
from omni_lsp.agents.symbol_rank import TOTAL, page_rank
from omni_lsp.model.facts import FileFacts, Import, Symbol
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Span

NOWHERE = Span(0, 0)
Files = Mapping[str, FileFacts]


def file(path: str, *defines: str, imports: tuple[str, ...] = (), uses: tuple[str, ...] = ()) -> FileFacts:
    symbols = tuple(Symbol(name, "function", NOWHERE, NOWHERE, f"def {name}()") for name in defines)
    taken = tuple(Import(module) for module in imports)
    return FileFacts(path, language_of(PurePath(path)), "1", 1, symbols, taken, frozenset(uses))


def table(*files: FileFacts) -> Files:
    return {each.path: each for each in files}


BASE, OTHER = file("shop/base.py"), file("shop/other.py")
PYTHON_USER = file("shop/user.py", imports=("shop.base",))
SCRIPT_USER = file("web/user.js", imports=("./lib",))
GO_USER = file("pay/user.go", uses=("Pay",))
NAMED_USER = file("shop/user.py", uses=("add_to_cart",))
DOTS_USER = file("shop/user.py", imports=(".",))
TWO = file("shop/base.py", "pay_a", "pay_b")
INNER, OUTER = file("a/shop/base.py"), file("b/shop/base.py")
FAR_USER = file("z/user.py", imports=("shop.base",))

CASES = {
    "a file comes that was imported before": (table(OTHER, PYTHON_USER), table(OTHER, PYTHON_USER, BASE)),
    "a file goes that is imported": (table(OTHER, PYTHON_USER, BASE), table(OTHER, PYTHON_USER)),
    "a folder gets the file that stands for it": (
        table(file("web/a.js"), SCRIPT_USER),
        table(file("web/a.js"), SCRIPT_USER, file("web/lib/index.js")),
    ),
    "a package gets the file that stands for it": (
        table(OTHER, DOTS_USER),
        table(OTHER, DOTS_USER, file("shop/__init__.py")),
    ),
    "a folder becomes a package": (table(INNER, OUTER, FAR_USER), table(INNER, OUTER, FAR_USER, file("a/__init__.py"))),
    "a nearer file comes": (table(OUTER, FAR_USER), table(OUTER, FAR_USER, file("z/shop/base.py"))),
    "a neighbour comes": (
        table(file("pay/pay.go", "Sell"), GO_USER, file("ship/a.go", "Pay")),
        table(file("pay/pay.go", "Sell"), GO_USER, file("ship/a.go", "Pay"), file("pay/more.go", "Pay")),
    ),
    "a definition comes": (table(BASE, NAMED_USER), table(file("shop/base.py", "add_to_cart"), NAMED_USER)),
    "a definition reads otherwise": (
        table(file("shop/base.py", "add_to_cart"), NAMED_USER),
        table(
            replace(one := file("shop/base.py", "add_to_cart"), symbols=(replace(one.symbols[0], signature="new"),)),
            NAMED_USER,
        ),
    ),
    "a use comes": (
        table(file("shop/base.py", "add_to_cart"), OTHER),
        table(file("shop/base.py", "add_to_cart"), replace(OTHER, names=NAMED_USER.names)),
    ),
    "an import comes": (table(BASE, OTHER), table(BASE, replace(OTHER, imports=PYTHON_USER.imports))),
    "a user goes": (
        table(TWO, file("shop/user.py", imports=("shop.base",), uses=("pay_b",))),
        table(TWO),
    ),
    "a generated file becomes a person's": (
        table(OTHER, PYTHON_USER, replace(BASE, is_generated=True)),
        table(OTHER, PYTHON_USER, BASE),
    ),
    "a person's file is generated": (
        table(OTHER, PYTHON_USER, BASE),
        table(OTHER, PYTHON_USER, replace(BASE, is_generated=True)),
    ),
    "a file is in another language": (
        table(file("shop/base.py", "add_to_cart"), NAMED_USER, OTHER),
        table(replace(file("shop/base.py", "add_to_cart"), language="go"), NAMED_USER, OTHER),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_map_that_followed_a_change_equals_one_from_nothing(case: str) -> None:
    before, after = CASES[case]
    follower = SymbolMap()

    assert follower.ranked(before) == ranked(before, {})
    assert follower.ranked(after) == ranked(after, {}) != ranked(before, {})
    assert follower.ranked(before) == ranked(before, {})


MANY = [
    file(f"p{at // 10:02}/m{at:03}.py", f"do_it_{at}", imports=(f"p{at // 10:02}.m{at - at % 10:03}",))
    for at in range(150)
]


def test_a_map_follows_many_files_at_once() -> None:
    follower, half, whole = SymbolMap(), table(*MANY[::2]), table(*MANY)

    for files in (half, whole, half, {}):
        assert follower.ranked(files) == ranked(files, {})


PATHS = ("shop/base.py", "shop/user.py", "shop/web/base.py", "shop/__init__.py", "src/shop/base.py", "shop/web/user.py")
FILES = st.builds(
    lambda path, defines, imports, uses: file(path, *defines, imports=tuple(imports), uses=tuple(uses)),
    st.sampled_from(PATHS),
    st.lists(st.sampled_from(["add_to_cart", "Money"]), max_size=1),
    st.lists(st.sampled_from(["shop", "shop.base", ".", ".base", "..base", "base", "shop.web.base"]), max_size=2),
    st.lists(st.sampled_from(["add_to_cart", "Money"]), max_size=1),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(FILES, min_size=4, max_size=6), st.lists(st.one_of(FILES, st.sampled_from(PATHS)), max_size=8))
def test_a_map_that_followed_many_changes_equals_one_from_nothing(
    start: list[FileFacts], changes: list[FileFacts | str]
) -> None:
    follower, files = SymbolMap(), table(*start)
    follower.ranked(files)
    for change in changes:
        files = {path: each for path, each in files.items() if path != change}
        if isinstance(change, FileFacts):
            files[change.path] = change
        assert follower.ranked(files) == ranked(files, {})


NODES = list("abcdefg")
GRAPHS = st.fixed_dictionaries(
    {node: st.dictionaries(st.sampled_from(NODES), st.integers(1, 100_000), max_size=5) for node in NODES}
)


@settings(deadline=None)
@given(GRAPHS, st.dictionaries(st.sampled_from([*NODES, "z"]), st.floats(0, 10)))
def test_ranks_agree_with_the_definition(links: dict[str, dict[str, int]], about: dict[str, float]) -> None:
    ranks = page_rank(links, about)

    start = {node: about.get(node, 0.0) for node in NODES}
    whole = sum(start.values())
    start = {node: weight / whole if whole else 1 / len(NODES) for node, weight in start.items()}
    lost = sum(ranks[node] for node in NODES if not links[node])
    for node in NODES:
        come = sum(ranks[other] * to[node] / sum(to.values()) for other, to in links.items() if node in to)
        # One more step changes nothing: each node has 0.85 of what leads to it, and 0.15 of where a reader starts.
        wanted = 0.85 * (come + lost * start[node]) + 0.15 * TOTAL * start[node]
        assert ranks[node] == pytest.approx(wanted, rel=0.01, abs=TOTAL / 1000)
