"""Search with vectors of a service, set up by a user: in the terminal, and in the server's index process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Launch
from editor import Start
from embeddings import HANGS, Embeddings, embedding

pytestmark = [pytest.mark.xdist_group("lance"), pytest.mark.timeout(90), pytest.mark.thorough]

KEY = "sk-0123456789"


@pytest.fixture
def service() -> Iterator[Embeddings]:
    with embedding(64) as service:
        yield service


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / "basket.py").write_text("def total():\n    return sum(prices)\n", "utf-8")
    (root / "mail.py").write_text("def invite(address):\n    deliver(address)\n", "utf-8")
    return root


def environment(caches: Path, service: Embeddings) -> dict[str, str]:
    return {
        **os.environ,
        "OMNI_CACHE_DIR": str(caches),
        "OMNI_EMBEDDER": "url",
        "OMNI_EMBEDDING_URL": service.url,
        "OMNI_EMBEDDING_MODEL": "mini",
        "OMNI_EMBEDDING_KEY_VARIABLE": "MY_KEY",
        "MY_KEY": KEY,
    }


def omni(caches: Path, service: Embeddings, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "omni_lsp", *arguments]
    return subprocess.run(
        command, env=environment(caches, service), capture_output=True, text=True, timeout=80, check=False
    )


def test_the_terminal_asks_the_service_and_does_without_it(project: Path, tmp_path: Path, service: Embeddings) -> None:
    caches = tmp_path / "caches"
    built = omni(caches, service, "index", str(project))
    assert (built.returncode, built.stderr[:11]) == (0, "index ready")
    assert {asked.headers["Authorization"] for asked in service.asked} == {f"Bearer {KEY}"}
    assert {"basket def total():\n    return sum(prices)\n", "mail def invite(address):\n    deliver(address)\n"} < set(
        service.texts
    )
    service.say(*[401] * 10)
    (project / "basket.py").write_text("def total():\n    return sum(prices) + shipping\n", "utf-8")
    without = omni(caches, service, "search", "shipping", str(project), "--json")
    assert (without.returncode, json.loads(without.stdout)[0]["path"]) == (0, "basket.py")
    status = omni(caches, service, "index", "--status", str(project))
    assert status.returncode == 3
    assert "it does not take the key (401)" in status.stdout
    for each in (built, without, status):
        assert KEY not in each.stdout + each.stderr


def test_a_change_of_the_embedder_that_was_killed_is_gone_on_with(
    project: Path, tmp_path: Path, service: Embeddings
) -> None:
    caches = tmp_path / "caches"
    plain = {**os.environ, "OMNI_CACHE_DIR": str(caches)}
    command = [sys.executable, "-m", "omni_lsp", "index", str(project)]
    assert subprocess.run(command, env=plain, capture_output=True, timeout=80, check=False).returncode == 0
    # It answers the question how long its vectors are, and no other.
    service.say(200, HANGS)
    with subprocess.Popen(command, env=environment(caches, service), stderr=subprocess.DEVNULL) as changing:
        assert service.hung.wait(60)
        changing.kill()
    status = omni(caches, service, "index", "--status", str(project))
    assert (status.returncode, status.stdout[:16]) == (3, "index incomplete")
    assert omni(caches, service, "index", str(project)).returncode == 0
    assert "mail def invite(address):\n    deliver(address)\n" in service.asked[-1].texts


async def test_an_editor_asks_it_as_the_user_says_and_a_workspace_has_no_say(
    launch: Launch, project: Path, service: Embeddings
) -> None:
    options = {
        "search": {
            "embedder": "url",
            "embedding": {"url": service.url, "model": "mini", "key_variable": "MY_KEY"},
        }
    }
    with embedding() as elsewhere:
        workspace = {"search": {"embedding": {"url": elsewhere.url}}}
        editor = await launch(Start((project,), options=options, settings=workspace, env={**os.environ, "MY_KEY": KEY}))
        hits = await editor.command("omni.search", query="deliver to an address", limit=1)
        assert hits[0]["uri"] == (project / "mail.py").as_uri()
        assert "deliver to an address" in service.texts
        assert service.asked[-1].headers["Authorization"] == f"Bearer {KEY}"
        # A question is answered by words when the service hangs.
        service.say(HANGS)
        hits = await editor.command("omni.search", query="sum of prices", limit=1)
        assert hits[0]["uri"] == (project / "basket.py").as_uri()
        assert elsewhere.asked == []
