"""Whether imports that came are needed, those that went are not, and no name is imported over another."""

import re

from omni_lsp.agents.coding.change import Changed
from omni_lsp.agents.coding.region import family
from omni_lsp.agents.coding.tokens import Kind, Token, code, tokens
from omni_lsp.agents.coding.words import RISKY
from omni_lsp.model.facts import Import
from omni_lsp.model.markdown import code as shown

_NAME = re.compile(r"[^\W\d]\w*")
_ALIAS = re.compile(r"\bas\s+(\w+)|(\w+)\s*:\s*(?=\w)")


def imports_hold(changed: Changed, before: tuple[Import, ...], after: tuple[Import, ...]) -> str:
    language = changed.task.snapshot.language
    old_head, new_head = (_names(head, language) for head in changed.heads)
    if old_head == new_head:
        return ""
    came, went = new_head - old_head, old_head - new_head
    rest = changed.new.text + changed.task.snapshot.text[changed.task.body.end :]
    if risky := sorted(came & RISKY):
        return f"the import of {shown(risky[0])} takes in more than a repair needs"
    if lost := sorted(_used(rest, language, went & _bound(before, language))):
        return f"{shown(lost[0])} is still used, and not imported any more"
    if came and not came & changed.new.names.keys() and _bound(after, language) - _bound(before, language):
        return f"the import of {shown(min(came))} is not needed"
    return _another(changed, _sources(before, language) ^ _sources(after, language))


def _another(changed: Changed, differing: set[tuple[str, str]]) -> str:
    """A name that comes from elsewhere may be used by the finding alone."""
    language = changed.task.snapshot.language
    aliases = {one[0] for one in _ALIAS.findall(changed.heads[1])} - {
        one[0] for one in _ALIAS.findall(changed.heads[0])
    }
    about = {line for line in changed.about if 0 <= line < len(changed.old.lines)}
    body = "\n".join(line for number, line in enumerate(changed.old.lines) if number not in about)
    modules: dict[str, set[str]] = {}
    for module, name in differing:
        modules.setdefault(name, set()).add(module)
    doubled = {name for name, found in modules.items() if len(found) > 1}
    known = set(_NAME.findall(changed.task.snapshot.text))
    rest = body + "\n" + changed.task.snapshot.text[changed.task.body.end :]
    other = sorted((aliases & known) | _used(rest, language, doubled))
    return f"{shown(other[0])} gets another meaning by an import" if other else ""


def _names(text: str, language: str) -> set[str]:
    return {one.text for one in tokens(text, language) if one.kind is Kind.NAME} | _paths(text, language)


def _paths(text: str, language: str) -> set[str]:
    """The names that packages of Go have by the end of their path."""
    if language != "go":
        return set()
    return {one.text.strip('"`').rpartition("/")[2] for one in tokens(text, language) if one.kind is Kind.STRING}


def _bound(imports: tuple[Import, ...], language: str) -> set[str]:
    return {name for _, name in _sources(imports, language)}


def _sources(imports: tuple[Import, ...], language: str) -> set[tuple[str, str]]:
    """Module and name of what is imported, as far as the name is not changed."""
    result: set[tuple[str, str]] = set()
    for one in imports:
        plain = one.module.rpartition("/")[2] if family(language) == "go" else one.module.partition(".")[0]
        result |= {(one.module, name) for name in one.names or (plain,)}
    return result


def _used(text: str, language: str, names: set[str]) -> set[str]:
    """Those of the names that code uses, not behind a dot; a text without any of them is not looked at word by word."""
    if not names & set(_NAME.findall(text)):
        return set()
    words: tuple[Token, ...] = code(tokens(text, language))
    return {
        word.text
        for before, word in zip((None, *words), words, strict=False)
        if word.text in names and word.kind is Kind.NAME and (before is None or before.text not in {".", "?."})
    }
