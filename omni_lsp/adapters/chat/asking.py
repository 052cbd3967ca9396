"""One request to a service with a language model, and its answer as it comes in.

It goes to the address that the user has set and nowhere else: redirects are not followed, certificates are verified, a
proxy is one that the environment names, and none stands between us and this machine.
To be imported when it is needed, in a thread: httpx takes 200 ms.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from urllib.parse import urlsplit

import httpx

from omni_lsp.adapters.chat.dialect import Delta, Dialect
from omni_lsp.adapters.chat.hearing import Hearing
from omni_lsp.adapters.chat.service import Limits, Service
from omni_lsp.adapters.chat.sse import Event, EventReader, TooLongError
from omni_lsp.adapters.chat.status import Refused, failure_in_stream, not_an_answer
from omni_lsp.model.chat_errors import TRIED, ChatLostError, ChatUnavailableError
from omni_lsp.model.errors import AgentError, AgentFatalError

_MOST_BYTES_OF_A_REFUSAL = 16_384
_SENT = {"Content-Type": "application/json", "Accept": "text/event-stream, application/json"}
# What is packed could be as large as it likes when it is unpacked.
_PLAIN = {"Accept-Encoding": "identity"}


def client_for(service: Service, dialect: Dialect, limits: Limits) -> httpx.AsyncClient:
    """To be closed by the caller. Raises AgentFatalError for an address, key or proxy that cannot be used."""
    if wrong := _wrong_address(service) or _wrong_key(service):
        raise AgentFatalError(TRIED, service.destination, wrong)
    # The deadline of the request bounds all the rest of it.
    timeout = httpx.Timeout(None, connect=limits.connect_seconds)
    headers = {**_SENT, **_PLAIN, **dialect.headers(service.key)}
    try:
        return httpx.AsyncClient(
            headers=headers, timeout=timeout, verify=_certificates(), trust_env=not service.is_here
        )
    except (ImportError, ValueError, OSError) as error:
        # Its text may have the password of the proxy in it.
        reason = "the proxy or certificates of the environment are wrong"
        raise AgentFatalError(TRIED, service.destination, reason) from error


@dataclass(frozen=True, slots=True)
class Line:
    """A connection for one answer, which is moved nearer to its `deadline` when only its cost is still to come."""

    client: httpx.AsyncClient
    service: Service
    dialect: Dialect
    limits: Limits
    deadline: asyncio.Timeout

    async def ask(self, body: bytes, hearing: Hearing, now: Callable[[], float]) -> Refused | None:
        """`None` when the answer is heard. Raises AgentError, TimeoutError when the deadline comes first."""
        try:
            async with self.client.stream("POST", self.service.address, content=body, follow_redirects=False) as answer:
                if not 200 <= answer.status_code < 300:
                    said = await self._beginning(answer)
                    return Refused(answer.status_code, answer.headers, said, now())
                await self._listen(answer, hearing)
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise self._broken(error, hearing.text) from error
        return None

    async def _beginning(self, answer: httpx.Response) -> bytes:
        """As much of a refusal as tells what it is about; its status counts without that, too."""
        said = bytearray()
        with suppress(TimeoutError, httpx.RequestError):
            async with asyncio.timeout(self.limits.linger_seconds):
                async for part in answer.aiter_raw():
                    said += part
                    if len(said) > _MOST_BYTES_OF_A_REFUSAL:
                        break
        return bytes(said[:_MOST_BYTES_OF_A_REFUSAL])

    async def _listen(self, answer: httpx.Response, hearing: Hearing) -> None:
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if answer.headers.get("content-encoding", "identity").strip().lower() != "identity":
            raise not_an_answer(self.service, "it answers in a packed form that was not asked for")
        if kind == "text/event-stream":
            await self._stream(answer, hearing)
        elif kind == "application/json" or kind.endswith("+json"):
            await self._plain(answer, hearing)
        else:
            raise not_an_answer(self.service, "it answers with neither events nor JSON: check the address")

    async def _stream(self, answer: httpx.Response, hearing: Hearing) -> None:
        reader, size = EventReader(self.limits.longest_line), 0
        async for part in answer.aiter_raw():
            size += len(part)
            if size > self.limits.most_bytes:
                raise not_an_answer(self.service, "its answer is too long", hearing.text)
            was_answered = hearing.is_answered
            try:
                for event in reader.feed(part):
                    self._hear(event, hearing)
                    if hearing.is_over:
                        return
            except TooLongError as error:
                raise not_an_answer(self.service, "its answer has a line without an end", hearing.text) from error
            if hearing.is_answered and not was_answered:
                self._hurry()
        last = reader.end()
        if last is not None:
            self._hear(last, hearing)
        if not hearing.is_answered:
            raise ChatLostError(self.service.destination, "the connection ended in the middle", hearing.text)

    def _hear(self, event: Event, hearing: Hearing) -> None:
        if event.data.strip():
            self._take(lambda: self.dialect.delta(event), hearing)

    async def _plain(self, answer: httpx.Response, hearing: Hearing) -> None:
        body = bytearray()
        async for part in answer.aiter_raw():
            body += part
            if len(body) > self.limits.most_plain_bytes:
                raise not_an_answer(self.service, "its answer is too long")
        self._take(lambda: self.dialect.whole(json.loads(body)), hearing)

    def _take(self, read: Callable[[], Delta], hearing: Hearing) -> None:
        try:
            delta = read()
        except (ValueError, TypeError, RecursionError) as error:
            # Its own text may have the request in it, so it goes no further.
            reason = "its answer is not in the form of the protocol"
            raise not_an_answer(self.service, reason, hearing.text) from error
        if delta.failure:
            raise failure_in_stream(self.service, delta.failure, hearing.text)
        hearing.add(delta)
        if hearing.is_too_long:
            raise not_an_answer(self.service, "its answer is much longer than it may be", hearing.text)

    def _hurry(self) -> None:
        soon = asyncio.get_running_loop().time() + self.limits.linger_seconds
        self.deadline.reschedule(min(soon, self.deadline.when() or soon))

    def _broken(self, error: Exception, heard: str) -> AgentError:
        on = self.service.destination
        if "CERTIFICATE" in str(error):
            return AgentFatalError(TRIED, on, "its certificate cannot be verified")
        if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)):
            return ChatUnavailableError(on, "it cannot be reached")
        return ChatLostError(on, "the connection ended in the middle", heard)


def _wrong_address(service: Service) -> str:
    """Why nothing can be sent to it, empty for no reason."""
    try:
        parts = urlsplit(service.address)
        is_usable = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        is_usable = False
    if not is_usable:
        return "its address is none: it begins with https:// or http:// and has a host"
    if parts.username is not None or parts.password is not None:
        return "its address has a user in it: put the key into an environment variable and name that"
    return ""


def _wrong_key(service: Service) -> str:
    key, variable = service.key, service.key_variable
    if variable and not key:
        return f"the environment variable {variable} is not set"
    if not (key.isascii() and key.isprintable() and key == key.strip()):
        return f"what is in {variable} can be no key"
    if key and not (service.is_here or service.address.startswith("https:")):
        return "a key is sent to other machines by https only"
    return ""


@cache
def _certificates() -> SSLContext:
    return httpx.create_ssl_context()
