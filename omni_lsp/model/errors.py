"""Typed failures. Each says what was tried on what, in words a user can act on.

OmniError
 + ConfigError             a setting, pipeline or rule file is wrong; carries the places
 + AgentError              an agent or its port failed
   + AgentTimeoutError     the time it was given was over
   + AgentTransientError   may work when tried again
   + AgentValidationError  the input or answer is not what it must be
   + AgentFatalError       will not work until somebody changes something

`chat_errors.py` has what language models do wrong, below these.
"""

from dataclasses import dataclass

from omni_lsp.model.finding import Related
from omni_lsp.model.text import Span


class OmniError(Exception):
    """Base of everything we raise on purpose."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a configuration file: `span` in code points of its text, `related` places in the same file."""

    message: str
    span: Span
    related: tuple[Related, ...] = ()


class ConfigError(OmniError):
    """`source` names the file or setting; `mistakes` are in document order, at least one."""

    def __init__(self, source: str, mistakes: tuple[Mistake, ...]) -> None:
        self.source = source
        self.mistakes = mistakes
        super().__init__(f"{source}: " + "; ".join(mistake.message for mistake in mistakes))


class AgentError(OmniError):
    """`tried` is the act ("scan with semgrep-core"), `on` what it was done to ("app.py"), `reason` why it failed."""

    def __init__(self, tried: str, on: str, reason: str) -> None:
        self.tried = tried
        self.on = on
        self.reason = reason
        super().__init__(f"{tried} on {on}: {reason}")


class AgentTimeoutError(AgentError):
    """The time it was given was over."""


class AgentTransientError(AgentError):
    """May work when tried again."""


class AgentValidationError(AgentError):
    """The input or answer is not what it must be."""


class AgentFatalError(AgentError):
    """Will not work until somebody changes something."""
