"""Files of the disk repaired by a model, where no rule had a fix that holds: one finding after the other, each proven."""

import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.chat.leave import LeaveFile
from omni_lsp.adapters.chat.requests import RequestsFile
from omni_lsp.agents.coding.loop import Proven
from omni_lsp.app.coding.access import AGENT, SECONDS
from omni_lsp.app.coding.asking import Count
from omni_lsp.app.coding.bench import Bench
from omni_lsp.app.coding.evidence import words
from omni_lsp.app.coding.fixing import fixed, prompted
from omni_lsp.app.coding.leave import Leave
from omni_lsp.app.coding.models import Choice, Models
from omni_lsp.app.team import NothingNear, Team
from omni_lsp.app.tools_project import Projects
from omni_lsp.config.model import Model
from omni_lsp.formats.result import ByModel, FileRun, Located, Tried
from omni_lsp.model.errors import AgentError, ConfigError, Mistake
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.languages import LANGUAGES, language_of
from omni_lsp.model.text import Span, apply
from omni_lsp.pipeline.plan import Plan

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`states` is the user's own folder; `environment` may hold the key."""

    settings: Model
    environment: Mapping[str, str]
    states: Path


@dataclass(eq=False, slots=True)
class ModelMender:
    """`seconds` are for one finding; nobody can be asked for leave, so it must have been given."""

    team: Team
    root: Path
    wanted: Wanted
    choice: Choice
    models: Models
    seconds: float = SECONDS
    _tried: list[Tried] = field(default_factory=list)
    _count: Count = field(default_factory=Count)

    @classmethod
    async def of(cls, team: Team, root: Path, wanted: Wanted, plan: Plan) -> "ModelMender":
        """With the time that the plan gives to the coding agent. Raises ConfigError where no model may be asked."""
        models = Models(wanted.environment, wanted.states)
        choice = models.choice(wanted.settings)
        if choice is None:
            raise _wrong("there is no model: set OMNI_MODEL_URL and OMNI_MODEL_NAME")
        try:
            await Leave(LeaveFile(wanted.states), _nobody).require(choice, wanted.settings.allowed, _unseen)
        except AgentError as error:
            raise _wrong(f"{error.reason} (OMNI_MODEL_ALLOWED)") from error
        seconds = next((step.timeout_seconds for step in plan.steps if step.id == AGENT), None) or SECONDS
        return cls(team, root, wanted, choice, models, seconds)

    async def mend(self, runs: Iterable[FileRun], on_finding: Callable[[int, int], None]) -> tuple[Path, ...]:
        """Each finding that is shown, but no new one; the files that changed."""
        places = [
            (run.path, place) for run in runs for place in run.located if language_of(Path(run.path)) in LANGUAGES
        ]
        project = (await Projects(lambda: self.team).facts(self.root))[0] if places else ProjectFacts()
        changed: list[Path] = []
        for number, (path, place) in enumerate(places, 1):
            if await self._mend(path, place, project):
                changed.append(self.root / path)
            on_finding(number, len(places))
        return tuple(dict.fromkeys(changed))

    def report(self) -> ByModel:
        count = self._count
        return ByModel(
            self.choice.name, self.choice.destination, tuple(self._tried), count.sent, count.answered, count.saved
        )

    async def _mend(self, path: str, place: Located, project: ProjectFacts) -> bool:
        """Whether the file was changed."""
        finding, line = place.finding, place.start.line
        try:
            reasons, attempts, checks = await self._attempt(path, finding.fingerprint, project)
        except AgentError as error:
            reasons, attempts, checks = (error.reason,), 0, ()
        self._tried.append(Tried(path, finding.rule.id, line, attempts, tuple(reasons), tuple(checks)))
        return not reasons

    async def _attempt(
        self, path: str, fingerprint: str, project: ProjectFacts
    ) -> tuple[Sequence[str], int, Sequence[str]]:
        """Why not, empty where the file was written; attempts; what was seen. Raises AgentError."""
        settings = self.wanted.settings
        snapshot = await self.team.files.snapshot(self.root / path, self.root)
        ledger = RequestsFile(self.wanted.states)
        bench = Bench(self.team, settings, ledger, self.seconds, NothingNear(), _silently)
        about = await prompted(bench, snapshot, fingerprint, project)
        outcome = await fixed(bench, await self.models.model(settings), about)
        self._count += outcome.count
        result = outcome.result
        if not isinstance(result, Proven):
            return result.reasons, result.attempts, ()
        await self.team.files.rewrite(snapshot, apply(snapshot.text, result.edit.changes))
        return (), result.attempts, words(result.evidence)


def _wrong(message: str) -> ConfigError:
    return ConfigError("--fix=model", (Mistake(message, Span(0, 0)),))


async def _nobody(_question: str, _choices: Sequence[str]) -> str | None:
    return None


async def _unseen() -> None:
    """Nobody looks."""


@asynccontextmanager
async def _silently(_title: str) -> AsyncIterator[Callable[[int, int, str], None]]:
    yield lambda _done, _total, _message: None
