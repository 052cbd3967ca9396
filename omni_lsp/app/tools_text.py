"""The tools' answers as Markdown: for people, and for assistants whose client shows them no structured output."""

import re
from collections.abc import Iterator, Sequence

from omni_lsp.app.tools_answers import (
    Answer,
    Broken,
    ContextAnswer,
    Definition,
    FindingsAnswer,
    FoundCode,
    Problem,
    SearchAnswer,
    ValidationAnswer,
)
from omni_lsp.model.markdown import block, code, escaped

_CODE = re.compile(r"(`[^`]+`)")
_LINK = re.compile(r"[\[\]<>\\]|:(?=//)")


def as_text(answer: Answer) -> str:
    """Repository text is in code spans and code blocks, so that it is read as what it is."""
    if isinstance(answer, SearchAnswer):
        lines = _search(answer)
    elif isinstance(answer, ContextAnswer):
        lines = _context(answer)
    elif isinstance(answer, FindingsAnswer):
        lines = _findings(answer)
    else:
        lines = _validation(answer)
    return "\n".join(lines) + "\n"


def _search(answer: SearchAnswer) -> Iterator[str]:
    if not answer.hits:
        yield "Nothing was found." if not answer.left_out else "There is no room for what was found."
    for hit in answer.hits:
        yield _found(hit)
    if answer.left_out:
        yield f"{answer.left_out} more left out: raise max_tokens, or ask more precisely."
    if answer.note:
        yield answer.note


def _found(hit: FoundCode) -> str:
    symbol = f" {code(hit.symbol)}" if hit.symbol else ""
    cut = ", cut" if hit.is_cut else ""
    place = code(f"{hit.path}:{hit.start_line}-{hit.end_line}")
    return f"{place}{symbol} (score {hit.score:g}{cut})\n{block(hit.text.rstrip())}"


def _context(answer: ContextAnswer) -> Iterator[str]:
    path = f" {code(answer.path)}" if answer.path else ""
    yield f"{answer.subject.capitalize()}{path}: {escaped(answer.summary)}"
    if answer.kinds:
        yield f"Kind: {', '.join(map(code, answer.kinds))}"
    if answer.languages:
        yield f"Languages: {', '.join(f'{each.name} ({each.files})' for each in answer.languages)}"
    yield from _list(
        "Commands", [f"{each.purpose}: {code(each.line)} (in {code(each.source)})" for each in answer.commands]
    )
    starts = [f"{each.kind} {code(each.name)} {code(each.path or each.source)}" for each in answer.entry_points]
    yield from _list("Entry points", starts)
    files = [f"{code(each.path)} {each.language}, {each.lines} lines, used by {each.used_by}" for each in answer.files]
    yield from _list("Files", files)
    yield from _list("Definitions", [_defined(each, answer) for each in answer.outline])
    for name, paths in (("Imports", answer.imports), ("Uses", answer.uses), ("Used by", answer.used_by)):
        if paths:
            yield f"{name}: {', '.join(map(code, paths))}"
    if answer.left_out:
        yield f"{answer.left_out} entries left out: raise max_tokens, or ask for a part."
    if not answer.complete:
        yield "Not every file of the project was looked at yet; ask again."


def _defined(each: Definition, answer: ContextAnswer) -> str:
    place = f"{each.line}" if each.path == answer.path else code(f"{each.path}:{each.line}")
    return f"{place} {each.kind} {code(each.signature or each.name)}"


def _list(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield f"{title}:"
        yield from (f"- {item}" for item in items)


def _findings(answer: FindingsAnswer) -> Iterator[str]:
    files = f"{answer.files} file{'' if answer.files == 1 else 's'}"
    yield f"{_count(answer.total)} in {files}{_silenced(answer.ignored)}.{_missing(complete=answer.complete)}"
    yield from map(_problem, answer.findings)
    yield from _list("Rules", list(map(_rule, answer.rules)))
    if answer.left_out:
        yield f"{answer.left_out} more left out: ask for one path or a higher severity, or raise max_tokens."
    undone = [f"{code(each.path)}: {each.agent} {each.status}: {_prose(each.reason)}" for each in answer.incomplete]
    yield from _list("Not looked at", undone)
    if answer.incomplete_left_out:
        yield f"{answer.incomplete_left_out} more that were not looked at."


def _validation(answer: ValidationAnswer) -> Iterator[str]:
    yield f"{_count(answer.total)}{_silenced(answer.ignored)}.{_missing(complete=answer.complete)}"
    yield from map(_problem, answer.findings)
    yield from _list("Rules", list(map(_rule, answer.rules)))
    if answer.left_out:
        yield f"{answer.left_out} more left out: raise max_tokens."
    for stage in answer.stages:
        yield f"{stage.agent}: {stage.status}{': ' if stage.reason else ''}{_prose(stage.reason)}"


def _problem(each: Problem) -> str:
    place = code(f"{each.path}:{each.line}")
    text = f"- {each.severity} {place} {code(each.rule)}: {_prose(each.message)} ({each.fingerprint})"
    if each.fix is None:
        return text
    fix = each.fix
    span = f"{fix.line}:{fix.column} to {fix.end_line}:{fix.end_column}"
    if not fix.text:
        return f"{text}\n  Fix: delete {span}."
    # A code span does not keep white space as it is.
    if " ".join(fix.text.split()) != fix.text:
        return f"{text}\n  Fix: replace {span} by\n{block(fix.text)}"
    return f"{text}\n  Fix: replace {span} by {code(fix.text)}"


def _rule(each: Broken) -> str:
    known = ", ".join((*each.cwe, *each.controls))
    return f"{code(each.rule)} {_prose(each.title)}{': ' if known else ''}{known}"


def _prose(text: str) -> str:
    """A message with its code spans, in which nothing becomes a link, an image or HTML."""
    parts = _CODE.split(text)
    return "".join(part if number % 2 else _LINK.sub(r"\\\g<0>", part) for number, part in enumerate(parts))


def _count(total: int) -> str:
    return f"{total} finding{'' if total == 1 else 's'}"


def _silenced(ignored: int) -> str:
    return f", {ignored} more ignored by comments" if ignored else ""


def _missing(*, complete: bool) -> str:
    return "" if complete else " The check is incomplete: there may be more."
