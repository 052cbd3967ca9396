"""Memory of the server per `didChange`, without a save: it must come to nothing once the garbage is collected."""

import itertools
import statistics
from collections.abc import Callable, Sequence

from client import connected, initialize
from editing import Document
from figures import Row, mb
from place import OMNI, ROOT, Place
from processes import memory

SMALL = 20_000
WHOLE = 2_000
BATCHES = 20
QUICK = 10
WHOLE_BYTES = 100_000
# So many edits of a document the server remembers at most, to tell where findings of an older text are by now.
REMEMBERED = 2_000
FOLDERS = itertools.count(1)

Change = Callable[[int], dict[str, object]]


async def changes(place: Place, *, quick: bool) -> list[Row]:
    part = QUICK if quick else 1
    service = (ROOT / "tests" / "cases" / "service_300.py").read_text("utf-8")
    large = (service * (WHOLE_BYTES // len(service) + 1))[:WHOLE_BYTES]
    middle = WHOLE_BYTES // 2

    def inside(number: int) -> dict[str, object]:
        return {"text": f"{large[:middle]}# {number}\n{large[middle:]}"}

    def around(number: int) -> dict[str, object]:
        return {"text": f"# {number}\n{large}\n# {number}\n"}

    return [
        await _row(place, f"{SMALL // part:,} small incremental `didChange`", service, SMALL // part, _typed),
        await _row(place, f"{WHOLE // part:,} whole texts of 100 kB, one line differs", large, WHOLE // part, inside),
        await _row(
            place, f"{WHOLE // part:,} whole texts of 100 kB, first and last line differ", large, WHOLE // part, around
        ),
    ]


def _typed(number: int) -> dict[str, object]:
    """A character on one of the lines from 100 to 199, taken away again by the next change."""
    line = 100 + number // 2 % 100
    end = {"line": line, "character": number % 2}
    return {"range": {"start": {"line": line, "character": 0}, "end": end}, "text": "" if number % 2 else "x"}


async def _row(place: Place, what: str, text: str, count: int, change: Change) -> Row:
    readings = await _readings(place, text, count // BATCHES, change)
    quarters = ", ".join(mb(readings[number]) for number in range(BATCHES // 4, BATCHES + 1, BATCHES // 4))
    slope, error = _slope(readings[BATCHES // 2 :], count // BATCHES)
    return Row(
        f"memory of the server after a quarter, half, three quarters and all of {what}",
        quarters,
        f"before them: {mb(readings[0])}",
        f"{slope:+,.0f} ± {error:,.0f} bytes a message over the last half",
        f"{BATCHES // 2 + 1} readings",
    )


async def _readings(place: Place, text: str, batch: int, change: Change) -> list[int]:
    """Resident bytes of the server before the first batch of changes and after each; a hover says that all are taken."""
    folder = place.folder(f"changes-{next(FOLDERS)}")
    file = folder / "service.py"
    file.write_text(text, "utf-8")
    async with connected([*OMNI, "--stdio"], folder, place.env(folder.with_name(f"{folder.name}-cache"))) as client:
        await client.request("initialize", initialize(folder))
        client.notify("initialized", {})
        document = Document(client, file)
        await document.open()
        for number in range(REMEMBERED):
            document.change(_typed(number))
        await document.hover()
        readings = [memory([client.pid]).resident]
        for number in range(BATCHES):
            for each in range(batch):
                document.change(change(number * batch + each))
                if each % (batch // 10) == 0:
                    # Else the messages that a busy server has not read yet would be measured.
                    await document.hover()
            await document.hover()
            readings.append(memory([client.pid]).resident)
    return readings


def _slope(readings: Sequence[int], batch: int) -> tuple[float, float]:
    """Bytes a message by least squares, and the standard error of that."""
    at = [float(number * batch) for number in range(len(readings))]
    line = statistics.linear_regression(at, readings)
    off = [reading - line.intercept - line.slope * x for x, reading in zip(at, readings, strict=True)]
    spread = sum((x - statistics.fmean(at)) ** 2 for x in at)
    return line.slope, (sum(each * each for each in off) / (len(off) - 2) / spread) ** 0.5
