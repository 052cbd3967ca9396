"""Known findings: what counts as the same, what as new, what as gone; and the file that holds them."""

import json
from collections import Counter
from collections.abc import Collection
from random import Random

import pytest
from hypothesis import given, strategies as st

from omni_lsp.formats.baseline_v1 import baseline_entries, baseline_v1, is_portable
from omni_lsp.model.baseline import Comparison, Entry, Sight, compare
from omni_lsp.model.errors import ConfigError

ENTRIES = st.builds(Entry, st.sampled_from(["a.py", "b.py", "x/a.py"]), st.just("r"), st.sampled_from("0123"))
LISTS = st.lists(ENTRIES, max_size=12)


def marks(path: str, fingerprints: str) -> list[Entry]:
    """A finding for each letter."""
    return [Entry(path, "r", mark) for mark in fingerprints]


def seen(entries: list[Entry], found: list[Entry], *, gone: Collection[str] = (), is_whole: bool = True) -> Comparison:
    complete = frozenset(entry.path for entry in (*entries, *found)) - frozenset(gone)
    return compare(entries, found, Sight(complete, frozenset(gone), is_whole))


def test_what_was_found_before_is_known_and_the_rest_is_new() -> None:
    compared = seen(marks("a.py", "12"), marks("a.py", "123") + marks("b.py", "1"))
    assert compared.known == Counter(marks("a.py", "12"))
    assert compared.stale == ()


def test_equal_findings_are_counted() -> None:
    compared = seen(marks("a.py", "11"), marks("a.py", "111"))
    assert compared.known == Counter(marks("a.py", "11"))


def test_what_is_not_found_any_more_is_stale() -> None:
    compared = seen(marks("a.py", "12") + marks("b.py", "1"), marks("a.py", "2"), gone={"b.py"})
    assert compared.stale == (*marks("a.py", "1"), *marks("b.py", "1"))


def test_a_file_that_is_gone_has_moved_to_where_its_findings_are() -> None:
    compared = seen(marks("a.py", "12"), marks("lib/b.py", "123"), gone={"a.py"})
    assert compared.known == Counter(marks("lib/b.py", "12"))
    assert compared.stale == ()


def test_a_file_that_is_still_there_has_not_moved() -> None:
    compared = seen(marks("a.py", "1"), marks("b.py", "1"))
    assert not compared.known
    assert compared.stale == tuple(marks("a.py", "1"))


def test_a_file_goes_where_most_of_its_findings_are() -> None:
    found = marks("b.py", "1") + marks("c.py", "123")
    compared = seen(marks("a.py", "123"), found, gone={"a.py"})
    assert compared.known == Counter(marks("c.py", "123"))


def test_of_two_places_that_of_the_same_name_is_the_one() -> None:
    found = marks("b/other.py", "1") + marks("c/a.py", "1")
    compared = seen(marks("a/a.py", "1"), found, gone={"a/a.py"})
    assert compared.known == Counter(marks("c/a.py", "1"))


def test_a_file_that_came_apart_is_known_in_all_its_places() -> None:
    compared = seen(marks("a.py", "1234"), marks("b.py", "12") + marks("c.py", "345"), gone={"a.py"})
    assert compared.known == Counter(marks("b.py", "12") + marks("c.py", "34"))
    assert compared.stale == ()


def test_two_files_that_swapped_their_places_are_known() -> None:
    entries = marks("a/x.py", "12") + marks("b/x.py", "34")
    compared = seen(entries, marks("c/x.py", "34") + marks("d/x.py", "12"), gone={"a/x.py", "b/x.py"})
    assert compared.stale == ()


def test_the_rule_is_part_of_what_is_known() -> None:
    compared = seen([Entry("a.py", "r", "1")], [Entry("a.py", "s", "1"), Entry("b.py", "s", "1")])
    assert not compared.known


