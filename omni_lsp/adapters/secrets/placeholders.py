"""Values that stand where a secret should: placeholders, references to somewhere else, and things known not to be one."""

import re
from functools import cache, lru_cache
from itertools import pairwise

from omni_lsp.adapters.secrets.book import lexicon
from omni_lsp.adapters.secrets.words import segments, word_share

_FILLED = re.compile(r"<[A-Za-z][\w .-]{0,60}>|\[[^\]\n]{0,60}\]$|\.\.\.|…|x{4}|X{4}|\*{3}|•|●|_{4}|-{4}|[?#]{4}")
_LONGEST_PERIOD = 16
# What a thumb makes on the keyboard.
_ROWS = ("qwertzuiop", "qwertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm")
_STEADY = 0.55
_FEW_DIGITS = 4
_LONG_WORD, _SHORT_WORD = 7, 4
_MADE_OF_WORDS = 0.5
_REFERENCE = re.compile(
    r"""
    \$\{ | \$\( | \{\{ | \}\} | \#\{ | <% | %> | %\( | ^%\w+%$ | ^\$\$?[A-Za-z_]\w*$ | %[sdvrq](?![A-Za-z0-9]) | %@
    | (?<![^\s/:="'])\{[\w.!:\[\]'"-]*\} | ^@\w+@$ | ^__\w+__$
    | ^!(?:vault|Ref|Sub|GetAtt|ImportValue|secret|env|reference|include)\b | ^\$ANSIBLE_VAULT
    | ^(?:op|vault|ssm|aws-?sm|awssm|gcp-?sm|gsm|secretmanager|env|file|ref|sm|akv|keyvault|secretref|doppler|sops|kms
        |arn|resolve|conjur|bitwarden|keyring|keychain|gopass|lastpass|infisical|valueFrom|k8s|secret):[^\s]
    | @Microsoft\.KeyVault | ^ENC[\[(] | ^\{cipher\} | ^AQICA[HA] | ^Ag[ABC][A-Za-z0-9+/]{80} | ^gAAAAA[A-Za-z0-9_-]{60}
    | ^(?:process\.env|os\.environ|os\.getenv|getenv|System\.getenv|import\.meta|env|ENV|self|this|config|settings|options
        |props|args|params|request|req|ctx|context|state|data|var|local|locals|module|each|vault|secrets|Values)[.\[(]
    | ^\w[\w.:]*\([^)]*\)?;?$
    """,
    re.VERBOSE,
)
_NO_SECRET = re.compile(
    r"""
    [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12} | (?:sha\d{1,3}|md5|h1|blake\w*)[:-].* | data:.*
    | \#[0-9a-f]{3,8} | [+-]?[\d.,:_\s/-]*(?:ms|s|m|h|d|px|em|kb|mb|gb|%)? | v?\d+(?:\.\d+)+\S*
    | \w[\w+.-]*://.* | (?:\.{0,2}|~|[a-z]:)[/\\](?!/)[\w.\\/@ -]{0,300}\.\w{1,8} | (?:\.{1,2}|~|[a-z]:)[/\\].*
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+ | [\w.-]+\.(?:pem|key|crt|cer|pub|json|ya?ml|txt|env|js|ts|py|png|svg|com|net|org|io|local)
    | \^.*[\\$\[(].*|.*(?:\\[dws]|\(\?[:=!]|\[[a-zA-Z]-[a-zA-Z]).* | </?\w.* | urn:.* | application/.* | (?:text|image)/.*
    | (?:pk\.eyJ|pk_live_|pk_test_|sb_publishable_|phc_|0x(?=[0-9a-f]{40}$)).* | ssh-(?:rsa|ed25519|dss)\s.* | ecdsa-sha2.*
    | AAAA[BC]3Nz.* | -----BEGIN\ (?:PUBLIC|CERT).* | age1[a-z0-9]{58} | LS0tLS1CRUdJTi[\w+/=]*
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_FLAG = re.compile(r"-{1,2}[A-Za-z][\w-]*(?:=.*)?")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


def is_placeholder(value: str) -> bool:
    """Whether a value only says that a secret belongs in its place."""
    if _FILLED.search(value) or _is_periodic(value) or is_steady(value):
        return True
    words, low = segments(value), value.lower()
    if any(word in low for word in _plain_words()) or any(_tells(word, value) for word in words):
        return True
    return sum(map(str.isdecimal, value)) <= _FEW_DIGITS and all(map(is_idle, words))


def _tells(word: str, value: str) -> bool:
    """Short words turn up between the digits of random text, too: they stand apart there on no side."""
    if word not in lexicon().telling:
        return False
    if len(word) > _SHORT_WORD or word_share(value) >= _MADE_OF_WORDS:
        return True
    return re.search(rf"(?<![A-Za-z0-9]){word}|{word}(?![A-Za-z0-9])", value, re.IGNORECASE) is not None


def is_reference(value: str) -> bool:
    """Whether a value names a variable, a template's place, a stored secret or an encrypted one."""
    return _REFERENCE.search(value) is not None


def is_no_secret(value: str) -> bool:
    """Whether a value has the shape of something public: an address, a path, a digest, a number, a public key."""
    if _NO_SECRET.fullmatch(value):
        return True
    if _VARIABLE.fullmatch(value) or _FLAG.fullmatch(value):
        return word_share(value) >= 0.25
    return "/" in value and value.startswith("/") and word_share(value) >= 0.3


def is_steady(value: str) -> bool:
    """Whether most characters are the same as the one before, the next or previous one, or the next key."""
    low = value.lower()
    steps = list(pairwise(low))
    if len(steps) < 4:
        return len(set(low)) <= 1
    return sum(abs(ord(a) - ord(b)) <= 1 or _are_neighbours(a, b) for a, b in steps) >= _STEADY * len(steps)


@cache
def _plain_words() -> tuple[str, ...]:
    """Telling words that are too long to turn up in random text."""
    return tuple(word for word in lexicon().telling if len(word) >= _LONG_WORD)


def _is_periodic(value: str) -> bool:
    sizes = range(1, min(_LONGEST_PERIOD, len(value) // 3) + 1)
    return any(value[size:] == value[:-size] for size in sizes)


def _are_neighbours(one: str, other: str) -> bool:
    return any(f"{one}{other}" in row for row in _ROWS)


@lru_cache(4096)
def is_idle(word: str) -> bool:
    """Whether a word is an idle one, or made of two or three of them, such as `dbpassword`."""
    idle = lexicon().idle
    if word in idle:
        return True
    return any(word[:at] in idle and is_idle(word[at:]) for at in range(2, len(word) - 1))
