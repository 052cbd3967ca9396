"""A rule file: Semgrep's YAML read into rules for the engine and rules for people, mistakes beside them."""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pathspec
import yaml

from omni_lsp.adapters.bounded_yaml import MAX_BYTES, load
from omni_lsp.adapters.rewriting.recipe import Recipe, recipes
from omni_lsp.config.plain_file import read_plain
from omni_lsp.model.finding import Rule, Severity
from omni_lsp.ports.engine import RuleProblem

_REQUIRED = ("id", "languages", "message", "severity")
_NOT_FOR_THE_ENGINE = frozenset({"metadata", "paths", "typing", "fixes"})
_SEVERITIES = {
    "CRITICAL": Severity.ERROR,
    "HIGH": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "MEDIUM": Severity.WARNING,
    "WARNING": Severity.WARNING,
    "LOW": Severity.INFO,
    "INFO": Severity.INFO,
}
_LANGUAGES = {"py": "python", "python3": "python", "js": "javascript", "ts": "typescript", "golang": "go"}
_CWE = re.compile(r"CWE-\d+")
_FRAGMENTS = "fragments.yaml"
_OBSOLETE = "CWE-477"  # Use of Obsolete Function.
_OWASP = re.compile(r"A\d\d:\d{4}")


@dataclass(frozen=True, slots=True)
class PathFilter:
    """A rule's own `paths:`, gitignore patterns against the path below the workspace folder."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def admits(self, name: str) -> bool:
        path = name.lstrip("/")
        if self.include and not pathspec.GitIgnoreSpec.from_lines(self.include).match_file(path):
            return False
        return not (self.exclude and pathspec.GitIgnoreSpec.from_lines(self.exclude).match_file(path))


@dataclass(frozen=True, slots=True)
class ParsedRule:
    """`source` is the file it came from, `definition` what the engine gets, ready for JSON.

    `typing` is what finds the plain spelling in unsaved text, a rule of ast-grep, as JSON.
    `fixes` are ways to rewrite a match, tried in their order.
    """

    source: str
    rule: Rule
    definition: Mapping[str, object]
    paths: PathFilter | None
    typing: str | None = None
    fixes: tuple[Recipe, ...] = ()


def rule_files(sources: Sequence[Path]) -> Iterator[Path]:
    """The files themselves and the YAML files below the folders, sorted within each; no file of fragments."""
    for source in sources:
        if source.is_dir():
            found = (path for path in source.rglob("*") if path.suffix in {".yaml", ".yml"})
            yield from sorted(path for path in found if path.name != _FRAGMENTS)
        else:
            yield source


def rule_places(sources: Sequence[Path]) -> Iterator[Path]:
    """Where a change can mean other rules: the files, the folders, and in those all folders and YAML files."""
    for source in sources:
        yield source
        # Unlike Path.is_dir, this does not raise where nobody may look.
        if os.path.isdir(source):  # noqa: PTH112
            yield from (p for p in source.rglob("*") if p.suffix in {".yaml", ".yml"} or os.path.isdir(p))  # noqa: PTH112


@lru_cache(maxsize=16)
def document(text: bytes) -> object:
    """What YAML says, remembered for those who ask again soon. Raises YAMLError."""
    return load(text)


def read_rules(path: Path, read: Callable[[bytes], object] = document) -> tuple[list[ParsedRule], list[RuleProblem]]:
    """The usable rules of a file in order, and what is wrong with the others; `read` does what `document` does.

    Where a list of patterns says `fragment: NAME`, the list of that name in the folder's `fragments.yaml` stands.
    """
    source = str(path)
    try:
        written = read(read_plain(path, MAX_BYTES))
    except (OSError, yaml.YAMLError, UnicodeError) as error:
        return [], [RuleProblem(source, "", _first_line(error))]
    entries = written.get("rules") if isinstance(written, dict) else None
    if not isinstance(entries, list):
        return [], [RuleProblem(source, "", "not a rule file: no list `rules`")]
    rules: list[ParsedRule] = []
    problems: list[RuleProblem] = []
    fragments = _fragments(path.with_name(_FRAGMENTS), read)
    for number, each in enumerate(entries, start=1):
        entry, unknown = _filled(each, fragments)
        problem = f"unknown fragment {unknown[0]}" if unknown else _problem(entry)
        if problem or not isinstance(entry, dict):
            name = str(entry["id"]) if isinstance(entry, dict) and "id" in entry else f"rule {number}"
            problems.append(RuleProblem(source, name, problem))
        else:
            rules.append(_parsed(source, entry))
    return rules, problems


def _fragments(path: Path, read: Callable[[bytes], object]) -> Mapping[str, Sequence[object]]:
    """Lists of patterns by name; none without the file or when it cannot be read, so that its users tell of it."""
    try:
        written = read(read_plain(path, MAX_BYTES))
    except (OSError, yaml.YAMLError, UnicodeError):
        return {}
    known = written.items() if isinstance(written, dict) else ()
    return {str(name): patterns for name, patterns in known if isinstance(patterns, list)}


def _filled(value: object, fragments: Mapping[str, Sequence[object]]) -> tuple[object, list[str]]:
    """The value with the fragments that it names, and names that there are none of."""
    unknown: list[str] = []

    def filled(value: object) -> object:
        if isinstance(value, dict):
            return {key: filled(each) for key, each in value.items()}
        return [new for each in value for new in items(each)] if isinstance(value, list) else value

    def items(each: object) -> Sequence[object]:
        if not (isinstance(each, dict) and set(each) == {"fragment"}):
            return (filled(each),)
        if each["fragment"] not in fragments:
            unknown.append(str(each["fragment"]))
        return fragments.get(each["fragment"], ())

    return filled(value), unknown


def _problem(entry: object) -> str:
    """What is wrong with an entry, empty when the engine may look at it."""
    if not isinstance(entry, dict):
        return "not a mapping"
    missing = [key for key in _REQUIRED if not entry.get(key)]
    if missing:
        return f"without {', '.join(missing)}"
    if not all(isinstance(entry[key], str) for key in ("id", "message", "severity")):
        return "id, message and severity must be texts"
    if not isinstance(entry["languages"], list) or not all(isinstance(name, str) for name in entry["languages"]):
        return "languages must be a list of names"
    if entry["severity"].upper() not in _SEVERITIES:
        return f"unknown severity {entry['severity']}"
    return _recipe_problem(entry.get("fixes", []))


def _recipe_problem(written: object) -> str:
    try:
        recipes(written)
    except ValueError as error:
        return str(error)
    return ""


def _parsed(source: str, entry: Mapping[str, object]) -> ParsedRule:
    rule = _rule(entry)
    kept = {key: value for key, value in entry.items() if key not in _NOT_FOR_THE_ENGINE}
    # The engine knows fewer names of severities than people do.
    definition = kept | {"severity": rule.severity.name}
    paths = entry.get("paths")
    admitted = (
        PathFilter(_texts(paths.get("include")), _texts(paths.get("exclude"))) if isinstance(paths, dict) else None
    )
    typing = entry.get("typing")
    return ParsedRule(
        source,
        rule,
        definition,
        admitted,
        json.dumps(typing, default=str) if isinstance(typing, dict) else None,
        recipes(entry.get("fixes", [])),
    )


def _rule(entry: Mapping[str, object]) -> Rule:
    metadata = entry.get("metadata")
    known: Mapping[str, object] = metadata if isinstance(metadata, dict) else {}
    identifier = str(entry["id"])
    cwe = _found(_CWE, known.get("cwe"))
    return Rule(
        id=identifier,
        title=_text(known.get("title")) or _title(identifier),
        severity=_SEVERITIES[str(entry["severity"]).upper()],
        message=_text(entry["message"]),
        languages=tuple(
            dict.fromkeys(_LANGUAGES.get(name.lower(), name.lower()) for name in _texts(entry["languages"]))
        ),
        cwe=cwe,
        owasp=_found(_OWASP, known.get("owasp")),
        remedy=_text(known.get("remedy")),
        example=str(known.get("example") or "").strip("\n"),
        references=_texts(known.get("references")),
        confidence=_text(known.get("confidence")).lower() or "medium",
        fixable=any(key in entry for key in ("fix", "fix-regex", "fixes")),
        deprecated=known.get("deprecated") is True or _OBSOLETE in cwe,
    )


def _title(identifier: str) -> str:
    words = re.split(r"[-_]+", identifier.rpartition(".")[2])
    return " ".join(words).capitalize()


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _found(pattern: re.Pattern[str], value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match for text in _texts(value) for match in pattern.findall(text)))


def _first_line(error: Exception) -> str:
    """A YAML error in one line, with its place."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or (str(error).splitlines() or [type(error).__name__])[0]
    return f"line {mark.line + 1}: {what}" if mark is not None else str(what)
