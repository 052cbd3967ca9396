"""Code, tests and explanations by a model: proven, put where they belong, known as a tool's work; refused and cancelled."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.exceptions import JsonRpcException

from chat_server import ChatServer, Then, chatting, openai
from conftest import Launch, as_client
from editor import Document, Editor, Start

KEY = "AKIA" + "Q7M2XK4T9BVN3WZD"
CODE = f"""import os

KEY = "{KEY}"


def total(prices):
    return sum(prices)


# omni: the mean of some prices
"""
GOOD = """Here it is.
@@@ imports
import statistics
@@@ code
def mean(prices):
    return statistics.fmean(prices)
@@@ end
"""
BAD = GOOD.replace("return statistics.fmean(prices)", "return eval(prices)")
TESTS = """@@@ imports
from a import total
@@@ code
def test_the_total_of_two_prices():
    assert total([1, 2]) == 3
@@@ end
"""
VSCODE = "vscode-1.139.1-codeserver-lc11"


@asynccontextmanager
async def at_work(
    launch: Launch, folder: Path, caches: dict[str, str], *, verify: list[str] | None = None, **options: object
) -> AsyncIterator[tuple[Editor, Document, ChatServer]]:
    async with chatting() as service:
        folder.mkdir(exist_ok=True)
        (folder / "a.py").write_text(CODE)
        model = {"url": service.url, "name": "tiny", "attempts": 2, "verify": verify or []}
        settings = {"model": model, **options}
        editor = await launch(Start((folder,), env=caches, options=settings))
        document = await editor.open(folder / "a.py")
        await editor.ran(document)
        yield editor, document, service


def spot(editor: Editor, code: Document, words: str) -> dict[str, Any]:
    at = editor.position(code, code.text.index(words))
    place = {"line": at.line, "character": at.character}
    return {"start": place, "end": place}


async def offered(editor: Editor, code: Document, words: str, *only: str) -> list[types.CodeAction]:
    at = editor.position(code, code.text.index(words))
    context = types.CodeActionContext([], list(only) or None)
    return await editor.listed(
        types.CodeActionParams(types.TextDocumentIdentifier(code.uri), types.Range(at, at), context)
    )


async def kept(editor: Editor, code: Document) -> None:
    """Saved as it is, and looked at."""
    editor.save(code)
    await editor.wait(lambda: any(run["uri"] == code.uri and run["trigger"] == "save" for run in editor.runs), "a run")


async def test_a_comment_becomes_code_in_one_edit(launch: Launch, tmp_path: Path, caches: dict[str, str]) -> None:
    async with at_work(launch, tmp_path / "work", caches) as (editor, code, service):
        (action,) = [each for each in await offered(editor, code, "omni:") if "for this comment" in each.title]
        assert service.asked == []
        service.say(openai(*GOOD.splitlines(keepends=True)))
        await editor.fix(code, action)
        assert "import os\nimport statistics\n" in code.text
        assert code.text.endswith(
            "    return sum(prices)\n\n\ndef mean(prices):\n    return statistics.fmean(prices)\n"
        )
        (asked,) = service.asked
        assert KEY not in str(asked.body)
        assert "the mean of some prices" in str(asked.body)
        page = Path(caches["OMNI_CACHE_DIR"]) / "evidence.md"
        assert "+import statistics" in page.read_text()
        await kept(editor, code)
        said = await editor.hover(code, code.text.index("total("))
        assert said is not None
        assert "part written by" in said
        entry = json.loads((Path(caches["OMNI_STATE_DIR"]) / "model-requests.jsonl").read_text())
        assert (entry["purpose"], entry["ending"]) == ("generate", "done")
        assert [each for each in await offered(editor, code, "mean(") if "for this comment" in each.title] == []


async def test_the_users_own_command_has_the_last_word(launch: Launch, tmp_path: Path, caches: dict[str, str]) -> None:
    folder, verify = tmp_path / "work", ["grep", "-q", "test_the_total", "tests/test_a.py"]
    async with at_work(launch, folder, caches, verify=verify) as (editor, code, service):
        service.say(openai(GOOD), openai(GOOD), openai(TESTS))
        place = {"uri": code.uri, "range": spot(editor, code, "omni:"), "apply": False}
        with pytest.raises(JsonRpcException, match=r"`grep.*it ended with 2"):
            await editor.command("omni.generate", **place)
        await editor.command("omni.test", uri=code.uri, range=spot(editor, code, "total("), apply=False)
        assert "succeeds in a copy" in (Path(caches["OMNI_CACHE_DIR"]) / "evidence.md").read_text()
        assert not (folder / "tests").exists()


async def test_bad_code_is_told_asked_again_and_refused(launch: Launch, tmp_path: Path, caches: dict[str, str]) -> None:
    async with at_work(launch, tmp_path / "work", caches) as (editor, code, service):
        service.say(openai(BAD), openai("@@@ cannot I would rather not"))
        with pytest.raises(JsonRpcException, match=r"eval.* makes code.*attempt 2: the model declined"):
            await editor.command("omni.generate", uri=code.uri, range=spot(editor, code, "omni:"))
        assert code.text == CODE
        assert "`eval` makes code" in str(service.asked[1].body)
        with pytest.raises(JsonRpcException, match="nobody says what"):
            await editor.command("omni.generate", uri=code.uri, range=spot(editor, code, "def total"))
        assert len(service.asked) == 2


async def test_an_edit_that_an_editor_applies_by_itself_is_known_when_it_is_saved(
    launch: Launch, tmp_path: Path, caches: dict[str, str]
) -> None:
    async with at_work(launch, tmp_path / "work", caches) as (editor, code, service):
        service.say(openai(GOOD))
        argument = {
            "uri": code.uri,
            "range": spot(editor, code, "\n\n\ndef total"),
            "instruction": "the mean",
            "apply": False,
        }
        params = {"command": "omni.generate", "arguments": [argument]}
        made = await editor.client.request(types.WORKSPACE_EXECUTE_COMMAND, params)
        assert made["applied"] is False
        assert code.text == CODE
        editor.apply(get_converter().structure(made["edit"], types.WorkspaceEdit))
        assert "fmean" in code.text
        await kept(editor, code)
        said = await editor.hover(code, code.text.index("total("))
        assert said is not None
        assert "part written by" in said


@as_client(VSCODE)
async def test_cancelling_ends_it_and_closes_the_connection(
    launch: Launch, tmp_path: Path, caches: dict[str, str]
) -> None:
    async with at_work(launch, tmp_path / "work", caches) as (editor, code, service):
        service.say(openai("@@@ code").and_then(Then.HANGS))
        argument = {"uri": code.uri, "range": spot(editor, code, "omni:")}
        params = {"command": "omni.generate", "arguments": [argument]}
        request = asyncio.ensure_future(editor.client.request(types.WORKSPACE_EXECUTE_COMMAND, params, "write"))
        await asyncio.wait_for(service.hung.wait(), 15)
        editor.client.cancel_request(types.CancelParams("write"))
        with pytest.raises(JsonRpcException) as caught:
            await request
        assert caught.value.code == types.LSPErrorCodes.RequestCancelled
        await asyncio.wait_for(service.gone.wait(), 5)
        assert code.text == CODE


@as_client(VSCODE, "neovim-0.12", "helix-25.07.1-20260723")
async def test_tests_become_a_file_of_their_own_that_is_known_as_a_tools_work(
    launch: Launch, tmp_path: Path, caches: dict[str, str]
) -> None:
    folder = tmp_path / "work"
    async with at_work(launch, folder, caches) as (editor, code, service):
        (action,) = [each for each in await offered(editor, code, "total(", "source.omni") if "tests" in each.title]
        service.say(openai(TESTS))
        await editor.fix(code, action)
        target = folder / "tests" / "test_a.py"
        written = editor.documents[target.as_uri()]
        assert written.text == (
            "from a import total\n\n\ndef test_the_total_of_two_prices():\n    assert total([1, 2]) == 3\n"
        )
        assert "To be tested: total in a.py" in str(service.asked[0].body)
        target.write_text(written.text)
        await editor.ran(written)
        await kept(editor, written)
        packed = await editor.command("omni.pack", uri=folder.as_uri())
        assert packed
        packs = "\n".join(path.read_text() for path in folder.rglob("*.md"))
        assert "Edit generated files: `tests/test_a.py`" in packs
        hits = await editor.command("omni.search", query="total of two prices")
        writers = {hit["uri"]: hit["writtenBy"] for hit in hits}
        assert writers == {target.as_uri(): "omni.test", code.uri: ""}


JAVA = """package shop;

