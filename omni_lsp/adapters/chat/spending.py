"""What language models may cost in an hour and a day, as arithmetic on what they did cost, minute by minute.

Both are the last 60 minutes and 24 hours at any moment, so that nothing starts anew at midnight.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_MILLION = 1_000_000
# Sums of fractions are not exact.
_NEXT_TO_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Caps:
    """`None` for no cap; a cost is in whatever the prices are in."""

    tokens_per_hour: int | None = None
    tokens_per_day: int | None = None
    cost_per_hour: float | None = None
    cost_per_day: float | None = None

    @property
    def are_none(self) -> bool:
        return not any(True for _ in _limits(self))


@dataclass(frozen=True, slots=True)
class Prices:
    """Of a million tokens; without prices a model costs nothing but tokens."""

    input_per_million: float = 0.0
    output_per_million: float = 0.0


@dataclass(frozen=True, slots=True)
class Spent:
    tokens: int = 0
    cost: float = 0.0


Ledger = Mapping[int, Spent]
"""What was spent, or is set aside, by the minute since 1970 in which it began."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """A cap that leaves no room, `cap` and `used` in words; room at the latest in so many seconds, `None` for never."""

    cap: str
    used: str
    room_in_seconds: float | None


@dataclass(frozen=True, slots=True)
class _Limit:
    most: float
    is_cost: bool
    window_seconds: int

    def of(self, spent: Spent) -> float:
        return spent.cost if self.is_cost else spent.tokens

    def words(self, amount: float) -> str:
        return f"a cost of {amount:,.2f}" if self.is_cost else f"{amount:,.0f} tokens"


def spent(input_tokens: int, output_tokens: int, prices: Prices) -> Spent:
    cost = input_tokens * prices.input_per_million + output_tokens * prices.output_per_million
    return Spent(input_tokens + output_tokens, cost / _MILLION)


def minute_of(now: float) -> int:
    """Of seconds since 1970."""
    return int(now // _MINUTE)


def aged(ledger: Ledger, now: float) -> Ledger:
    """What still counts; what is from the future, because the clock was put back, counts as of this minute."""
    current, known = minute_of(now), dict[int, Spent]()
    for minute, amount in ledger.items():
        if _left(minute, _DAY, now) > 0:
            place = min(minute, current)
            known[place] = _sum((known.get(place, Spent()), amount))
    return known


def shortage(ledger: Ledger, caps: Caps, wanted: Spent, now: float) -> Shortage | None:
    """Of the caps that leave no room for what is wanted that with the longest wait; `ledger` is aged."""
    short = [found for limit in _limits(caps) if (found := _shortage(ledger, limit, wanted, now)) is not None]
    never = [each for each in short if each.room_in_seconds is None]
    return never[0] if never else max(short, key=lambda each: each.room_in_seconds or 0.0, default=None)


def added(ledger: Ledger, minute: int, amount: Spent) -> Ledger:
    return {**ledger, minute: _sum((ledger.get(minute, Spent()), amount))}


def settled(ledger: Ledger, minute: int, reserved: Spent, actual: Spent) -> Ledger:
    """What was set aside in a minute replaced by what it came to; where it was lost, what it came to is added."""
    known = ledger.get(minute)
    if known is None:
        return {**ledger, minute: actual}
    tokens = max(0, known.tokens - reserved.tokens + actual.tokens)
    return {**ledger, minute: Spent(tokens, max(0.0, known.cost - reserved.cost + actual.cost))}


def _shortage(ledger: Ledger, limit: _Limit, wanted: Spent, now: float) -> Shortage | None:
    inside = {minute: each for minute, each in ledger.items() if _left(minute, limit.window_seconds, now) > 0}
    used = limit.of(_sum(inside.values()))
    missing = used + limit.of(wanted) - limit.most
    if missing <= _NEXT_TO_NOTHING:
        return None
    period = "an hour" if limit.window_seconds == _HOUR else "a day"
    cap = f"{limit.words(limit.most)} {period}"
    if limit.of(wanted) > limit.most:
        return Shortage(cap, limit.words(used), None)
    for minute in sorted(inside):
        missing -= limit.of(inside[minute])
        if missing <= _NEXT_TO_NOTHING:
            return Shortage(cap, limit.words(used), _left(minute, limit.window_seconds, now))
    return Shortage(cap, limit.words(used), float(limit.window_seconds))


def _left(minute: int, window_seconds: int, now: float) -> float:
    """Seconds for which a minute still counts."""
    return (minute + 1) * _MINUTE + window_seconds - now


def _limits(caps: Caps) -> Iterator[_Limit]:
    for most, is_cost, window_seconds in (
        (caps.tokens_per_hour, False, _HOUR),
        (caps.tokens_per_day, False, _DAY),
        (caps.cost_per_hour, True, _HOUR),
        (caps.cost_per_day, True, _DAY),
    ):
        if most is not None:
            yield _Limit(most, is_cost, window_seconds)


def _sum(amounts: Iterable[Spent]) -> Spent:
    tokens, cost = 0, 0.0
    for amount in amounts:
        tokens, cost = tokens + amount.tokens, cost + amount.cost
    return Spent(tokens, cost)
