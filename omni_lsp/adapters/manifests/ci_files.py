"""Commands that continuous integration runs, where each is one plain line that anybody could run at the top of the folder."""

import re
from collections.abc import Iterator

from omni_lsp.adapters.manifests.proofs import proven
from omni_lsp.adapters.manifests.purpose import purpose_of
from omni_lsp.adapters.manifests.saying import Folder, Habit, Line, Saying, Trust
from omni_lsp.adapters.manifests.tables import table
from omni_lsp.adapters.manifests.tools import plain_words, told
from omni_lsp.adapters.manifests.yaml_tree import read

_STATE = re.compile(
    r"(cd|pushd|export|source|\.|if|for|while|until|case|function|alias|eval|exec|trap)(\s|$)|.*(\\$|<<)"
)
"""Lines that change what the others mean."""
_SHELLS = frozenset({"", "bash", "sh"})
_SCRIPT = re.compile(r"(\./)?(([\w-]+/)+[\w.-]+|[\w-]+\.sh)", re.ASCII)
_SHORT = {"npm": ("test", "start"), "pnpm": (), "yarn": (), "bun": ()}
"""Package managers and the scripts that they run without `run`; those without a list take any."""


def github(text: str, folder: Folder) -> Iterator[Saying]:
    """A workflow. Raises ValueError."""
    document = read(text)
    if _moves(document):
        return
    for job in table(document, "jobs").values():
        steps = table(job).get("steps")
        if _moves(job) or _fails_quietly(job) or "windows" in str(table(job).get("runs-on", "")):
            continue
        for step in steps if isinstance(steps, list) else ():
            keys = table(step).keys()
            is_bare = not keys & {"working-directory", "if", "env", "continue-on-error"}
            if is_bare and str(table(step).get("shell", "")) in _SHELLS:
                yield from _lines(_block(table(step).get("run")), folder)


def gitlab(text: str, folder: Folder) -> Iterator[Saying]:
    """`.gitlab-ci.yml`, but for jobs that other jobs are made from. Raises ValueError."""
    for name, job in table(read(text)).items():
        if name.startswith(".") or _fails_quietly(job):
            continue
        before = _block(table(job).get("before_script"))
        if not any(_STATE.match(line) for line in before):
            yield from _lines(_block(table(job).get("script")), folder)


def azure(text: str, folder: Folder) -> Iterator[Saying]:
    """`azure-pipelines.yml`. Raises ValueError."""
    for step in _azure_steps(read(text)):
        if not step.keys() & {"workingDirectory", "condition", "env", "continueOnError"}:
            yield from _lines(_block(step.get("script") or step.get("bash")), folder)


def circle(text: str, folder: Folder) -> Iterator[Saying]:
    """`.circleci/config.yml`. Raises ValueError."""
    for job in table(read(text), "jobs").values():
        steps = table(job).get("steps")
        for step in steps if isinstance(steps, list) else ():
            run = table(step).get("run")
            is_bare = not table(run).keys() & {"working_directory", "when", "environment", "background"}
            if is_bare:
                yield from _lines(_block(run if isinstance(run, str) else table(run).get("command")), folder)


def _moves(node: object) -> bool:
    return "working-directory" in table(node, "defaults", "run")


def _fails_quietly(job: object) -> bool:
    return any(table(job).get(key, "false") != "false" for key in ("continue-on-error", "allow_failure"))


def _azure_steps(node: object) -> Iterator[dict[str, object]]:
    for item in node if isinstance(node, list) else (node,):
        steps = table(item).get("steps")
        for step in steps if isinstance(steps, list) else ():
            yield dict(table(step))
        for key in ("jobs", "stages"):
            if key in table(item):
                yield from _azure_steps(table(item)[key])


def _block(script: object) -> list[str]:
    """The lines of a script, which may be a list of them."""
    parts = script if isinstance(script, list) else [script]
    lines = [line.strip() for part in parts if isinstance(part, str) for line in part.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def _lines(block: list[str], folder: Folder) -> Iterator[Line | Habit]:
    if any(_STATE.match(line) for line in block):
        return
    yield from proven(line for line in block if plain_words(line))
    for line in block:
        words = plain_words(line)
        found = told(words)
        if found is not None:
            yield Line(found.purpose, line, Trust.CI)
        elif words:
            yield from _task(words, folder)


def _task(words: list[str], folder: Folder) -> Iterator[Line]:
    """A target or script of the project: whether there is one is for those to say who read its file."""
    name = words[-1]
    purpose = purpose_of(name) if purpose_of(name) != "run" else None
    manager, is_run = words[0], words[1:2] == ["run"]
    if manager in _SHORT and purpose and len(words) == (3 if is_run else 2):
        if is_run or name in (_SHORT[manager] or (name,)):
            yield Line(purpose, f"{manager} run {name}", Trust.CI)
    elif manager in {"make", "just", "task"} and purpose and len(words) == 2:
        yield Line(purpose, f"{manager} {name}", Trust.CI)
    elif len(words) == 1 and (script := _SCRIPT.fullmatch(name)) and folder.has(script[2]):
        stem = purpose_of(name.rpartition("/")[2])
        if stem not in {None, "run"}:
            yield Line(str(stem), name, Trust.CI)
