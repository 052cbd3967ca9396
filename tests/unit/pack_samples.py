"""Inputs and folders for the tests of context packs."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from omni_lsp.adapters.tokens import TokenBound
from omni_lsp.model.facts import Command
from omni_lsp.model.finding import Severity
from omni_lsp.model.knowledge import Convention, EntryPoint, MappedFile
from omni_lsp.model.packs import Duty, OpenFinding, PackFile, PackInputs, PackPlan, PackRule, PacksOnDisk, PackState
from omni_lsp.pack.plan import Wanted, plan
from omni_lsp.pack.rendering import Terms

ALL = frozenset(PackFile)
TERMS = Terms(TokenBound())
NONE: Mapping[PackFile, str] = MappingProxyType({})

INPUTS = PackInputs(
    kinds=("python",),
    languages=("python", "typescript"),
    commands=(
        Command("test", "make test", "Makefile"),
        Command("test", "pytest -q", "pyproject.toml"),
        Command("lint", "ruff check .", "pyproject.toml"),
    ),
    entry_points=(EntryPoint("program", "shop", "shop/main.py", "pyproject.toml"),),
    conventions=(Convention("formatter", "ruff", "pyproject.toml"), Convention("function names", "snake_case")),
    generated=("shop/api_pb2.py",),
    rules=(
        PackRule("py.sql-injection", "SQL injection", Severity.ERROR, ("CWE-89",), ("python",), "Pass values."),
        PackRule("secret.token", "Token", Severity.ERROR, ("CWE-798",), (), "Take it out."),
    ),
    findings=(OpenFinding("py.sql-injection", "shop/db.py"), OpenFinding("secret.token", "shop/b.py")),
    duties=(
        Duty("Log internal ids.", ("gdpr Art. 5(1)(c)",)),
        Duty("Pin what you depend on.", ("soc2 CC8.1",), ("deploy/",)),
    ),
    map=(MappedFile("shop/db.py", 0.7, ("def query(text: str) -> Rows",)), MappedFile("shop/main.py", 0.3, ("main",))),
)


def planned(  # noqa: PLR0913, PLR0917 - what a plan depends on
    texts: Mapping[PackFile, str] = NONE,
    state: PackState | None = None,
    inputs: PackInputs = INPUTS,
    files: frozenset[PackFile] = ALL,
    adopted: frozenset[PackFile] = frozenset(),
    terms: Terms = TERMS,
) -> PackPlan:
    return plan(inputs, Wanted(files, adopted), PacksOnDisk(texts=texts, state=state or PackState()), terms)


def many(count: int) -> PackInputs:
    """As much of everything as a large project could have."""
    numbers = range(count)
    return replace(
        INPUTS,
        commands=tuple(
            Command(purpose, f"{purpose}-{'x' * 50}-{n}", f"dir{n}/{'m' * 40}/Makefile")
            for n in numbers
            for purpose in ("test", "lint", "build", "format", "run")
        ),
        entry_points=tuple(EntryPoint("program", f"p{n}", f"{'e' * 60}/{n}.py", "") for n in numbers),
        conventions=tuple(Convention("formatter", f"tool {n}", f"{'c' * 60}{n}.toml") for n in numbers),
        generated=tuple(f"{'g' * 70}{n}.py" for n in numbers),
        rules=tuple(
            PackRule(f"py.rule-{n}", f"Rule {n}", Severity.ERROR, (f"CWE-{n}",), ("python",), "Do it well. " * 9)
            for n in range(20, 1000)
        ),
        findings=tuple(OpenFinding(f"py.rule-{n + 20}", f"{'f' * 60}/{n}.py") for n in numbers),
        duties=tuple(Duty(f"Duty number {n} of many that say something.", ("soc2 CC8.1",) * 9) for n in numbers),
        map=tuple(
            MappedFile(f"src/{n}.py", 1 / count, tuple(f"def f{m}(x: int) -> int" for m in range(9))) for n in numbers
        ),
    )
