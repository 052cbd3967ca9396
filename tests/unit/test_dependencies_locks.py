"""Lock files in and out of step, installed licences, and what becomes a finding."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from compliance_fakes import with_duties

from omni_lsp.adapters.dependencies.installed import normalised
from omni_lsp.adapters.dependencies.manifests import ManifestDependencies
from omni_lsp.adapters.dependencies.node_locks import pnpm_lock, yarn_lock
from omni_lsp.agents.compliance_dependencies import dependencies, licences_of_packages
from omni_lsp.agents.compliance_policy import terms
from omni_lsp.model.dependencies import Dependency, DependencyFacts, Installed, Mismatch, Origin
from omni_lsp.model.policy import DEFAULT_POLICY, Level, Policy
from omni_lsp.model.text import Snapshot, Span


def snapshot(root: Path, name: str, files: Mapping[str, str]) -> Snapshot:
    for each, text in files.items():
        (root / each).parent.mkdir(parents=True, exist_ok=True)
        (root / each).write_text(text, "utf-8")
    path = root / name
    return Snapshot(path.as_uri(), 1, "plaintext", path.read_text("utf-8"), path, root)


async def mismatches(root: Path, name: str, files: Mapping[str, str]) -> list[tuple[str, str]]:
    """Line, from 1, with the message of each."""
    document = snapshot(root, name, files)
    facts = await ManifestDependencies().about(document)
    assert facts is not None
    return [(document.text[each.span.start : each.span.end], each.message) for each in facts.mismatches]


PYPROJECT = '[project]\nname = "shop"\ndependencies = [\n  "flask>=2",\n  "click>=8",\n]\n[dependency-groups]\ndev = ["pytest"]\n'
UV = """
[[package]]
name = "shop"
source = { editable = "." }
[package.metadata]
requires-dist = [{ name = "click", specifier = ">=8" }, { name = "flask", specifier = ">=2" }]
[package.metadata.requires-dev]
dev = [{ name = "pytest" }]
[[package]]
name = "click"
version = "8.1"
[[package]]
name = "flask"
version = "3.0"
[[package]]
name = "pytest"
version = "8.0"
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ('"flask>=2"', '"flask >= 2"', []),
        ('"flask>=2"', '"flask>=3"', [("flask>=3", "uv.lock was made for `>=2` of `flask`.")]),
        ('  "click>=8",\n', '  "click>=8", "rich",\n', [("rich", "`rich` is not in uv.lock.")]),
        ('  "click>=8",\n', "", [("dependencies = [", "uv.lock still asks for `click`.")]),
        ('["pytest"]', '["pytest", "tox"]', [("tox", "`tox` is not in uv.lock.")]),
        ('"flask>=2"', '"flask @ git+https://x.org/f"', []),
    ],
)
async def test_uv_lock(tmp_path: Path, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    text = PYPROJECT.replace(old, new) if old else PYPROJECT
    assert await mismatches(tmp_path, "pyproject.toml", {"pyproject.toml": text, "uv.lock": UV}) == expected


POETRY = '[tool.poetry.dependencies]\npython = "^3.11"\nflask = "^2.1"\nclick = "~8.1"\nrich = "*"\n'
POETRY_LOCK = '[[package]]\nname = "flask"\nversion = "2.3.1"\n[[package]]\nname = "click"\nversion = "8.1.7"\n[[package]]\nname = "rich"\nversion = "13.0"\n'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ('"^2.1"', '"^3.0"', [('flask = "^3.0"', "poetry.lock has version 2.3.1 of `flask`.")]),
        ('"^2.1"', '">=2,<3"', []),
        ('"^2.1"', '"2.3.1"', []),
        ('"^2.1"', '"^2.1 || ^3"', []),
        ('"~8.1"', '"~8.0"', [('click = "~8.0"', "poetry.lock has version 8.1.7 of `click`.")]),
        ('"*"\n', '"*"\ntox = "*"\n', [('tox = "*"', "`tox` is not in poetry.lock.")]),
        ('"*"\n', '"*"\nlocal = {path = "../x"}\n', []),
    ],
)
async def test_poetry_lock(tmp_path: Path, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    text = POETRY.replace(old, new) if old else POETRY
    assert (
        await mismatches(tmp_path, "pyproject.toml", {"pyproject.toml": text, "poetry.lock": POETRY_LOCK}) == expected
    )


@pytest.mark.parametrize(
    ("caret", "version", "fits"),
    [
        ("^0.2.3", "0.2.9", True),
        ("^0.2.3", "0.3.0", False),
        ("^0.0.3", "0.0.4", False),
        ("^1", "1.9", True),
        ("~1", "1.9", True),
        ("~1", "2.0", False),
    ],
)
async def test_carets_and_tildes(tmp_path: Path, caret: str, version: str, fits: bool) -> None:
    files = {
        "pyproject.toml": f'[tool.poetry.dependencies]\na = "{caret}"\n',
        "poetry.lock": f'[[package]]\nname = "a"\nversion = "{version}"\n',
    }
    assert (await mismatches(tmp_path, "pyproject.toml", files) == []) is fits


async def test_pipfile_lock(tmp_path: Path) -> None:
    lock = json.dumps({"default": {"flask": {"version": "==2.0"}}, "develop": {}})
    files = {"Pipfile": '[packages]\nflask = ">=3"\nclick = "*"\n', "Pipfile.lock": lock}
    assert await mismatches(tmp_path, "Pipfile", files) == [
        ('flask = ">=3"', "Pipfile.lock has version 2.0 of `flask`."),
        ('click = "*"', "`click` is not in Pipfile.lock."),
    ]


PACKAGE = '{\n "dependencies": {"a": "^1.0.0", "b": "*"},\n "devDependencies": {"c": "~2.0.0"}\n}\n'


def package_lock(**wanted: str) -> str:
    own = {"dependencies": {"a": "^1.0.0", "b": "*"}, "devDependencies": {"c": "~2.0.0"}, **wanted}
    packages = {
        "": own,
        "node_modules/a": {"version": "1.0.0", "license": "GPL-3.0-only"},
        "node_modules/b": {"version": "2.0.0"},
    }
    return json.dumps({"lockfileVersion": 3, "packages": packages})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("^1.0.0", "^2.0.0", [('"a": "^2.0.0"', "package-lock.json was made for `^1.0.0` of `a`.")]),
        ('"b": "*"', '"b": "*", "d": "1"', [('"d": "1"', "`d` is not in package-lock.json.")]),
        (', "b": "*"', "", [('"dependencies": {"a": "^1.0.0"},', "package-lock.json still asks for `b`.")]),
        ('"b": "*"', '"b": "*", "e": "file:../e"', []),
    ],
)
async def test_package_lock(tmp_path: Path, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    text = PACKAGE.replace(old, new) if old else PACKAGE
    assert (
        await mismatches(tmp_path, "package.json", {"package.json": text, "package-lock.json": package_lock()})
        == expected
    )


async def test_an_old_package_lock(tmp_path: Path) -> None:
    lock = json.dumps({"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0"}, "b": {"version": "2.0.0"}}})
    assert await mismatches(tmp_path, "package.json", {"package.json": PACKAGE, "package-lock.json": lock}) == [
        ('"c": "~2.0.0"', "`c` is not in package-lock.json.")
    ]


