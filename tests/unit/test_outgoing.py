"""A client that does not read holds nobody up and fills no memory."""

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

import pytest

from omni_lsp.lsp.outgoing import Outgoing

PIPE_BYTES = 1_000_000
"""More than a pipe takes."""


class Pipe:
    """What the server writes to, and the client's end of it."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self.client: BinaryIO = os.fdopen(reading, "rb")
        self.broken = threading.Event()
        self.server = os.fdopen(writing, "wb")
        self.outgoing = Outgoing(self.server, self.broken.set, limit_bytes=PIPE_BYTES)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    pipe = Pipe()
    yield pipe
    pipe.client.close()
    pipe.outgoing.write(b"x")  # Its thread ends when it sees that nobody reads.
    assert pipe.broken.wait(10)
    with suppress(BrokenPipeError):
        pipe.server.close()


def test_messages_come_whole_and_in_order(pipe: Pipe) -> None:
    messages = [b"%d;" % number * 1000 for number in range(200)]
    for data in messages:
        pipe.outgoing.write(data)
    expected = b"".join(messages)
    assert pipe.client.read(len(expected)) == expected
    assert pipe.outgoing.drain(10)
    assert pipe.outgoing.backlog_bytes == 0


def test_what_is_superseded_or_spare_does_not_pile_up(pipe: Pipe) -> None:
    pipe.outgoing.write(b"-" * 2 * PIPE_BYTES)  # The thread is held up by this one.
    for number in range(1000):
        pipe.outgoing.write(b"%04d" % number * 1000, "same")
        pipe.outgoing.write(b"y" * 1000, is_spare=True)
    pipe.outgoing.write(b"end")
    assert pipe.outgoing.backlog_bytes <= 2 * PIPE_BYTES + 4_000 + 3
    assert not pipe.outgoing.drain(0)
    assert pipe.client.read(2 * PIPE_BYTES + 4_003) == b"-" * 2 * PIPE_BYTES + b"0999" * 1000 + b"end"


def test_whoever_can_wait_waits_for_room(pipe: Pipe) -> None:
    pipe.outgoing.write(b"-" * 3 * PIPE_BYTES)
    has_room = threading.Event()

    def wait() -> None:
        pipe.outgoing.wait_for_room()
        has_room.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert not has_room.is_set()
    pipe.client.read(3 * PIPE_BYTES)
    assert has_room.wait(10)
    waiting.join()


def test_a_client_that_closes_its_end_is_noticed(pipe: Pipe) -> None:
    pipe.outgoing.write(b"-" * 3 * PIPE_BYTES)
    pipe.client.close()
    assert pipe.broken.wait(10)
    pipe.outgoing.wait_for_room()
    pipe.outgoing.write(b"more")
    assert pipe.outgoing.drain(10)
