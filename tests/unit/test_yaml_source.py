"""YAML with places: what is read, where it stands, what is refused."""

import pytest
import yaml
from hypothesis import given, strategies as st

from omni_lsp.config.yaml_source import MAX_BYTES, MAX_DEPTH, Fields, key_place, place, plain, read
from omni_lsp.model.text import Span


def root_of(text: str) -> Fields:
    tree = read(text)
    assert tree.mistakes == ()
    assert tree.root is not None
    return tree.root


def shown(text: str, span: Span) -> str:
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("off", "off"),
        ("True", "True"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'null'", "null"),
        ("12", 12),
        ("-3", -3),
        ("0x1F", "0x1F"),
        ("012", 12),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2001-01-01", "2001-01-01"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        (".inf", ".inf"),
        ("9" * 19, 1e19),
        ("'12'", "12"),
        ('"a\\tb"', "a\tb"),
        ("|\n  x\n  y", "x\ny"),
        ("<<", "<<"),
    ],
)
def test_scalars(written: str, value: object) -> None:
    assert plain(root_of(f"key: {written}")) == {"key": value}
    assert type(plain(root_of(f"key: {written}"))) is dict


@pytest.mark.parametrize("key", ["on", "yes", "1", "null", "true", "1.5", "<<", "=", "~"])
def test_keys_are_what_they_look_like(key: str) -> None:
    assert plain(root_of(f"{key}: 5")) == {key: 5}


def test_booleans_are_not_numbers() -> None:
    value = plain(root_of("a: true"))
    assert isinstance(value, dict)
    assert value["a"] is True


NESTED = "a: 🔒x # c\n\nb:\n  - c: 1\n    d: [e, {f: g}]\n\n# end\nh:\n"


@pytest.mark.parametrize("text", [NESTED, NESTED.replace("\n", "\r\n"), "\ufeff" + NESTED])
def test_places(text: str) -> None:
    root = root_of(text)
    eol = "\r\n" if "\r" in text else "\n"
    expected = {
        ("a",): "🔒x",
        ("b",): f"- c: 1{eol}    d: [e, {{f: g}}]",
        ("b", 0): f"c: 1{eol}    d: [e, {{f: g}}]",
        ("b", 0, "c"): "1",
        ("b", 0, "d"): "[e, {f: g}]",
        ("b", 0, "d", 1): "{f: g}",
        ("b", 0, "d", 1, "f"): "g",
        ("h",): "h",  # Empty: its key stands in.
        ("a", 0): "🔒x",  # Below a scalar: the scalar.
        ("z",): "a",  # Missing at the top: the first key.
        ("b", 0, "z"): "c",  # Missing in an item: its first key.
        ("b", 1): "b",  # Missing in a list: the key of the list.
        ("b", "z"): "b",
        ("h", "z"): "h",
    }
    assert {path: shown(text, place(root, path)) for path in expected} == expected


def test_the_place_of_a_key() -> None:
    root = root_of(NESTED)
    assert shown(NESTED, key_place(root, ("b", 0, "d", 1, "f"))) == "f"


def test_an_empty_item_has_a_place() -> None:
    text = "a:\n  - {}\n  - b\n"
    assert shown(text, place(root_of(text), ("a", 0, "z"))) == "{}"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff", "---\n...\n"])
def test_nothing_is_not_a_mapping(text: str) -> None:
    tree = read(text)
    assert tree.root is None
    assert [mistake.span for mistake in tree.mistakes] == [Span(0, 0)]


def test_a_tab_is_told_on_the_tab() -> None:
    tree = read("a:\n\tb: 1\n")
    assert [(m.message, m.span) for m in tree.mistakes] == [
        ("a tab cannot indent or start a value, use spaces", Span(3, 4))
    ]


def test_a_forbidden_character_is_told_on_its_place() -> None:
    (mistake,) = read("a: 🔒\x07").mistakes
    assert (mistake.message, mistake.span) == ("a character that YAML does not allow", Span(4, 5))


def test_what_nobody_foresaw_is_told_as_yaml_tells_it() -> None:
    (mistake,) = read("%YAML 2.0\n---\na: 1\n").mistakes
    assert "incompatible" in mistake.message


def test_a_version_beyond_counting_is_a_mistake() -> None:
    (mistake,) = read(f"%YAML 1.{'9' * 5000}\n---\na: 1\n").mistakes
    assert mistake.message == "a number is out of range here"


def test_depth_is_bounded() -> None:
    assert read(f"a: {'[' * (MAX_DEPTH - 1)}{']' * (MAX_DEPTH - 1)}").mistakes == ()
    (mistake,) = read(f"a: {'[' * MAX_DEPTH}{']' * MAX_DEPTH}").mistakes
    assert mistake.message == "nested too deep, at most 20 levels"
    assert mistake.span == Span(3 + MAX_DEPTH - 1, 3 + MAX_DEPTH)


def test_size_is_bounded_in_bytes() -> None:
    text = "a: " + "x" * (MAX_BYTES - 3)
    assert read(text).mistakes == ()
    (mistake,) = read(text[:-1] + "é").mistakes
    assert mistake.message == "the file is too large: 64,001 bytes, at most 64,000"


def test_a_billion_laughs_stay_small() -> None:
    lines = ["a0: &a0 [ha, ha]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]" for i in range(1, 40))]
    tree = read("\n".join(lines))
    assert {mistake.message.split()[0] for mistake in tree.mistakes} == {"anchors", "aliases"}
    assert len(repr(tree)) < 50_000


def test_mistakes_are_in_document_order() -> None:
    assert [m.message.split()[0] for m in read("a: 1\na: *x\nb: &y 1\n").mistakes] == ["'a'", "aliases", "anchors"]


def test_mistakes_are_bounded() -> None:
    assert len(read("a: 1\n" * 1000).mistakes) == 100


def test_an_alias_may_not_be_a_key() -> None:
    assert [m.message for m in read("a: &x b\n*x : 1\n").mistakes] == [
        "anchors are not supported",
        "aliases are not supported, write the value again",
        "a key must be a single word or text",
    ]


@pytest.mark.parametrize("bomb", ["[", "{a: ", "- ", "? ", "&a ", "'x\n", "[a,", "\n", "!", "[?", "%TAG ! x\n"])
def test_no_text_takes_for_ever(bomb: str) -> None:
    # The time limit of every test is what would be exceeded.
    tree = read(bomb * (MAX_BYTES // len(bomb)))
    assert tree.mistakes or tree.root is None


@given(
    st.dictionaries(
        st.text("abcdefgh", min_size=1), st.lists(st.booleans() | st.integers(-(10**17), 10**17)), min_size=1
    )
)
def test_what_was_written_is_read(data: dict[str, list[int]]) -> None:
    assert plain(root_of(yaml.safe_dump(data))) == data
    assert plain(root_of(yaml.safe_dump(data, default_flow_style=True))) == data
