"""What every bundled rule must say about itself, and that each has a sample file; the engine is not started."""

import ast
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
import yaml

TESTS = Path(__file__).parents[1]
RULES = TESTS.parent / "omni_lsp" / "rules"
SAMPLES = TESTS / "rules"
FOLDERS = {
    "python": ("py.", ["python"]),
    "javascript": ("js.", ["javascript", "typescript"]),
    "go": ("go.", ["go"]),
    "java": ("java.", ["java"]),
}
ENDINGS = {"python": (".py",), "javascript": (".js", ".jsx", ".ts", ".tsx"), "go": (".go",), "java": (".java",)}
FILES = sorted(path for folder in FOLDERS for path in (RULES / folder).glob("*.yaml") if path.name != "fragments.yaml")
ANNOTATION = re.compile(r"^\s*(?:#|//) (ruleid|ok): (\S+)$", re.MULTILINE)

SENTENCES = {"type": "string", "pattern": r"\S\.\s*$"}
METADATA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "cwe", "owasp", "confidence", "remedy", "example", "references"],
    "properties": {
        "title": {"type": "string", "minLength": 4, "maxLength": 40, "pattern": r"^[A-Z].*[^.]$"},
        "deprecated": {"const": True},
        "cwe": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "string", "pattern": r"^CWE-[1-9]\d*$"},
        },
        "owasp": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "string", "pattern": r"^A(0[1-9]|10):20\d\d$"},
        },
        "confidence": {"enum": ["high", "medium", "low"]},
        "remedy": {**SENTENCES, "maxLength": 200},
        "example": {"type": "string", "minLength": 5, "maxLength": 300},
        "references": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "uniqueItems": True,
            "items": {"type": "string", "pattern": r"^https://\S+$"},
        },
    },
}
RULE = {
    "type": "object",
    "required": ["id", "languages", "severity", "message", "metadata"],
    "properties": {
        "id": {"type": "string", "pattern": r"^(py|js|go|java)(\.[a-z0-9]+(-[a-z0-9]+)*)$"},
        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
        "message": {**SENTENCES, "maxLength": 240},
        "metadata": METADATA,
        "fix": {"type": "string", "minLength": 1},
        "fixes": {"type": "array", "minItems": 1, "items": {"type": "object"}},
        "fix-regex": {
            "type": "object",
            "additionalProperties": False,
            "required": ["regex", "replacement"],
            "properties": {"regex": {"type": "string"}, "replacement": {"type": "string"}, "count": {"const": 1}},
        },
    },
}
SHAPE = jsonschema.Draft202012Validator(RULE)


class Bundled(NamedTuple):
    """A rule as its file has it."""

    path: Path
    rule: dict[str, Any]  # Any: the schema above is what this file checks.

    @property
    def folder(self) -> str:
        """Of the language."""
        return self.path.parent.name


def _bundled() -> Iterator[Bundled]:
    for path in FILES:
        for rule in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["rules"]:
            yield Bundled(path, rule)


def _filed() -> dict[tuple[str, str], list[Path]]:
    """The sample files by folder and name without the ending."""
    found: defaultdict[tuple[str, str], list[Path]] = defaultdict(list)
    for path in SAMPLES.glob("*/*"):
        found[path.parent.name, path.stem].append(path)
    return found


def _categories() -> dict[str, set[str]]:
    """Categories of the OWASP Top 10 by CWE, each as `A03:2021`."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    with (TESTS / "cases" / "owasp-top10-cwe.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["cwe"]].add(f"{row['category']}:{row['edition']}")
    return found


ALL = list(_bundled())
CATEGORIES = _categories()
FILED = _filed()


def each_rule(check: Callable[[Bundled], None]) -> Callable[[Path], None]:
    """A check of a rule for those of each file: as a test for each rule most of the time would go into counting them."""

    def checked(path: Path) -> None:
        for bundled in ALL:
            if bundled.path == path:
                check(bundled)

    checked.__name__ = check.__name__
    return pytest.mark.parametrize("path", FILES, ids=_name)(checked)


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@each_rule
def test_has_the_shape_of_a_rule(bundled: Bundled) -> None:
    SHAPE.validate(bundled.rule)
    prefix, languages = FOLDERS[bundled.folder]
    assert bundled.rule["id"].startswith(prefix)
    assert bundled.rule["languages"] == languages


@each_rule
def test_message_says_what_happens_and_what_to_do(bundled: Bundled) -> None:
    assert len(re.findall(r"[^.]\.(?=\s|$)", bundled.rule["message"])) == 2


@each_rule
def test_names_every_owasp_category_that_lists_its_weaknesses(bundled: Bundled) -> None:
    metadata = bundled.rule["metadata"]
    listed = set().union(*(CATEGORIES[cwe] for cwe in metadata["cwe"]))
    assert set(metadata["owasp"]) == listed
    assert metadata["owasp"] == sorted(listed, key=lambda name: (name[-4:], name))


@each_rule
def test_first_reference_defines_one_of_its_weaknesses(bundled: Bundled) -> None:
    metadata = bundled.rule["metadata"]
    number = re.fullmatch(r"https://cwe\.mitre\.org/data/definitions/(\d+)\.html", metadata["references"][0])
    assert number is not None
    assert f"CWE-{number[1]}" in metadata["cwe"]


@each_rule
def test_has_a_sample_file_with_three_of_each_kind(bundled: Bundled) -> None:
    name = bundled.rule["id"]
    samples = [path for path in FILED[bundled.folder, name] if path.suffix in ENDINGS[bundled.folder]]
    assert len(samples) == 1
    annotations = ANNOTATION.findall(samples[0].read_text("utf-8"))
    assert {rule for _, rule in annotations} == {name}
    kinds = Counter(kind for kind, _ in annotations)
    assert kinds["ruleid"] >= 3
    assert kinds["ok"] >= 3


@pytest.mark.parametrize("rule", [one.rule for one in ALL if one.folder == "python"], ids=lambda rule: rule["id"])
def test_example_is_python(rule: dict[str, Any]) -> None:
    assert ast.parse(rule["metadata"]["example"]).body


def test_the_schema_is_one() -> None:
    SHAPE.check_schema(RULE)


def test_ids_are_unique() -> None:
    assert [name for name, times in Counter(one.rule["id"] for one in ALL).items() if times > 1] == []


def test_sample_files_have_a_rule() -> None:
    ids = {one.rule["id"] for one in ALL}
    named = [path for path in SAMPLES.rglob("*") if path.is_file()]
    # What cannot stand in one file with the rest has a word of its own behind the rule: `py.rule.by-hand.py`.
    assert [path.name for path in named if ids.isdisjoint({path.stem, path.stem.rpartition(".")[0]})] == []


@pytest.mark.parametrize(
    ("folder", "rules", "fixes"), [("python", 90, 80), ("javascript", 60, 50), ("go", 30, 25), ("java", 30, 30)]
)
def test_pack_is_as_large_as_promised(folder: str, rules: int, fixes: int) -> None:
    mine = [one.rule for one in ALL if one.folder == folder]
    assert len(mine) >= rules
    assert sum(not {"fix", "fix-regex", "fixes"}.isdisjoint(rule) for rule in mine) >= fixes


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_rule_files_stay_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 450
