"""Stands between an editor and its server and writes down every byte: `python -S -E tap.py RECORD -- COMMAND…`.

The record loads as a `recording.Recording`. Nothing is changed or held back; signals go to the server, its exit status
comes back. Needs the standard library only, so that it starts fast and runs under any editor.
"""

import os
import signal
import struct
import subprocess
import sys
import threading
import time

_RECORD = struct.Struct(">cdI")
_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)]
_SIZE = 1 << 16
_LAST_BYTES_SECONDS = 2.0
"""How long a child of the dead server may hold its stdout open before we leave too."""


def main(record: str, command: list[str]) -> int:
    """The exit status of the command; 128 + n where it died of signal n and this process could not do the same."""
    target = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    for number in _SIGNALS:
        signal.signal(number, lambda received, _frame: server.send_signal(received))
    assert server.stdin is not None
    assert server.stdout is not None
    to_server = threading.Thread(target=carry, args=(0, server.stdin.fileno(), b"c", target), daemon=True)
    to_client = threading.Thread(target=carry, args=(server.stdout.fileno(), 1, b"s", target), daemon=True)
    to_server.start()
    to_client.start()
    status = server.wait()
    to_client.join(_LAST_BYTES_SECONDS)
    if status >= 0:
        return status
    if -status in _SIGNALS:
        signal.signal(-status, signal.SIG_DFL)
    os.kill(os.getpid(), -status)
    return 128 - status


def carry(source: int, sink: int, side: bytes, record: int) -> None:
    """Until the source ends or nobody takes it any more; either is passed on by closing the other end."""
    try:
        while data := os.read(source, _SIZE):
            # One write a record: the threads of both directions share the file, which is open for appending.
            os.write(record, _RECORD.pack(side, time.monotonic(), len(data)) + data)
            _write(sink, data)
    except BrokenPipeError:
        os.close(source)
    finally:
        os.close(sink)


def _write(sink: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(sink, view) :]


if __name__ == "__main__":
    if sys.argv[2:3] != ["--"] or len(sys.argv) < 4:
        sys.exit("usage: python -S -E tap.py RECORD -- COMMAND…")
    status = main(sys.argv[1], sys.argv[3:])
    sys.stdout.flush()
    os._exit(status)  # The thread that reads stdin may wait for ever.
