"""Build and configuration files of Python projects."""

import ast
import configparser
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping

from omni_lsp.adapters.manifests.purpose import is_plain, named, programs, purpose_of
from omni_lsp.adapters.manifests.saying import Entry, Folder, Habit, Line, Saying, at_least, line_length
from omni_lsp.adapters.manifests.tables import has, table

PYTEST = (Line("test", "pytest"), Habit("Python test framework", "pytest"))
TOX = Line("test", "tox")
_MYPY = Habit("Python type checker", "mypy")
_FLAKE8 = (Line("lint", "flake8"), Habit("Python linter", "flake8"))
_QUOTES = {"single": "single", "double": "double"}
_DOCSTRINGS = {"google": "Google style", "numpy": "NumPy style", "pep257": "PEP 257"}
_TEST_FOLDERS = frozenset({"tests", "test", "testing", "t", "src/tests"})
_BUILDERS = {"uv": "uv build", "Poetry": "poetry build", "PDM": "pdm build"}
_LOCKS = (
    ("uv.lock", "uv"),
    ("poetry.lock", "Poetry"),
    ("pdm.lock", "PDM"),
    ("Pipfile.lock", "Pipenv"),
    ("pixi.lock", "Pixi"),
)
_AT_LEAST = re.compile(r">=\s*([\d.]+)")
_ENVIRONMENTS = re.compile(r"[\w.,\s-]+", re.ASCII)


def pyproject(text: str, folder: Folder) -> Iterator[Saying]:
    """Raises TOMLDecodeError."""
    document = tomllib.loads(text)
    manager = _manager(folder)
    yield from (Habit("Python package manager", manager) for _ in filter(None, [manager]))
    if has(document, "build-system"):
        yield Line("build", _BUILDERS.get(manager, "python -m build"))
    if has(document, "tool", "pytest"):
        yield from PYTEST
        yield from _test_folder(table(document, "tool", "pytest", "ini_options").get("testpaths"))
    if has(document, "tool", "tox"):
        yield TOX
    if has(document, "tool", "ruff"):
        yield from _ruff(table(document, "tool", "ruff"))
    yield from _type_checkers(document)
    yield from _formatters(document)
    project = table(document, "project")
    yield from _python_version(project.get("requires-python"))
    yield from _python_version(table(document, "tool", "poetry", "dependencies").get("python"))
    style = table(document, "tool", "pydocstyle").get("convention")
    yield from _docstrings(style)
    yield from _scripts(table(project, "scripts"), folder)
    yield from _scripts(table(document, "tool", "poetry", "scripts"), folder, "poetry run")
    yield from _tasks(document)


def ruff_toml(text: str, _folder: Folder) -> Iterator[Saying]:
    """Raises TOMLDecodeError."""
    yield from _ruff(tomllib.loads(text))


def ini(text: str, folder: Folder) -> Iterator[Saying]:
    """`setup.cfg`, `tox.ini`, `mypy.ini`, `.flake8` and `pytest.ini`, which share their sections. Raises configparser.Error."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    if parser.has_section("tox"):
        yield from _tox(parser.get("tox", "envlist", fallback=parser.get("tox", "env_list", fallback="")))
    for section in ("pytest", "tool:pytest"):
        if parser.has_section(section):
            yield from PYTEST
            yield from _test_folder(parser.get(section, "testpaths", fallback="").split())
    if parser.has_section("flake8"):
        yield from _FLAKE8
    if parser.has_section("mypy"):
        yield from _mypy(dict(parser["mypy"]))
    yield from _python_version(parser.get("options", "python_requires", fallback=""))
    scripts = parser.get("options.entry_points", "console_scripts", fallback="")
    pairs = (line.partition("=") for line in scripts.splitlines() if "=" in line)
    yield from _scripts({name.strip(): target.strip() for name, _, target in pairs}, folder)


def noxfile(text: str, _folder: Folder) -> Iterator[Saying]:
    """Sessions by their decorators, the file being read and not run. Raises SyntaxError."""
    yield Line("test", "nox")
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            yield from named(_sessions(node), "nox -s")


def manage(_text: str, _folder: Folder) -> Iterator[Saying]:
    """Django's own program."""
    yield Entry("program", "python manage.py", "manage.py")


def _sessions(function: ast.FunctionDef) -> Iterator[str]:
    """The name in the decorator goes before that of the function; one that is worked out is nobody's to know."""
    for decorator in function.decorator_list:
        options = decorator.keywords if isinstance(decorator, ast.Call) else []
        names = [option.value for option in options if option.arg == "name"]
        if "session" in ast.unparse(decorator):
            yield from (str(name.value) for name in names if isinstance(name, ast.Constant))
            yield from () if names else (function.name,)


