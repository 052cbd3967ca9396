"""What a source file is there for, by its path alone."""

import re

_TEST_FOLDERS = frozenset({"test", "tests", "__tests__", "__mocks__", "spec", "specs", "testdata", "fixtures", "e2e"})
_ASIDE = frozenset(
    {"example", "examples", "_examples", "sample", "samples", "demo", "demos", "benchmark", "benchmarks"}
) | {
    "vendor",
    "third_party",
    "node_modules",
    "site-packages",
}
_PATTERNS = (
    ("Python", "test_*.py", re.compile(r"test_.*\.py")),
    ("Python", "*_test.py", re.compile(r".*_test\.py")),
    ("JavaScript", "*.test.*", re.compile(r".*\.test\.[cm]?jsx?")),
    ("JavaScript", "*.spec.*", re.compile(r".*\.spec\.[cm]?jsx?")),
    ("TypeScript", "*.test.*", re.compile(r".*\.test\.[cm]?tsx?")),
    ("TypeScript", "*.spec.*", re.compile(r".*\.spec\.[cm]?tsx?")),
    ("Java", "*Test.java", re.compile(r".*Test\.java")),
    ("Java", "*Tests.java", re.compile(r".*Tests\.java")),
    ("Go", "*_test.go", re.compile(r".*_test\.go")),
)
_MINIFIED = re.compile(r"[.-]min\.[cm]?js$|\.bundle\.js$")


def is_test(path: str) -> bool:
    """Whether a file is a test or there for tests: by a folder or by its name, as test runners tell them."""
    *folders, name = path.split("/")
    return name == "conftest.py" or test_pattern(path) is not None or not _TEST_FOLDERS.isdisjoint(folders)


def test_pattern(path: str) -> tuple[str, str] | None:
    """The language and the name pattern of a file that holds tests: `Python` and `test_*.py`."""
    name = path.rpartition("/")[2]
    return next(((language, pattern) for language, pattern, test in _PATTERNS if test.fullmatch(name)), None)


def is_aside(path: str) -> bool:
    """Whether a file is a test, an example, a benchmark, minified or somebody else's code: none of what a project is for."""
    return is_test(path) or not _ASIDE.isdisjoint(path.split("/")[:-1]) or _MINIFIED.search(path) is not None


def test_place(path: str) -> str:
    """Where a test lies, in words: `tests/`, `folders called __tests__` or `beside the code`."""
    folders = path.split("/")[:-1]
    if "src/test/java" in path:
        return "src/test/java/"
    if folders and folders[0] in _TEST_FOLDERS:
        return f"{folders[0]}/"
    inner = next((folder for folder in folders if folder in _TEST_FOLDERS), None)
    return f"folders called {inner}" if inner else "beside the code"
