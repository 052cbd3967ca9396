"""How far a workspace folder is trusted, and by whose word: a command's, the client's, or one that was remembered."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from omni_lsp.adapters.trust.pins import pinned
from omni_lsp.adapters.trust.store import TrustStore
from omni_lsp.config.settings import Config
from omni_lsp.model.trust import Pins, Trust, changes


@dataclass(frozen=True, slots=True)
class Standing:
    """`is_said` tells that the client or a command decided, so that nothing is pinned and nobody is asked.

    `pins` are what trust would bring into force, `changed` the paths for which it is stale. `is_refused` is "never".
    `trouble` is why what is remembered does not count, empty where it does.
    """

    trust: Trust
    pins: Pins = field(default_factory=Pins)
    changed: tuple[str, ...] = ()
    is_said: bool = False
    is_refused: bool = False
    trouble: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody should decide: there is something that trust would bring into force."""
        is_decided = self.is_said or self.is_refused or self.trust is Trust.TRUSTED
        return not is_decided and not self.pins.trouble and (bool(self.pins.files) or self.trust is Trust.STALE)


@dataclass(eq=False, slots=True)
class Judge:
    """`words` are what commands said of folders, by root, where the client itself speaks for trust: they go with us."""

    store: TrustStore
    words: dict[Path, bool] = field(default_factory=dict)

    def of(self, root: Path, config: Config) -> Standing:
        """Reads the disk, a few small files. What nobody can tell for certain is not trusted."""
        word = self.words.get(root, config.trust)
        if word is not None:
            return Standing(Trust.TRUSTED if word else Trust.UNTRUSTED, is_said=True)
        pins = pinned(root, named(config))
        records = self.store.records()
        record = records.of(root)
        if record is None or record.is_refusal:
            return Standing(Trust.UNTRUSTED, pins, is_refused=record is not None, trouble=records.trouble)
        if pins.trouble:
            return Standing(Trust.UNTRUSTED, pins, trouble=pins.trouble)
        changed = tuple(changes(record, pins))
        return Standing(Trust.STALE if changed else Trust.TRUSTED, pins, changed)


def named(config: Config) -> Iterator[Path]:
    """What the user's settings name that changes what runs, apart from programs."""
    yield from config.security.rules
    if config.policy is not None:
        yield config.policy
    if Path(config.pipeline).is_absolute():
        yield Path(config.pipeline)


def outside(config: Config, standings: Mapping[Path, Standing]) -> tuple[Config, tuple[str, ...]]:
    """The settings without what they name inside of folders that are not trusted, and a sentence for each such thing.

    A program is too large to be pinned: inside of a folder it counts only when the client or a command vouches for that.
    """
    shut = [root for root, standing in standings.items() if standing.trust is not Trust.TRUSTED]
    unsure = [root for root, standing in standings.items() if not (standing.is_said and root not in shut)]
    security = config.security
    rules = tuple(path for path in security.rules if not _inside(path, shut))
    engine = security.engine_path
    lost = [("security.rules", path) for path in security.rules if path not in rules]
    if engine is not None and _inside(engine, unsure):
        lost.append(("security.engine_path", engine))
        engine = None
    policy, pipeline = config.policy, config.pipeline
    if policy is not None and _inside(policy, shut):
        lost.append(("policy", policy))
        policy = None
    if Path(pipeline).is_absolute() and _inside(Path(pipeline), shut):
        lost.append(("pipeline", Path(pipeline)))
        pipeline = "default"
    if not lost:
        return config, ()
    security = security.model_copy(update={"rules": rules, "engine_path": engine})
    kept = config.model_copy(update={"security": security, "policy": policy, "pipeline": pipeline})
    return kept, tuple(
        f"{name}: {path} does not count while it is in a folder that is not trusted" for name, path in lost
    )


def _inside(path: Path, roots: Collection[Path]) -> bool:
    """By name, or by where links lead."""
    real = path.resolve()
    return any(path.is_relative_to(root) or real.is_relative_to(root.resolve()) for root in roots)
