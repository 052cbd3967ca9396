"""Fixes that change a file in more than one place: they go together, and bring each import once."""

from collections.abc import Sequence

import pytest
from test_security_agent import FakeEngine, FakeSyntax, findings, python

from omni_lsp.agents.security import SecurityAgent
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.text import Change, Edit, Snapshot, Span, apply
from omni_lsp.ports.engine import Match

IMPORT = Change(Span(0, 0), "import safer\n")


class Importing(FakeEngine):
    """Its fixes name a module, and import it if they are told to."""

    imports = True

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        also = (IMPORT,) if self.imports else ()
        return [
            Edit(snapshot.uri, snapshot.version, (Change(match.span, "safer.sha256()"), *also)) for match in matches
        ]


class Forgetting(Importing):
    imports = False


async def all_fixed(agent: SecurityAgent, snapshot: Snapshot) -> str:
    return apply(snapshot.text, (await agent.resolve_all(snapshot, await findings(agent, snapshot))).changes)


async def test_two_fixes_import_once() -> None:
    agent = SecurityAgent(Importing(), FakeSyntax())
    assert await all_fixed(agent, python("md5()\nsha1()\n")) == "import safer\nsafer.sha256()\nsafer.sha256()\n"


async def test_a_name_that_nobody_imports_is_refused() -> None:
    agent = SecurityAgent(Forgetting(), FakeSyntax())
    with pytest.raises(AgentValidationError, match="no fix holds"):
        await all_fixed(agent, python("md5()\n"))


async def test_a_name_that_is_imported_already_is_not() -> None:
    agent = SecurityAgent(Forgetting(), FakeSyntax())
    assert await all_fixed(agent, python("import safer\nmd5()\n")) == "import safer\nsafer.sha256()\n"


class Within(FakeEngine):
    """The fix around another one breaks the syntax."""

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        texts = [snapshot.text[match.span.start : match.span.end] for match in matches]
        new = ["x!" if "(sha1" in text else "x" for text in texts]
        return [
            Edit(snapshot.uri, snapshot.version, (Change(match.span, text),))
            for match, text in zip(matches, new, strict=True)
        ]


async def test_a_fix_that_was_left_out_for_another_is_tried_by_itself() -> None:
    agent = SecurityAgent(Within(), FakeSyntax())
    snapshot = python("md5(sha1(x))\n")
    found = await agent.ponder(snapshot, await findings(agent, snapshot))
    assert [(one.span, one.unfixable) for one in found] == [(Span(0, 12), True), (Span(4, 11), False)]
