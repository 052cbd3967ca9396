"""A few hundred random sessions, and for ever those in which a fault was found; `make fuzz` runs thousands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st

from fuzz.frames import framing_session
from fuzz.hunt import Run, Tally, hunt, runner
from fuzz.openings import SESSIONS, session
from fuzz.script import Script, load
from fuzz.sessions import mutated_session, valid_session

# Thousands of rounds over lines that other tests cover: counting them again would take twice the time.
pytestmark = pytest.mark.no_cover

CASES = Path(__file__).parents[1] / "cases" / "fuzz"
SHARES = {"valid": (valid_session(), 60), "mutated": (mutated_session(), 60), "framing": (framing_session(), 100)}


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    with runner() as run:
        yield run


@pytest.mark.thorough
@pytest.mark.timeout(60)
@pytest.mark.parametrize("kind", SHARES)
def test_random_sessions_end_well(run: Run, kind: str) -> None:
    tally = Tally()
    sessions, count = SHARES[kind]
    hunt(run, sessions, count, 1, tally)
    assert not tally.faults, _told(tally)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_what_once_went_wrong_ends_well(run: Run, path: Path) -> None:
    assert not run(load(path)).complaints


@pytest.mark.parametrize("name", SESSIONS)
def test_recorded_sessions_end_well_as_they_are(run: Run, name: str) -> None:
    outcome = run(Script("recorded", "session", session(name)))
    assert not outcome.complaints
    assert outcome.requests > 5


def test_the_same_number_makes_the_same_sessions(run: Run) -> None:
    tallies = [Tally(), Tally()]
    for tally in tallies:
        hunt(run, st.one_of(valid_session(), framing_session()), 5, 7, tally)
    assert tallies[0].hosts == tallies[1].hosts
    assert tallies[0].messages == tallies[1].messages


def _told(tally: Tally) -> str:
    """The smallest session and what is wrong with it; written to a file, `tests/fuzz/replay.py` runs it again."""
    fault = tally.faults[0]
    return "\n".join([*fault.complaints, fault.script.lines()])
