"""When we stop trying what keeps failing."""

from omni_lsp.adapters.semgrep.breaker import Breaker


def test_the_breaker_opens_after_failures_in_a_row_of_time_and_closes_again() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0], limit=3, seconds=60)
    for at, opens in ((0, False), (50, False), (61, False), (100, True)):
        now[0] = at
        assert breaker.failed() is opens
    now[0] = 159
    assert breaker.is_open
    now[0] = 160
    assert not breaker.is_open
    assert not breaker.failed()
