"""Agents of other packages at work in their processes: what they find, and what becomes of those that misbehave."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from guest_packages import FIXES, install
from pipeline_fakes import FakeAgent, meta, snapshot, spec
from runner_fakes import by_agent

from omni_lsp.adapters.guests.agent import GuestAgent
from omni_lsp.adapters.guests.installed import search_path
from omni_lsp.adapters.guests.room import Room
from omni_lsp.adapters.process import is_alive
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTransientError, AgentValidationError
from omni_lsp.model.facts import Facts, FileFacts, FileFindings, Symbol
from omni_lsp.model.report import Status
from omni_lsp.model.stage import StageSpec, Trigger
from omni_lsp.model.text import Span, apply
from omni_lsp.pipeline.plan import Plan
from omni_lsp.pipeline.runner import Work, run

Invite = Callable[..., GuestAgent]
TEXT = "x = 1  # teh first\ny = 2  # teh end\n"


@pytest_asyncio.fixture
async def invite(tmp_path: Path) -> AsyncIterator[Invite]:
    """Makes a guest of code; `trusts` says whether it is wanted in a folder."""
    guests: list[GuestAgent] = []

    def made(code: str, *, trusts: bool = True) -> GuestAgent:
        room = Room(install(tmp_path, code), (str(tmp_path), *search_path()))
        guests.append(GuestAgent(room, TreeSitterSyntax(), lambda _: trusts))
        return guests[-1]

    yield made
    for guest in guests:
        await guest.room.close()


async def findings(guest: GuestAgent, text: str = TEXT) -> list[str]:
    result = await guest.run(snapshot(text=text), Facts(Trigger.SAVE))
    return [f"{one.rule.id} {one.span.start}" for one in result.findings]


async def test_what_it_finds_tells_and_fixes(invite: Invite) -> None:
    guest, here = invite(FIXES), snapshot(text=TEXT)
    found = (await guest.run(here, Facts())).findings
    assert [(one.agent, one.span.start) for one in found] == [("words", 9), ("words", 28)]

    hover = guest.explain(here, 10, Facts(FileFindings(found)))
    assert hover is not None
    assert hover.span == found[0].span
    assert "from omni-words 1.2" in hover.markdown
    assert guest.explain(here, 0, Facts(FileFindings(found))) is None

    fix, *ignores = guest.offers(here, found[1])
    assert fix.is_preferred
    edit = await guest.resolve(fix, here)
    assert (edit.uri, edit.version) == (here.uri, here.version)
    assert apply(TEXT, edit.changes) == "x = 1  # teh first\ny = 2  # the end\n"
    assert apply(TEXT, (await guest.resolve_all(here, found)).changes).count("the") == 2

    ignored = apply(TEXT, (await guest.resolve(ignores[0], here)).changes)
    result = await guest.run(snapshot(text=ignored, version=2), Facts())
    assert (len(result.findings), len(result.ignored)) == (1, 1)
    with pytest.raises(AgentValidationError, match="not there any more"):
        await guest.resolve(fix, snapshot(text="x = 1\n"))


TRADES = """'see'
OTHER = Rule("words.see", "Another", Severity.INFO)
def found(text):
    rules = {"teh": RULE, "see": OTHER}
    return findings_of("words", text, [(rules[m[0]], Span(m.start(), m.end()), "m") for m in re.finditer("teh|see", text)])
"""


@pytest.mark.parametrize(
    ("new", "said"),
    [(TRADES, "brings words.see"), ('"teh teh"', "the finding stays"), ('"\\n)("', "breaks the syntax")],
)
async def test_a_fix_that_does_not_hold_is_not_handed_out(invite: Invite, new: str, said: str) -> None:
    guest, here = invite(f"{FIXES}    new = {new}\n"), snapshot(text=TEXT)
    found = (await guest.run(here, Facts())).findings
    with pytest.raises(AgentValidationError, match=f"omni-words 1.2: the fix was tried and {said}"):
        await guest.resolve(guest.offers(here, found[0])[0], here)


ASKS = """
class Agent(Words):
    meta = AgentMeta("words", requires=frozenset({FileFacts}))
    async def run(self, snapshot, facts):
        names = ", ".join(one.name for one in facts.get(FileFacts).symbols)
        outline = await self.services.syntax.outline(snapshot)
        said = f"{names} {len(outline.symbols)} {facts.get(Trigger).value}"
        return AgentResult(findings_of("words", snapshot.text, [(RULE, Span(0, 1), said)]))
