"""Whether a value that stands under the name of a secret is one."""

import re
from enum import Enum

from omni_lsp.adapters.secrets.checks import decoded, is_long_lived
from omni_lsp.adapters.secrets.formats import is_plausible
from omni_lsp.adapters.secrets.placeholders import is_no_secret, is_placeholder, is_reference
from omni_lsp.adapters.secrets.words import entropy, segments, word_share

_SHORTEST, _LONGEST = 5, 4096
_LONG = 128  # Nobody chooses a longer password.
_RANDOM_BITS = 3.2
_HEX = re.compile(r"(?:0x)?[0-9a-fA-F]+")
_WEB_TOKEN = re.compile(r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_.:/][A-Za-z0-9]+)+")
_SYMBOL = re.compile(r"[!@#$%^&*?~+=|(){}\[\],;<>]")
_WORDY = 0.4  # From here on a value is more of a name than of random text, see `word_share`.
_NAMING = 0.6
_NAMED = 0.33  # The same for identifiers, where a name may have got among the values.
_SALT_LENGTH = 40


class Kind(Enum):
    """What a name promises: people choose passwords, machines make keys and tokens."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    KEY = "key"
    TOKEN = "token"  # noqa: S105 - the name of a kind


def is_secret(value: str, kind: Kind, *, strict: bool = False) -> bool:
    """Whether a value under a name of a kind is a secret; `strict` where the name may mean something else."""
    if not _is_candidate(value):
        return False
    if _WEB_TOKEN.fullmatch(value):
        return is_long_lived(value)
    if is_reference(value) or is_no_secret(value):
        return False
    if looks_random(value):
        return not (strict and value.isidentifier() and word_share(value) >= _NAMED)
    return kind is not Kind.TOKEN and looks_chosen(value, strict=strict or kind is Kind.KEY)


def _is_candidate(value: str) -> bool:
    if not _SHORTEST <= len(value) <= _LONGEST or (len(value) > _LONG and entropy(value) < _RANDOM_BITS):
        return False
    return is_plausible(value) and not _is_wrapped_placeholder(value)


def _is_wrapped_placeholder(value: str) -> bool:
    """Whether a value is a placeholder or nothing but words in base64, alone or as the password of `user:password`."""
    plain = decoded(value)
    if not plain or not plain.isascii() or not plain.isprintable():
        return False
    password = plain.partition(":")[2] or plain
    return is_placeholder(password) or (word_share(password) >= _NAMING and not any(map(str.isdecimal, password)))


def looks_random(value: str) -> bool:
    """Whether a machine made it: 16 characters or more of letters, digits and what base64 has, and few words."""
    if re.search(r"\s", value):
        return len(value) >= _SALT_LENGTH and entropy(value) >= 4.5 and word_share(value) < _WORDY
    if len(value) < 16 or word_share(value) >= _WORDY:
        return False
    if _HEX.fullmatch(value):
        return entropy(value) >= 2.6 and not value.isdecimal()
    is_mixed = any(map(str.isdecimal, value)) or len(value) >= 20 or _is_jumbled(value)
    return is_mixed and entropy(value) >= _RANDOM_BITS


def looks_chosen(value: str, *, strict: bool = False) -> bool:
    """Whether a person made it up to be hard to guess: letters with digits or odd characters, and no name of a thing."""
    if len(value) > _LONG or re.search(r"\s", value):
        return False
    letters, digits = any(map(str.isalpha, value)), any(map(str.isdecimal, value))
    odd = len(set(_SYMBOL.findall(value)))
    classes = sum((value != value.upper(), value != value.lower(), digits, odd > 0))
    if not letters or (strict and (classes < 3 or len(value) < 8)):
        return False
    if digits:
        is_name = _NAME.fullmatch(value) is not None or (strict and odd == 0)
        return not (is_name and word_share(value) >= _WORDY) and (odd > 0 or _is_mixed(value))
    if len(value) < 8:
        return False
    return (not strict and _is_jumbled(value)) or (odd > 0 and (odd >= 2 or classes == 3) and word_share(value) < 0.8)


def _is_jumbled(value: str) -> bool:
    """Whether small and large letters follow each other without order, as they do in no name of a thing."""
    letters = sum(map(str.isalpha, value))
    return value != value.lower() and word_share(value) < _WORDY and len(segments(value)) * 3 > letters


def _is_mixed(value: str) -> bool:
    """Whether letters and digits are mixed, or a word is followed by a number: `k7Zx2tWq`, `hunter2`."""
    return len(segments(value)) >= 2 or len(value) >= 6
