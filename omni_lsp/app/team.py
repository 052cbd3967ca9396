"""Who works here: the one place that knows every adapter and every agent by name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from omni_lsp.adapters.files import LocalFiles, warn
from omni_lsp.adapters.manifests.build_files import BuildFiles
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.context import ContextAgent
from omni_lsp.agents.security import SecurityAgent
from omni_lsp.config.settings import Config
from omni_lsp.ports import Agent, Files
from omni_lsp.telemetry.switch import Telemetry
from omni_lsp.telemetry.tracing import TracedAgent, TracedEngine

BUNDLED_RULES = Path(__file__).parents[1] / "rules"


@dataclass(frozen=True, slots=True)
class Team:
    """`agents` in the order in which their explanations are shown: what is wrong before what is known.

    `traced` are the same for plans, with a span around each of their runs; facets are asked on `agents`.
    """

    agents: tuple[Agent, ...]
    traced: tuple[Agent, ...]
    context: ContextAgent
    engine: SemgrepEngine
    files: Files


def assemble(
    config: Config,
    caches: Path,
    *,
    parallel: int = 1,
    on_unreadable: Callable[[Path, str], None] = warn,
    telemetry: Telemetry | None = None,
) -> Team:
    """Nothing is started yet; `parallel` is how many files the engine may look at at once.

    `on_unreadable` hears of folders that could not be listed, and why.
    """
    telemetry = telemetry or Telemetry()
    syntax = TreeSitterSyntax()
    files = LocalFiles(config.max_file_bytes, on_unreadable=on_unreadable)
    security = config.security
    options = EngineOptions((BUNDLED_RULES, *security.rules), caches, security.engine_path, parallel, security.warm)
    engine = SemgrepEngine(options)
    context = ContextAgent(syntax, BuildFiles())
    agents: tuple[Agent, ...] = (SecurityAgent(TracedEngine(engine, telemetry), syntax), context)
    traced = tuple(TracedAgent(agent, telemetry) for agent in agents)
    return Team(agents, traced, context, engine, files)
