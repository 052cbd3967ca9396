"""What is known about a folder as inputs of packs: languages in use, rules, findings that settle."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from pack_samples import INPUTS

from omni_lsp.app.packing import Ground, Order, holds_secret, pack_inputs, planner
from omni_lsp.model.facts import FileFacts, ProjectFacts
from omni_lsp.model.finding import Severity
from omni_lsp.model.packs import OpenFinding, PackFile, PackPlan, PackProblem, PackRule, PacksOnDisk

CURSOR = PacksOnDisk(present=frozenset({".cursor"}))
HASH = PackRule("py.weak-hash", "Weak hash", Severity.WARNING, ("CWE-328",), ("python",), "Take another.")
FOUND = OpenFinding("py.weak-hash", "shop/m1.py")


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    files = {f"shop/m{n}.py": FileFacts(f"shop/m{n}.py", "python", "", 1) for n in range(30)}
    files["one.js"] = FileFacts("one.js", "javascript", "", 1)
    files["tests/test_a.py"] = FileFacts("tests/test_a.py", "python", "", 1)
    project = ProjectFacts("", INPUTS.kinds, INPUTS.commands, MappingProxyType(files))
    js = PackRule("js.eval", "Eval", Severity.ERROR, ("CWE-95",), ("javascript",), "Do not.")
    return Ground(tmp_path, project, INPUTS.map, (*INPUTS.rules, HASH, js), INPUTS.duties)


def after(done: PackPlan, disk: PacksOnDisk) -> PacksOnDisk:
    """The disk when a plan was carried out."""
    texts = {file: text for file, text in {**disk.texts, **done.writes}.items() if file not in done.removes}
    return replace(disk, texts=MappingProxyType(texts), state=done.state)


def shows(disk: PacksOnDisk) -> bool:
    return "`py.weak-hash`: `shop/m1.py`" in disk.texts[PackFile.CURSOR]


def ran(ground: Ground, order: Order, disk: PacksOnDisk) -> PacksOnDisk:
    return after(planner(ground, order)(disk), disk)


def test_a_language_is_in_use_from_one_file_in_twenty(ground: Ground) -> None:
    inputs = pack_inputs(ground, ())
    assert inputs.languages == ("python",)
    assert [rule.id for rule in inputs.rules] == ["py.sql-injection", "secret.token", "py.weak-hash"]


def test_findings_come_and_go_with_the_second_run_that_says_so(ground: Ground) -> None:
    heard = Order(heard=({"shop/m1.py": ["py.weak-hash", "my.own-rule"], "tests/test_a.py": ["py.weak-hash"]},))
    once = ran(ground, heard, CURSOR)
    assert not shows(once)
    twice = ran(ground, heard, once)
    assert shows(twice)
    assert "test_a" not in twice.texts[PackFile.CURSOR]
    assert twice.state.pending == {}
    assert planner(ground, Order())(twice).changed == ()
    gone = Order(heard=({"shop/m1.py": []},))
    assert shows(ran(ground, gone, twice))
    assert not shows(ran(ground, gone, ran(ground, gone, twice)))


def test_a_check_of_everything_counts_at_once_and_not_where_it_did_not_end(ground: Ground) -> None:
    others = {OpenFinding("my.own", "shop/m1.py"), OpenFinding("py.weak-hash", "tests/test_a.py")}
    disk = ran(ground, Order(found=frozenset({FOUND, *others})), CURSOR)
    assert shows(disk)
    assert "my.own" not in disk.texts[PackFile.CURSOR]
    assert "test_a" not in disk.texts[PackFile.CURSOR]
    assert shows(ran(ground, Order(found=frozenset(), unsure=frozenset({"shop/m1.py"})), disk))
    assert not shows(ran(ground, Order(found=frozenset()), disk))
    # What was found before the check ended is none the surer.
    assert not shows(ran(ground, Order(found=frozenset({FOUND}), unsure=frozenset({"shop/m1.py"})), CURSOR))


def test_files_that_are_gone_leave_nothing_behind(ground: Ground) -> None:
    disk = ran(ground, Order(found=frozenset({FOUND})), CURSOR)
    disk = replace(disk, state=replace(disk.state, pending=MappingProxyType({"shop/m1.py": (), "x.py": ()})))
    without = replace(ground, project=replace(ground.project, files=MappingProxyType({})))
    done = ran(without, Order(), disk)
    assert "shop/m1.py" not in done.texts.get(PackFile.CURSOR, "")
    assert done.state.pending == {}


def test_agents_as_a_link_is_not_imported(ground: Ground) -> None:
    disk = PacksOnDisk(refused=frozenset({PackFile.AGENTS}), present=frozenset({"CLAUDE.md"}))
    problem = PackProblem(PackFile.AGENTS, 0, "pack.link", "a link")
    other = PackProblem(PackFile.CURSOR, 0, "pack.front-matter", "of a file that is switched off")
    done = planner(ground, Order(frozenset({PackFile.CURSOR}), every=True))(replace(disk, problems=(problem, other)))
    assert PackFile.CLAUDE not in done.writes
    assert problem in done.problems
    assert other not in done.problems


def test_files_that_are_switched_off_stay_off(ground: Ground) -> None:
    off = frozenset({PackFile.AGENTS, PackFile.REPO_MAP})
    done = planner(ground, Order(off, every=True))(PacksOnDisk())
    assert not off & set(done.writes)


def test_a_command_that_nothing_defines_is_a_problem_of_the_plan(ground: Ground) -> None:
    (ground.root / "web").mkdir()
    (ground.root / "web" / "package.json").write_text('{"scripts": {"dev": "vite"}}')
    disk = PacksOnDisk(MappingProxyType({PackFile.AGENTS: "Run `npm run dev`, then `npm run deploy`.\n"}))
    problems = planner(ground, Order())(disk).problems
    assert [(each.code, each.message) for each in problems if each.code == "pack.unknown-command"] == [
        ("pack.unknown-command", "nothing here defines `npm run deploy`")
    ]


@pytest.mark.parametrize(
    ("text", "is_secret"), [("- Test: `make test`", False), ("- `AKIA" + "Q3EGRTWGBNH5TZ2V`", True)]
)
def test_sections_are_looked_at_by_the_secret_scanner(text: str, is_secret: bool) -> None:
    assert holds_secret(text) is is_secret
