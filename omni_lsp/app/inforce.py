"""What the client said, put in force: settings, the agents built from them, the plans they run in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from omni_lsp.app.plans import Plans
from omni_lsp.app.team import Hearers, Team, assemble
from omni_lsp.config.settings import Config, cache_dir, from_client, from_environment
from omni_lsp.lsp.core import Setup
from omni_lsp.model.errors import ConfigError
from omni_lsp.telemetry.switch import Telemetry


@dataclass(frozen=True, slots=True)
class InForce:
    """Replaced as a whole when something changes; a run keeps the one it began with.

    `complaints` is what the user has to know about settings, pipelines and rules that could not be used.
    """

    setup: Setup
    config: Config
    team: Team
    plans: Plans
    complaints: tuple[str, ...]


def put_in_force(
    setup: Setup,
    environment: Mapping[str, str],
    telemetry: Telemetry,
    before: InForce | None = None,
    late: Callable[[], None] = lambda: None,
) -> InForce:
    """A wrong setting leaves the last good ones, at first those of the environment; the team is put together anew only
    when it must be. `late` hears of engine processes that are ready too late.
    """
    config, complaints = _configured(setup, environment, before)
    if before is not None and _team_settings(before.config) == _team_settings(config):
        team = before.team
    else:
        team = assemble(config, cache_dir(environment), hearers=Hearers(late=late), telemetry=telemetry)
    plans = Plans(config, team.traced, setup.folders, before.plans if before else None)
    return InForce(setup, config, team, plans, (*complaints, *plans.complaints))


def _team_settings(config: Config) -> tuple[object, ...]:
    return config.security, config.policy, config.trust, config.max_file_bytes


def _configured(setup: Setup, environment: Mapping[str, str], before: InForce | None) -> tuple[Config, tuple[str, ...]]:
    # `runReports` is ours too, but a matter of the protocol edge.
    options = {key: value for key, value in setup.options.items() if key != "runReports"}
    last_good = before.config if before else Config()
    try:
        base = from_environment(environment)
        last_good = before.config if before else base
        return from_client(options, setup.settings, base)
    except ConfigError as error:
        return last_good, (f"{error}. The last good settings stay in force.",)
