"""What manifests say, and where."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from omni_lsp.adapters.dependencies.go_mod import go_mod, go_sum
from omni_lsp.adapters.dependencies.java_files import build_gradle, pom_xml
from omni_lsp.adapters.dependencies.manifest import Manifest
from omni_lsp.adapters.dependencies.manifests import ManifestDependencies
from omni_lsp.adapters.dependencies.package_json import package_json
from omni_lsp.adapters.dependencies.pyproject import pipfile, pyproject
from omni_lsp.adapters.dependencies.requirements_txt import requirements_txt, settings_file
from omni_lsp.model.dependencies import Dependency, Origin
from omni_lsp.model.text import Snapshot

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def kind(each: Dependency) -> str:
    """In a word: pinned, open or a range, and where it comes from unless from a registry."""
    state = "pinned" if each.is_pinned else "open" if each.is_open else "range"
    return state if each.origin is Origin.REGISTRY else f"{state} {each.origin}"


def told(manifest: Manifest, text: str) -> list[tuple[str, str, str]]:
    """Name, kind and place of each."""
    return [(each.name, kind(each), text[each.span.start : each.span.end]) for each in manifest.dependencies]


@pytest.mark.parametrize(
    ("line", "name", "state"),
    [
        ("flask", "flask", "open"),
        ("Flask_Login >= 1", "flask-login", "open"),
        ("flask==3.0.1", "flask", "pinned"),
        ("flask===3.0.1", "flask", "pinned"),
        ("flask==3.*", "flask", "range"),
        ("flask>=2,<3", "flask", "range"),
        ("flask~=2.1", "flask", "range"),
        ("flask[async]==3.0 ; python_version > '3.8'", "flask", "pinned"),
        ("flask==3.0 --hash=sha256:00", "flask", "pinned"),
        ("git+https://github.com/a/b.git#egg=b", "b", "range git"),
        ("git+https://github.com/a/b.git@main#egg=b", "b", "range git"),
        (f"git+https://github.com/a/b.git@{COMMIT}#egg=b", "b", "pinned git"),
        (f"-e git+ssh://git@github.com/a/b.git@{COMMIT}#egg=b", "b", "pinned git"),
        ("b @ git+https://github.com/a/b.git", "b", "range git"),
        ("b @ https://example.org/b.whl", "b", "range url"),
        ("b @ https://example.org/b.whl#sha256=00", "b", "pinned url"),
        ("https://example.org/b.whl --hash=sha256:00", "", "pinned url"),
        ("b @ file:///b.whl", "b", "pinned path"),
    ],
)
def test_lines_of_requirements(line: str, name: str, state: str) -> None:
    text = f"# needed\n{line}  # why\n"
    assert told(requirements_txt(text), text) == [(name, state, line)]


@pytest.mark.parametrize(
    "line", ["", "# x", "-r base.txt", "./local", "-e .", "--hash=sha256:00", "not a requirement", "==1", "-e ../x"]
)
def test_other_lines_are_no_requirements(line: str) -> None:
    assert requirements_txt(f"{line}\n").dependencies == ()


def test_joined_lines_are_one() -> None:
    text = "a==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\nb\n"
    assert told(requirements_txt(text), text) == [("a", "pinned", "a==1"), ("b", "open", "b")]


def test_indexes_are_sources() -> None:
    text = "-i http://a.org/simple\n--extra-index-url=http://b.org/simple\n--find-links http://c.org\nflask\n"
    found = requirements_txt(text)
    assert [address for address, _ in found.sources] == ["http://a.org/simple", "http://b.org/simple", "http://c.org"]
    assert [text[span.start : span.end] for _, span in found.sources] == text.splitlines()[:3]
    assert found.wants_pins
    assert not requirements_txt("-c constraints.txt\nflask\n").wants_pins


def test_settings_name_registries() -> None:
    text = "; x\nregistry=http://a.org\n@us:registry = http://b.org\n[global]\nindex-url = http://c.org/simple\nother=http://d.org\n"
    assert [address for address, _ in settings_file(text).sources] == [
        "http://a.org",
        "http://b.org",
        "http://c.org/simple",
    ]


PYPROJECT = f"""
[project]
name = "shop"
dependencies = [
  "flask",  # "flask" is in here
  'click>=8,<9',
  "b @ git+https://github.com/a/b.git@main",
  "lib",
]
[project.optional-dependencies]
x = ["flask==3.0"]
[dependency-groups]
dev = ["pytest>=8", {{include-group = "x"}}]
[tool.uv]
index-url = "http://a.org/simple"
[tool.uv.sources]
lib = {{ git = "https://github.com/a/lib", rev = "{COMMIT}" }}
[[tool.uv.index]]
url = "http://b.org/simple"
"""


def test_pyproject() -> None:
    found = pyproject(PYPROJECT)
    assert told(found, PYPROJECT) == [
        ("flask", "open", "flask"),
        ("click", "range", "click>=8,<9"),
        ("b", "range git", "b @ git+https://github.com/a/b.git@main"),
        ("lib", "pinned git", f'lib = {{ git = "https://github.com/a/lib", rev = "{COMMIT}" }}'),
        ("flask", "pinned", "flask==3.0"),
        ("pytest", "open", "pytest>=8"),
    ]
    lines = [PYPROJECT.count("\n", 0, each.span.start) for each in found.dependencies]
    assert lines == [4, 5, 6, 16, 10, 12]
    assert [address for address, _ in found.sources] == ["http://a.org/simple", "http://b.org/simple"]
    assert PYPROJECT[found.head.start : found.head.end] == "dependencies = ["


POETRY = """
[tool.poetry.dependencies]
python = "^3.11"
flask = "*"
"click" = "8.1.7"
requests = {version = "^2.31", extras = ["socks"]}
b = { git = "https://github.com/a/b.git", branch = "main" }
c = { path = "../c" }
d = { url = "http://d.org/d.whl" }
[tool.poetry.group.dev.dependencies]
pytest = "~8.0"
[[tool.poetry.source]]
name = "x"
url = "http://a.org/simple"
"""


def test_poetry() -> None:
    found = pyproject(POETRY)
    assert [(name, state) for name, state, _ in told(found, POETRY)] == [
        ("flask", "open"),
        ("click", "pinned"),
        ("requests", "range"),
        ("b", "range git"),
        ("c", "pinned path"),
        ("d", "range url"),
        ("pytest", "range"),
    ]
    places = [place for _, _, place in told(found, POETRY)]
    assert places[0] == 'flask = "*"'
    assert places[-1] == 'pytest = "~8.0"'
    assert [address for address, _ in found.sources] == ["http://a.org/simple"]


def test_pipfile() -> None:
    text = '[[source]]\nurl = "http://a.org"\n[packages]\nflask = "*"\nclick = "==8.1"\n[dev-packages]\nb = {git = "https://x", ref = "main"}\n'
    found = pipfile(text)
    assert [(name, state) for name, state, _ in told(found, text)] == [
        ("flask", "open"),
        ("click", "pinned"),
        ("b", "range git"),
    ]
    assert [address for address, _ in found.sources] == ["http://a.org"]


@pytest.mark.parametrize(
    ("wanted", "state"),
    [
        ("1.2.3", "pinned"),
        ("=1.2.3", "pinned"),
        ("1.2.3-beta.1", "pinned"),
        ("^1.2.3", "range"),
        ("1.x", "range"),
        ("*", "open"),
        ("latest", "open"),
        ("", "open"),
        ("npm:other@1.2.3", "pinned"),
        ("npm:other@*", "open"),
        ("user/repo", "range git"),
        (f"user/repo#{COMMIT}", "pinned git"),
        ("github:user/repo#main", "range git"),
        ("git+ssh://git@x.org/a.git", "range git"),
        ("https://github.com/a/b.git", "range git"),
        ("https://x.org/a.tgz", "range url"),
        ("file:../a", "pinned path"),
        ("workspace:*", "pinned path"),
        ("./a/b", "pinned path"),
    ],
)
def test_package_json(wanted: str, state: str) -> None:
    text = f'{{\n  "devDependencies": {{"a": "1.0.0"}},\n  "dependencies": {{\n    "a": "{wanted}"\n  }}\n}}\n'
    found = package_json(text)
    assert told(found, text)[0] == ("a", state, f'"a": "{wanted}"')
    assert text.count("\n", 0, found.dependencies[0].span.start) == 3
    assert text[found.head.start : found.head.end] == '"dependencies": {'


GO = """module x
go 1.22 // not a version
require github.com/a/one v1.0.0
require (
\tgithub.com/a/two v1.2.3 // indirect
\tgithub.com/a/three v0.1.0
)
replace github.com/a/three => ../three
replace github.com/a/two => github.com/b/two v1.2.4
"""


def test_go_mod() -> None:
    found = go_mod(GO)
    assert told(found, GO) == [
        ("github.com/a/one", "pinned", "require github.com/a/one v1.0.0"),
        ("github.com/a/two", "pinned", "github.com/a/two v1.2.3"),
        ("github.com/a/three", "pinned path", "github.com/a/three v0.1.0"),
    ]
    assert found.declared == {
        "github.com/a/one": "github.com/a/one v1.0.0",
        "github.com/a/two": "github.com/b/two v1.2.4",
    }
    assert go_sum("a v1 h1:x=\na v1/go.mod h1:x=\nb v2/go.mod h1:x=\nbroken\n") == {("a", "v1"), ("b", "v2")}


POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <properties><lib.version>1.2</lib.version></properties>
  <dependencies>
    <dependency><groupId>g</groupId><artifactId>a</artifactId><version>${lib.version}</version></dependency>
    <dependency><groupId>g</groupId><artifactId>b</artifactId><version>LATEST</version></dependency>
    <dependency><groupId>g</groupId><artifactId>c</artifactId><version>[1.0,2.0)</version></dependency>
    <dependency><groupId>g</groupId><artifactId>d</artifactId><version>1.0-SNAPSHOT</version></dependency>
    <dependency><groupId>g</groupId><artifactId>e</artifactId></dependency>
    <!-- <dependency><groupId>g</groupId><artifactId>f</artifactId><version>LATEST</version></dependency> -->
  </dependencies>
  <repositories><repository><id>x</id><url>http://x.org/maven</url></repository></repositories>
</project>
"""


