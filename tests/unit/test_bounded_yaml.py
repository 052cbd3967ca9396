"""YAML that others wrote cannot take the process with it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, strategies as st

from omni_lsp.adapters import bounded_yaml
from omni_lsp.adapters.bounded_yaml import load
from omni_lsp.adapters.dependencies.node_locks import pnpm_lock
from omni_lsp.adapters.manifests.yaml_tree import read as read_tree
from omni_lsp.adapters.semgrep.rulefile import read_rules
from omni_lsp.config import yaml_source

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)
"""Ten thousand million values in ten lines."""
BOMBS = {
    "laughs": LAUGHS,
    "merged": "b: &b {k: v}\n" + "".join(f"m{n}: &m{n} {{<<: *{'b' if not n else f'm{n - 1}'}}}\n" for n in range(9)),
    "ring": "a: &a [*a]\n",
    "deep in brackets": "a: " + "[" * 30_000 + "]" * 30_000,
    "deep in braces": "{a: " * 30_000,
    "deep in dashes": "- " * 30_000 + "x",
    "deep in lines": "".join(" " * n + "a:\n" for n in range(200)),
    "large": "a: '" + "x" * 5_000_001 + "'",
    "no such day": "a: 2001-99-99",
    "a number of many digits": "a: " + "1" * 5_000,
    "a list as a key": "? [a]\n: b\n",
    "a program": "a: !!python/object/apply:os.system ['touch trap']",
}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="ascii"), max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=4),
        max_leaves=20,
    )
)
def test_what_is_within_the_limits_is_what_it_was(value: object) -> None:
    assert load(yaml.safe_dump(value)) == value


def test_aliases_stand_for_what_they_name() -> None:
    assert load(b"a: &a [1, 2]\nb: *a\nc: {<<: {d: 3}}\n") == {"a": [1, 2], "b": [1, 2], "c": {"d": 3}}


@pytest.mark.parametrize("name", [name for name in BOMBS if name != "merged"])
def test_a_bomb_is_an_error_and_nothing_else(name: str) -> None:
    begun = time.process_time()
    with pytest.raises(yaml.YAMLError):
        load(BOMBS[name])
    assert time.process_time() - begun < 3


def test_values_are_counted_as_often_as_they_are_named() -> None:
    many = "a: &a [1, 2, 3]\n" + "b: [" + "*a, " * (bounded_yaml.MAX_VALUES // 4) + "]\n"
    with pytest.raises(yaml.YAMLError, match="values"):
        load(many)


@pytest.mark.skipif(os.name != "posix", reason="limits memory")
def test_every_reader_of_others_yaml_survives_them(tmp_path: Path) -> None:
    """In a process of its own, with little memory: some of these ended the one that read them."""
    code = (
        "import pathlib, resource; from test_bounded_yaml import survive;"
        "resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30)); survive(pathlib.Path(sys.argv[1]))"
    )
    paths = str(Path(__file__).parent), str(Path(__file__).parents[2])
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}; {code}", str(tmp_path / "bomb")]
    done = subprocess.run(command, capture_output=True, timeout=15, check=False)
    assert (done.returncode, done.stdout.decode().splitlines()) == (0, list(BOMBS)), done.stderr.decode()[-2000:]


def survive(file: Path) -> None:
    for name, text in BOMBS.items():
        yaml_source.read(text)
        for read in (read_tree, pnpm_lock):
            try:
                read(text)
            except (ValueError, yaml.YAMLError):
                continue
        file.write_text(text)
        rules, problems = read_rules(file)
        assert not rules
        assert problems
        print(name, flush=True)
