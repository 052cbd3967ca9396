"""What the path of a file says about the secrets in it."""

import re
from dataclasses import dataclass

from omni_lsp.adapters.secrets.book import word_lists

_TEST_FILE = re.compile(
    r"(?:test_.*|tests?|conftest|.*[._-](?:test|tests|spec|specs|mock|mocks|fixture|fixtures|stub|stories))\.\w+|.*\.feature"
)
_TEST_CLASS = re.compile(
    r".*(?:Test|Tests|TestCase|Spec|IT|Mock|Fixture)s?\.(?:java|kt|kts|scala|groovy|cs|swift|php|m|vb)"
)
_TEST_PROJECT = re.compile(r".*\.(?:unit|integration)?tests?", re.IGNORECASE)
_QUIET_FILE = re.compile(
    r"""(?:package-lock|npm-shrinkwrap|composer|packages|project\.assets)(?:\.lock)?\.json|.*[.-]lock(?:\.\w+)?|.*\.lock(?:b|file|\.hcl)?
    |yarn\.lock|pnpm-lock\.ya?ml|go\.(?:sum|work\.sum)|.*\.sum|.*\.map|.*[.-]min\.\w+|.*\.(?:css|scss|sass|less|svg|po|pot|mo|snap|resx
    |strings|xliff|xlf|arb|ftl|woff2?|csv|tsv|diff|patch|sha\d*|sha\d+sums?|md5|asc|sig)|(?:messages|strings|labels|translations?)[_.-]\w\w.*""",
    re.VERBOSE | re.IGNORECASE,
)
_LONG_LINE, _LONG_TEXT = 400, 2000
_KNOWN_PARTS = 4  # Without a workspace folder, what is above may be anything: a home folder called `test`.


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is: `path` with `/`, `name` its last part.

    `is_test` says that its secrets are made up, most likely. `has_names` says that names tell something there;
    `has_bare_values` that values stand without quotes; `is_prose` that most of it is for people.
    """

    path: str = ""
    name: str = ""
    is_test: bool = False
    has_names: bool = True
    has_bare_values: bool = True
    is_prose: bool = False
    is_dockerfile: bool = False


# A text from nowhere: all that may be a secret in some file is taken for one.
ANYWHERE = Place(is_dockerfile=True)


def place(path: str, language: str, text: str, *, is_relative: bool) -> Place:
    """`path` with `/`; relative ones are below a workspace folder, of others only the last parts tell something."""
    known, parts = word_lists("places"), path.split("/")
    folders, name = [part.lower() for part in parts[:-1]], parts[-1]
    if not is_relative:
        folders = folders[1 - _KNOWN_PARTS :]
    suffix = name.rpartition(".")[2].lower() if "." in name[1:] else ""
    is_test = (
        any(folder in known["test_folders"] for folder in folders)
        or any(_TEST_PROJECT.fullmatch(folder) for folder in folders)
        or _TEST_FILE.fullmatch(name.lower()) is not None
        or _TEST_CLASS.fullmatch(name) is not None
    )
    is_quiet = _QUIET_FILE.fullmatch(name) is not None or any(
        folder in known["translation_folders"] for folder in folders
    )
    return Place(
        path,
        name,
        is_test=is_test,
        has_names=not (is_test or is_quiet or _is_minified(suffix, text)),
        has_bare_values=suffix not in known["code_suffixes"]
        and (suffix != "" or language not in known["code_languages"]),
        is_prose=suffix in known["prose_suffixes"] or language == "markdown",
        is_dockerfile=language == "dockerfile" or "dockerfile" in name.lower() or name == "Containerfile",
    )


def _is_minified(suffix: str, text: str) -> bool:
    if suffix not in word_lists("places")["minifiable_suffixes"] or len(text) < _LONG_TEXT:
        return False
    return len(text) > _LONG_LINE * (text.count("\n") + 1)
