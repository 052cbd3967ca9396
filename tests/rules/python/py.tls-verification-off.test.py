import aiohttp
import httpx
import pytest
import requests


def test_answer(server):
    # ok: py.tls-verification-off
    assert requests.get(server.url, verify=False, timeout=5).ok


def test_client(server):
    # ok: py.tls-verification-off
    with httpx.Client(verify=False) as client:
        assert client.get(server.url).is_success


@pytest.fixture
def options():
    return {"verify": False, "timeout": 5}


def test_options(server):
    options = {"verify": False, "timeout": 5}
    # ok: py.tls-verification-off-by-option
    assert requests.get(server.url, **options).ok


async def test_connector(server):
    # ok: py.tls-client-unchecked
    connector = aiohttp.TCPConnector(ssl=False)
    async with aiohttp.ClientSession(connector=connector) as session:
        assert await session.get(server.url)
