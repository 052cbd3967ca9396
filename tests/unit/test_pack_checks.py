"""Problems of pack files as people keep them."""

from pack_samples import planned

from omni_lsp.adapters.tokens import TokenBound
from omni_lsp.model.packs import PackFile
from omni_lsp.pack.block import made
from omni_lsp.pack.checks import Around, checked

PARAGRAPH = (
    "The shop keeps its prices in whole cents, so that no sum is ever rounded\nin a way that customers notice.\n"
)
NOTHING = Around("", lambda _path: False, lambda _names: ())
MANIFESTS = {
    "Makefile": "all: test\ntest lint:\n\tpytest\n",
    "package.json": '{"scripts": {"build:web": "vite build"}}',
    "Taskfile.yml": "version: '3'\ntasks:\n  docs:\n    cmds: [mkdocs build]\n",
}


def _found(text: str, readme: str = "", *exists: str) -> list[tuple[str, int]]:
    around = Around(readme, lambda path: path in exists, lambda _names: ())
    problems = checked({PackFile.AGENTS: text}, around, TokenBound())
    return [(problem.code, problem.line) for problem in problems]


def test_what_we_write_has_no_problems() -> None:
    assert checked(planned().writes, NOTHING, TokenBound()) == ()


def test_a_path_of_a_person_that_does_not_exist_is_told_on_its_line() -> None:
    text = "# Mine\n\nSee `docs/old.md`, `docs/new.md` and `gone/`.\n"
    assert _found(text, "", "docs/new.md") == [("pack.stale-path", 2), ("pack.stale-path", 2)]


def test_what_is_no_path_of_this_folder_is_not_asked_for() -> None:
    assert _found("`text/html`, `origin/main`, `src/**/*.py`, `~/.config/x.toml`, `/etc/a.conf`, `a.py`\n") == []
    assert _found("`path/to/file.py`, `src/your_module.py`, `.omni/aside/a.md`\n") == []
    assert _found("```\n`gone/a.py`\n```\n" + made("- `gone/b.py`")) == []


def test_a_paragraph_of_the_readme_is_told_once_more_in_another_wrapping() -> None:
    assert _found(f"# Mine\n\n{PARAGRAPH}", f"# Shop\n\n{' '.join(PARAGRAPH.split())}\n") == [("pack.said-again", 2)]
    assert _found("# Mine\n\nShort.\n", "Short.\n") == []


def test_a_file_that_is_not_read_to_its_end_is_told() -> None:
    assert _found("line\n" * 121) == [("pack.over-limit", 0)]
    assert _found("line\n" * 120) == []


def test_files_of_each_conversation_are_counted_together() -> None:
    text = "words and more words of many kinds\n" * 100
    problems = checked({PackFile.AGENTS: text, PackFile.CLAUDE: text}, NOTHING, TokenBound())
    assert "1,500 tokens" in problems[-1].message


def _commands(text: str, manifests: dict[str, str]) -> list[tuple[str, int]]:
    around = Around("", lambda _path: True, lambda names: [manifests[name] for name in names if name in manifests])
    problems = checked({PackFile.AGENTS: text}, around, TokenBound())
    return [(problem.message.removeprefix("nothing here defines "), problem.line) for problem in problems]


def test_a_command_of_a_person_that_nothing_defines_is_told_on_its_line() -> None:
    text = "# Mine\n\nRun `make tets`, `make lint test`, `npm run build:web -- --fast` and `task doc`.\n"
    assert _commands(text, MANIFESTS) == [("`make tets`", 2), ("`task doc`", 2)]
    assert _commands("`npm run bild -- --fast`, `make tets -j4`\n", MANIFESTS) == [
        ("`npm run bild -- --fast`", 0),
        ("`make tets -j4`", 0),
    ]
    fenced = "Do\n\n```sh\n$ make test # all\nmake lnt\nnpm run build\n```\n\n```python\nmake nothing\n```\n"
    assert _commands(fenced, MANIFESTS) == [("`make lnt`", 4), ("`npm run build`", 5)]


def test_a_runner_without_any_manifest_has_no_command() -> None:
    assert _commands("`make test`, `npm run x`, `just now`, `task one`\n", {}) == [
        ("`make test`", 0),
        ("`npm run x`", 0),
    ]


def test_a_command_that_may_be_defined_is_not_told() -> None:
    for manifest in ("include more.mk\n", "-include more.mk\n", "%.o: %.c\n\tcc\n", "$(foreach x,a,$(eval $(x)))\n"):
        assert _commands("`make other`\n", {"Makefile": manifest}) == []
    assert _commands("`make -C web build`, `make V=1 build`, `cd web && make build`\n", MANIFESTS) == []
    assert _commands(made("- `make gone`"), MANIFESTS) == []
