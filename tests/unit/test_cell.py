"""A cell hands out values with their versions and changes only on purpose."""

import pytest

from omni_lsp.state.cell import ThreadSafeState, Versioned


def test_a_new_cell_is_at_version_zero() -> None:
    assert ThreadSafeState("a").read() == Versioned("a", 0, "")


def test_update_replaces_the_value_and_remembers_who_did_it() -> None:
    cell = ThreadSafeState[tuple[str, ...]](("a",))

    assert cell.update(lambda value: (*value, "b"), modifier="test") == Versioned[tuple[str, ...]](
        ("a", "b"), 1, "test"
    )
    assert cell.read() == Versioned[tuple[str, ...]](("a", "b"), 1, "test")


def test_same_object_is_no_change() -> None:
    cell = ThreadSafeState[tuple[str, ...]](("a",))
    cell.update(lambda value: (*value, "b"), modifier="first")

    assert cell.update(lambda value: value, modifier="second") == Versioned[tuple[str, ...]](("a", "b"), 1, "first")


def test_what_was_read_stays_as_it_was() -> None:
    cell = ThreadSafeState(1)
    before = cell.read()
    cell.update(lambda value: value + 1, modifier="test")

    assert (before.value, before.version) == (1, 0)


def test_update_if_version_holds_for_the_version_alone() -> None:
    cell = ThreadSafeState(1)
    seen = cell.read().version

    assert cell.update_if_version(seen, lambda value: value + 1, modifier="quick") == Versioned(2, 1, "quick")
    assert cell.update_if_version(seen, lambda value: value + 1, modifier="slow") is None
    assert cell.read() == Versioned(2, 1, "quick")


def test_a_function_that_fails_leaves_the_cell_usable() -> None:
    cell = ThreadSafeState(0)

    with pytest.raises(ZeroDivisionError):
        cell.update(lambda value: 1 // value, modifier="test")
    assert cell.update(lambda value: value + 1, modifier="test") == Versioned(1, 1, "test")
