"""What a proof says of any answer, and of findings that stay, go and come."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from coding_fakes import RULE, TEXT, as_it_is, block, document, judge, means, task
from hypothesis import given, settings, strategies as st

from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.coding.proof import proof
from omni_lsp.agents.coding.task import Judge, Means
from omni_lsp.model.facts import FileFacts, Import, ProjectFacts
from omni_lsp.model.finding import Finding, findings_of
from omni_lsp.model.text import Snapshot, Span, apply

GOOD = block("    y = weak(x)", "    y = abs(x)")
OTHER = replace(RULE, id="py.other")


def finding(snapshot: Snapshot, rule: object, word: str) -> tuple[Finding, ...]:
    at = snapshot.text.find(word)
    return findings_of("security", snapshot.text, [(rule, Span(at, at + len(word)), "")] if at >= 0 else [])  # type: ignore[list-item] - a rule


def with_judge(some: Judge) -> Means:
    return Means(TreeSitterSyntax(), some, as_it_is)


async def test_all_checks_of_a_proven_edit_are_told() -> None:
    told = await proof(await task(), GOOD, means())
    assert told.edit is not None
    assert len(told.checks) >= 30
    assert all(check.passed and check.words for check in told.checks)
    assert len({check.name for check in told.checks}) == len(told.checks)


async def test_nothing_is_scanned_for_an_answer_that_fails_before() -> None:
    scanned: list[str] = []

    async def counting(snapshot: Snapshot) -> Sequence[Finding]:
        scanned.append(snapshot.text)
        return await judge(snapshot)

    await proof(await task(), block("    y = weak(x)", "    y = abs(x)  # noqa"), with_judge(counting))
    assert scanned == []


async def test_a_finding_of_another_rule_that_comes_is_told() -> None:
    async def both(snapshot: Snapshot) -> Sequence[Finding]:
        return (*await judge(snapshot), *finding(snapshot, OTHER, "abs(x)"))

    told = await proof(await task(), GOOD, with_judge(both))
    assert told.flaws == ("a finding of `py.other` comes instead",)


async def test_a_finding_around_the_edit_is_still_the_same() -> None:
    async def around(snapshot: Snapshot) -> Sequence[Finding]:
        whole = snapshot.text[snapshot.text.index("def first") : snapshot.text.index("def second")]
        return (*finding(snapshot, OTHER, whole), *await judge(snapshot))

    about = await task()
    about = replace(about, before=tuple(await around(about.snapshot)))
    assert (await proof(about, GOOD, with_judge(around))).edit is not None


async def test_another_finding_of_the_same_text_may_stay_and_no_third_come() -> None:
    text = TEXT.replace("    return y", "    y = weak(x)\n    return y")
    about = await task(document(text))
    first = block(
        "    if not x:\n        raise ValueError(x)\n    y = weak(x)",
        "    if not x:\n        raise ValueError(x)\n    y = abs(x)",
    )
    assert (await proof(about, first, means())).flaws == ()
    third = first.replace("    y = abs(x)", "    y = weak(weak(x))")
    assert (await proof(about, third, means())).edit is None


async def test_a_module_of_the_project_may_be_imported() -> None:
    answer = block("import strength", "import force\nimport strength") + block("    y = weak(x)", "    y = force.of(x)")
    known = FileFacts("a.py", "python", "", 1, imports=(Import("force", ("of",)),))
    script = FileFacts("a.js", "javascript", "", 1, imports=(Import("force", ("of",)),))
    assert (await proof(await task(), answer, means())).edit is None
    assert (await proof(await task(project=ProjectFacts(files={"a.js": script})), answer, means())).edit is None
    assert (await proof(await task(project=ProjectFacts(files={"a.py": known})), answer, means())).edit is not None


async def test_what_a_module_may_reach_is_asked_of_the_module_itself() -> None:
    answer = block("import strength", "import socket\nimport strength") + block(
        "    y = weak(x)", "    y = socket.of(x)"
    )
    told = await proof(await task(), answer, means())
    assert "the import of `socket` reaches out of the program" in told.flaws


@pytest.mark.parametrize(
    "comment",
    [
        *(
            "# nosec",
            "# type: ignore",
            "# pylint: disable=all",
            "# pragma: no cover",
            "# NOSONAR",
            "# fmt: skip",
            "# lgtm",
        ),
        *("# omni: ignore[x] why", "# nosemgrep", "# ruff: noqa", "# mypy: ignore-errors", "# pyright: ignore"),
    ],
)
async def test_no_comment_of_any_linter_is_added(comment: str) -> None:
    told = await proof(await task(), block("    y = weak(x)", f"    y = abs(x)  {comment}"), means())
    assert any("hides a finding" in flaw for flaw in told.flaws)


async def test_a_comment_of_a_linter_that_was_there_may_stay() -> None:
    text = TEXT.replace("weak(x)", "weak(x)  # noqa: X1")
    answer = block("    y = weak(x)  # noqa: X1", "    y = abs(x)  # noqa: X1")
    assert (await proof(await task(document(text)), answer, means())).edit is not None


@pytest.mark.parametrize("long", ["x = 1; " * 10_000, "(" * 70_000])
async def test_a_part_that_is_far_too_long_is_not_looked_at(long: str) -> None:
    text = TEXT.replace("    y = weak(x)", f"    y = weak(x)\n    {long}")
    assert "longer than" in (await proof(await task(document(text)), GOOD, means())).flaws[0]
    answer = block("    y = weak(x)", f"    y = abs(x)\n    {long}")
    assert "longer than" in (await proof(await task(), answer, means())).flaws[0]


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [*TEXT.splitlines(), "    y = abs(x)", "    # weak(x)", "    if True:", '    """', "\u200b", "}"]
        ),
        st.text(max_size=10),
    ),
    max_size=4,
).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.builds(block, LINES, LINES), max_size=3).map("".join),
    st.sampled_from(["python", "javascript", "typescript", "go", "java", "plaintext"]),
)
def test_every_answer_has_a_proof_and_what_is_proven_stays_in_its_part(answer: str, language: str) -> None:
    async def checked() -> None:
        about = await task(document(language=language))
        told = await proof(about, answer, means())
        assert told.checks
        if told.edit is not None:
            after = apply(TEXT, told.edit.changes)
            assert after.endswith(TEXT[about.body.end :])
            assert "weak" not in after[: -len(TEXT[about.body.end :]) or None]

    asyncio.run(checked())
