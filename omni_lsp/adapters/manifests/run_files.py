"""Files that say what is started where a program is deployed."""

import json
import re
from collections.abc import Iterator

from omni_lsp.adapters.manifests.saying import Entry, Folder, Line, Saying
from omni_lsp.adapters.manifests.tables import table
from omni_lsp.adapters.manifests.tools import plain_words
from omni_lsp.adapters.manifests.yaml_tree import read

_INSTRUCTION = re.compile(r"^[ \t]*(ENTRYPOINT|CMD|FROM)[ \t]+(.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_PROCESS = re.compile(r"^([a-z][\w-]*):[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_HANDLER = re.compile(r"([\w-]+/)*[\w-]+(\.[\w-]+)+", re.ASCII)


def dockerfile(text: str, _folder: Folder) -> Iterator[Saying]:
    """What the last stage starts."""
    yield Line("build", "docker build .")
    started: dict[str, str] = {}
    for match in _INSTRUCTION.finditer(text):
        started = {} if match[1].upper() == "FROM" else {**started, match[1].upper(): match[2]}
    words = [word for key in ("ENTRYPOINT", "CMD") for word in _words(started.get(key, ""))]
    line = " ".join(words)
    if words and plain_words(line):
        yield Entry("container", line)


def procfile(text: str, _folder: Folder) -> Iterator[Saying]:
    for match in _PROCESS.finditer(text):
        if plain_words(match[2]):
            yield Entry("server" if match[1] == "web" else "program", match[2])


def serverless(text: str, folder: Folder) -> Iterator[Saying]:
    """Handlers of functions. Raises ValueError."""
    for function in table(read(text), "functions").values():
        yield from _handler(table(function).get("handler"), folder)


def sam(text: str, folder: Folder) -> Iterator[Saying]:
    """Handlers of the functions of an AWS SAM template. Raises ValueError."""
    for resource in table(read(text), "Resources").values():
        if str(table(resource).get("Type")).endswith("::Function"):
            yield from _handler(table(resource, "Properties").get("Handler"), folder)


def _handler(handler: object, folder: Folder) -> Iterator[Entry]:
    if isinstance(handler, str) and _HANDLER.fullmatch(handler):
        place = handler.rpartition(".")[0]
        module = place.replace(".", "/")
        yield Entry("handler", handler, folder.first(f"{module}.py", f"{place}.js", f"{place}.ts", f"{place}.mjs"))


def _words(written: str) -> list[str]:
    """A list in JSON, or a line for a shell."""
    if not written.startswith("["):
        return written.split()
    try:
        parts = json.loads(written)
    except ValueError:
        return []
    return [part for part in parts if isinstance(part, str)] if isinstance(parts, list) else []
