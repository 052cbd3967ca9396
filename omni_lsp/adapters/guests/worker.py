"""The process of a guest: makes the agent, asks it one question after the other, and outlives none of its mistakes.

It may print, raise, block, grow or crash: what it writes goes nowhere, and the server gets an answer or sees the end.
"""

import asyncio
import os
import sys
import traceback
from collections.abc import Awaitable, Sequence
from importlib import import_module
from typing import BinaryIO, TypeVar

from omni_lsp.adapters.guests.answers import MOST_FINDINGS
from omni_lsp.adapters.guests.wire import (
    Answer,
    Hello,
    Question,
    Resolve,
    Run,
    answer_frame,
    edit_answer,
    read_question,
    result_answer,
)
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.model.errors import AgentError, AgentValidationError
from omni_lsp.model.facts import BuildFacts, Facts, FileFacts, FileFindings
from omni_lsp.model.finding import Finding, Offer
from omni_lsp.model.report import AgentResult
from omni_lsp.model.text import Edit, Snapshot
from omni_lsp.ports.agent import Agent, AgentMeta, Explains, Remedies, Services

T = TypeVar("T")

_TREES = 2  # Of a text and what a fix makes of it: each takes memory, and there are processes of other agents, too.

KNOWN_FACTS: frozenset[type] = frozenset({FileFacts, BuildFacts})
"""The facts that an agent of another package may ask for."""


class AuthorError(Exception):
    """What is wrong with an agent, in words for whoever wrote it."""


def main() -> None:
    """Serves standard input and output to its end; the first question says which agent it is."""
    questions, answers = sys.stdin.buffer, _claimed_stdout()
    hello = read_question(questions)
    if not isinstance(hello, Hello):
        return
    with asyncio.Runner() as runner:
        agent, answer = runner.run(_welcomed(hello))
        _send(answers, answer)
        while agent is not None and (question := read_question(questions)) is not None:
            _send(answers, runner.run(_answered(agent, question)))


def made(target: str, services: Services) -> Agent:
    """The agent that `module:attribute` makes. Raises AuthorError, and whatever the module does."""
    module, _, attribute = target.partition(":")
    found: object = import_module(module.strip())
    for name in filter(None, attribute.partition("[")[0].strip().split(".")):
        found = getattr(found, name)
    if not callable(found):
        raise AuthorError(f"{target} is a {type(found).__name__}: it must be a class or function that takes Services")
    agent: Agent = found(services)
    return agent


def flaw(agent: object, name: str) -> str:
    """Why something that was made is no agent of this name that can be a guest, empty where it is one."""
    meta = getattr(agent, "meta", None)
    if not isinstance(meta, AgentMeta):
        return f"{type(agent).__name__} has no `meta` of the class AgentMeta"
    if meta.id != name:
        return f"its id is {meta.id!r}: it must be {name!r}, the name of its entry point"
    if not asyncio.iscoroutinefunction(getattr(agent, "run", None)):
        return f"{type(agent).__name__} has no `async def run(self, snapshot, facts)`"
    if meta.provides:
        return "it provides facts: those of other packages stay with them, so `provides` must be empty"
    if strange := (meta.requires | meta.uses) - KNOWN_FACTS:
        names = ", ".join(sorted(kind.__name__ for kind in strange))
        return f"it asks for {names}: there are only {', '.join(sorted(kind.__name__ for kind in KNOWN_FACTS))}"
    return ""


