"""Recordings: messages out of bytes however they were cut, what belongs to none, and the tap between editor and server."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from recording import Recording, frame

TAP = Path(__file__).parents[1] / "tap.py"
ECHO = "import sys; data = sys.stdin.buffer.read(); sys.stdout.buffer.write(data[::-1]); sys.exit(7)"


def _recording(*chunks: tuple[str, bytes]) -> Recording:
    recording = Recording()
    for side, raw in chunks:
        recording.add(raw, from_client=side == "client")
    return recording


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_messages_stand_where_their_last_byte_was_seen(size: int) -> None:
    stream = frame({"id": 1, "text": "é"}) + frame({"id": 2})
    pieces = [("server", stream[at : at + size]) for at in range(0, len(stream), size)]
    reading = _recording(*pieces, ("client", frame({"id": 3}))).read()
    assert [(m.index, m.from_client, m.body["id"]) for m in reading.messages] == [
        (0, False, 1),
        (1, False, 2),
        (2, True, 3),
    ]
    assert reading.strays == ()


def test_what_crosses_is_in_the_order_of_the_last_bytes() -> None:
    one, two = frame({"id": 1}), frame({"id": 2})
    reading = _recording(("server", one[:5]), ("client", two), ("server", one[5:])).read()
    assert [message.body["id"] for message in reading.messages] == [2, 1]


@pytest.mark.parametrize("loud", [b"print\n", b"Warning: x\n", b"\r\n\r\n", b"Content-Length: x\r\n\r\n"])
def test_bytes_between_messages_are_strays_and_the_next_message_is_found(loud: bytes) -> None:
    reading = _recording(("server", frame({"id": 1}) + loud + frame({"id": 2}) + b"end")).read()
    assert [message.body["id"] for message in reading.messages] == [1, 2]
    assert [(stray.index, stray.raw) for stray in reading.strays] == [(1, loud), (2, b"end")]


def test_a_message_cut_off_is_no_message() -> None:
    reading = _recording(("server", frame({"id": 1})[:-1])).read()
    assert reading.messages == ()
    assert len(reading.strays) == 1


def test_headers_of_a_client_are_read_with_good_will() -> None:
    raw = b'content-length:7\nX: y\n\n{"a":1}'
    assert _recording(("client", raw)).read().messages[0].body == {"a": 1}
    assert _recording(("server", raw)).read().messages == ()


@pytest.mark.parametrize("body", [b'{"a":NaN}', b'{"a":1,"a":1}', b"{'a':1}", b'{"a":"\xff"}', b"[" * 100_000])
def test_bodies_that_are_no_json_say_why(body: bytes) -> None:
    (message,) = _recording(("server", b"Content-Length: %d\r\n\r\n%s" % (len(body), body))).read().messages
    assert message.fault


def _tap(record: Path, *command: str) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-S", "-E", TAP, record, "--", *command]
    return subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_the_tap_carries_every_byte_and_the_status(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5000
    tap = _tap(tmp_path / "wire", sys.executable, "-S", "-c", ECHO)
    out, _ = tap.communicate(data, timeout=15)
    assert (out, tap.returncode) == (data[::-1], 7)
    recording = Recording.load(tmp_path / "wire")
    assert recording.bytes_of(client=True) == data
    assert recording.bytes_of(client=False) == data[::-1]
    assert [chunk.at for chunk in recording.chunks] == sorted(chunk.at for chunk in recording.chunks)


@pytest.mark.parametrize(("name", "sent"), [("SIGTERM", True), ("SIGINT", True), ("SIGKILL", False)])
def test_the_tap_passes_signals_on_and_dies_as_the_server_does(tmp_path: Path, name: str, sent: bool) -> None:
    """A signal for the tap reaches the server; the death of the server by a signal is the tap's."""
    number = getattr(signal, name)
    act = "input()" if sent else f"import os; os.kill(os.getpid(), {int(number)})"
    code = (
        f"import signal; signal.signal({int(number)}, signal.SIG_DFL); print('up', flush=True); {act}" if sent else act
    )
    tap = _tap(tmp_path / "wire", sys.executable, "-S", "-c", code)
    assert tap.stdout is not None
    assert tap.stdin is not None
    if sent:
        assert tap.stdout.readline() == b"up\n"
        tap.send_signal(number)
    assert tap.wait(15) == -number
    tap.stdout.close()
    tap.stdin.close()


def test_a_record_that_was_cut_off_loads_as_far_as_it_goes(tmp_path: Path) -> None:
    record = tmp_path / "wire"
    tap = _tap(record, sys.executable, "-S", "-c", ECHO)
    tap.communicate(b"abc", timeout=15)
    whole = record.read_bytes()
    record.write_bytes(whole[:-1])
    assert [chunk.raw for chunk in Recording.load(record).chunks] == [b"abc"]