def _manager(folder: Folder) -> str:
    """By its lock file; two of them prove none."""
    found = [manager for lock, manager in _LOCKS if lock in folder.names]
    return found[0] if len(found) == 1 else ""


def _ruff(options: Mapping[str, object]) -> Iterator[Saying]:
    """That it formats is proven by options for that: many use it to lint only, and another formatter."""
    yield from (Line("lint", "ruff check ."), Habit("Python linter", "ruff"))
    yield from line_length("Python line length", options.get("line-length"))
    yield from _docstrings(
        table(options, "lint", "pydocstyle").get("convention", table(options, "pydocstyle").get("convention"))
    )
    if has(options, "format"):
        yield from (Line("format", "ruff format ."), Habit("Python formatter", "ruff format"))
        quotes = _QUOTES.get(str(table(options, "format").get("quote-style")))
        yield from (Habit("Python quotes", quote) for quote in filter(None, [quotes]))


def _type_checkers(document: Mapping[str, object]) -> Iterator[Saying]:
    if has(document, "tool", "mypy"):
        yield from _mypy(table(document, "tool", "mypy"))
    for tool in ("pyright", "basedpyright"):
        if has(document, "tool", tool):
            is_strict = table(document, "tool", tool).get("typeCheckingMode") == "strict"
            yield from (
                Line("lint", tool),
                Habit("Python type checker", f"{tool} in strict mode" if is_strict else tool),
            )


def _mypy(options: Mapping[str, object]) -> Iterator[Saying]:
    if options.keys() & {"files", "packages", "modules"}:  # Else only who runs it knows what is to be checked.
        yield Line("lint", "mypy")
    is_strict = str(options.get("strict", "")).lower() in {"true", "1", "yes", "on"}
    yield _MYPY._replace(value="mypy in strict mode") if is_strict else _MYPY


def _formatters(document: Mapping[str, object]) -> Iterator[Saying]:
    if has(document, "tool", "black"):
        black = table(document, "tool", "black")
        yield from (Line("format", "black ."), Habit("Python formatter", "black"))
        yield from line_length("Python line length", black.get("line-length", black.get("line_length")))
    if has(document, "tool", "isort"):
        yield from (Line("format", "isort ."), Habit("Python import sorter", "isort"))
    if has(document, "tool", "pylint"):
        yield Habit("Python linter", "pylint")


def _docstrings(style: object) -> Iterator[Habit]:
    if isinstance(style, str) and style in _DOCSTRINGS:
        yield Habit("Python docstrings", _DOCSTRINGS[style])


def _python_version(requirement: object) -> Iterable[Habit]:
    text = requirement if isinstance(requirement, str) else ""
    if match := _AT_LEAST.search(text):
        return at_least("Python version", match[1])
    caret = re.fullmatch(r"\^([\d.]+)", text)
    return at_least("Python version", caret[1]) if caret is not None else ()


def _test_folder(paths: object) -> Iterator[Habit]:
    folders = [str(path).rstrip("/") for path in paths] if isinstance(paths, list) else [str(paths or "")]
    if len(folders) == 1 and folders[0] in _TEST_FOLDERS:
        yield Habit("Python test folder", f"{folders[0]}/")


def _scripts(targets: Mapping[str, object], folder: Folder, prefix: str = "") -> Iterator[Saying]:
    yield from programs(targets, prefix)
    for name, target in targets.items():
        if is_plain(name):
            module = target.partition(":")[0].strip() if isinstance(target, str) else ""
            yield Entry("program", name, _module_file(module, folder))


def _module_file(module: str, folder: Folder) -> str:
    if not all(part.isidentifier() for part in module.split(".")):
        return ""
    place = module.replace(".", "/")
    return folder.first(f"{place}.py", f"{place}/__init__.py", f"src/{place}.py", f"src/{place}/__init__.py")


def _tox(environments: str) -> Iterator[Line]:
    """`tox -e lint` for the plain names; those that are made of parts are left to tox."""
    yield TOX
    if _ENVIRONMENTS.fullmatch(environments):
        yield from named((name for name in re.split(r"[,\s]+", environments) if purpose_of(name)), "tox -e")


def _tasks(document: Mapping[str, object]) -> Iterator[Line]:
    yield from named(table(document, "tool", "pdm", "scripts"), "pdm run")
    yield from named(table(document, "tool", "poe", "tasks"), "poe")
    for name, environment in table(document, "tool", "hatch", "envs").items():
        if is_plain(name):
            prefix = "hatch run" if name == "default" else f"hatch -e {name} run"
            yield from named(table(environment, "scripts"), prefix)
