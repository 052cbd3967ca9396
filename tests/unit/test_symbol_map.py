"""The ranked symbol map: what others use comes first, and it is the same however it came about."""

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


def symbol(name: str, container: str = "", kind: str = "function", signature: str = "") -> Symbol:
    return Symbol(name, kind, NOWHERE, NOWHERE, signature or f"def {name}()", container=container)


def file(path: str, *symbols: Symbol, imports: tuple[str, ...] = (), uses: tuple[str, ...] = ()) -> FileFacts:
    taken = tuple(Import(module) for module in imports)
    names = frozenset({*uses, *(each.name for each in symbols), *(part for m in imports for part in m.split("."))})
    return FileFacts(path, language_of(PurePath(path)), "", 1, symbols, taken, names)


def project(*files: FileFacts) -> Mapping[str, FileFacts]:
    return {each.path: each for each in files}


DATABASE = file("shop/database.py", symbol("open_database"), symbol("close_database"), symbol("_reconnect"))
PAYING = file("shop/paying.py", symbol("pay_invoice"), imports=("shop.database",), uses=("open_database",))
SENDING = file("shop/sending.py", symbol("send_parcel"), imports=("shop.database",), uses=("open_database",))
MAIN = file("shop/main.py", symbol("main"), imports=("shop.paying",), uses=("pay_invoice",))
SHOP = project(MAIN, SENDING, PAYING, DATABASE)


def test_what_many_use_comes_first() -> None:
    paths = [each.path for each in ranked(SHOP, {})]

    assert paths[:2] == ["shop/database.py", "shop/paying.py"]
    assert set(paths) == set(SHOP)


def test_ranks_are_shares_of_one() -> None:
    ranks = [each.rank for each in ranked(SHOP, {})]

    assert ranks == sorted(ranks, reverse=True)
    assert 0.8 < sum(ranks) <= 1


def test_definitions_that_others_use_come_first_and_private_ones_not_at_all() -> None:
    database = file("shop/database.py", *(symbol(name) for name in ("vacuum_all", "_reconnect", "open_database")))
    first = ranked({**SHOP, "shop/database.py": database}, {})[0]

    assert first.signatures == ("def open_database()", "def vacuum_all()")


def test_one_user_more_of_a_definition_makes_no_other_order() -> None:
    def order(**users: int) -> list[str]:
        database = file("shop/database.py", *(symbol(name) for name in users))
        using = [
            file(f"shop/{name}_{number}.py", imports=("shop.database",), uses=(name,))
            for name, count in users.items()
            for number in range(count)
        ]
        return [each.partition("(")[0] for each in ranked(project(database, *using), {})[0].signatures]

    assert order(close_database=1, open_database=3) == ["def close_database", "def open_database"]
    assert order(close_database=3, open_database=1) == ["def close_database", "def open_database"]
    assert order(close_database=2, open_database=9) == ["def open_database", "def close_database"]
    assert order(close_database=0, open_database=1) == ["def open_database", "def close_database"]


def test_methods_name_their_class_and_what_is_in_functions_is_left_out() -> None:
    cart = file(
        "a.py",
        symbol("Cart", kind="class", signature="class Cart"),
        symbol("total", "Cart", "method"),
        symbol("pay"),
        symbol("inner", "pay"),
        symbol("_Hidden", kind="class", signature="class _Hidden"),
        symbol("shown", "_Hidden", "method"),
        symbol("pay", signature="def pay(again)"),
    )

    assert ranked(project(cart), {})[0].signatures == ("class Cart", "def Cart.total()", "def pay()")


@pytest.mark.parametrize(
    "path",
    ["tests/test_a.py", "shop/a_test.go", "src/a.spec.ts", "examples/a.py", "vendor/a.go", "a.min.js", "README.md"],
)
def test_tests_examples_and_foreign_code_are_left_out(path: str) -> None:
    assert path not in {each.path for each in ranked({**SHOP, path: file(path, symbol("x"))}, {})}


def test_generated_files_are_left_out() -> None:
    says = FileFacts("b.py", "python", "", 1, is_generated=True)

    assert [each.path for each in SymbolMap().ranked(project(file("a.py"), says, MAIN), {}, {"a.py"})] == [MAIN.path]


