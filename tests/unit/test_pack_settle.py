"""A finding lives through two runs before it enters or leaves a pack, and packs on the disk are believed with care."""

from pack_samples import INPUTS, planned

from omni_lsp.model.packs import OpenFinding, PackFile
from omni_lsp.pack.settle import Settled, settled, told

RULES = {rule.id for rule in INPUTS.rules}
ONE = OpenFinding("py.sql-injection", "a.py")


def test_a_finding_enters_with_the_second_run_that_has_it() -> None:
    once = settled(Settled(), {"a.py": [ONE.rule]})
    assert once.findings == frozenset()
    assert settled(once, {"a.py": [ONE.rule, ONE.rule]}).findings == {ONE}


def test_a_finding_leaves_with_the_second_run_that_lacks_it() -> None:
    once = settled(Settled(frozenset({ONE})), {"a.py": []})
    assert once.findings == {ONE}
    twice = settled(once, {"a.py": []})
    assert (twice.findings, dict(twice.pending)) == (frozenset(), {})


def test_a_finding_that_comes_and_goes_never_gets_in() -> None:
    now = Settled()
    for run in range(6):
        now = settled(now, {"a.py": [ONE.rule] if run % 2 else []})
        assert now.findings == frozenset()


def test_a_run_over_one_file_says_nothing_of_another() -> None:
    before = Settled(frozenset({ONE}))
    assert settled(settled(before, {"b.py": []}), {"b.py": []}).findings == {ONE}


def test_what_packs_say_is_read_back() -> None:
    said = told(planned().writes, RULES, lambda _: True)
    assert said == set(INPUTS.findings)


def test_only_rules_and_files_that_exist_are_believed() -> None:
    texts = planned().writes
    assert told(texts, {"secret.token"}, lambda _: True) == {OpenFinding("secret.token", "shop/b.py")}
    assert told(texts, RULES, lambda path: path == "shop/db.py") == {OpenFinding("py.sql-injection", "shop/db.py")}
    forged = texts[PackFile.CURSOR].replace("`shop/db.py`", "`../db.py`, `/etc/x`, `a b`")
    assert told({PackFile.CURSOR: forged}, {"py.sql-injection"}, lambda _: True) == frozenset()