def test_a_check_says_nothing_about_what_it_did_not_look_at() -> None:
    entries = marks("a.py", "1") + marks("b.py", "2") + marks("gone.py", "3")
    compared = compare(entries, [], Sight(frozenset({"a.py"}), frozenset({"gone.py"}), is_whole=False))
    assert compared.stale == tuple(marks("a.py", "1"))
    assert compared.unseen == (*marks("b.py", "2"), *marks("gone.py", "3"))


@given(LISTS, LISTS, st.sets(st.sampled_from(["a.py", "b.py", "x/a.py"])), st.booleans())
def test_every_entry_and_finding_is_told_of_once(
    entries: list[Entry], found: list[Entry], gone: set[str], is_whole: bool
) -> None:
    found = [entry for entry in found if entry.path not in gone]
    compared = seen(entries, found, gone=gone, is_whole=is_whole)
    assert compared.known <= Counter(found)
    assert compared.known.total() + len(compared.stale) + len(compared.unseen) == len(entries)
    assert compared.known >= Counter(entries) & Counter(found)


@given(LISTS, st.randoms(use_true_random=False))
def test_order_does_not_matter(entries: list[Entry], chance: Random) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    found = marks("c.py", "012") + marks("d.py", "123")
    gone = {"a.py", "x/a.py"}
    assert seen(entries, found, gone=gone) == seen(shuffled, found, gone=gone)
    assert baseline_v1(entries) == baseline_v1(shuffled)


@given(st.lists(st.builds(Entry, st.text(), st.text(min_size=1), st.from_regex(r"[0-9a-f]{32}", fullmatch=True))))
def test_what_is_written_is_read_again(entries: list[Entry]) -> None:
    entries = [entry for entry in entries if is_portable(entry.path)]
    assert baseline_entries(baseline_v1(entries), "b.json") == tuple(sorted(entries))


def test_the_file_has_a_line_for_each_finding() -> None:
    text = baseline_v1([Entry("b ü\udcff.py", "r", "2"), Entry("a\n.py", "r", "1")]).decode()
    assert text.splitlines() == [
        "{",
        '  "format": "omni-lsp baseline",',
        '  "version": 1,',
        '  "findings": [',
        '    {"path": "a\\n.py", "rule": "r", "fingerprint": "1"},',
        '    {"path": "b ü\\udcff.py", "rule": "r", "fingerprint": "2"}',
        "  ]",
        "}",
    ]
    assert json.loads(baseline_v1([])) == {"format": "omni-lsp baseline", "version": 1, "findings": []}


def test_a_file_that_an_editor_saved_is_read_too() -> None:
    text = baseline_v1(marks("a.py", "1")).replace(b"\n", b"\r\n")
    assert baseline_entries(b"\xef\xbb\xbf" + text, "b.json") == tuple(marks("a.py", "1"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "line 1 is not JSON"),
        (b"{\n<<<<<<< HEAD\n", "line 2 is not JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[" * 200_000, "cannot be read"),
        (b"1" * 10_000, "cannot be read"),
        (b"[]", "no baseline"),
        (b'{"version": "1.5.0", "plugins_used": [], "results": {}}', "no baseline"),
        (b'{"version": 1, "findings": []}', "no baseline"),
        (b'{"format": "omni-lsp baseline", "version": 2, "findings": []}', "version"),
        (b'{"format": "omni-lsp baseline", "version": true, "findings": []}', "version"),
        (b'{"format": "omni-lsp baseline", "version": 1}', "'findings' must be a list"),
        (b'{"format": "omni-lsp baseline", "version": 1, "findings": [1]}', "finding 1"),
    ],
)
def test_what_is_no_baseline_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        baseline_entries(data, "b.json")


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../a.py", "x/../../a.py", "C:\\a.py", "\\\\host\\share\\a.py"])
def test_paths_stay_below_the_folder(path: str) -> None:
    assert not is_portable(path)
    document = {"format": "omni-lsp baseline", "version": 1, "findings": [Entry(path, "r", "1")._asdict()]}
    with pytest.raises(ConfigError, match="finding 1"):
        baseline_entries(json.dumps(document).encode(), "b.json")
