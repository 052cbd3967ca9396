"""The tree that clients draw: what is in it, in which order, under which ids, and how much of it at most."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from hypothesis import given, settings, strategies as st

from omni_lsp.app.headings import heading
from omni_lsp.app.seen_packs import states
from omni_lsp.lsp.positions import Encoding
from omni_lsp.lsp.tree import Node, indexes, packs
from omni_lsp.lsp.tree_findings import FindingsTree
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.packs import PackFile, PackProblem
from omni_lsp.model.retrieval import IndexPhase, IndexStatus
from omni_lsp.model.status import Author, FolderState, PackState
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.model.trust import Trust

ROOT = Path("/src/shop")
EVAL = Rule("eval-of-input", "Evaluated input", Severity.ERROR, cwe=("CWE-95",), owasp=("A03:2021",))
SQL = Rule("sql", "SQL made of input", Severity.ERROR, cwe=("CWE-89",), owasp=("A03:2021",))
HASH = Rule("weak-hash", "Weak hash", Severity.WARNING, cwe=("CWE-327",), owasp=("A02:2021",))
TIMING = Rule("timing", "Comparison that takes long", Severity.WARNING, cwe=("CWE-208",))
HEADER = Rule("licence.header-missing", "No licence", Severity.INFO)


def snapshot(name: str = "app.py", lines: int = 5) -> Snapshot:
    path = ROOT / name
    return Snapshot(path.as_uri(), 1, "python", "é = '😀'; x\n" * lines, path, ROOT)


def finding(rule: Rule, line: int = 0, agent: str = "security", mark: str = "") -> Finding:
    start = line * 11
    return Finding(rule, agent, f"{rule.title} on line {line}", Span(start + 9, start + 10), mark or f"{rule.id}{line}")


def tree(*files: tuple[Snapshot, tuple[Finding, ...]]) -> FindingsTree:
    made = FindingsTree(heading)
    for of, found in files:
        made.put(of, found, Encoding.UTF16)
    return made


def shape(node: Node, depth: int = 0) -> list[str]:
    own = f"{'  ' * depth}{node.label} | {node.description}"
    return [own, *(each for child in node.children for each in shape(child, depth + 1))]


def every(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", []):
        yield from every(child)


def test_findings_are_by_agent_then_by_control_or_rule_the_worst_first() -> None:
    made = tree(
        (snapshot("b.py"), (finding(HASH), finding(EVAL, 1), finding(HEADER, 0, "compliance"))),
        (snapshot("a.py"), (finding(SQL, 2), finding(TIMING, 4))),
    )
    assert shape(made.node(100)) == [
        "Findings | 5",
        "  compliance | 1 finding",
        "    No licence | 1",
        "      No licence | b.py:1",
        "  security | 4 findings",
        "    A03:2021 Injection | 2",
        "      SQL made of input | a.py:3",
        "      Evaluated input | b.py:2",
        "    A02:2021 Cryptographic Failures | 1",
        "      Weak hash | b.py:1",
        "    CWE-208 | 1",
        "      Comparison that takes long | a.py:5",
    ]


def test_a_finding_leads_to_its_place_in_the_positions_of_the_client() -> None:
    made = tree((snapshot(), (finding(EVAL, 1),)))
    (leaf,) = made.node(100).children[0].children[0].children
    sent = json.loads(leaf.json)
    assert sent["target"] == {
        "uri": "file:///src/shop/app.py",
        # The emoji takes two units of UTF-16.
        "range": {"start": {"line": 1, "character": 10}, "end": {"line": 1, "character": 11}},
    }
    assert (sent["icon"], sent["tooltip"]) == ("error", "Evaluated input on line 1\neval-of-input, CWE-95")
    assert "children" not in sent


def test_a_stale_finding_says_so_and_has_an_id_of_its_own_beside_the_new_one() -> None:
    made = tree((snapshot(), (finding(EVAL, mark="f"), replace(finding(EVAL, 2, mark="f"), stale=True))))
    first, second = made.node(100).children[0].children[0].children
    assert first.id != second.id
    assert second.description == "app.py:3, stale"


def test_ids_stay_when_code_moves_and_other_files_change() -> None:
    made = tree((snapshot(), (finding(EVAL, 0, mark="f"),)))
    before = [node["id"] for node in every(json.loads(made.node(100).json))]
    made.put(snapshot("other.py"), (finding(HASH),), Encoding.UTF16)
    made.put(snapshot(), (finding(EVAL, 3, mark="f"),), Encoding.UTF16)
    after = [node["id"] for node in every(json.loads(made.node(100).json))]
    assert set(before) <= set(after)


def test_what_is_found_no_more_goes_with_its_groups() -> None:
    made = tree((snapshot(), (finding(EVAL), finding(HEADER, 0, "compliance"))), (snapshot("b.py"), (finding(EVAL),)))
    made.put(snapshot(), (finding(EVAL),), Encoding.UTF16)
    made.forget(snapshot("b.py").uri)
    made.forget("file:///never/seen.py")
    assert shape(made.node(100))[1:] == [
        "  security | 1 finding",
        "    A03:2021 Injection | 1",
        "      Evaluated input | app.py:1",
    ]
    made.forget(snapshot().uri)
    assert shape(made.node(100)) == ["Findings | 0"]


def test_what_is_left_out_is_said_and_small_groups_are_whole() -> None:
    many = tuple(finding(EVAL, 0, mark=f"{number}") for number in range(50))
    made = tree((snapshot(), (*many, finding(HASH), finding(HEADER, 0, "compliance"))))
    node = made.node(20)
    assert node.size == 20
    assert [line.strip() for line in shape(node) if "Evaluated" not in line] == [
        "Findings | 52",
        "compliance | 1 finding",
        "No licence | 1",
        "No licence | app.py:1",
        "security | 51 findings",
        "A03:2021 Injection | 11 of 50",
        "A02:2021 Cryptographic Failures | 1",
        "Weak hash | app.py:1",
        "39 findings more | not listed here",
    ]


A_FINDING = st.builds(
    # The mark has nothing of the line in it, as with real ones: the same finding may be elsewhere the next time.
    lambda rule, line, agent, stale: replace(finding(rule, line, agent, mark=rule.id), message="m", stale=stale),
    st.sampled_from([EVAL, SQL, HASH, TIMING, HEADER]),
    st.integers(0, 4),
    st.sampled_from("st"),
    st.booleans(),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.lists(A_FINDING, max_size=6)), max_size=8), st.integers(20, 60))
def test_it_is_what_was_put_last_for_each_file(puts: list[tuple[str, list[Finding]]], most: int) -> None:
    made, last = FindingsTree(heading), {}
    for name, found in puts:
        last[name] = tuple(found)
        made.put(snapshot(name), last[name], Encoding.UTF16)
        made.node(most)  # So that its nodes are there, and may stay where they should not.
    fresh = tree(*((snapshot(name), found) for name, found in last.items()))
    node = made.node(most)
    assert node.json == fresh.node(most).json
    assert node.size == len(list(every(json.loads(node.json)))) <= most
    ids = [each["id"] for each in every(json.loads(node.json))]
    assert len(set(ids)) == len(ids)


def test_thousands_of_findings_cost_milliseconds_and_a_new_report_less() -> None:
    made = FindingsTree(heading)
    for number in range(400):
        found = tuple(finding(rule, line) for line in range(5) for rule in (EVAL, HASH))
        made.put(snapshot(f"{number}.py"), found, Encoding.UTF16)
    assert len(made.node(2_000).json) > 100_000  # Nodes are made the first time.
    seconds = []
    for _ in range(5):
        began = perf_counter()
        made.put(snapshot("7.py"), (finding(EVAL),), Encoding.UTF16)
        text = made.node(2_000).json
        seconds.append(perf_counter() - began)
    assert text.count('"id"') == 2_000
    assert min(seconds) < 0.05  # Some 2 ms on a machine that does nothing else.


@given(st.text(), st.text())
def test_texts_of_others_are_one_line_of_json(message: str, name: str) -> None:
    rule = Rule("r", "", Severity.INFO)
    made = tree((replace(snapshot(), path=None, root=None), (replace(finding(rule), message=message),)))
    (leaf,) = json.loads(made.node(100).json)["children"][0]["children"][0]["children"]
    assert "\n" not in leaf["label"]
    assert len(leaf["label"]) <= 200
    folder = FolderState(ROOT / f"x{name}".replace("/", "").replace("\0", ""), Trust.TRUSTED)
    json.loads(packs([folder]).json)


def test_packs_say_who_keeps_them_and_lead_to_the_first_problem() -> None:
    wrong = PackProblem("CLAUDE.md", 6, "pack.link", "this is a link")
    of = (PackState(PackFile.AGENTS, Author.OMNI), PackState(PackFile.CLAUDE, Author.PEOPLE, (wrong,)))
    node = packs([FolderState(ROOT, Trust.TRUSTED, of, "a rebase")])
    assert shape(node)[1:] == [
        "  shop | 1 file written, held back: a rebase is under way",
        "    AGENTS.md | written",
        "    CLAUDE.md | by hand, 1 problem",
        "    Bring up to date | ",
    ]
    agents, claude, act = node.children[0].children
    assert (agents.icon, claude.icon, claude.tooltip) == ("pass", "warning", "line 7: this is a link")
    assert claude.target is not None
    assert claude.target.range[0] == 6
    assert json.loads(act.json) | {"tooltip": ""} == {
        "id": "packs/file:///src/shop/update",
        "label": "Bring up to date",
        "tooltip": "",
        "icon": "sync",
        "command": "omni.pack",
        "arguments": [{"uri": "file:///src/shop"}],
    }
    # A click that is to look into the folder must not write.
    assert "command" not in json.loads(node.children[0].json)


def test_a_folder_without_packs_differs_from_one_that_nobody_looked_at() -> None:
    node = packs([FolderState(ROOT, Trust.TRUSTED, ()), FolderState(Path("/b"), Trust.UNTRUSTED)])
    assert [each.description for each in node.children] == ["none yet", "not looked at: the folder is not trusted"]


def test_the_state_of_a_pack_file_comes_from_its_markers() -> None:
    texts = {
        PackFile.AGENTS: "# Mine\n<!-- omni:begin -->\nx\n<!-- omni:end -->\n",
        PackFile.CLAUDE: "# Mine\n",
        PackFile.COPILOT: "<!-- omni:begin -->\n",
    }
    about = (PackProblem("AGENTS.md", 0, "pack.over-limit", "long"), PackProblem("x", 0, "y", "z"))
    found = states(texts, frozenset({PackFile.CURSOR}), about)
    assert [(each.file, each.author, len(each.problems)) for each in found] == [
        (PackFile.AGENTS, Author.OMNI, 1),
        (PackFile.CLAUDE, Author.PEOPLE, 0),
        (PackFile.COPILOT, Author.NOBODY, 1),
        (PackFile.CURSOR, Author.NOBODY, 0),
    ]


def test_an_index_says_its_phase_and_what_is_wrong() -> None:
    folders = [FolderState(ROOT, Trust.TRUSTED), FolderState(Path("/b"), Trust.TRUSTED)]
    node = indexes(folders, {ROOT: IndexStatus(IndexPhase.INCOMPLETE, 3, reason="the disk\nis full")}, is_wanted=True)
    assert shape(node)[1:] == ["  shop | incomplete, 3 files, the disk is full", "  b | not looked at yet"]
    assert shape(indexes(folders, {}, is_wanted=False)) == ["Index | switched off (search.index)"]
