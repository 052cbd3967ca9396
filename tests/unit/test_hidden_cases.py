"""Hidden text in labelled files: how much of it is found, and how often something ordinary is taken for it."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest
import yaml

from omni_lsp.adapters.hidden.characters import BIDI, UNSEEN
from omni_lsp.adapters.hidden.scanner import HiddenTextScanner
from omni_lsp.model.languages import language_of
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.engine import Match

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "hidden"
FOLDER = Path("/workspace")
_ESCAPE = re.compile(r"\\u\{([0-9A-F]+)(?:\*(\d+))?\}")


class Case(NamedTuple):
    """A file as people wrote it, and the rules that must find something in it, as often as they are named."""

    name: str
    path: str
    text: str
    language: str
    finds: tuple[str, ...]


def plain(written: str) -> str:
    r"""The text with its escapes as characters: `\u{200B}` is one, `\u{20*90}` is ninety times the same one."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) * int(match[2] or 1), written)


def snapshot_of(path: str, text: str, language: str = "") -> Snapshot:
    place = FOLDER / path
    return Snapshot(place.as_uri(), 1, language or language_of(PurePosixPath(path)), text, place, FOLDER)


def cases(file: str) -> list[Case]:
    return [
        Case(one["name"], one["path"], plain(one["text"]), one.get("language", ""), tuple(one.get("finds", ())))
        for one in yaml.safe_load((CASES / file).read_text("utf-8"))
    ]


OWN_FILES = [
    *sorted(CASES.glob("*.yaml")),
    *sorted((ROOT / "omni_lsp" / "adapters" / "hidden").glob("*.py")),
    *sorted((ROOT / "omni_lsp" / "rules" / "hidden").glob("*.yaml")),
    *sorted(Path(__file__).parent.glob("test_hidden_*.py")),
]
FOUND = [*cases("characters_found.yaml"), *cases("assistants_found.yaml")]
ORDINARY = [*cases("characters_ordinary.yaml"), *cases("assistants_ordinary.yaml")]


async def scan(case: Case) -> Sequence[Match]:
    return await HiddenTextScanner().scan(snapshot_of(case.path, case.text, case.language))


async def test_almost_all_that_is_hidden_is_found() -> None:
    assert len(FOUND) >= 60
    missed = [case.name for case in FOUND if not set(case.finds) <= {match.rule for match in await scan(case)}]
    assert len(missed) / len(FOUND) <= 0.05, missed


async def test_almost_nothing_ordinary_is_taken_for_hidden() -> None:
    assert len(ORDINARY) >= 90
    wrong = [case.name for case in ORDINARY if await scan(case)]
    assert len(wrong) / len(ORDINARY) <= 0.03, wrong


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case.name)
async def test_each_find_has_its_rule_and_no_other(case: Case) -> None:
    assert Counter(match.rule for match in await scan(case)) == Counter(case.finds)


@pytest.mark.parametrize("case", ORDINARY, ids=lambda case: case.name)
async def test_nothing_is_found_in_an_ordinary_file(case: Case) -> None:
    assert [(match.rule, case.text[match.span.start : match.span.end]) for match in await scan(case)] == []


def test_every_rule_has_a_case() -> None:
    assert set(HiddenTextScanner().ruleset.rules) == {rule for case in FOUND for rule in case.finds}


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.name)
def test_nothing_is_hidden_in_these_files_themselves(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [f"U+{ord(match[0]):04X} at {match.start()}" for p in (UNSEEN, BIDI) for match in p.finditer(text)] == []