def test_pom_xml() -> None:
    found = pom_xml(POM)
    assert told(found, POM) == [
        ("g:a", "pinned", "<version>${lib.version}</version>"),
        ("g:b", "open", "<version>LATEST</version>"),
        ("g:c", "range", "<version>[1.0,2.0)</version>"),
        ("g:d", "range", "<version>1.0-SNAPSHOT</version>"),
    ]
    assert [address for address, _ in found.sources] == ["http://x.org/maven"]


GRADLE = """
repositories {
    maven { url 'http://x.org/maven' }
    maven { url = uri("https://y.org/maven") }
    // maven { url 'http://z.org/maven' }
}
dependencies {
    implementation 'g:a:1.0'
    api("g:b:1.+")
    testImplementation platform('g:c:latest.release')
    // implementation 'g:d:+'
    implementation project(':x')
    implementation "g:e:$version"
}
"""


def test_build_gradle() -> None:
    found = build_gradle(GRADLE)
    assert told(found, GRADLE) == [
        ("g:a", "pinned", "g:a:1.0"),
        ("g:b", "open", "g:b:1.+"),
        ("g:c", "open", "g:c:latest.release"),
        ("g:e", "pinned", "g:e:$version"),
    ]
    assert [address for address, _ in found.sources] == ["http://x.org/maven", "https://y.org/maven"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pyproject.toml", True),
        ("requirements.txt", True),
        ("requirements-dev.txt", True),
        ("dev-requirements.txt", True),
        ("requirements/base.txt", True),
        ("package.json", True),
        ("go.mod", True),
        ("pom.xml", True),
        ("build.gradle.kts", True),
        (".npmrc", True),
        ("notes/base.txt", False),
        ("requirements.in", False),
        ("package-lock.json", False),
        ("setup.py", False),
    ],
)
def test_manifests_are_known_by_name(name: str, expected: bool) -> None:
    assert ManifestDependencies().is_manifest(Path("/x") / name) is expected


async def test_what_cannot_be_parsed_says_nothing(tmp_path: Path) -> None:
    for name, text in {
        "package.json": '{"dependencies"',
        "pyproject.toml": "[project",
        "Pipfile": "=",
        "x.py": "x",
    }.items():
        path = tmp_path / name
        assert await ManifestDependencies().about(Snapshot(path.as_uri(), 1, "x", text, path, tmp_path)) is None
    assert await ManifestDependencies().about(Snapshot("untitled:1", 1, "x", "flask")) is None


READERS = st.sampled_from([requirements_txt, pom_xml, build_gradle, go_mod, settings_file])
PIECES = st.sampled_from(
    (
        "flask",
        "==1",
        "\n",
        " ",
        "\\",
        "#",
        "-e ",
        "git+https://x/y",
        "@",
        "http://[",
        "<dependency>",
        "</dependency>",
        "<version>",
        "<!--",
    )
)


@given(READERS, st.lists(PIECES, max_size=30).map("".join))
@settings(deadline=None)
def test_any_text_can_be_read_and_places_are_in_it(reader: object, text: str) -> None:
    assert callable(reader)
    found = reader(text)
    for each in found.dependencies:
        assert 0 <= each.span.start <= each.span.end <= len(text)
