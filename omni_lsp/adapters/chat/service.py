"""A service with a language model that a user has named, and within which limits it is listened to."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

from omni_lsp.adapters.services import is_on_this_machine


class Speaks(StrEnum):
    """OpenAI's protocol of chat completions, which most services know, or Anthropic's of messages."""

    OPENAI = "openai"
    ANTHROPIC = "anthropic"


@dataclass(frozen=True, slots=True)
class Service:
    """`url` is the base of the protocol, such as `https://host/v1`, or the whole address; a query in it is kept.

    `key_variable` names where `key` came from, if one is wanted.
    """

    url: str = field(repr=False)  # There may be a password in it, which is refused later.
    model: str
    speaks: Speaks = Speaks.OPENAI
    key: str = field(default="", repr=False)
    key_variable: str = ""

    @property
    def address(self) -> str:
        """Raises ValueError for what is no URL."""
        parts = urlsplit(self.url)
        path, end = parts.path.rstrip("/"), "/chat/completions"
        if self.speaks is Speaks.ANTHROPIC:
            # People know this base with its version and without.
            end = "/messages" if path.endswith("/v1") else "/v1/messages"
        if not path.endswith(("/chat/completions", "/v1/messages")):
            path += end
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))

    @property
    def destination(self) -> str:
        """The host, with the port if the address has one."""
        try:
            return urlsplit(self.url).netloc.rpartition("@")[2] or "an address without a host"
        except ValueError:
            return "an address that is none"

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        return is_on_this_machine(self.url)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one answer: bytes as sent, bytes of a line, bytes of an answer that is not streamed; seconds for a connection.

    An answer has at most `characters_per_token` for each token that it may have: one that goes on does not keep to it.
    `linger_seconds` is how long an answer that is over is listened to for what it cost.
    """

    connect_seconds: float = 5.0
    linger_seconds: float = 2.0
    most_bytes: int = 32 << 20
    longest_line: int = 1 << 20
    most_plain_bytes: int = 4 << 20
    characters_per_token: int = 32
