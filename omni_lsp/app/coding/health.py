"""How it stands with the language model, for `omni-lsp doctor`: nothing is sent, and no key is shown."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from omni_lsp.adapters.chat.keys import key_for
from omni_lsp.adapters.chat.leave import LeaveFile
from omni_lsp.adapters.chat.requests import RequestsFile
from omni_lsp.app.coding.models import Models
from omni_lsp.app.health import Check
from omni_lsp.config.model import KEY_VARIABLE, Model
from omni_lsp.model.errors import AgentError

_PART = "model"


def model_checks(settings: Model, environment: Mapping[str, str], states: Path) -> Iterator[Check]:
    """None configured is as good as any."""
    choice = Models(environment, states).choice(settings)
    if choice is None:
        yield Check(_PART, "in force", "none, or the editor's")
    else:
        yield Check(_PART, "in force", f"{choice.name} at {choice.destination}")
        is_allowed = choice.destination in {*settings.allowed, *LeaveFile(states).destinations()}
        leave = (
            "needs none" if not choice.needs_leave else "given" if is_allowed else "is asked for at the first request"
        )
        yield Check(_PART, "leave to send code there", leave)
        yield _key(settings, choice.destination, environment)
    yield _ledger(RequestsFile(states))


def _key(settings: Model, destination: str, environment: Mapping[str, str]) -> Check:
    variable, is_named = settings.key_variable or KEY_VARIABLE, settings.key_variable is not None
    try:
        key = key_for(destination, variable, environment, is_named=is_named)
    except AgentError as error:
        return Check(_PART, "key", error.reason, is_well=False, advice=f"set {variable}, or correct model.key_variable")
    return Check(_PART, "key", "there is one" if key else "none")


def _ledger(file: RequestsFile) -> Check:
    entries = list(islice(file.entries(), 1_000_000))
    sent, answered, saved = (sum(getattr(one, name) for one in entries) for name in ("sent", "answered", "saved"))
    said = f"{len(entries):,}, {sent:,} tokens sent, {answered:,} answered, {saved:,} saved, {file.file}"
    return Check(_PART, "requests", said if entries else "none so far")
