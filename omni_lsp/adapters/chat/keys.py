"""The key for a service with a language model: out of the environment, else out of the keyring of the system."""

import logging
from collections.abc import Mapping

from omni_lsp.model.errors import AgentFatalError

log = logging.getLogger(__name__)

SERVICE = "omni-lsp"
"""What keys are kept under in the keyring, with the host as the user: `keyring set omni-lsp api.example.com`."""


def key_for(destination: str, variable: str, environment: Mapping[str, str], *, is_named: bool) -> str:
    """The key, empty where there is none and none was asked for. In a thread: a keyring may ask its user.

    `variable` is of the environment; where the user has named it (`is_named`) nothing else counts.
    Raises AgentFatalError where it is then not set.
    """
    if key := environment.get(variable, "").strip():
        return key
    if is_named:
        raise AgentFatalError("ask a language model", destination, f"the environment variable {variable} is not set")
    return _in_keyring(destination)


def _in_keyring(destination: str) -> str:
    try:
        import keyring  # noqa: PLC0415 - few have it, and it is dear
        from keyring.errors import KeyringError  # noqa: PLC0415 - same
    except ImportError:
        return ""
    try:
        return (keyring.get_password(SERVICE, destination) or "").strip()
    except KeyringError as error:
        log.info("the keyring of the system gives no key for %s: %s", destination, type(error).__name__)
        return ""
