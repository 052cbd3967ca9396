"""The data of the scanner, read once: kinds of secrets, their formats, files that hold them, words."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from omni_lsp.adapters.secrets.checks import CHECKS
from omni_lsp.model.finding import Rule, Severity
from omni_lsp.ports.engine import Ruleset

_FOLDER = Path(__file__).parents[2] / "rules" / "secrets"
_KINDS = ("cloud", "code_hosts", "keys", "models", "services")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CWE_PAGE = "https://cwe.mitre.org/data/definitions/{}.html"
_MESSAGE = "{}: whoever can read this file can {}. Replace it, and load the new one at run time from a secret store."
_EXAMPLE = 'password = os.environ["SHOP_DB_PASSWORD"]'
# What may not stand behind a secret of a provider: it would be a part of something longer.
_END = r"(?![A-Za-z0-9_-])"


@dataclass(frozen=True, slots=True)
class Format:
    """A shape that a provider gives its secrets.

    It is looked for where a run of letters, digits, `_` and `-` begins with one of `starts`, or up to `reach` characters
    before that; `back` characters before one of `behind`, where that stands directly before a run; at the start of runs
    that have `within` in them; where one of `signs` begins, which all have `$` first, or up to `reach` before; around each
    of `holds`; or among the values of names that match `named`.
    The group `secret` of the pattern is the secret, the whole match when there is none.
    `bits` is the least entropy, per character.
    """

    rule: str
    written: str
    starts: tuple[str, ...] = ()
    reach: int = 0
    behind: tuple[str, ...] = ()
    back: int = 0
    within: str = ""
    signs: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    named: re.Pattern[str] | None = None
    bits: float = 0.0
    check: Callable[[str], bool] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.written, re.ASCII)


@dataclass(frozen=True, slots=True)
class HoldingFile:
    """A kind of file made to hold credentials: `names` are globs for the end of its path."""

    names: tuple[str, ...]
    written: tuple[str, ...]
    rule: str
    encoding: str

    @property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_compiled(pattern, re.MULTILINE) for pattern in self.written)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`pairs` are the letters that may follow a letter, `telling` and `idle` words of placeholders in small letters.

    `published` holds SHA-256 digests in hexadecimal of values that are no secret because everybody has them.
    """

    pairs: Mapping[str, str]
    telling: frozenset[str]
    idle: frozenset[str]
    published: frozenset[str]


@dataclass(frozen=True, slots=True)
class Book:
    """Kinds of secrets and their formats, in the order of the files: the first format that fits a place counts."""

    ruleset: Ruleset
    formats: tuple[Format, ...]
    files: tuple[HoldingFile, ...]


@cache
def book() -> Book:
    """Raises OSError, YAMLError or KeyError when the installation is broken."""
    entries = [entry for name in _KINDS for entry in _entries(_loaded(name))]
    rules = {rule.id: rule for rule in map(_rule, entries)}
    formats = tuple(found for entry in entries for found in _formats(entry))
    files = tuple(map(_file, _loaded("files")["files"]))
    return Book(Ruleset(rules, digest=_digest()), formats, files)


@cache
def lexicon() -> Lexicon:
    """Raises OSError, YAMLError or KeyError when the installation is broken."""
    written = _loaded("words")
    telling, idle = (frozenset(written[key].split()) for key in ("telling", "idle"))
    return Lexicon(written["pairs"], telling, idle, frozenset(written["published"]))


@cache
def word_lists(name: str) -> Mapping[str, tuple[str, ...]]:
    """The lists of words in a data file by their names. Raises OSError or YAMLError when the installation is broken."""
    return {key: tuple(words.split()) for key, words in _loaded(name).items()}


# Any: what a data file of this package holds; the records below are what the rest sees of it.
def _loaded(name: str) -> Any:
    return yaml.load((_FOLDER / f"{name}.yaml").read_bytes(), Loader=_LOADER)  # noqa: S506 - a safe loader, the fast one


def _entries(document: Any) -> Iterator[Any]:
    for entry in document["secrets"]:
        yield {**document["defaults"], **entry}


def _rule(entry: Any) -> Rule:
    title = entry["title"]
    return Rule(
        id=entry["id"],
        title=title,
        severity=Severity[entry["severity"]],
        message=_MESSAGE.format(title, entry["power"]),
        cwe=tuple(entry["cwe"]),
        owasp=tuple(entry["owasp"]),
        remedy=entry["remedy"],
        example=_EXAMPLE,
        references=(_CWE_PAGE.format(entry["cwe"][0].removeprefix("CWE-")), *entry["references"]),
        confidence=entry["confidence"],
    )


def _formats(entry: Any) -> Iterator[Format]:
    for written in entry.get("formats", ()):
        named = written.get("named")
        yield Format(
            entry["id"],
            written["pattern"] if named else f"(?:{written['pattern']}){_END}",
            starts=tuple(written.get("starts", ())),
            reach=written.get("reach", 0),
            behind=tuple(written.get("behind", ())),
            back=written.get("back", 0),
            within=written.get("within", ""),
            signs=tuple(written.get("signs", ())),
            holds=tuple(written.get("holds", ())),
            named=re.compile(named) if named else None,
            bits=written.get("entropy", 0.0),
            check=CHECKS[written["check"]] if "check" in written else None,
        )


def _file(entry: Any) -> HoldingFile:
    rule, encoding = entry.get("rule", "secret.credentials-file"), entry.get("encoding", "plain")
    return HoldingFile(tuple(entry["names"]), tuple(entry["patterns"]), rule, encoding)


@cache
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    """Most are for what never turns up, so each is compiled when it is needed first."""
    return re.compile(pattern, flags)


def _digest() -> str:
    content = b"".join(path.read_bytes() for path in sorted(_FOLDER.glob("*.yaml")))
    return hashlib.blake2b(content, digest_size=16).hexdigest()
