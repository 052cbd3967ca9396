"""A service for embeddings on the loopback, for tests: answers as OpenAI's does, or as badly as it is told to."""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HANGS, HANGS_UP = -1, -2
"""In place of a status: no answer ever comes; the connection ends half way through one."""


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]
    body: Any  # whatever JSON was sent

    @property
    def texts(self) -> Sequence[str]:
        return self.body["input"]


@dataclass(eq=False)
class Embeddings:
    """`statuses` are those of the next answers, 200 when there are no more; `bodies` replace what the next ones say.

    `admits` says which texts it takes, with 400 for the others; `at_once` is the most requests that were there together.
    """

    dimensions: int = 8
    port: int = 0
    statuses: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    admits: Callable[[Sequence[str]], bool] = lambda _texts: True
    asked: list[Asked] = field(default_factory=list)
    at_once: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    hung: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def texts(self) -> list[str]:
        return [text for each in self.asked for text in each.texts]

    def say(self, *statuses: int, **headers: str) -> None:
        self.statuses += [(status, headers) for status in statuses]

    def vector(self, text: str) -> list[float]:
        """Words in buckets."""
        buckets = [0.0] * self.dimensions
        for word in re.findall(r"[a-z]+", text.lower()):
            buckets[hashlib.blake2b(word.encode(), digest_size=2).digest()[0] % self.dimensions] += 1.0
        return buckets

    def answer(self, texts: Sequence[str]) -> bytes:
        rows = [{"object": "embedding", "index": n, "embedding": self.vector(t)} for n, t in enumerate(texts)]
        # The order of the rows is that of their numbers, not that of the list.
        return json.dumps({"object": "list", "data": rows[::-1], "model": "m"}).encode()


@contextmanager
def embedding(dimensions: int = 8) -> Iterator[Embeddings]:
    service = Embeddings(dimensions)
    lock, present = threading.Lock(), [0]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with lock:
                present[0] += 1
                service.at_once = max(service.at_once, present[0])
                service.asked.append(Asked(self.path, dict(self.headers), json.loads(body)))
                status, headers = service.statuses.pop(0) if service.statuses else (200, {})
                said = service.bodies.pop(0) if service.bodies else None
            try:
                self._answer(status, headers, said, json.loads(body)["input"])
            finally:
                with lock:
                    present[0] -= 1

        def _answer(self, status: int, headers: Mapping[str, str], said: bytes | None, texts: Sequence[str]) -> None:
            if status == HANGS:
                service.hung.set()
                service.closing.wait()
                self.close_connection = True
                return
            if status == 200 and not service.admits(texts):
                status = 400
            # A service that fails may repeat what it was asked.
            body = json.dumps({"error": texts}).encode() if status != 200 else said
            body = service.answer(texts) if body is None else body
            self.send_response(200 if status == HANGS_UP else status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body) + 10 * (status == HANGS_UP)))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = status == HANGS_UP

        def log_message(self, *_: object) -> None:
            """Not on stderr."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that went away is no news here."""

    with Server(("127.0.0.1", 0), Handler) as server:
        service.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield service
        finally:
            service.closing.set()
            server.shutdown()
            thread.join()
