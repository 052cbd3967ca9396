"""What the client said, put in force: settings, trust, the agents built from them, the plans they run in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.trust.store import TrustStore
from omni_lsp.app.plans import Plans
from omni_lsp.app.standing import Judge, Standing, outside
from omni_lsp.app.team import Surroundings, Team, assemble
from omni_lsp.config.settings import Config, cache_dir, from_client, from_environment, state_dir
from omni_lsp.lsp.core import Setup
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.trust import Trust
from omni_lsp.telemetry.switch import Telemetry


@dataclass(frozen=True, slots=True)
class InForce:
    """Replaced as a whole when something changes; a run keeps the one it began with.

    `complaints` is what the user has to know about settings, pipelines and rules that could not be used. `standings` has
    each folder of the setup; `asked` are the settings as the user gave them, `config` without what they name inside of
    folders that are not trusted.
    """

    setup: Setup
    config: Config
    team: Team
    plans: Plans
    complaints: tuple[str, ...]
    standings: Mapping[Path, Standing] = field(default_factory=dict)
    asked: Config = field(default_factory=Config)

    @property
    def trust(self) -> Mapping[Path, Trust]:
        return {root: standing.trust for root, standing in self.standings.items()}

    @property
    def trusted(self) -> tuple[Path, ...]:
        """The folders of which more than open files may be looked at, in the client's order."""
        return tuple(root for root in self.setup.folders if self.standings[root].trust is Trust.TRUSTED)


def put_in_force(
    setup: Setup,
    environment: Mapping[str, str],
    telemetry: Telemetry,
    before: InForce | None = None,
    around: Surroundings | None = None,
) -> InForce:
    """A wrong setting leaves the last good ones, at first those of the environment; the team is put together anew only
    when it must be. Reads the few files that steer us.
    """
    judge = (around.judge if around else None) or Judge(TrustStore(state_dir(environment)))
    asked, complaints = _configured(setup, environment, before)
    standings = {root: judge.of(root, asked) for root in setup.folders}
    config, lost = outside(_heard(asked, setup, standings), standings)
    if before is not None and _team_settings(before.config) == _team_settings(config):
        team = before.team
    else:
        team = assemble(config, cache_dir(environment), around=around, telemetry=telemetry)
    trusted = [root for root, standing in standings.items() if standing.trust is Trust.TRUSTED]
    plans = Plans(config, team.traced, setup.folders, before.plans if before else None, trusted)
    said = (*complaints, *(each for each in lost if before is None or before.asked != asked))
    complaints = (*said, *_unheeded(config, standings, team, before), *plans.complaints)
    return InForce(setup, config, team, plans, complaints, standings, asked)


def _unheeded(
    config: Config, standings: Mapping[Path, Standing], team: Team, before: InForce | None
) -> tuple[str, ...]:
    """Said when it comes in force: a folder that nobody trusts is left as it is, and agents that cannot run."""
    if before is not None and before.config == config:
        return ()
    is_heeded = not config.keeps_packs or all(standing.trust is Trust.TRUSTED for standing in standings.values())
    packs = f"packs.mode is {config.packs.mode!r}, but no packs are written in folders that are not trusted."
    return (*team.guests.unheard(config), *([] if is_heeded else [packs]))


def _team_settings(config: Config) -> tuple[object, ...]:
    return config.agents, config.security, config.policy, config.max_file_bytes


def _configured(setup: Setup, environment: Mapping[str, str], before: InForce | None) -> tuple[Config, tuple[str, ...]]:
    # Ours too, but a matter of the protocol edge.
    options = {key: value for key, value in setup.options.items() if key not in ("runReports", "status")}
    trust, complaints = _word(options.get("trust"))
    options["trust"] = trust
    last_good = before.asked if before else Config()
    try:
        base = from_environment(environment)
        last_good = before.asked if before else base
        config, notes = from_client(options, setup.settings, base)
    except ConfigError as error:
        # Whatever else is wrong, a client that says no means it.
        safe = last_good.model_copy(update={"trust": False}) if trust is False else last_good
        return safe, (*complaints, f"{error}. The last good settings stay in force.")
    return config, (*complaints, *notes)


def _heard(asked: Config, setup: Setup, standings: Mapping[Path, Standing]) -> Config:
    """Without the secrets that are said to be none where a folder may have had that said which is not trusted: what the
    client answers about settings is the user's and the folder's in one.
    """
    security = setup.settings.get("security")
    is_said_by_all = isinstance(security, Mapping) and security.get("allowed_secrets")
    if not is_said_by_all or all(standing.trust is Trust.TRUSTED for standing in standings.values()):
        return asked
    own = setup.options.get("security")
    allowed = own.get("allowed_secrets") if isinstance(own, Mapping) else None
    kept = tuple(each for each in allowed if isinstance(each, str)) if isinstance(allowed, list) else ()
    return asked.model_copy(update={"security": asked.security.model_copy(update={"allowed_secrets": kept})})


def _word(said: object) -> tuple[bool | None, tuple[str, ...]]:
    """What the client says of trust; what is no word at all is a no, and is said."""
    if said is None or isinstance(said, bool):
        return said, ()
    return False, ("initializationOptions: trust must be true or false; no folder is trusted.",)
