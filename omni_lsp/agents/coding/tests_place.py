"""Where tests of a file belong, by what the project does already, and by the custom of the language where it has none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from omni_lsp.agents.coding.region import family
from omni_lsp.model.facts import FileFacts
from omni_lsp.model.roles import is_test, test_pattern, test_place

_CUSTOM = {"python": "test_*.py", "javascript": "*.test.*", "go": "*_test.go", "java": "*Test.java"}
_MOST_NUMBERS = 100
_BESIDE = "beside the code"


def tests_of(path: str, language: str, files: Mapping[str, FileFacts]) -> str:
    """The path below the folder, with `/`, at which the tests of a file are or would be; `files` are all that is known.

    The one test file that is named after it, else the most usual name at the most usual place. Go has one custom alone.
    """
    kin = family(language)
    mine = [one for one, file in files.items() if family(file.language) == kin and test_pattern(one) is not None]
    source = PurePosixPath(path)
    named = sorted(one for one in mine if _about(PurePosixPath(one).name) == _subject(source))
    if len(named) == 1 and kin != "go":
        return named[0]
    name = _name(source, _usual_pattern(mine, kin))
    return (_folder(source, kin, [] if kin == "go" else mine) / name).as_posix()


def others(path: str) -> Sequence[str]:
    """Names for the same where a file is in the way that nothing can be added to, in order."""
    place = PurePosixPath(path)
    stem, endings = place.name.partition(".")[::2]
    for ending in ("_test", "Test", "Tests"):
        if stem.endswith(ending):
            stem = stem.removesuffix(ending)
            numbered = (f"{stem}{number}{ending}.{endings}" for number in range(2, _MOST_NUMBERS))
            break
    else:
        numbered = (f"{stem}_{number}.{endings}" for number in range(2, _MOST_NUMBERS))
    return [(place.parent / name).as_posix() for name in numbered]


def is_for_tests(path: str) -> bool:
    """Whether a file is one of tests itself, of which nobody wants tests."""
    return is_test(path)


def _subject(source: PurePosixPath) -> str:
    return source.name.partition(".")[0]


def _about(name: str) -> str:
    """What a test file is named after: `cart` for `test_cart.py`, `cart.test.js`, `cart_test.go`."""
    stem = name.partition(".")[0].removeprefix("test_")
    return next((stem.removesuffix(end) for end in ("_test", "Tests", "Test") if stem.endswith(end)), stem)


def _usual_pattern(tests: Sequence[str], kin: str) -> str:
    patterns = Counter(pattern for one in tests if (known := test_pattern(one)) for pattern in (known[1],))
    return max(sorted(patterns), key=lambda pattern: patterns[pattern], default=_CUSTOM.get(kin, "test_*.py"))


def _name(source: PurePosixPath, pattern: str) -> str:
    """`*` is what the file is called, and a `*` at the end its own ending."""
    name = pattern.removesuffix(".*") + source.suffix if pattern.endswith(".*") else pattern
    return name.replace("*", _subject(source), 1)


def _folder(source: PurePosixPath, kin: str, tests: Sequence[str]) -> PurePosixPath:
    places = Counter(map(test_place, tests))
    if not places:
        return _by_custom(source, kin)
    usual = max(sorted(places), key=lambda place: places[place])
    there = [PurePosixPath(one).parent for one in tests if test_place(one) == usual]
    if usual == _BESIDE:
        return source.parent
    if usual == "src/test/java/":
        return _mirrored(source)
    if usual.startswith("folders called "):
        return source.parent / usual.removeprefix("folders called ")
    folders = Counter(folder.as_posix() for folder in there)
    return PurePosixPath(max(sorted(folders), key=lambda folder: folders[folder]))


def _by_custom(source: PurePosixPath, kin: str) -> PurePosixPath:
    if kin == "python":
        return PurePosixPath("tests")
    return _mirrored(source) if kin == "java" else source.parent


def _mirrored(source: PurePosixPath) -> PurePosixPath:
    """`src/main/java/shop` as `src/test/java/shop`."""
    folder = f"/{source.parent.as_posix()}/"
    return PurePosixPath(folder.replace("/src/main/java/", "/src/test/java/", 1).strip("/") or ".")
