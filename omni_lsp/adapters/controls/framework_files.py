"""The framework files, which people write, and the one file made of them, which is read in a millisecond.

framework: gdpr                 # what policies call it
name: GDPR                      # what people call it
version: "2016/679"
source: https://…               # where the framework is published
pages: {V1: https://…}          # optional: the page of a control by the beginning of its id
rows:
  - control: "Art. 32(1)(a)"
    title: in our own words, except for official short names
    url: https://…              # optional: the control's own page
    cwe: [CWE-312, …]           # weaknesses and
    rules: [personal-data.…]    # rules that have to do with it; one of the two at least
    why: what they have to do with it
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from omni_lsp.model.controls import Control, ControlMap, Framework
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.text import Span

FOLDER = Path(__file__).parents[2] / "rules" / "controls"
COMPILED = FOLDER / "compiled.json"

# The Top 10 first, as most people know it; then from code to organisation.
_ORDER = (
    "owasp-top10-2021",
    "owasp-top10-2025",
    "asvs-5.0",
    "pci-dss-4.0.1",
    "gdpr",
    "hipaa",
    "soc2",
    "nist-ssdf-1.1",
)


def read_frameworks(folder: Path = FOLDER) -> ControlMap:
    """What the YAML files of a folder say. Raises ConfigError for a file that is not as described above."""
    import yaml  # noqa: PLC0415 - only who writes the files needs it.

    frameworks: list[Framework] = []
    by_cwe: dict[str, list[Control]] = {}
    by_rule: dict[str, list[Control]] = {}
    for path in sorted(folder.glob("*.yaml"), key=lambda path: (_ORDER.index(path.stem), path.stem)):
        document = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        frameworks.append(_framework(path.name, document))
        for control, row in _controls(path.name, document):
            for key, known in (("cwe", by_cwe), ("rules", by_rule)):
                for name in _texts(path.name, row, key):
                    known.setdefault(name, []).append(control)
    return ControlMap(tuple(frameworks), _frozen(by_cwe), _frozen(by_rule), _digest(frameworks, by_cwe, by_rule))


def compiled(known: ControlMap) -> str:
    """The one file: controls once, and numbers instead of them elsewhere; the same map gives the same bytes."""
    number = {control: at for at, control in enumerate(known.controls)}
    document = {
        "digest": known.digest,
        "frameworks": [[each.id, each.name, each.version, each.url] for each in known.frameworks],
        "controls": [[each.framework, each.id, each.title, each.url, each.why] for each in number],
        "cwe": {name: [number[each] for each in known.by_cwe[name]] for name in sorted(known.by_cwe)},
        "rules": {name: [number[each] for each in known.by_rule[name]] for name in sorted(known.by_rule)},
    }
    lines = (f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in document.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read_compiled(text: str) -> ControlMap:
    """What `compiled` wrote."""
    document = json.loads(text)
    controls = [Control(*each) for each in document["controls"]]

    def known(key: str) -> Mapping[str, tuple[Control, ...]]:
        named = document[key].items()
        return MappingProxyType({name: tuple(controls[at] for at in places) for name, places in named})

    frameworks = tuple(Framework(*each) for each in document["frameworks"])
    return ControlMap(frameworks, known("cwe"), known("rules"), document["digest"])


def _framework(source: str, document: object) -> Framework:
    row = _mapping(source, document)
    return Framework(*(_text(source, row, key) for key in ("framework", "name", "version", "source")))


def _controls(source: str, document: object) -> Iterator[tuple[Control, Mapping[str, object]]]:
    whole = _mapping(source, document)
    pages = _mapping(source, whole.get("pages", {}))
    rows = whole.get("rows")
    for each in rows if isinstance(rows, list) else ():
        row = _mapping(source, each)
        name = _text(source, row, "control")
        page = pages.get(name.partition(".")[0], whole["source"])
        url = str(row.get("url", page))
        if not _texts(source, row, "cwe") and not _texts(source, row, "rules"):
            raise _wrong(source, f"{name}: neither `cwe` nor `rules`")
        title, why = _text(source, row, "title"), _text(source, row, "why")
        yield Control(_text(source, whole, "framework"), name, title, url, why), row


def _mapping(source: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _wrong(source, "a mapping is missing")
    return value


def _text(source: str, row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise _wrong(source, f"{row.get('control', 'the file')}: `{key}` must be text")
    return value


def _texts(source: str, row: Mapping[str, object], key: str) -> tuple[str, ...]:
    values = row.get(key, [])
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise _wrong(source, f"{row.get('control')}: `{key}` must be a list of names")
    return tuple(values)


def _wrong(source: str, message: str) -> ConfigError:
    return ConfigError(source, (Mistake(message, Span(0, 0)),))


def _frozen(known: Mapping[str, list[Control]]) -> Mapping[str, tuple[Control, ...]]:
    return MappingProxyType({name: tuple(found) for name, found in known.items()})


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
