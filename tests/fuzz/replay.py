"""Run recorded sessions again: `python tests/fuzz/replay.py FILE…`, each a script as JSON lines."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "unit")]

from fuzz.hunt import runner  # noqa: E402
from fuzz.script import load  # noqa: E402


def main() -> int:
    """The exit status is 1 when a session goes wrong."""
    wrong = 0
    with runner() as run:
        for name in sys.argv[1:]:
            complaints = run(load(Path(name))).complaints
            wrong += bool(complaints)
            print(f"{name}: {'wrong' if complaints else 'right'}")
            print("".join(f"  {complaint[:2000]}\n" for complaint in complaints), end="")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
