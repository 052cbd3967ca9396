"""One run of `semgrep-core` over copies of documents: slower than a warm child, but it tells errors and fixes."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.process import Program, run
from omni_lsp.adapters.semgrep.places import RawMatch, RawPlace
from omni_lsp.adapters.semgrep.targets import Target, without_canary
from omni_lsp.adapters.semgrep.workspace import private_folder, remove, write_private
from omni_lsp.model.errors import AgentError, AgentFatalError, AgentTimeoutError, AgentTransientError
from omni_lsp.ports import RuleProblem

TRIED = "scan with semgrep-core"
_RULE_SECONDS = 10.0
_TIME_OUT = "Timeout"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in one target; `error` is set when it may not be all there is."""

    matches: tuple[RawMatch, ...] = ()
    error: AgentError | None = None


@dataclass(frozen=True, slots=True)
class CoreReport:
    """One answer a target, in their order; rules the engine refused; seconds of matching by rule id if asked for.

    Rules whose words none of the targets has are not among those of `seconds`.
    """

    answers: tuple[Answer, ...] = ()
    refused: tuple[RuleProblem, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Core:
    """How to run it: `analyzers` are those for every file beside that of its own language.

    `jobs` files are looked at side by side, each rule for `rule_seconds` at most.
    """

    binary: Path
    rules: Path
    analyzers: tuple[str, ...] = ("regex",)
    is_timed: bool = False
    rule_seconds: float = _RULE_SECONDS
    jobs: int = 1


async def scan(core: Core, targets: Sequence[Target]) -> CoreReport:
    """Raises AgentFatalError when it cannot be started, AgentTransientError when it broke."""
    folder = private_folder()
    name = targets[0].name if len(targets) == 1 else f"{len(targets)} files"
    try:
        copies = _lay_out(folder, core, targets)
        code, out, err = await run(Program(core.binary, _arguments(core, folder), folder, environment=quiet(folder)))
        # A file that is not UTF-8 would leave bytes here that are not either; ours are, but a rule's may not be.
        report = await asyncio.to_thread(_parsed, out.decode("utf-8", "replace"), targets, copies)
    except OSError as error:
        raise AgentFatalError(TRIED, name, f"cannot be started: {error}") from error
    except (ValueError, KeyError, TypeError) as error:
        reason = err.decode("utf-8", "replace").strip()[-300:] or "no JSON"
        raise AgentTransientError(TRIED, name, f"exited {code}: {reason}") from error
    finally:
        remove(folder)
    return report


def quiet(folder: Path) -> dict[str, str]:
    """Variables that keep the engine off the network and off the settings in the user's home."""
    return {"SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0", "HOME": str(folder)}


def _arguments(core: Core, folder: Path) -> tuple[str, ...]:
    # In a forked worker: its default, threads of one process, costs half as much again.
    flags = ["-json_nodots", "-fast", "-use_parmap", "-max_memory", "0", "-timeout_threshold", "3"]
    timed = ["-json_time"] if core.is_timed else []
    values = ["-j", str(core.jobs), "-timeout", str(core.rule_seconds), "-rules", str(core.rules)]
    return (*flags, *timed, *values, "-targets", str(folder / "targets.json"))


def _lay_out(folder: Path, core: Core, targets: Sequence[Target]) -> tuple[str, ...]:
    """Writes the copies and the list of them; paths of the copies. Raises OSError."""
    copies = tuple(str(folder / f"{number}{target.ending}") for number, target in enumerate(targets))
    entries = []
    for copy, target in zip(copies, targets, strict=True):
        write_private(Path(copy), target.text)
        entries += [
            [
                "CodeTarget",
                {"path": {"fpath": copy, "ppath": f"/{Path(copy).name}"}, "analyzer": name, "products": ["sast"]},
            ]
            for name in (target.analyzer, *core.analyzers)
        ]
    write_private(folder / "targets.json", json.dumps(["Targets", entries]).encode())
    return copies


def _parsed(text: str, targets: Sequence[Target], copies: Sequence[str]) -> CoreReport:
    """Raises ValueError, KeyError or TypeError for anything but the engine's JSON."""
    # Some flags make it print a dot a file before its answer.
    document = json.loads(text.lstrip(".\n"))
    errors: dict[str, AgentError] = {}
    refused: list[RuleProblem] = []
    names = dict(zip(copies, (target.name for target in targets), strict=True))
    for error in document["errors"]:
        path = error.get("location", {}).get("path", "")
        if error["error_type"] == "Rule parse error":
            refused.append(RuleProblem("", error.get("rule_id", ""), " ".join(error["message"].split())))
        elif error["error_type"] == _TIME_OUT:
            errors[path] = AgentTimeoutError(
                TRIED, names.get(path, path), f"rule {error.get('rule_id', '?')} took too long"
            )
        elif error["error_type"] == "Fatal error":
            raise ValueError(error["message"])
    found: dict[str, list[RawMatch]] = {copy: [] for copy in copies}
    for result in document["results"]:
        found[result["path"]].append(_match(result))
    answers = tuple(
        _answer(target, found[copy], errors.get(copy)) for copy, target in zip(copies, targets, strict=True)
    )
    return CoreReport(answers, tuple(refused), _seconds(document.get("time")))


def _answer(target: Target, found: Sequence[RawMatch], error: AgentError | None) -> Answer:
    matches = without_canary(target, found)
    if matches is None and error is None:
        error = AgentTransientError(TRIED, target.name, "the engine did not read all of it")
    return Answer(matches or (), error)


def _match(result: Mapping[str, Mapping[str, object]]) -> RawMatch:
    extra = result["extra"]
    fix = extra.get("fix")
    return RawMatch(
        str(result["check_id"]),
        str(extra["message"]),
        _place(result["start"]),
        _place(result["end"]),
        fix if isinstance(fix, str) else None,
    )


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
    for entry in time["targets"]:
        for rule, seconds in zip(time["rules"], entry["match_times"], strict=True):
            total[rule] += seconds
    return total
