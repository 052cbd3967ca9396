"""The rules of this adapter as its YAML files have them: what is told to people, not how it is found."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from omni_lsp.model.finding import Rule, Severity
from omni_lsp.ports.engine import Ruleset

FOLDER = Path(__file__).parents[2] / "rules" / "hidden"


def read_catalog(folder: Path = FOLDER) -> Ruleset:
    """Rules by id from all YAML files of a folder. Raises OSError, YAMLError, and KeyError for one that lacks something."""
    # Imported late: a start that finds nothing does not need it.
    import yaml  # noqa: PLC0415

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    texts = [path.read_bytes() for path in sorted(folder.glob("*.yaml"))]
    entries = [entry for text in texts for entry in yaml.load(text, Loader=loader)["texts"]]  # noqa: S506 - a safe loader
    rules = {rule.id: rule for rule in map(_rule, entries)}
    return Ruleset(rules, (), hashlib.blake2b(b"\0".join(texts), digest_size=16).hexdigest())


def _rule(entry: Mapping[str, str | list[str] | bool]) -> Rule:
    return Rule(
        id=_text(entry["id"]),
        title=_text(entry["title"]),
        severity=Severity[_text(entry["severity"])],
        message=_text(entry["message"]),
        cwe=_texts(entry["cwe"]),
        owasp=_texts(entry["owasp"]),
        remedy=_text(entry["remedy"]),
        example=str(entry.get("example", "")).strip("\n"),
        references=_texts(entry["references"]),
        confidence=_text(entry["confidence"]),
        fixable=entry.get("fixable") is True,
    )


def _text(value: str | list[str] | bool) -> str:
    return " ".join(str(value).split())


def _texts(value: str | list[str] | bool) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
