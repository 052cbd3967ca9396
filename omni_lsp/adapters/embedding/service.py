"""A service for embeddings that a user has set, and how long it is waited for."""

from dataclasses import dataclass, field

from omni_lsp.adapters.services import is_on_this_machine


@dataclass(frozen=True, slots=True)
class Service:
    """`url` is where `/embeddings` is, with it or without; `key_variable` names where `key` came from, if one is wanted."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    key_variable: str = ""

    @property
    def address(self) -> str:
        return self.url if self.url.endswith("/embeddings") else f"{self.url}/embeddings"

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        return is_on_this_machine(self.url)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for a connection, a request, the first vector; `pauses` before each further attempt; `rest` after all failed."""

    connect: float = 5.0
    request: float = 60.0
    first: float = 10.0
    pauses: tuple[float, ...] = (0.5, 2.0, 5.0)
    longest_pause: float = 20.0
    rest: float = 60.0
