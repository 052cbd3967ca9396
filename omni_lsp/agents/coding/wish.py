"""What people want written, and how far their words let new code reach."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from omni_lsp.agents.coding.change import Changed
from omni_lsp.agents.coding.place import Place, imports_at
from omni_lsp.agents.coding.reach import new_reach
from omni_lsp.agents.coding.task import Task
from omni_lsp.agents.coding.words import words
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.markdown import code
from omni_lsp.model.text import Snapshot, Span

Look = tuple[str, Callable[[Changed], str], str]
"""A check: its name, what tells words for what is wrong or nothing, and words for where it is right."""

# Stands where the finding does when one is repaired, since all that is checked of a change is checked of this one.
_RULE = Rule("omni.generate", "Code by a model", Severity.INFO)
_NETWORK = words("urllib.request http.client net/http http https http2 net socket smtplib ftplib java.net")
_PROGRAMS = words("subprocess child_process os/exec")
_NAMED = {
    "starts a program": r"\b(?:programs?|sub-?process\w*|child process\w*|commands?|shell|launch\w*|spawn\w*|executables?)\b",
    "talks to the network": r"\b(?:https?|urls?|fetch\w*|download\w*|upload\w*|request\w*|network|sockets?|connect\w*|servers?|e?mails?"
    r"|api|endpoint\w*|webhook\w*)\b",
    "reads or writes files": r"\b(?:files?|read\w*|writ\w+|load\w*|save\w*|stor\w+|open\w*|paths?|folders?|director\w+|csv|json|ya?ml|toml|log)\b",
    "ends the program": r"\b(?:exit\w*|quit\w*|abort\w*|terminat\w+)\b",
    "deletes files or changes who may read them": r"\b(?:unlink\w*|permissions?|chmod)\b"
    r"|(?=.*\b(?:delet|remov|clean|clear)\w*\b).*\b(?:files?|folders?|director(?:y|ies)|paths?|cache)\b",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """`task` has the place as its body, and no finding that is to go; `said` are words of people.

    `beside` are names that the code may use without an import; `may_import` tells of further modules; `bar` are checks of
    this kind of code alone.
    """

    task: Task
    place: Place
    said: str = ""
    beside: frozenset[str] = frozenset()
    may_import: Callable[[str], bool] = lambda _module: False
    bar: tuple[Look, ...] = ()


def task_at(snapshot: Snapshot, place: Place, before: tuple[Finding, ...], modules: frozenset[str]) -> Task:
    """`before` are all findings of the text, `modules` those that may be imported, too."""
    at, _ = imports_at(snapshot, place.span.start)
    finding = Finding(_RULE, "coding", "", place.span, "")
    return Task(snapshot, finding, place.span, Span(0, at), before, modules)


def asked_reach(changed: Changed, said: str) -> str:
    """New code reaches out of the program only in ways that people spoke of."""
    for way in new_reach(changed):
        if not re.search(_NAMED[way], said, re.IGNORECASE):
            return f"the code {way}, which nobody asked for"
    return ""


def no_reach(changed: Changed) -> str:
    """The same for code that is to run by itself, which may at most read and write files."""
    found = [way for way in new_reach(changed) if way != "reads or writes files"]
    return f"the code {found[0]}, which no test may" if found else ""


def spoken_of(said: str) -> Callable[[str], bool]:
    """Whether people named a module, or what it is for."""

    def may_import(module: str) -> bool:
        plain = module.removeprefix("node:")
        if re.search(rf"(?<![\w.]){re.escape(plain)}(?![\w])", said):
            return True
        ways = {"talks to the network": _NETWORK, "starts a program": _PROGRAMS}
        return any(plain in some and re.search(_NAMED[way], said, re.IGNORECASE) for way, some in ways.items())

    return may_import


def no_stub(changed: Changed) -> str:
    """No definition is left without a body, and nobody is told to write one."""
    found = _STUB.search(changed.new.text)
    return f"{code(' '.join(found[0].split())[:60])} does nothing; write what it is for" if found else ""


_STUB = re.compile(
    r"^[ \t]*(?:async[ \t]+)?def[ \t]+\w+[^\n]*:[ \t]*(?:#[^\n]*)?\n?(?:[ \t]*(?:\"\"\"[^\"]*\"\"\"|#[^\n]*)\n)?[ \t]*(?:pass|\.\.\.)[ \t]*$"
    r"|\b(?:your|add|put|insert|write|fill in)\b[^\n]{0,20}\b(?:code|logic|implementation)\b[^\n]{0,10}\bhere\b"
    r"|\bpanic\(\"(?:not|un)[ -]?implemented|\bthrow new (?:Error|UnsupportedOperationException)\(\s*(?:\)|[\"'`](?:not|un)[ -]?implemented)",
    re.MULTILINE | re.IGNORECASE,
)
