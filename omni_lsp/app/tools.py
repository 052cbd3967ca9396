"""What assistants can ask for: search, context, findings, and a look at code that is not on the disk yet.

Nothing here writes into the project; results of checks and the index are kept in the cache folder.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.app import tools_context as context, tools_place as place
from omni_lsp.app.check import Request, check
from omni_lsp.app.team import Team, assemble
from omni_lsp.app.tools_answers import ContextAnswer, FindingsAnswer, SearchAnswer, ValidationAnswer
from omni_lsp.app.tools_budget import fitted
from omni_lsp.app.tools_findings import of_check
from omni_lsp.app.tools_project import Projects
from omni_lsp.app.tools_search import Searcher
from omni_lsp.app.tools_validate import Validator
from omni_lsp.config.settings import Config
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import ProjectFacts
from omni_lsp.model.finding import Severity
from omni_lsp.model.imports import ImportGraph
from omni_lsp.model.retrieval import Query
from omni_lsp.ports.retrieval import Index, TokenCounter

MAX_CODE_BYTES = 1_000_000

A = TypeVar("A", SearchAnswer, ContextAnswer, FindingsAnswer, ValidationAnswer)


@dataclass(frozen=True, slots=True)
class Means:
    """What tools work with: settings, the cache folder, the pipeline that a flag names, how an index is made.

    `today` decides which comments still ignore what they name.
    """

    config: Config
    caches: Path
    pipeline: str | None
    index: Callable[[], Index]
    counter: TokenCounter
    today: Callable[[], date]


class Tools:
    """One of each for all folders; nothing is started before it is needed. `close` it in the end.

    Each `root` is one that `tools_place.project_root` gave, each answer has at most `max_tokens`.
    """

    def __init__(self, means: Means) -> None:
        self._means = means
        self._searcher = Searcher(means.index)
        self._projects = Projects(lambda: self._team)
        self._validator: Validator | None = None
        self._checking = asyncio.Lock()
        self._graph: ImportGraph | None = None

    async def search(self, root: Path, query: Query, max_tokens: int) -> SearchAnswer:
        """Raises AgentError."""
        return await self._fitted(await self._searcher.search(root, query), max_tokens)

    async def context(self, root: Path, path: str | None, symbol: str | None, max_tokens: int) -> ContextAnswer:
        """About a symbol, else about a file or folder, else about the project. Raises AgentError."""
        where = place.existing(root, path) if path is not None else root
        project, is_whole = await self._projects.facts(root)
        name = place.name(root, where)
        if symbol is not None:
            within = None if where == root else name
            answer = await self._told(lambda graph: context.about_symbol(symbol, project, graph, within), project)
        elif where == root:
            answer = await self._told(lambda graph: context.about_project(project, graph), project)
        elif where.is_dir():
            answer = await self._told(lambda graph: context.about_folder(name, project, graph), project)
        else:
            file = await self._projects.file(root, where)
            answer = await self._told(lambda graph: context.about_file(file, graph), project)
        return await self._fitted(replace(answer, complete=is_whole), max_tokens)

    async def findings(self, root: Path, path: str | None, least: Severity, max_tokens: int) -> FindingsAnswer:
        """What `check` finds below the path. Raises AgentError and ConfigError."""
        where = place.existing(root, path) if path is not None else root
        means = self._means
        request = Request((where,), root, means.config, means.caches, means.today(), means.pipeline)
        # One at a time: each starts as many engines as there are processors for.
        async with self._checking:
            checked = await check(request, lambda _done, _total: None)
        policy = await self._team.policies.policy(root)
        controls = bundled() if policy.frameworks is None else bundled().within(policy.frameworks)
        return await self._fitted(of_check(checked.result, controls, least), max_tokens)

    async def validate(self, root: Path, path: str, code: str, max_tokens: int) -> ValidationAnswer:
        """What would be found in a file there if it had this code. Raises AgentError and ConfigError."""
        where = place.inside(root, path)
        if where.is_dir():
            raise AgentValidationError("look at", "path", "it is a folder; name the file that the code is for")
        if len(code.encode("utf-8", "surrogatepass")) > MAX_CODE_BYTES:
            raise AgentValidationError("look at", "code", f"it has more than {MAX_CODE_BYTES:,} bytes")
        if self._validator is None:
            self._validator = Validator(self._team, self._means.config, self._means.pipeline)
        return await self._fitted(await self._validator.validated(root, where, code), max_tokens)

    async def close(self) -> None:
        """Ends all processes."""
        await self._searcher.close()
        if self._validator is not None:
            await self._validator.close()

    async def _told(self, tell: Callable[[ImportGraph], ContextAnswer], project: ProjectFacts) -> ContextAnswer:
        """Off the loop: going through the imports of thousands of files takes tenths of a second."""
        return await asyncio.to_thread(lambda: tell(self._graph_of(project)))

    async def _fitted(self, answer: A, max_tokens: int) -> A:
        # The vocabulary takes most of a second to load.
        return await asyncio.to_thread(fitted, answer, max_tokens, self._means.counter)

    @cached_property
    def _team(self) -> Team:
        return assemble(self._means.config, self._means.caches)

    def _graph_of(self, project: ProjectFacts) -> ImportGraph:
        if self._graph is None or self._graph.files is not project.files:
            self._graph = ImportGraph(project.files)
        return self._graph