def _claimed_stdout() -> BinaryIO:
    """Standard output for us alone; what the agent prints goes where its errors go."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return own


def _send(answers: BinaryIO, answer: Answer) -> None:
    try:
        frame = answer_frame(answer)
    except (TypeError, ValueError) as error:
        frame = answer_frame({"refused": f"it gave what cannot be passed on: {str(error)[:200]}"})
    answers.write(frame)
    answers.flush()


async def _welcomed(hello: Hello) -> tuple[Agent | None, Answer]:
    sys.path[:] = hello.path

    async def make() -> Agent:
        agent = made(hello.target, Services(TreeSitterSyntax(_TREES)))
        if wrong := flaw(agent, hello.name):
            raise AuthorError(wrong)
        return agent

    task = asyncio.ensure_future(make())
    answer = await _outcome(task)
    return (task.result(), {"ready": True}) if answer is None else (None, answer)


async def _answered(agent: Agent, question: Question) -> Answer:
    if isinstance(question, Run):
        run = asyncio.ensure_future(_ran(agent, question.text.snapshot(), question.facts))
        return await _outcome(run) or run.result()
    if isinstance(question, Resolve):
        edit = asyncio.ensure_future(_resolved(agent, question))
        return await _outcome(edit) or edit.result()
    return {"refused": "it was asked something unknown"}


async def _outcome(task: "asyncio.Future[T]") -> Answer | None:
    """What went wrong, `None` where nothing did; waiting in this way catches whatever an agent may raise."""
    await asyncio.wait({task})
    if task.cancelled():
        return {"broke": "CancelledError", "trace": ""}
    error = task.exception()
    if error is None:
        return None
    if isinstance(error, AgentError):
        return {"error": error.reason}
    if isinstance(error, AuthorError):
        return {"refused": str(error)}
    return {"broke": type(error).__name__, "trace": "".join(traceback.format_exception(error))[-4_000:]}


async def _ran(agent: Agent, snapshot: Snapshot, given: Sequence[object]) -> Answer:
    facts = Facts(*given)
    if lacking := sorted(kind.__name__ for kind in agent.meta.requires if kind not in facts):
        reason = f"needs {', '.join(lacking)}, which no agent before it gave: is `context` in the pipeline?"
        raise AgentValidationError("run", snapshot.name, reason)
    result: object = await agent.run(snapshot, facts)
    if not isinstance(result, AgentResult):
        raise AuthorError(f"`run` gave a {type(result).__name__}: it must give an AgentResult")
    findings: Sequence[object] = result.findings
    if strange := next((one for one in findings if not isinstance(one, Finding)), None):
        raise AuthorError(f"`run` gave a {type(strange).__name__} among its findings")
    if result.facts:
        raise AuthorError("`run` gave facts: those of other packages stay with them")
    known = facts.with_values(FileFindings(result.findings))
    shown = result.findings[: MOST_FINDINGS + 1]  # The one too many tells that some are left out.
    hovers = {one.fingerprint: _explained(agent, snapshot, one, known) for one in shown}
    offers = {one.fingerprint: _offered(agent, snapshot, one) for one in shown}
    return result_answer(shown, hovers, offers)


def _explained(agent: Agent, snapshot: Snapshot, finding: Finding, facts: Facts) -> str:
    said = agent.explain(snapshot, finding.span.start, facts) if isinstance(agent, Explains) else None
    return said.markdown if said is not None else ""


def _offered(agent: Agent, snapshot: Snapshot, finding: Finding) -> tuple[Offer, ...]:
    return tuple(agent.offers(snapshot, finding)) if isinstance(agent, Remedies) else ()


async def _resolved(agent: Agent, question: Resolve) -> Answer:
    if not isinstance(agent, Remedies):
        raise AuthorError("it has no remedies")
    snapshot = question.text.snapshot()
    work: Awaitable[Edit] = (
        agent.resolve(question.offer, snapshot)
        if question.offer is not None
        else agent.resolve_all(snapshot, question.findings)
    )
    edit: object = await work
    if not isinstance(edit, Edit):
        raise AuthorError(f"its remedy is a {type(edit).__name__}: it must be an Edit")
    if (edit.uri, edit.version) != (snapshot.uri, snapshot.version):
        raise AuthorError("its edit is for another document or version than the snapshot it was asked about")
    return edit_answer(edit)
