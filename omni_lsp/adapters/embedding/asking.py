"""One request to a service for embeddings, and what of it is tried again.

It goes to the address that the user has set and nowhere else: redirects are not followed, certificates are verified, a
proxy is one that the environment names, and none stands between us and this machine.
To be imported when it is needed, in a thread: httpx takes 200 ms.
"""

import asyncio
import time
from collections.abc import Sequence
from functools import cache
from ssl import SSLContext
from typing import TYPE_CHECKING

import httpx

from omni_lsp.adapters.embedding.reply import TRIED, BusyError, refusal, vectors_of
from omni_lsp.adapters.embedding.service import Patience, Service
from omni_lsp.model.errors import AgentFatalError, AgentTimeoutError, AgentValidationError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_MOST_BYTES = 64 << 20


def client_for(service: Service, patience: Patience) -> httpx.AsyncClient:
    """To be closed by the caller. Raises AgentFatalError where there is no key, or the proxy is none that we know."""
    if service.key_variable and not service.key:
        raise AgentFatalError(TRIED, service.address, f"the environment variable {service.key_variable} is not set")
    if not (service.key.isascii() and service.key.isprintable()):
        raise AgentFatalError(TRIED, service.address, f"what is in {service.key_variable} can be no key")
    if service.key and not (service.is_here or service.address.startswith("https:")):
        raise AgentFatalError(TRIED, service.address, "a key is sent to other machines by https only")
    headers = {"Authorization": f"Bearer {service.key}"} if service.key else {}
    timeout = httpx.Timeout(patience.request, connect=patience.connect)
    try:
        return httpx.AsyncClient(
            headers=headers, timeout=timeout, verify=_certificates(), trust_env=not service.is_here
        )
    except (ImportError, ValueError, OSError) as error:
        # Its text may have the password of the proxy in it.
        raise AgentFatalError(
            TRIED, service.address, "the proxy or certificates of the environment are wrong"
        ) from error


async def ask(
    client: httpx.AsyncClient, service: Service, texts: Sequence[str], patience: Patience
) -> "npt.NDArray[np.float32]":
    """A row of unit norm for each text. Raises AgentError, RefusedError where fewer or shorter texts may do."""
    for pause in patience.pauses:
        try:
            return await _asked(client, service, texts, patience)
        except BusyError as error:
            if error.wait_seconds > patience.longest_pause:
                raise
            await asyncio.sleep(max(pause, error.wait_seconds))
    return await _asked(client, service, texts, patience)


async def _asked(
    client: httpx.AsyncClient, service: Service, texts: Sequence[str], patience: Patience
) -> "npt.NDArray[np.float32]":
    try:
        # httpx counts from one byte to the next, and there is no end to a slow answer.
        async with asyncio.timeout(patience.request):
            body = await _body(client, service, texts)
    except (TimeoutError, httpx.TimeoutException) as error:
        raise AgentTimeoutError(TRIED, service.address, "it does not answer in time") from error
    except (httpx.RequestError, httpx.InvalidURL) as error:
        if "CERTIFICATE" in str(error):
            raise AgentFatalError(TRIED, service.address, "its certificate cannot be verified") from error
        raise BusyError(service.address, "it cannot be reached") from error
    return await asyncio.to_thread(vectors_of, body, len(texts), service.address)


async def _body(client: httpx.AsyncClient, service: Service, texts: Sequence[str]) -> bytes:
    asked = {"model": service.model, "input": [_sendable(text) for text in texts]}
    body = bytearray()
    async with client.stream("POST", service.address, json=asked, follow_redirects=False) as answer:
        wrong = refusal(service.address, answer.status_code, answer.headers, time.time())
        if wrong is not None:
            raise wrong
        async for part in answer.aiter_bytes():
            body += part
            if len(body) > _MOST_BYTES:
                raise AgentValidationError(TRIED, service.address, "its answer is too long")
    return bytes(body)


@cache
def _certificates() -> SSLContext:
    return httpx.create_ssl_context()


def _sendable(text: str) -> str:
    """Lone surrogates, which some declared encodings let through, replaced: JSON is sent in UTF-8."""
    return text.encode("utf-8", "replace").decode()
