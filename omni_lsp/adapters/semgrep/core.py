"""One run of the engine over copies of documents: slower than a warm child, but it tells errors and fixes.

The program is `semgrep-core`, unless a run has another front.
"""

import asyncio
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from omni_lsp.adapters.process import Program, run
from omni_lsp.adapters.search_path import system_path
from omni_lsp.adapters.semgrep.places import RawMatch, RawPlace, RawStep
from omni_lsp.adapters.semgrep.targets import Target, without_canary
from omni_lsp.adapters.semgrep.workspace import is_no_room, private_folder, write_private
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTimeoutError, AgentTransientError
from omni_lsp.ports.engine import RuleProblem

TRIED = "scan with semgrep-core"
_RULE_SECONDS = 10.0
_TIME_OUT = "Timeout"
_INSISTED = 20
_KILLED = -9  # SIGKILL, as POSIX tells the parent.
# What the engine prints is made of these; nothing of it leaves this file unread.
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in one target; `error` is set when it may not be all there is, for rules that were `too_slow`."""

    matches: tuple[RawMatch, ...] = ()
    error: AgentError | None = None
    too_slow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoreReport:
    """One answer a target, in their order; rules the engine refused; seconds of matching by rule id if asked for.

    Rules whose words none of the targets has are not among those of `seconds`.
    """

    answers: tuple[Answer, ...] = ()
    refused: tuple[RuleProblem, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Front:
    """What differs between the programs that lead to the engine; `tried` is the act in words.

    `lay_out` writes what the program needs beside the copies into a folder; `arguments` are for a run in that folder.
    `read` makes the answer one of `semgrep-core`; ValueError, KeyError and TypeError say that it is none.
    """

    tried: str
    lay_out: Callable[["Core", Path, Sequence[Target]], None]
    arguments: Callable[["Core", Path], tuple[str, ...]]
    read: Callable[[str], Document]


@dataclass(frozen=True, slots=True)
class Core:
    """How to run it: `rules` is a file of them or the text of one, which is quicker to read where it has only those that
    look at one of the targets; `analyzers` are those for every file beside that of its own language.

    `jobs` files are looked at side by side, each rule for `rule_seconds` at most; a file on which `slow_rules` took
    longer is given up, none with 0.
    """

    binary: Path
    rules: Path | str
    analyzers: tuple[str, ...] = ("regex",)
    is_timed: bool = False
    rule_seconds: float = _RULE_SECONDS
    jobs: int = 1
    slow_rules: int = 3
    front: Front = field(default_factory=lambda: SEMGREP_CORE)


class EngineKilledError(AgentTransientError):
    """Somebody else ended the engine; the files may be fine."""


async def scan(core: Core, targets: Sequence[Target]) -> CoreReport:
    """Raises AgentFatalError when it cannot be started, EngineKilledError and AgentTransientError when it broke."""
    front = core.front
    name = targets[0].name if len(targets) == 1 else f"{len(targets)} files"
    try:
        with private_folder() as private:
            folder = private.path
            if isinstance(core.rules, str):
                write_private(folder / "rules.json", core.rules.encode("utf-8", "surrogatepass"))
                core = replace(core, rules=folder / "rules.json")
            for number, target in enumerate(targets):
                write_private(copy_of(folder, number, target), target.text)
            front.lay_out(core, folder, targets)
            program = Program(
                core.binary, front.arguments(core, folder), folder, environment=quiet(folder, core.binary)
            )
            code, out, err = await run(program)
            # A file that is not UTF-8 would leave bytes here that are not either; ours are, but a rule's may not be.
            return await asyncio.to_thread(_report, front, out.decode("utf-8", "replace"), targets, folder)
    except OSError as error:
        reason = f"no copy can be written: {error.strerror}" if is_no_room(error) else f"cannot be started: {error}"
        raise AgentFatalError(front.tried, name, reason) from error
    except (ValueError, KeyError, TypeError) as error:
        reason = err.decode("utf-8", "replace").strip()[-300:] or str(error)[:300] or "no answer"
        broke = EngineKilledError if code == _KILLED else AgentTransientError
        raise broke(front.tried, name, f"exited {code}: {reason}") from error


async def insist(core: Core, targets: Sequence[Target]) -> CoreReport:
    """Like `scan`, begun again when somebody ended it: where memory is short, the system ends whom it pleases.

    Raises EngineKilledError when that happens again and again.
    """
    for _ in range(_INSISTED):
        with suppress(EngineKilledError):
            return await scan(core, targets)
    return await scan(core, targets)


def copy_of(folder: Path, number: int, target: Target) -> Path:
    """Where the copy of the target with this number is, in a folder that holds nothing else."""
    copies = folder / "copies"
    copies.mkdir(mode=0o700, exist_ok=True)
    return copies / f"{number}{target.marks}{target.ending}"


def quiet(folder: Path, binary: Path) -> dict[str, str]:
    """Variables that keep the engine off the network and the user's settings, and what it writes in our folder.

    Of programs it finds those beside it and those of the system.
    """
    places = ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    found_in = os.pathsep.join((str(binary.parent), *system_path()))
    said = {"PATH": found_in, "SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0"}
    return said | dict.fromkeys(places, str(folder))


def _arguments(core: Core, folder: Path) -> tuple[str, ...]:
    # In a forked worker: its default, threads of one process, costs half as much again.
    flags = ["-json_nodots", "-fast", "-use_parmap", "-max_memory", "0", "-timeout_threshold", str(core.slow_rules)]
    timed = ["-json_time"] if core.is_timed else []
    values = ["-j", str(core.jobs), "-timeout", str(core.rule_seconds), "-rules", str(core.rules)]
    return (*flags, *timed, *values, "-targets", str(folder / "targets.json"))


def _lay_out(core: Core, folder: Path, targets: Sequence[Target]) -> None:
    """Writes the list of the copies. Raises OSError."""
    entries = []
    for number, target in enumerate(targets):
        copy = copy_of(folder, number, target)
        path = {"fpath": str(copy), "ppath": f"/{copy.name}"}
        entries += [
            ["CodeTarget", {"path": path, "analyzer": name, "products": ["sast"]}]
            for name in (target.analyzer, *core.analyzers)
        ]
    write_private(folder / "targets.json", json.dumps(["Targets", entries]).encode())


def _read(text: str) -> Document:
    # Some flags make it print a dot a file before its answer.
    return json.loads(text.lstrip(".\n"))  # type: ignore[no-any-return]


SEMGREP_CORE: Front = Front(TRIED, _lay_out, _arguments, _read)


def _report(front: Front, text: str, targets: Sequence[Target], folder: Path) -> CoreReport:
    """Raises ValueError, KeyError or TypeError for anything but the engine's JSON."""
    document = front.read(text)
    copies = [str(copy_of(folder, number, target)) for number, target in enumerate(targets)]
    too_slow: dict[str, list[str]] = {}
    refused: list[RuleProblem] = []
    for error in document["errors"]:
        path = error.get("location", {}).get("path", "")
        if error["error_type"] == "Rule parse error":
            refused.append(RuleProblem("", error.get("rule_id", ""), " ".join(error["message"].split())))
        elif error["error_type"] == _TIME_OUT:
            too_slow.setdefault(path, []).append(str(error.get("rule_id", "?")))
        elif error["error_type"] == "Fatal error":
            raise ValueError(error["message"])
    found: dict[str, list[RawMatch]] = {copy: [] for copy in copies}
    for result in document["results"]:
        found[result["path"]].append(_match(result))
    answers = tuple(
        _answer(front, target, found[copy], too_slow.get(copy, ()))
        for copy, target in zip(copies, targets, strict=True)
    )
    return CoreReport(answers, tuple(refused), _seconds(document.get("time")))


