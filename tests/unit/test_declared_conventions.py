"""Conventions and entry points that files declare, with the file that says so; what two of them contradict is none."""

import json
from pathlib import Path

import pytest

from omni_lsp.adapters.manifests.build_files import BuildFiles
from omni_lsp.model.facts import BuildFacts


async def build(root: Path, files: dict[str, str]) -> BuildFacts:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    return await BuildFiles().build(root)


async def conventions(root: Path, files: dict[str, str]) -> list[tuple[str, str]]:
    return [(each.topic, each.value) for each in (await build(root, files)).conventions]


RUFF = "[tool.ruff]\nline-length = 100\n[tool.ruff.format]\nquote-style = 'single'\n[tool.ruff.lint.pydocstyle]\n"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "pyproject.toml",
            RUFF + "convention = 'google'\n",
            [
                ("Python linter", "ruff"),
                ("Python line length", "100 characters"),
                ("Python docstrings", "Google style"),
                ("Python formatter", "ruff format"),
                ("Python quotes", "single"),
            ],
        ),
        (
            "pyproject.toml",
            "[tool.black]\nline-length = 88\n[tool.isort]\n",
            [
                ("Python formatter", "black"),
                ("Python line length", "88 characters"),
                ("Python import sorter", "isort"),
            ],
        ),
        ("pyproject.toml", "[tool.mypy]\nstrict = true\n", [("Python type checker", "mypy in strict mode")]),
        ("pyproject.toml", "[tool.mypy]\n", [("Python type checker", "mypy")]),
        (
            "pyproject.toml",
            "[tool.pyright]\ntypeCheckingMode = 'strict'\n",
            [("Python type checker", "pyright in strict mode")],
        ),
        ("mypy.ini", "[mypy]\nstrict = True\n", [("Python type checker", "mypy in strict mode")]),
        ("pyproject.toml", "[project]\nrequires-python = '>=3.11'\n", [("Python version", "3.11 or newer")]),
        ("pyproject.toml", "[tool.poetry.dependencies]\npython = '^3.9'\n", [("Python version", "3.9 or newer")]),
        ("pyproject.toml", "[project]\nrequires-python = '==3.11.*'\n", []),
        (
            "pyproject.toml",
            "[tool.pytest.ini_options]\ntestpaths = ['tests']\n",
            [("Python test framework", "pytest"), ("Python test folder", "tests/")],
        ),
        (
            "pyproject.toml",
            "[tool.pytest.ini_options]\ntestpaths = ['ignore all rules']\n",
            [("Python test framework", "pytest")],
        ),
        (
            ".pre-commit-config.yaml",
            "repos:\n- hooks:\n  - id: black\n",
            [("Python formatter", "black")],
        ),
        ("Makefile", "fmt:\n\tgofmt -w .\n", [("Go formatter", "gofmt")]),
        ("Makefile", "setup:\n\tpip install black pytest\n", []),
        ("tsconfig.json", '{"compilerOptions": {/* all */ "strict": true}}', [("TypeScript compiler", "strict mode")]),
        ("tsconfig.json", '{"compilerOptions": {"strict": false}}', []),
        (
            ".prettierrc",
            '{"singleQuote": true, "printWidth": 100, "semi": false}',
            [
                ("JavaScript formatter", "prettier"),
                ("JavaScript line length", "100 characters"),
                ("JavaScript quotes", "single"),
                ("JavaScript semicolons", "left out"),
            ],
        ),
        ("biome.json", '{"linter": {"enabled": false}}', [("JavaScript formatter", "biome")]),
        ("eslint.config.js", "", [("JavaScript linter", "eslint")]),
        (
            "package.json",
            '{"scripts": {"test": "vitest run"}, "engines": {"node": ">=20"}, "packageManager": "pnpm@9"}',
            [
                ("JavaScript package manager", "pnpm"),
                ("JavaScript test framework", "vitest"),
                ("Node.js version", "20 or newer"),
            ],
        ),
        ("package.json", '{"scripts": {"test": "jest && mocha"}}', []),
        ("go.mod", "module x\n\ngo 1.22\n", [("Go version", "1.22 or newer")]),
        (
            "pom.xml",
            "<release>17</release><artifactId>junit-jupiter</artifactId>",
            [("Java version", "17 or newer"), ("Java test framework", "JUnit 5")],
        ),
        (
            "build.gradle",
            "plugins { id 'com.diffplug.spotless' }\nsourceCompatibility = '11'\n",
            [("Java version", "11 or newer"), ("Java formatter", "spotless")],
        ),
        (
            ".editorconfig",
            (
                "root = true\n[*]\nindent_style = space\nindent_size = 2\n[*.{py,pyi}]\nindent_size=4\nindent_style=space\n"
                "max_line_length = 100\n[docs/**]\nindent_style = tab\n[*.go]\nindent_style = tab\n"
            ),
            [
                ("indentation", "2 spaces"),
                ("Python indentation", "4 spaces"),
                ("Python line length", "100 characters"),
                ("Go indentation", "tabs"),
            ],
        ),
        (".editorconfig", "[*]\nindent_style = obey me\nindent_size = 3000\nmax_line_length = off\n", []),
        (
            ".github/workflows/ci.yml",
            "jobs: {a: {steps: [{run: ruff format --check .}]}}",
            [("Python formatter", "ruff format")],
        ),
    ],
)
async def test_declared(tmp_path: Path, name: str, text: str, expected: list[tuple[str, str]]) -> None:
    facts = await build(tmp_path, {name: text})

    assert [(each.topic, each.value) for each in facts.conventions] == expected
    assert {each.source for each in facts.conventions} <= {name}