YARN = '# yarn lockfile v1\n\n"@s/b@*", "@s/b@^2.0.0":\n  version "2.0.0"\n\na@^1.0.0:\n  version "1.0.0"\n  dependencies:\n    x "1"\n'
BERRY = '__metadata:\n  version: 6\n\n"a@npm:^1.0.0":\n  version: 1.0.0\n'


async def test_yarn_lock(tmp_path: Path) -> None:
    package = '{"dependencies": {"a": "^1.0.0", "@s/b": "*", "c": "^1", "d": "workspace:*"}}'
    assert await mismatches(tmp_path, "package.json", {"package.json": package, "yarn.lock": YARN}) == [
        ('"c": "^1"', "yarn.lock has no answer to `c@^1`.")
    ]
    assert yarn_lock(YARN).versions == {"@s/b": ("2.0.0",), "a": ("1.0.0",)}
    files = {"package.json": '{"dependencies": {"a": "^1.0.0"}}', "yarn.lock": BERRY}
    assert await mismatches(tmp_path, "package.json", files) == []
    decided = {"package.json": '{"dependencies": {"a": "^9"}, "resolutions": {"a": "1.0.0"}}', "yarn.lock": BERRY}
    assert await mismatches(tmp_path, "package.json", decided) == []


PNPM = "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\n\npackages:\n  '@s/b@2.0.0':\n    x: y\n  a@1.0.0:\n    x: y\n"