class Cart {
  int total(int[] prices) {
    return prices.length;
  }
}
"""
JAVA_TESTS = """@@@ imports
import static org.junit.jupiter.api.Assertions.assertEquals;
import org.junit.jupiter.api.Test;
@@@ code
class CartTest {
  @Test
  void totalOfTwo() {
    assertEquals(2, new Cart().total(new int[] {1, 2}));
  }
}
@@@ end
"""


@as_client(VSCODE)
async def test_a_new_file_of_java_has_its_package_first(launch: Launch, tmp_path: Path, caches: dict[str, str]) -> None:
    folder = tmp_path / "work"
    source = folder / "src" / "main" / "java" / "shop" / "Cart.java"
    source.parent.mkdir(parents=True)
    source.write_text(JAVA)
    async with at_work(launch, folder, caches) as (editor, _, service):
        code = await editor.open(source, "java")
        await editor.ran(code)
        service.say(openai(JAVA_TESTS))
        await editor.command("omni.test", uri=code.uri, range=spot(editor, code, "total("))
        target = folder / "src" / "test" / "java" / "shop" / "CartTest.java"
        written = editor.documents[target.as_uri()]
        assert written.text.startswith("package shop;\n\nimport static org.junit")
        assert "class that it is in" in str(service.asked[0].body)


@as_client(VSCODE)
async def test_a_client_that_makes_no_files_is_shown_a_draft(
    launch: Launch, tmp_path: Path, caches: dict[str, str]
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.py").write_text(CODE)
    async with chatting() as service:
        settings = {"model": {"url": service.url, "name": "tiny"}}
        lacking = ("workspace.workspaceEdit.resourceOperations",)
        editor = await launch(Start((folder,), env=caches, options=settings, without=lacking))
        code = await editor.open(folder / "a.py")
        await editor.ran(code)
        service.say(openai(TESTS))
        await editor.command("omni.test", uri=code.uri, range=spot(editor, code, "total("))
        draft = Path(caches["OMNI_CACHE_DIR"]) / "drafts" / "test_a.py"
        assert "def test_the_total" in draft.read_text()
        assert not (folder / "tests").exists()


async def test_more_tests_go_behind_those_that_are_there(
    launch: Launch, tmp_path: Path, caches: dict[str, str]
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "test_a.py").write_text("from a import total\n\n\ndef test_nothing():\n    assert total([]) == 0\n")
    async with at_work(launch, folder, caches) as (editor, code, service):
        tests = await editor.open(folder / "test_a.py")
        await editor.ran(tests)
        service.say(openai(TESTS.replace("test_the_total_of_two_prices", "test_nothing")), openai(TESTS))
        await editor.command("omni.test", uri=code.uri, range=spot(editor, code, "total("))
        assert tests.text.count("from a import total") == 1
        assert tests.text.endswith("== 0\n\n\ndef test_the_total_of_two_prices():\n    assert total([1, 2]) == 3\n")
        assert "`test_nothing` is defined already" in str(service.asked[1].body)


HOSTILE = """# Total
It **adds** the `prices`.
![x](https://evil.example/x.png) <img src=//evil.example/y> [a](command:do.it)
"""


async def test_an_explanation_is_shown_and_loads_nothing(
    launch: Launch, tmp_path: Path, caches: dict[str, str]
) -> None:
    async with at_work(launch, tmp_path / "work", caches) as (editor, code, service):
        service.say(openai(HOSTILE))
        await editor.command("omni.explain", uri=code.uri, range=spot(editor, code, "total("))
        page = (Path(caches["OMNI_CACHE_DIR"]) / "explanation.md").read_text()
        assert "It **adds** the `prices`." in page
        assert not re.search(r"(?<!\\)(?:\]\(|<img)", page.partition("## What omni knows")[0])
        assert "\\<img" in page
        assert "def total(prices):" in str(service.asked[0].body)


async def test_a_finding_is_explained_where_it_is_shown(launch: Launch, tmp_path: Path, caches: dict[str, str]) -> None:
    async with at_work(launch, tmp_path / "work", caches) as (editor, code, service):
        finding = editor.shown(code)[0]
        (action,) = [each for each in await editor.actions(code, finding) if each.title == "Explain this with tiny"]
        service.say(openai("Whoever reads the code has the key."))
        await editor.fix(code, action)
        page = (Path(caches["OMNI_CACHE_DIR"]) / "explanation.md").read_text()
        assert "Whoever reads the code has the key." in page
        assert "## What omni knows" in page
        told = str(service.asked[0].body)
        assert "The finding:" in told
        assert KEY not in told + page


async def test_nothing_is_sent_elsewhere_before_people_have_agreed(
    launch: Launch, tmp_path: Path, caches: dict[str, str]
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.py").write_text(CODE)
    settings = {"model": {"url": "https://models.invalid/v1", "name": "tiny"}}
    editor = await launch(Start((folder,), env=caches, options=settings))
    code = await editor.open(folder / "a.py")
    await editor.ran(code)
    editor.choice = "Show what would be sent"
    for command in ("omni.generate", "omni.test", "omni.explain"):
        place = spot(editor, code, "omni:" if command == "omni.generate" else "total(")
        with pytest.raises(JsonRpcException, match="nothing was sent: nobody allowed it"):
            await editor.command(command, uri=code.uri, range=place)
        request = (Path(caches["OMNI_CACHE_DIR"]) / "request.md").read_text()
        assert {"omni.generate": "The wish", "omni.test": "To be tested", "omni.explain": "You explain"}[
            command
        ] in request
    assert code.text == CODE


async def test_without_a_model_a_finding_is_explained_by_what_is_known(
    launch: Launch, tmp_path: Path, caches: dict[str, str]
) -> None:
    async with at_work(launch, tmp_path / "work", caches, model={"use": "none"}) as (editor, code, service):
        finding = editor.shown(code)[0]
        await editor.command("omni.explain", uri=code.uri, fingerprint=finding.data["fingerprint"])
        assert "ecret" in (Path(caches["OMNI_CACHE_DIR"]) / "explanation.md").read_text()
        for command in ("omni.generate", "omni.test"):
            with pytest.raises(JsonRpcException, match=r"name one in the user settings model\.url"):
                await editor.command(command, uri=code.uri, range=spot(editor, code, "def total"), instruction="x")
        titles = [each.title for each in await offered(editor, code, "omni:", "refactor", "source")]
        assert not any("this comment" in title or "write tests" in title for title in titles)
        assert service.asked == []


async def test_nothing_is_sent_out_of_a_folder_that_is_not_trusted(
    launch: Launch, tmp_path: Path, caches: dict[str, str]
) -> None:
    async with at_work(launch, tmp_path / "work", caches, trust=False) as (editor, code, service):
        for command in ("omni.generate", "omni.test"):
            with pytest.raises(JsonRpcException, match="no folder that is trusted"):
                await editor.command(command, uri=code.uri, range=spot(editor, code, "def total"), instruction="x")
        titles = [each.title for each in await offered(editor, code, "omni:", "refactor", "source")]
        assert not any("this comment" in title for title in titles)
        assert service.connections == 0