def _answer(front: Front, target: Target, found: Sequence[RawMatch], too_slow: Sequence[str]) -> Answer:
    matches = without_canary(target, found)
    error: AgentError | None = None
    if too_slow:
        error = AgentTimeoutError(front.tried, target.name, f"rule {', '.join(sorted(set(too_slow)))} took too long")
    elif matches is None:
        error = AgentTransientError(front.tried, target.name, "the engine did not read all of it")
    return Answer(matches or (), error, tuple(sorted(set(too_slow))))


def _match(result: Document) -> RawMatch:
    extra = result["extra"]
    fix = extra.get("fix")
    return RawMatch(
        str(result["check_id"]),
        str(extra["message"]),
        _place(result["start"]),
        _place(result["end"]),
        fix if isinstance(fix, str) else None,
        tuple(_flow(extra.get("dataflow_trace") or {})),
    )


def _flow(trace: Document) -> Iterator[RawStep]:
    """The source and what is between it and the sink, which is the match; a call stands for what happens in it."""
    kind, source = trace.get("taint_source") or (None, None)
    if kind not in ("CliLoc", "CliCall") or source is None:
        return
    (place, _) = source if kind == "CliLoc" else source[0]
    yield _step(place)
    for between in trace.get("intermediate_vars") or ():
        yield _step(between["location"])


def _step(location: Document) -> RawStep:
    return RawStep(_place(location["start"]), _place(location["end"]))


def _place(value: Mapping[str, object]) -> RawPlace:
    line, column = value["line"], value["col"]
    if not isinstance(line, int) or not isinstance(column, int):
        raise TypeError("a place is two numbers")
    return RawPlace(line - 1, column - 1)


def _seconds(time: object) -> dict[str, float]:
    """Match time by rule over all targets."""
    if not isinstance(time, dict):
        return {}
    total = dict.fromkeys(time["rules"], 0.0)
    for entry in time.get("targets", ()):
        for rule, seconds in zip(time["rules"], entry["match_times"], strict=True):
            total[rule] += seconds
    return total
