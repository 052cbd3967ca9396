"""Search, similar code and the state of the index as commands."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from omni_lsp.lsp.core import Found, Similar
from omni_lsp.lsp.positions import span_of
from omni_lsp.lsp.progress import progress
from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.shapes import index_of
from omni_lsp.lsp.wire import invalid, refused
from omni_lsp.model.errors import AgentError

if TYPE_CHECKING:
    from omni_lsp.model.retrieval import Query

_MOST_HITS = 100
_MOST_BUTTONS = 5
# Whoever asked looks at them first.
_CHOICE_SECONDS = 300.0


async def search(ls: OmniServer, argument: dict[str, object], params: types.ExecuteCommandParams) -> object:
    """`{query, limit?, domain?}`: `[{uri, startLine, endLine, symbol, score, text, writtenBy}]`, the best first.

    Lines count from 0, `endLine` is behind the last one. `writtenBy` is the tool that wrote the file, empty for people.
    """
    asked = _query(argument)
    core = await ls.up()
    try:
        async with progress(ls, "OMNI: looking through the workspace", params.work_done_token) as report:
            found = await core.search(asked, report)
    except AgentError as error:
        raise refused(error) from error
    return _places(found)


async def show_similar(ls: OmniServer, argument: dict[str, object], params: types.ExecuteCommandParams) -> object:
    """`{uri, range, show?}`: `{subject, places}`, code of other files that is like what is selected.

    An empty range, in the positions of the client, stands for the definition around it; `places` are as those of `search`.
    People are shown the first ones, from which they can go there, unless `show` is false.
    """
    snapshot = ls.documents.get(str(argument.get("uri")))
    if snapshot is None:
        raise invalid("uri: no open document")
    span = span_of(range_in(argument.get("range")), snapshot.lines, ls.client.encoding)
    core = await ls.up()
    try:
        async with progress(ls, "OMNI: looking for similar code", params.work_done_token) as report:
            similar = await core.similar(snapshot, span, report)
    except AgentError as error:
        raise refused(error) from error
    if argument.get("show", True) is not False:
        ls.background.start(_show(ls, similar))
    return {"subject": similar.subject, "places": _places(similar.found)}


async def index_status(ls: OmniServer, _argument: dict[str, object], _params: types.ExecuteCommandParams) -> object:
    """`[{uri, phase, files, chunks, bytes, reason}]`, one for each folder with an index."""
    core = await ls.up()
    try:
        known = await core.index_status()
    except AgentError as error:
        raise refused(error) from error
    return [index_of(root, status) for root, status in known.items()]


async def _show(ls: OmniServer, similar: Similar) -> None:
    """A message with a button for each place in clients that can go there, else one that names the places."""
    first = {_told(each): each for each in similar.found[:_MOST_BUTTONS]}
    if not first:
        said = f"omni: no code of other files is like {similar.subject}"
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, said))
    elif not ls.client.shows_documents:
        said = f"omni: like {similar.subject}: {' · '.join(first)}"
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, said))
    else:
        await _choose(ls, f"omni: like {similar.subject}", first)


async def _choose(ls: OmniServer, said: str, places: Mapping[str, Found]) -> None:
    buttons = [types.MessageActionItem(title) for title in places]
    asked = types.ShowMessageRequestParams(types.MessageType.Info, said, buttons)
    try:
        answer = await ls.ask(types.WINDOW_SHOW_MESSAGE_REQUEST, asked, _CHOICE_SECONDS)
        chosen = places.get(answer.title) if answer is not None else None
        if chosen is not None:
            top = types.Position(chosen.hit.start, 0)
            uri = (chosen.root / chosen.hit.path).as_uri()
            shown = types.ShowDocumentParams(uri, take_focus=True, selection=types.Range(top, top))
            await ls.ask(types.WINDOW_SHOW_DOCUMENT, shown)
    except (TimeoutError, JsonRpcException):
        return  # They have the places from the answer to the command.


def _told(found: Found) -> str:
    """`shop/cart.py:12 total`"""
    return f"{found.hit.path}:{found.hit.start + 1} {found.hit.symbol}".rstrip()


def _places(found: Iterable[Found]) -> Sequence[object]:
    return [
        {
            "uri": (root / hit.path).as_uri(),
            "startLine": hit.start,
            "endLine": hit.end,
            "symbol": hit.symbol,
            "score": hit.score,
            "text": hit.text,
            "writtenBy": writer,
        }
        for root, hit, writer in ((each.root, each.hit, each.writer) for each in found)
    ]


def _query(argument: dict[str, object]) -> "Query":
    from omni_lsp.model.retrieval import Domain, Query  # noqa: PLC0415 - not before the first search

    text, limit, domain = argument.get("query"), argument.get("limit", 10), argument.get("domain")
    if not isinstance(text, str) or not text.strip():
        raise invalid("query: some words, or a name")
    if isinstance(limit, bool) or not isinstance(limit, int) or not 0 < limit <= _MOST_HITS:
        raise invalid(f"limit: a whole number from 1 to {_MOST_HITS}")
    if domain is not None and domain not in set(Domain):
        raise invalid(f"domain: one of {', '.join(Domain)}")
    return Query(text, limit, None if domain is None else Domain(str(domain)))


def range_in(value: object) -> types.Range:
    """A range out of JSON. Raises InvalidParams for what is none."""
    ends = [value.get("start"), value.get("end")] if isinstance(value, Mapping) else []
    start, end = (_position(each) for each in ends) if len(ends) == 2 else (None, None)
    if start is None or end is None:
        raise invalid("range: {start: {line, character}, end: {line, character}}")
    return types.Range(start, end)


def _position(value: object) -> types.Position | None:
    line, character = (value.get("line"), value.get("character")) if isinstance(value, Mapping) else (None, None)
    is_place = all(isinstance(each, int) and not isinstance(each, bool) and each >= 0 for each in (line, character))
    return types.Position(int(str(line)), int(str(character))) if is_place else None
