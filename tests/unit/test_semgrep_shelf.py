"""Rule files are read once: what they say is kept, told by what is written in them, and never trusted blindly."""

import json
from pathlib import Path

import pytest
import yaml
from semgrep_samples import document as sample, python, rule_file

from omni_lsp.adapters.semgrep.rulefile import document
from omni_lsp.adapters.semgrep.rules import load_rules
from omni_lsp.adapters.semgrep.shelf import Shelf
from omni_lsp.adapters.semgrep.targets import target_of

TEXT = b"rules: [{id: a, languages: [python]}]\n"
SAYS = {"rules": [{"id": "a", "languages": ["python"]}]}


def never(text: bytes) -> object:
    raise AssertionError(f"read again: {text!r}")


def kept_in(folder: Path) -> Path:
    (path,) = folder.glob("*.read.json")
    return path


def test_what_was_read_is_there_the_next_time(tmp_path: Path) -> None:
    first = Shelf((Path("rules"),), tmp_path, document)
    assert first.document(TEXT) == SAYS
    first.keep()
    again = Shelf((Path("rules"),), tmp_path, never)
    assert again.document(TEXT) == SAYS
    other = Shelf((Path("other"),), tmp_path, lambda _: "read")
    assert other.document(TEXT) == "read"


def test_only_what_was_asked_for_last_is_kept(tmp_path: Path) -> None:
    for texts in ((TEXT, b"b: 1"), (TEXT,)):
        shelf = Shelf((), tmp_path, document)
        for text in texts:
            shelf.document(text)
        shelf.keep()
    assert list(json.loads(kept_in(tmp_path).read_bytes()).values()) == [SAYS]


def test_nothing_new_is_not_written_again(tmp_path: Path) -> None:
    written = []
    for _ in range(2):
        shelf = Shelf((), tmp_path, document)
        shelf.document(TEXT)
        shelf.keep()
        written.append(kept_in(tmp_path).stat().st_ino)
    assert written[0] == written[1]


@pytest.mark.parametrize("text", ["when: 2020-01-01", "1: one", "a: .nan", "s: !!set {x}"])
def test_what_json_cannot_say_is_read_each_time(tmp_path: Path, text: str) -> None:
    times = 0

    def read(data: bytes) -> object:
        nonlocal times
        times += 1
        return document(data)

    for _ in range(2):
        shelf = Shelf((), tmp_path, read)
        shelf.document(text.encode())
        shelf.document(TEXT)
        shelf.keep()
    assert times == 3


def test_what_is_wrong_is_told_each_time(tmp_path: Path) -> None:
    for _ in range(2):
        shelf = Shelf((), tmp_path, document)
        with pytest.raises(yaml.YAMLError):
            shelf.document(b"a: [")
        shelf.keep()


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b"\xff"])
def test_a_damaged_file_costs_time_only(tmp_path: Path, damage: bytes) -> None:
    first = Shelf((), tmp_path, document)
    first.document(TEXT)
    first.keep()
    kept_in(tmp_path).write_bytes(damage)
    again = Shelf((), tmp_path, document)
    assert again.document(TEXT) == SAYS
    again.keep()
    assert Shelf((), tmp_path, never).document(TEXT) == SAYS


async def test_a_rule_file_that_changed_is_read_anew(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    source = rule_file(tmp_path)
    before = await load_rules([source], cache, None)
    same = await load_rules([source], cache, None)
    assert same.ruleset == before.ruleset
    assert same.everything.path == before.everything.path
    source.write_text(source.read_text("utf-8").replace("MD5 of", "The hash of"), "utf-8")
    after = await load_rules([source], cache, None)
    assert after.ruleset.rules["weak-hash"].message == "The hash of $X is weak"


async def test_a_run_has_only_the_rules_that_look_at_its_copies(tmp_path: Path) -> None:
    rules = (await load_rules([rule_file(tmp_path)], tmp_path / "cache", None)).everything

    def ids(*texts: tuple[str, str]) -> list[str]:
        targets = [target_of(sample(text, language)) for language, text in texts]
        chosen = [rules.selected(target) for target in targets if target is not None]
        wanted = json.loads(rules.text_for([one for one in chosen if one is not None]))["rules"]
        return [rule["id"] for rule in wanted]

    assert ids() == ["omni.canary"]
    # What is wrong with any assignment is always among them.
    mine = ["weak-hash", "named-secret"]
    assert ids(("python", "hashlib.md5(x)")) == [*mine, "omni.canary"]
    assert ids(("python", "hashlib.md5(x)"), ("go", 'exec.Command("x")')) == [*mine, "go-exec", "omni.canary"]
    whole = target_of(python("x = 1"))
    assert whole is not None
    everything = [rule["id"] for rule in json.loads(rules.text_for([whole]))["rules"]]
    assert everything == ["weak-hash", "named-secret", "only-in-app", "omni.canary"]
