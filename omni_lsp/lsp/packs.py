"""The command about context packs: they are brought up to date, or what that would change is shown."""

from pathlib import Path

from lsprotocol import types

from omni_lsp.lsp.core import Packed
from omni_lsp.lsp.progress import progress
from omni_lsp.lsp.server import OmniServer
from omni_lsp.lsp.uris import path_of
from omni_lsp.lsp.wire import invalid, refused
from omni_lsp.model.errors import AgentError


async def pack(ls: OmniServer, argument: dict[str, object], params: types.ExecuteCommandParams) -> object:
    """`{uri?, preview?}`: the folder of a document, or all of them.

    `[{uri, written, removed, aside, heldBack, problems: [{path, line, code, message}], diff?}]`, lines from 0; a preview
    writes nothing, has a `diff`, and is shown.
    """
    root, is_preview = _root(ls, argument), _is_preview(argument)
    core = await ls.up()
    try:
        async with progress(ls, "OMNI: context packs", params.work_done_token) as report:
            done = await core.pack(root, report, is_preview=is_preview)
    except AgentError as error:
        raise refused(error) from error
    is_shown = [await _show(ls, each) for each in done if is_preview and each.diff]
    if not all(is_shown) or not is_shown:
        said = "; ".join(_said(each, len(done), is_preview=is_preview) for each in done)
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, f"omni: {said or 'no folder is open'}"))
    return [_shaped(each, is_preview=is_preview) for each in done]


def _root(ls: OmniServer, argument: dict[str, object]) -> Path | None:
    uri = argument.get("uri")
    if uri is None:
        return None
    root = ls.root_of(path_of(uri)) if isinstance(uri, str) else None
    if root is None:
        raise invalid("uri: a file in a folder that is open")
    return root


def _is_preview(argument: dict[str, object]) -> bool:
    value = argument.get("preview", False)
    if not isinstance(value, bool):
        raise invalid("preview: true or false")
    return value


async def _show(ls: OmniServer, packed: Packed) -> bool:
    """Whether the client shows the difference in a window of its own."""
    return packed.preview is not None and await ls.show(packed.preview)


def _said(packed: Packed, folders: int, *, is_preview: bool) -> str:
    """One folder in words; its name where there are several."""
    name = f"{packed.root.name}: " if folders > 1 else ""
    if packed.held_back:
        return f"{name}nothing was written, as {packed.held_back} is under way"
    parts = []
    for verb, files in (("write", packed.written), ("remove", packed.removed), ("keep", packed.aside)):
        if files:
            parts.append(f"{_WOULD[verb] if is_preview else _DID[verb]} {', '.join(files)}")
    problems = len(packed.problems)
    parts += [f"{problems} problem{'s' if problems > 1 else ''}"] if problems else []
    return name + (", ".join(parts) or "the context packs are up to date")


_DID = {"write": "wrote", "remove": "removed", "keep": "kept aside as"}
_WOULD = {"write": "would write", "remove": "would remove", "keep": "would keep aside as"}


def _shaped(packed: Packed, *, is_preview: bool) -> dict[str, object]:
    return {
        "uri": packed.root.as_uri(),
        "written": list(packed.written),
        "removed": list(packed.removed),
        "aside": list(packed.aside),
        "heldBack": packed.held_back,
        "problems": [
            {"path": each.path, "line": each.line, "code": each.code, "message": each.message}
            for each in packed.problems
        ],
        **({"diff": packed.diff} if is_preview else {}),
    }