"""


async def test_it_gets_the_facts_that_it_asks_for_and_says_where_they_are_missing(invite: Invite) -> None:
    guest, here = invite(ASKS), snapshot(text="def f(): ...\n")
    file = FileFacts("app.py", "python", "d", 1, (Symbol("f", "function", Span(0, 12), Span(4, 5)),))
    (finding,) = (await guest.run(here, Facts(file, Trigger.SAVE))).findings
    assert finding.message == "f 1 save"
    with pytest.raises(AgentValidationError, match="needs FileFacts, which no agent before it gave: is `context`"):
        await guest.run(here, Facts(Trigger.SAVE))


async def test_it_is_not_even_started_for_a_folder_that_is_not_trusted(invite: Invite) -> None:
    guest = invite("import os\nos._exit(1)\n", trusts=False)
    assert await findings(guest) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import no_such_module\n", "it cannot be made: ModuleNotFoundError: No module named 'no_such_module'"),
        ("Agent = 3\n", "words_agent:Agent is a int: it must be a class or function"),
        ("class Agent(Words):\n    meta = AgentMeta('other')\n", "its id is 'other': it must be 'words'"),
    ],
)
async def test_one_that_cannot_be_made_says_why(invite: Invite, code: str, said: str) -> None:
    guest = invite(code)
    for _ in range(2):
        with pytest.raises(AgentFatalError) as caught:
            await findings(guest)
        assert caught.value.reason.startswith(f"omni-words 1.2: {said}")


async def test_one_that_ends_its_process_is_replaced_and_rests_when_it_goes_on(invite: Invite) -> None:
    code = "class Agent(Words):\n    async def run(self, snapshot, facts):\n"
    guest = invite(
        code + "        if 'crash' in snapshot.text: os._exit(3)\n        return AgentResult(found(snapshot.text))\n"
    )
    with pytest.raises(AgentTransientError, match=r"omni-words 1.2: its process ended by itself"):
        await findings(guest, "crash")
    assert await findings(guest) == ["words.slip 9", "words.slip 28"]
    for _ in range(2):
        with pytest.raises(AgentTransientError):
            await findings(guest, "crash")
    with pytest.raises(AgentTransientError, match="rests for a minute"):
        await findings(guest)


BAD = """
class Agent(Words):
    async def run(self, snapshot, facts):
        how = snapshot.text.strip()
        if how == "raises": raise KeyError("a secret of the file")
        if how == "wrong type": return [1, 2]
        if how == "odd finding": return AgentResult(("x",))
        if how == "facts": return AgentResult((), (3,))
        if how == "outside": return AgentResult((Finding(RULE, "words", "m", Span(0, 999), "0" * 32),))
        if how == "says so": raise AgentValidationError("look", "it", "the dictionary is gone\\x1b[31m")
        if how == "unpassable": return AgentResult((Finding(RULE, "words", object(), Span(0, 1), "0" * 32),))
        if how == "cancels": asyncio.current_task().cancel(); await asyncio.sleep(0)
        print("on the wire?"); os.write(1, b"not at all"); sys.stdout.flush()
        return AgentResult(found(snapshot.text))
"""
SAID = {
    "raises": "it raised KeyError; the log",
    "wrong type": "`run` gave a list: it must give an AgentResult",
    "odd finding": "`run` gave a str among its findings",
    "facts": "`run` gave facts",
    "outside": "the span of finding 1, 0 to 999, is not inside of the text of 7 code points",
    "says so": "the dictionary is gone\ufffd[31m",
    "unpassable": "it gave what cannot be passed on",
    "cancels": "it raised CancelledError",
}


async def test_whatever_it_does_wrong_is_told_with_its_package_and_the_next_file_is_fine(invite: Invite) -> None:
    guest = invite(BAD)
    for how, said in SAID.items():
        with pytest.raises(AgentError) as caught:
            await findings(guest, how)
        assert caught.value.reason.startswith(f"omni-words 1.2: {said}"), how
        assert "secret" not in str(caught.value)
    assert await findings(guest) == ["words.slip 9", "words.slip 28"]


BLOCKS = {
    "wait": "threading.Event().wait()",
    "regex": "re.match(r'(a+)+$', 'a' * 64 + 'b')",  # Holds the interpreter's lock: in a thread it would stop us all.
    "stubborn": "exec('async def go():\\n while True:\\n  try: await asyncio.Event().wait()\\n  except asyncio.CancelledError: pass', g := dict(globals())); await g['go']()",
}


@pytest.mark.parametrize("how", BLOCKS)
async def test_one_that_blocks_is_ended_with_its_time_and_nobody_else_waits(invite: Invite, how: str) -> None:
    guest = invite(f"class Agent(Words):\n    async def run(self, snapshot, facts):\n        {BLOCKS[how]}\n")
    await guest.room.prove()
    beside = FakeAgent(meta("beside"))
    stages = (StageSpec(("words",), 0.2), StageSpec(("beside",), 0.2))
    plan = Plan.build(spec(*stages), (guest, beside))
    report = await run(plan, Work(snapshot(text="a\n"), Trigger.SAVE), lambda _: None)
    # Blocked in our own process it would never end.
    assert [stage.agent for stage in report.stages] == ["beside", "words"]
    ended = by_agent(report)
    assert (ended["words"].status, ended["words"].reason[:24]) == (Status.TIMED_OUT, "took longer than its 0.2")
    assert ended["beside"].status is Status.DONE


async def test_its_process_is_gone_when_it_is_closed(invite: Invite) -> None:
    guest = invite(
        "class Agent(Words):\n    async def run(self, snapshot, facts):\n        raise AgentValidationError('tell', 'you', str(os.getpid()))\n"
    )
    with pytest.raises(AgentValidationError) as caught:
        await findings(guest)
    pid = int(caught.value.reason.split()[-1])
    assert is_alive(pid)
    await guest.room.close()
    assert not is_alive(pid)
