"""What fits under the caps, minute by minute."""

import pytest
from hypothesis import given, strategies as st

from omni_lsp.adapters.chat.spending import (
    Caps,
    Ledger,
    Prices,
    Shortage,
    Spent,
    added,
    aged,
    minute_of,
    settled,
    shortage,
    spent,
)

NOW = 1_000_000 * 60.0
MINUTE = 1_000_000


def ledger(**amounts: int) -> Ledger:
    """Tokens by minutes ago, such as `m5`."""
    return {MINUTE - int(name[1:]): Spent(tokens) for name, tokens in amounts.items()}


def test_a_cost_is_that_of_what_is_read_and_what_is_written() -> None:
    assert spent(1000, 200, Prices(2.0, 10.0)) == Spent(1200, 0.004)
    assert spent(1000, 200, Prices()) == Spent(1200, 0.0)


def test_what_fits_exactly_fits() -> None:
    caps = Caps(tokens_per_hour=100, tokens_per_day=200)
    assert shortage(ledger(m5=60, m70=100), caps, Spent(40), NOW) is None
    assert shortage(ledger(m5=60), caps, Spent(41), NOW) is not None
    assert shortage(ledger(m5=60, m70=101), caps, Spent(40), NOW) is not None


def test_a_shortage_names_the_cap_what_was_used_and_when_there_is_room() -> None:
    caps = Caps(tokens_per_hour=10_000)
    short = shortage(ledger(m50=3000, m20=6000), caps, Spent(2000), NOW)
    # The minute that began 50 minutes ago counts for an hour after its end.
    assert short == Shortage("10,000 tokens an hour", "9,000 tokens", 11 * 60.0)
    short = shortage(ledger(m50=3000, m20=6000), caps, Spent(5000), NOW)
    assert short == Shortage("10,000 tokens an hour", "9,000 tokens", 41 * 60.0)


def test_of_several_caps_that_with_the_longest_wait_is_named() -> None:
    caps = Caps(tokens_per_hour=100, tokens_per_day=100)
    short = shortage(ledger(m50=100), caps, Spent(1), NOW)
    assert short == Shortage("100 tokens a day", "100 tokens", (1440 - 49) * 60.0)


def test_a_request_that_is_larger_than_a_cap_never_fits() -> None:
    caps = Caps(tokens_per_hour=100, cost_per_day=9.0)
    assert shortage({}, caps, Spent(101), NOW) == Shortage("100 tokens an hour", "0 tokens", None)
    assert shortage({}, caps, Spent(1, 9.5), NOW) == Shortage("a cost of 9.00 a day", "a cost of 0.00", None)
    assert shortage({}, Caps(tokens_per_hour=0), Spent(1), NOW) is not None


def test_caps_of_cost_count_cost() -> None:
    known = {MINUTE: Spent(5, 0.1), MINUTE - 1: Spent(5, 0.2)}
    assert shortage(known, Caps(cost_per_hour=0.6), Spent(9, 0.3), NOW) is None
    short = shortage(known, Caps(cost_per_hour=0.5), Spent(9, 0.3), NOW)
    assert short == Shortage("a cost of 0.50 an hour", "a cost of 0.30", 3600.0)
    assert Caps().are_none
    assert not Caps(cost_per_day=0.0).are_none


def test_what_is_older_than_a_day_is_forgotten() -> None:
    assert aged(ledger(m0=1, m1440=2, m1441=3), NOW) == ledger(m0=1, m1440=2)


def test_what_is_from_the_future_counts_as_of_now() -> None:
    ahead: Ledger = {MINUTE + 10_000: Spent(5), MINUTE + 3: Spent(2), MINUTE: Spent(1)}
    known = aged(ahead, NOW)
    assert known == {MINUTE: Spent(8)}
    short = shortage(known, Caps(tokens_per_hour=8), Spent(1), NOW)
    assert short is not None
    assert short.room_in_seconds == 3660.0


def test_what_was_set_aside_is_replaced_by_what_it_came_to() -> None:
    known = added(added({}, 5, Spent(100, 1.0)), 5, Spent(50, 0.5))
    assert settled(known, 5, Spent(100, 1.0), Spent(30, 0.25)) == {5: Spent(80, 0.75)}
    assert settled(known, 5, Spent(100, 1.0), Spent(300, 2.0)) == {5: Spent(350, 2.5)}


def test_what_was_set_aside_and_lost_is_counted_all_the_same() -> None:
    assert settled({}, 5, Spent(100), Spent(30)) == {5: Spent(30)}
    assert settled({5: Spent(10)}, 5, Spent(100), Spent(30)) == {5: Spent(0)}


@given(st.dictionaries(st.integers(0, 1500), st.integers(0, 50), max_size=20), st.integers(0, 60), st.floats(0, 86_400))
def test_there_is_room_when_it_is_said_and_not_much_before(ago: dict[int, int], wanted: int, offset: float) -> None:
    now, caps = NOW + offset, Caps(tokens_per_hour=60, tokens_per_day=200)
    known = aged({minute_of(now) - minutes: Spent(tokens) for minutes, tokens in ago.items()}, now)
    short = shortage(known, caps, Spent(wanted), now)
    if short is None:
        return
    assert short.room_in_seconds is not None
    then = now + short.room_in_seconds
    assert shortage(aged(known, then + 0.001), caps, Spent(wanted), then + 0.001) is None
    if short.room_in_seconds > 61:
        assert shortage(aged(known, then - 61), caps, Spent(wanted), then - 61) is not None


@pytest.mark.parametrize(("now", "minute"), [(0.0, 0), (59.9, 0), (60.0, 1)])
def test_minutes_begin_with_their_first_second(now: float, minute: int) -> None:
    assert minute_of(now) == minute