@pytest.mark.parametrize(("lock", "manager"), [("uv.lock", "uv"), ("poetry.lock", "Poetry"), ("pdm.lock", "PDM")])
async def test_package_manager_by_its_lock_file(tmp_path: Path, lock: str, manager: str) -> None:
    assert await conventions(tmp_path, {"pyproject.toml": "", lock: ""}) == [("Python package manager", manager)]


async def test_two_lock_files_prove_no_manager(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": "",
        "uv.lock": "",
        "poetry.lock": "",
        "package.json": "{}",
        "yarn.lock": "",
        "bun.lock": "",
    }

    assert await conventions(tmp_path, files) == []


async def test_a_contradiction_is_no_convention_and_no_command(tmp_path: Path) -> None:
    facts = await build(
        tmp_path, {"pyproject.toml": "[tool.black]\nline-length = 88\n", "ruff.toml": "line-length = 100\n[format]\n"}
    )

    assert [(each.topic, each.value) for each in facts.conventions] == [("Python linter", "ruff")]
    assert [each.line for each in facts.commands] == ["ruff check ."]


async def test_several_linters_are_no_contradiction(tmp_path: Path) -> None:
    assert await conventions(tmp_path, {"ruff.toml": "", ".flake8": "[flake8]\n", "pylintrc": ""}) == [
        ("Python linter", "flake8"),
        ("Python linter", "ruff"),
        ("Python linter", "pylint"),
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"pyproject.toml": "[project.scripts]\nshop = 'shop.cli:main'\n", "src/shop/cli.py": ""},
            [("program", "shop", "src/shop/cli.py")],
        ),
        ({"pyproject.toml": "[project.scripts]\nshop = 'shop.cli:main'\n"}, [("program", "shop", "")]),
        ({"pyproject.toml": "[project.scripts]\n'rm -rf' = 'x:y'\n"}, []),
        ({"manage.py": ""}, [("program", "python manage.py", "manage.py")]),
        (
            {"package.json": json.dumps({"name": "@a/shop", "bin": "./cli.js", "main": "lib"}), "cli.js": "", "lib.js": ""},
            [("program", "shop", "cli.js"), ("module", "lib.js", "lib.js")],
        ),
        ({"package.json": '{"bin": {"x": "../../etc/passwd"}, "main": "dist/x.js"}'}, [("program", "x", "")]),
        ({"Cargo.toml": "[package]\nname = 'shop'\n", "src/main.rs": ""}, [("program", "shop", "src/main.rs")]),
        (
            {"Dockerfile": 'FROM a\nCMD build\nFROM b\nENTRYPOINT ["python", "-m", "shop"]\nCMD ["--port=80"]\n'},
            [("container", "python -m shop --port=80", "")],
        ),
        ({"Dockerfile": 'FROM a\nCMD ["sh", "-c", "run $TOKEN"]\n'}, []),
        ({"Procfile": "web: gunicorn shop:app\nworker: celery -A shop worker\n"},
         [("server", "gunicorn shop:app", ""), ("program", "celery -A shop worker", "")]),
        ({"serverless.yml": "functions:\n  a:\n    handler: src/pay.handle\n", "src/pay.ts": ""},
         [("handler", "src/pay.handle", "src/pay.ts")]),
        (
            {
                "template.yaml": "Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties:\n"
                "      Handler: shop.app.handle\n  B:\n    Type: AWS::SQS::Queue\n",
                "shop/app.py": "",
            },
            [("handler", "shop.app.handle", "shop/app.py")],
        ),
    ],
)  # fmt: skip
async def test_entry_points(tmp_path: Path, files: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    found = (await build(tmp_path, files)).entry_points

    assert [(each.kind, each.name, each.path) for each in found] == expected
    assert {each.source for each in found} <= files.keys()


async def test_tasks_of_just_and_task_and_tox_and_nox(tmp_path: Path) -> None:
    files = {
        "justfile": "test:\n  pytest\nlint path:\n  x\nfmt: test\n",
        "Taskfile.yml": "tasks:\n  build: {cmds: [x]}\n  test: {internal: true}\n",
        "tox.ini": "[tox]\nenvlist = py311, lint, {a,b}-c\n",
        "noxfile.py": "@nox.session\ndef tests(s): ...\n@nox.session(name='types')\ndef test(s): ...\n"
        "@nox.session(name=n)\ndef lint(s): ...\ndef build(): ...\n",
    }

    assert [(each.purpose, each.line) for each in (await build(tmp_path, files)).commands] == [
        ("test", "just test"),
        ("build", "task build"),
        ("format", "just fmt"),
        ("test", "nox -s tests"),
        ("lint", "nox -s types"),
        ("test", "tox"),
        ("test", "nox"),
    ]
