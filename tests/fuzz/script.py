"""What a client does in one session, as a value that can be written down and run again."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

ROOT = "${ROOT}"


@dataclass(frozen=True, slots=True)
class Say:
    """A message in a frame without fault; what is in it need not be without."""

    body: Any  # JSON: whatever a client may send.


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as they are, in hex; `must` are the messages any good reader finds in them, `may` what it perhaps makes out."""

    data: str
    must: tuple[Any, ...] = ()
    may: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Big:
    """A document of `count` times `text` is opened: too long to be written down."""

    uri: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Echo:
    """Something made of what the server sent last: `actions`, `resolve`, `command`, `lens` or `stop` its progress."""

    what: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing is sent for so many turns of the event loop, and then for so many seconds."""

    turns: int = 0
    seconds: float = 0.0


Step: TypeAlias = Say | Raw | Big | Echo | Rest
_STEPS = {kind.__name__.lower(): kind for kind in (Say, Raw, Big, Echo, Rest)}


@dataclass(frozen=True, slots=True)
class Script:
    """`host` is where the server runs: `bare` without application, `session`, `engine`, or `process`.

    Bytes go out in pieces of `piece`, 0 for one piece a step.
    `replies` are what the client says to the server's requests, in turn: `good`, `never`, `twice`, `late`,
    or the members of an answer.
    """

    kind: str
    host: str
    steps: tuple[Step, ...]
    piece: int = 0
    replies: tuple[Any, ...] = ("good",)

    def lines(self) -> str:
        """As JSON lines: the head, then the steps."""
        head = {"kind": self.kind, "host": self.host, "piece": self.piece, "replies": self.replies}
        steps = ({type(step).__name__.lower(): asdict(step)} for step in self.steps)
        return "".join(json.dumps(line) + "\n" for line in (head, *steps))


def load(path: Path) -> Script:
    """A script from its JSON lines."""
    first, *lines = path.read_text("utf-8").splitlines()
    head = json.loads(first)
    return Script(head["kind"], head["host"], load_steps(lines), head["piece"], tuple(head["replies"]))


def load_steps(lines: Iterable[str]) -> tuple[Step, ...]:
    return tuple(_step(json.loads(line)) for line in lines)


def _step(line: dict[str, Any]) -> Step:
    ((kind, members),) = line.items()
    listed = {
        key: tuple(value) if kind == "raw" and isinstance(value, list) else value for key, value in members.items()
    }
    step: Step = _STEPS[kind](**listed)
    return step


def placed(value: Any, root: str) -> Any:
    """JSON with the place of the workspace for its placeholder."""
    if isinstance(value, dict):
        return {key: placed(item, root) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [placed(item, root) for item in value]
    return value.replace(ROOT, root) if isinstance(value, str) else value