def test_a_map_follows_what_is_registered_as_generated() -> None:
    symbols = SymbolMap()
    assert len(symbols.ranked(SHOP)) == 4
    assert len(symbols.ranked(SHOP, generated={MAIN.path})) == 3
    assert symbols.ranked(SHOP) == ranked(SHOP, {})


def test_open_files_draw_the_ranks_to_what_they_use() -> None:
    plain = {each.path: each.rank for each in ranked(SHOP, {})}
    about = {each.path: each.rank for each in ranked(SHOP, {MAIN.path: 1.0})}

    assert about[MAIN.path] > plain[MAIN.path]
    assert about[PAYING.path] > plain[PAYING.path]
    assert about[SENDING.path] < plain[SENDING.path]
    assert ranked(SHOP, {"gone.py": 1.0}) == ranked(SHOP, {})


def test_a_name_that_more_than_20_files_define_leads_nowhere() -> None:
    def shop(number: int) -> Mapping[str, FileFacts]:
        definers = [file(f"shop/a{n:02}.py", symbol("open_database")) for n in range(number)]
        return project(*definers, *(file(f"shop/z{n:02}.py", uses=("open_database",)) for n in range(20)))

    assert ranked(shop(20), {})[-1].path == "shop/z19.py"
    assert len({each.rank for each in ranked(shop(20), {})}) == 2
    assert len({each.rank for each in ranked(shop(21), {})}) == 1


def test_languages_do_not_see_each_other() -> None:
    files = project(file("a.py", symbol("open_database")), file("b.go", uses=("open_database",)), file("c.go"))

    assert len({each.rank for each in ranked(files, {})}) == 1


def test_ties_go_by_path_whatever_the_order() -> None:
    files = [file(f"{letter}.py") for letter in "cab"]

    assert [each.path for each in ranked(project(*files), {})] == ["a.py", "b.py", "c.py"]


def test_nothing_is_ranked_in_nothing() -> None:
    assert ranked({}, {}) == ()
    assert page_rank({}, {}) == {}


def test_the_same_map_when_only_a_body_changed() -> None:
    symbols, changed = SymbolMap(), replace(PAYING, digest="2", lines=9)
    before = symbols.ranked(SHOP)

    assert symbols.ranked({**SHOP, PAYING.path: changed}) is before


NAMES = ("open_database", "pay_invoice", "Cart", "_hidden", "run")
PATHS = ("shop/a.py", "shop/b.py", "shop/c.py", "shop/d.go", "shop/e.go", "tests/test_f.py")
FILES = st.builds(
    lambda path, defined, uses, imports: file(path, *map(symbol, defined), uses=tuple(uses), imports=tuple(imports)),
    st.sampled_from(PATHS),
    st.lists(st.sampled_from(NAMES), max_size=3),
    st.lists(st.sampled_from(NAMES), max_size=3),
    st.lists(st.sampled_from(["shop.a", "shop.b", ".c"]), max_size=2),
)


@settings(max_examples=100)
@given(st.lists(st.one_of(FILES, st.sampled_from(PATHS)), min_size=1, max_size=15), st.sampled_from(["", *PATHS]))
def test_file_by_file_is_as_from_nothing(changes: list[FileFacts | str], about: str) -> None:
    symbols, files = SymbolMap(), dict[str, FileFacts]()
    weights = {about: 1.0} if about else {}
    for change in changes:
        files = {path: each for path, each in files.items() if path != change}
        if isinstance(change, FileFacts):
            files[change.path] = change
        assert symbols.ranked(files, weights) == ranked(dict(reversed(files.items())), weights)


@settings(max_examples=100)
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 99_999))),
    st.dictionaries(st.sampled_from("abcdefg"), st.floats(0, 1_000_000)),
)
def test_page_rank_adds_up(links: dict[str, dict[str, int]], about: dict[str, float]) -> None:
    ranks = page_rank(links, about)

    assert list(ranks) == list(links)
    assert all(rank >= 0 for rank in ranks.values())
    assert not links or TOTAL * 0.999 < sum(ranks.values()) <= TOTAL
