"""What a file is for, by its path alone."""

import re
from pathlib import PurePosixPath

from omni_lsp.model.retrieval import Domain

_TEST_FOLDERS = frozenset({"test", "tests", "__tests__", "spec", "specs", "testdata", "fixtures", "__mocks__", "e2e"})
_TEST_NAME = re.compile(
    r"^(tests?|conftest)[_.]|[_.-](test|tests|spec|specs)\.\w+$|^\w*[a-z](Tests?\.\w+|(Spec|IT)\.(java|kt|scala|groovy|swift|cs))$"
)
_DOC_ENDINGS = frozenset({".md", ".mdx", ".rst", ".txt", ".adoc", ".asciidoc", ".tex"})
_DOC_NAME = re.compile(
    r"^(readme|licen[cs]e|copying|notice|authors|contributors|contributing|code_of_conduct|install|todo)\b[^.]*$"
)
_DOC_FOLDERS = frozenset({"doc", "docs", "documentation"})
_CONFIGURATION_ENDINGS = frozenset(
    {".json", ".jsonc", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties", ".xml", ".env", ".plist"}
)
_CONFIGURATION_NAME = re.compile(r"^(dockerfile|makefile|justfile|\..*rc|\.editorconfig|\.env.*)$|\.config\.\w+$")
_HISTORY = re.compile(
    r"^(change|changelog|changes|history|news|release|releases|release[_-]notes|upgrading|migration)\b"
)
_DEPENDENCIES = re.compile(
    r"^(requirements.*\.(txt|in)|pyproject\.toml|setup\.(py|cfg)|pipfile|package\.json|go\.(mod|work)|cargo\.toml|"
    r"pom\.xml|build\.gradle(\.kts)?|settings\.gradle(\.kts)?|gemfile|composer\.json|mix\.exs|build\.sbt|.*\.csproj|"
    r"libs\.versions\.toml|.*[.-]lock(\.(json|ya?ml|hcl))?|go\.sum|npm-shrinkwrap\.json|environment\.ya?ml|constraints.*\.txt)$"
)
_SECURITY = re.compile(r"^security(-policy|_policy)?(\.(md|txt|rst|adoc))?$")
_ASIDE = frozenset(
    {"example", "examples", "sample", "samples", "demo", "demos", "legacy", "deprecated", "compat", "_compat"}
    | {"vendor", "third_party", "thirdparty", "bench", "benchmark", "benchmarks"}
)
_ASIDE_NAME = re.compile(r"(^|_)compat\.\w+$|\.d\.ts$")


def kind_of(path: str) -> Domain:
    """The domain that a file belongs to; `path` is below the folder with `/`."""
    *folders, name = PurePosixPath(path).parts
    lowered, ending = name.lower(), PurePosixPath(name).suffix.lower()
    inside = {folder.lower() for folder in folders}
    is_prose = ending in _DOC_ENDINGS
    signs = (
        (Domain.SECURITY, _SECURITY.search(lowered)),
        (Domain.DEPENDENCIES, _DEPENDENCIES.search(lowered)),
        (Domain.HISTORY, _HISTORY.search(lowered) and (is_prose or not ending)),
        (Domain.TESTS, inside & _TEST_FOLDERS or _TEST_NAME.search(name)),
        (Domain.DOCS, is_prose or _DOC_NAME.search(lowered) or (inside & _DOC_FOLDERS and ending in {"", ".html"})),
        (Domain.CONFIGURATION, ending in _CONFIGURATION_ENDINGS or _CONFIGURATION_NAME.search(lowered)),
    )
    return next((domain for domain, sign in signs if sign), Domain.CODE)


def is_aside(path: str) -> bool:
    """Whether it is kept for some other purpose than to be worked on: an example, an older interface, somebody else's."""
    *folders, name = PurePosixPath(path.lower()).parts
    return (
        not _ASIDE.isdisjoint(folders)
        or (any(folder.startswith(".") for folder in folders) and kind_of(path) is not Domain.CONFIGURATION)
        or bool(_ASIDE_NAME.search(name))
    )
