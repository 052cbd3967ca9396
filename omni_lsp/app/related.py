"""Code that is like other code, looked up in the index when nobody waits and remembered for those who ask."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from omni_lsp.model.facts import Near
from omni_lsp.model.retrieval import Domain, Hit, Query
from omni_lsp.ports.retrieval import Index
from omni_lsp.retrieval.likeness import likeness

KEPT = 2_000
WAITING = 64
"""Questions; more are forgotten, the oldest first."""
FRESH_SECONDS = 60.0
"""An answer that is older is looked up again, if the index has changed since."""
_MOST_NEAR = 5
_LEAST_LIKE = 0.5
"""Of the score of the best: what follows far behind is there by chance."""


class Question(NamedTuple):
    """What is like a text of a file of a folder."""

    root: Path
    path: str
    text: str


class _Answer(NamedTuple):
    near: tuple[Near, ...]
    at: float
    state: int


class Related:
    """Implements `ports.retrieval.Nearby`; everything on the event loop.

    `asked` is called when there is something to look up; `clock` counts seconds and never goes back.
    """

    def __init__(self, asked: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._asked = asked
        self._clock = clock
        self._known: OrderedDict[Question, _Answer] = OrderedDict()
        self._waiting: dict[Question, None] = {}
        # How often the index of a folder has changed; only folders with an index that answers are in it.
        self._states: dict[Path, int] = {}

    @property
    def is_waited_for(self) -> bool:
        return bool(self._waiting)

    def answers_for(self, root: Path) -> bool:
        """Whether the folder has an index that answers."""
        return root in self._states

    def near(self, root: Path, path: str, text: str) -> Sequence[Near] | None:
        state = self._states.get(root)
        if state is None:
            return None
        question = Question(root, path, text)
        answer = self._known.get(question)
        if answer is None or (answer.state != state and self._clock() - answer.at > FRESH_SECONDS):
            self._waiting[question] = None
            if len(self._waiting) > WAITING:
                del self._waiting[next(iter(self._waiting))]
            self._asked()
        return answer.near if answer is not None else None

    def changed(self, root: Path) -> None:
        """The index of the folder answers, and maybe not what it did before."""
        self._states[root] = self._states.get(root, 0) + 1

    def forget(self, root: Path) -> None:
        """There is no index of the folder any more."""
        self._states.pop(root, None)
        for question in [question for question in self._known if question.root == root]:
            del self._known[question]
        self._waiting = {question: None for question in self._waiting if question.root != root}

    async def look_up(self, index: Index) -> None:
        """Answer what was asked last. Raises AgentError, and then it has to be asked again."""
        if not self._waiting:
            return
        question, _ = self._waiting.popitem()
        state = self._states.get(question.root)
        text = likeness(question.text)
        hits = await index.search(question.root, Query(text, _MOST_NEAR + 1, Domain.CODE)) if text else ()
        if state is not None and question.root in self._states:
            self._known[question] = _Answer(_near(question.path, hits), self._clock(), state)
            self._known.move_to_end(question)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)


def _near(path: str, hits: Sequence[Hit]) -> tuple[Near, ...]:
    others = [hit for hit in hits if hit.path != path]
    least = others[0].score * _LEAST_LIKE if others else 0.0
    return tuple(Near(hit.path, hit.start, hit.symbol) for hit in others if hit.score >= least)[:_MOST_NEAR]