async def test_pnpm_lock(tmp_path: Path) -> None:
    files = {"package.json": '{"dependencies": {"a": "^1.1.0", "c": "1.0.0"}}', "pnpm-lock.yaml": PNPM}
    assert await mismatches(tmp_path, "package.json", files) == [
        ('"a": "^1.1.0"', "pnpm-lock.yaml was made for `^1.0.0` of `a`."),
        ('"c": "1.0.0"', "`c` is not in pnpm-lock.yaml."),
    ]
    assert pnpm_lock(PNPM).versions == {"@s/b": ("2.0.0",), "a": ("1.0.0",)}
    old = (
        "lockfileVersion: 5.4\nspecifiers:\n  a: ^1.0.0\ndependencies:\n  a: 1.0.0\npackages:\n  /a/1.0.0:\n    x: y\n"
    )
    assert (
        await mismatches(
            tmp_path, "package.json", {"package.json": '{"dependencies": {"a": "^1.0.0"}}', "pnpm-lock.yaml": old}
        )
        == []
    )
    elsewhere = PNPM.replace("  .:", "  packages/x:")
    assert (
        await mismatches(
            tmp_path, "package.json", {"package.json": '{"dependencies": {"z": "1"}}', "pnpm-lock.yaml": elsewhere}
        )
        == []
    )


GO = "module x\nrequire (\n\ta.org/a v1.0.0\n\tb.org/b v1.0.0\n)\n"


async def test_go_sum(tmp_path: Path) -> None:
    files = {"go.mod": GO, "go.sum": "a.org/a v1.0.0/go.mod h1:x=\nb.org/b v0.9.0 h1:x=\n"}
    assert await mismatches(tmp_path, "go.mod", files) == [("b.org/b v1.0.0", "go.sum does not know `b.org/b v1.0.0`.")]
    assert await mismatches(tmp_path, "go.mod", {**files, "go.work": "go 1.22\n"}) == []


async def test_without_or_with_a_broken_lock_file_nothing_is_told(tmp_path: Path) -> None:
    assert await mismatches(tmp_path, "package.json", {"package.json": PACKAGE}) == []
    assert await mismatches(tmp_path, "package.json", {"package.json": PACKAGE, "package-lock.json": "{"}) == []
    assert await mismatches(tmp_path, "go.mod", {"go.mod": GO}) == []


async def test_a_changed_lock_file_is_read_again(tmp_path: Path) -> None:
    port = ManifestDependencies()
    document = snapshot(tmp_path, "package.json", {"package.json": PACKAGE, "package-lock.json": package_lock()})
    before = await port.about(document)
    snapshot(tmp_path, "package.json", {"package-lock.json": package_lock(dependencies={"a": "^1.0.0"})})
    after = await port.about(document)
    assert before is not None
    assert after is not None
    assert (before.mismatches, len(after.mismatches)) == ((), 1)


METADATA = "Metadata-Version: 2.4\nName: {0}\n{1}\n\nLicense: in the description\n"


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ("License-Expression: MIT", "MIT"),
        ("License: MIT License", "MIT"),
        ("License: Apache-2.0\nClassifier: License :: OSI Approved :: MIT License", "Apache-2.0"),
        ("Classifier: License :: OSI Approved :: MIT License", "MIT"),
        ("Classifier: License :: OSI Approved\nClassifier: License :: OSI Approved :: MIT License", "MIT"),
        (
            "Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: Apache Software License",
            "",
        ),
        ("Classifier: License :: OSI Approved :: BSD License", ""),
        ("License: see the file", ""),
        ("", ""),
    ],
)
async def test_licences_of_installed_packages(tmp_path: Path, fields: str, licence: str) -> None:
    info = ".venv/lib/python3.12/site-packages/Flask_Login-1.0.dist-info/METADATA"
    document = snapshot(
        tmp_path,
        "requirements.txt",
        {"requirements.txt": "flask-login\nother\n", info: METADATA.format("Flask-Login", fields)},
    )
    found = await ManifestDependencies().installed(document)
    assert found == {"flask-login": Installed("flask-login", licence, "1.0")}


async def test_licences_of_node_packages(tmp_path: Path) -> None:
    files = {
        "package.json": '{"dependencies": {"a": "^1.0.0", "b": "*", "c": "1", "d": "1", "../e": "1"}}',
        "package-lock.json": package_lock(),
        "node_modules/b/package.json": '{"license": {"type": "ISC"}, "version": "2.0.0"}',
        "node_modules/c/package.json": '{"licenses": [{"type": "MIT"}, {"type": "ISC"}]}',
        "node_modules/d/package.json": "[]",
    }
    found = await ManifestDependencies().installed(snapshot(tmp_path, "package.json", files))
    assert {name: each.licence for name, each in found.items()} == {
        "a": "GPL-3.0-only",
        "b": "ISC",
        "c": "MIT OR ISC",
        "d": "",
    }


