"""The parts of a model that is asked: its key, the way to its service, and what guards both."""

from collections.abc import Mapping
from pathlib import Path

from omni_lsp.adapters.chat.breaker import Breaker
from omni_lsp.adapters.chat.keys import key_for
from omni_lsp.adapters.chat.ledger import SpendingFile
from omni_lsp.adapters.chat.purse import Purse
from omni_lsp.adapters.chat.remote import RemoteModel
from omni_lsp.adapters.chat.resilient import ResilientModel
from omni_lsp.adapters.chat.service import Service
from omni_lsp.adapters.chat.spending import Caps, Prices
from omni_lsp.adapters.tokens import exact_or_bound
from omni_lsp.config.model import KEY_VARIABLE, Model
from omni_lsp.ports.chat import ChatModel


def key_of(settings: Model, destination: str, environment: Mapping[str, str]) -> str:
    """Empty for none; may ask the system's keyring, which takes its time. Raises AgentFatalError where it must be there."""
    variable = settings.key_variable or KEY_VARIABLE
    return key_for(destination, variable, environment, is_named=settings.key_variable is not None)


def remote(service: Service, settings: Model, states: Path, breaker: Breaker) -> ChatModel:
    """The same as `guarded`, and asked twice where people want that of a silent service."""
    model = RemoteModel(service, exact_or_bound())
    return ResilientModel(model, breaker, _purse(settings, states), hedge_seconds=settings.hedge_seconds)


def guarded(model: ChatModel, settings: Model, states: Path, breaker: Breaker) -> ChatModel:
    """With retries, a breaker and caps; what is spent is counted in a file in `states`."""
    return ResilientModel(model, breaker, _purse(settings, states))


def _purse(settings: Model, states: Path) -> Purse:
    prices = Prices(settings.input_price, settings.output_price)
    return Purse(SpendingFile(states), _caps(settings), exact_or_bound(), prices)


def _caps(settings: Model) -> Caps:
    """Zero is no cap in the settings."""
    return Caps(
        settings.tokens_per_hour or None,
        settings.tokens_per_day or None,
        settings.cost_per_hour or None,
        settings.cost_per_day or None,
    )
