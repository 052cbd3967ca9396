"""Language models behind TLS: whose certificate nobody knows gets nothing, and leaving is as quick as without."""

import asyncio
import shutil
import ssl
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from chat_fakes import KEY, REQUEST, asked, failed, remote

from chat_server import ChatServer, Then, chatting, openai
from omni_lsp.adapters.chat.asking import _certificates
from omni_lsp.model.errors import AgentFatalError

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is nothing to make a certificate with")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the loopback, signed by nobody else, with its key in the same file."""
    folder = tmp_path_factory.mktemp("certificate")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "certificate.pem").read_bytes())
    return both


@pytest.fixture
async def service(certificate: Path) -> AsyncIterator[ChatServer]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    async with chatting(tls) as service:
        yield service


@pytest.fixture
def _known(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As for somebody who has told the environment about it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    _certificates.cache_clear()
    yield
    _certificates.cache_clear()


async def test_a_certificate_that_nobody_knows_gets_neither_key_nor_text(service: ChatServer) -> None:
    error = await failed(remote(service), AgentFatalError)
    assert error.reason == "its certificate cannot be verified"
    assert service.asked == []


@pytest.mark.usefixtures("_known")
async def test_a_key_goes_in_cipher_to_whose_certificate_is_known(service: ChatServer) -> None:
    assert (await asked(remote(service))).text == "ok"
    assert service.asked[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.usefixtures("_known")
async def test_who_cancels_does_not_wait_for_the_other_side_to_say_goodbye(service: ChatServer) -> None:
    took: list[float] = []
    for _ in range(3):
        service.hung.clear()
        service.gone.clear()
        service.say(openai("some", "more").without_end(4).and_then(Then.HANGS))
        task = asyncio.create_task(remote(service).ask(REQUEST, 60, lambda _text: None))
        await asyncio.wait_for(service.hung.wait(), 10)
        begun = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(service.gone.wait(), 10)
        took.append(time.monotonic() - begun)
    assert min(took) < 0.2