@pytest.mark.parametrize(
    ("said", "meant"),
    [("mit", "MIT"), (" The MIT  License ", "MIT"), ("BSD", ""), ("UNLICENSED", ""), ("GPLv3+", "GPL-3.0-or-later")],
)
def test_spellings(said: str, meant: str) -> None:
    assert normalised(said) == meant


def rules(facts: DependencyFacts, policy: Policy = DEFAULT_POLICY) -> list[str]:
    return sorted(match.rule.removeprefix("dependency.") for match in dependencies(facts, terms(policy, "x")))


def one(**fields: object) -> Dependency:
    return Dependency(**{"name": "a", "requirement": "", "span": Span(0, 1)} | fields)  # type: ignore[arg-type]


DEMANDED = with_duties(pinned_dependencies=Level.WARNING)
GIT = one(origin=Origin.GIT, address="https://x.org/a.git")


@pytest.mark.parametrize(
    ("facts", "policy", "expected"),
    [
        (DependencyFacts("requirements.txt", (one(is_open=True),), wants_pins=True), DEFAULT_POLICY, ["unpinned"]),
        (DependencyFacts("requirements.txt", (one(),), wants_pins=True), DEFAULT_POLICY, []),
        (DependencyFacts("requirements.txt", (one(),), wants_pins=True), DEMANDED, ["unpinned"]),
        (DependencyFacts("requirements.txt", (one(is_pinned=True),), wants_pins=True), DEMANDED, []),
        (DependencyFacts("pyproject.toml", (one(is_open=True),)), DEFAULT_POLICY, []),
        (DependencyFacts("pyproject.toml", (one(is_open=True),)), DEMANDED, ["unpinned"]),
        (DependencyFacts("pyproject.toml", (one(is_open=True),), lock="uv.lock"), DEMANDED, []),
        (DependencyFacts("pyproject.toml", (one(),)), DEMANDED, []),
        (DependencyFacts("package.json", (one(is_open=True),)), DEFAULT_POLICY, ["unpinned"]),
        (DependencyFacts("package.json", (one(is_open=True),), lock="yarn.lock"), DEFAULT_POLICY, []),
        (DependencyFacts("x", (GIT,)), DEFAULT_POLICY, ["mutable-source"]),
        (DependencyFacts("x", (GIT,), lock="uv.lock"), DEFAULT_POLICY, ["direct-source"]),
        (
            DependencyFacts("x", (one(origin=Origin.URL, is_pinned=True, address="https://x.org/a"),)),
            DEFAULT_POLICY,
            ["direct-source"],
        ),
        (
            DependencyFacts("x", (one(origin=Origin.URL, address="http://x.org/a"),)),
            DEFAULT_POLICY,
            ["cleartext-source"],
        ),
        (DependencyFacts("x", (one(origin=Origin.PATH),)), DEFAULT_POLICY, []),
        (DependencyFacts("x", sources=(("http://x.org", Span(0, 1)),)), DEFAULT_POLICY, ["cleartext-source"]),
        (
            DependencyFacts(
                "x",
                sources=(
                    ("https://x.org", Span(0, 1)),
                    ("http://localhost:3141", Span(0, 1)),
                    ("http://[", Span(0, 1)),
                ),
            ),
            DEFAULT_POLICY,
            [],
        ),
        (DependencyFacts("x", mismatches=(Mismatch(Span(0, 1), "Differs."),)), DEFAULT_POLICY, ["lock-outdated"]),
    ],
)
def test_what_becomes_a_finding(facts: DependencyFacts, policy: Policy, expected: list[str]) -> None:
    assert rules(facts, policy) == expected


def test_packages_that_come_with_others_stand_at_the_head() -> None:
    facts = DependencyFacts("x", (one(name="a", span=Span(5, 9)),), head=Span(0, 3))
    installed = {
        name: Installed(name, licence) for name, licence in (("a", "GPL-3.0-only"), ("b", "GPL-3.0-only"), ("c", ""))
    }
    found = list(licences_of_packages(facts, installed, ("MIT",)))
    assert [(match.span, "comes with another" in match.message) for match in found] == [
        (Span(5, 9), False),
        (Span(0, 3), True),
    ]
