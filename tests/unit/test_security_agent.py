"""The security agent: what it reports, tells, offers, and which remedies it hands out."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio
from semgrep_samples import document, python, rule_file

from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.syntax.tree_sitter import TreeSitterSyntax
from omni_lsp.agents.security import SecurityAgent
from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import Facts, FileFindings
from omni_lsp.model.finding import Finding, Offer, Rule, Severity
from omni_lsp.model.text import Change, Edit, Snapshot, Span, apply
from omni_lsp.ports.agent import Remedies
from omni_lsp.ports.engine import Match, Pack, Ruleset, Scan
from omni_lsp.ports.syntax import Outline

WEAK = Rule(
    id="weak-hash",
    title="Weak hash",
    severity=Severity.WARNING,
    cwe=("CWE-327", "CWE-328"),
    owasp=("A02:2021", "A10:2021", "A03:2025"),
    remedy="Use SHA-256.",
    example="sha256(`x`)\n```",
    references=("https://docs.python.org/3/library/hashlib.html",),
    languages=("python",),
    fixable=True,
)
STANDARDS = (
    "[CWE-327](https://cwe.mitre.org/data/definitions/327.html)"
    " · [CWE-328](https://cwe.mitre.org/data/definitions/328.html)"
    " · [OWASP A02:2021](https://owasp.org/Top10/A02_2021-Cryptographic_Failures/)"
    " · [OWASP A10:2021](https://owasp.org/Top10/A10_2021-Server-Side_Request_Forgery_%28SSRF%29/)"
    " · [OWASP A03:2025](https://owasp.org/Top10/)"
)
PRINT = Rule("print", "Print", Severity.INFO)


@dataclass
class FakeEngine:
    """Finds calls of `md5`, `sha1` and `print`; `fix` is what it makes of any match, or of each by its text.

    `scans` and `asked` count what it was asked for.
    """

    fix: str | Mapping[str, str] | None = "x.sha256(x)"
    scans: int = 0
    asked: int = 0
    ruleset: Ruleset = field(default_factory=lambda: Ruleset({rule.id: rule for rule in (WEAK, PRINT)}))

    @property
    def packs(self) -> Sequence[Pack]:
        return ()

    async def scan(self, snapshot: Snapshot, pack: Pack | None = None) -> Scan:
        return Scan(tuple(self.found(snapshot)))

    def found(self, snapshot: Snapshot) -> Sequence[Match]:
        self.scans += 1
        names = {"md5": "weak-hash", "sha1": "weak-hash", "print": "print"}
        found = re.finditer(r"\b(md5|sha1|print)\([^()]*(\([^()]*\))?[^()]*\)", snapshot.text)
        matches = [Match(names[one[1]], Span(one.start(), one.end()), f"{one[1]} it is") for one in found]
        inner = re.finditer(r"(?<=\()(md5|sha1)\([^()]*\)", snapshot.text)
        known = {match.span for match in matches}
        within = [Match(names[one[1]], Span(one.start(), one.end()), "inner") for one in inner]
        return [*matches, *(match for match in within if match.span not in known)]

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        self.asked += 1
        texts = [snapshot.text[match.span.start : match.span.end] for match in matches]
        new = [self.fix.get(text) if isinstance(self.fix, Mapping) else self.fix for text in texts]
        return [
            Edit(snapshot.uri, snapshot.version, (Change(match.span, text),)) if text else None
            for match, text in zip(matches, new, strict=True)
        ]


class FakeSyntax:
    """Comments start at `#`; an error is a `!`, or a comment in a text between triple quotes."""

    async def outline(self, snapshot: Snapshot) -> Outline:
        return Outline()

    async def error_count(self, snapshot: Snapshot) -> int:
        return snapshot.text.count("!")

    async def in_comment(self, snapshot: Snapshot, offset: int) -> bool:
        before = snapshot.text[:offset]
        return before.count("'''") % 2 == 0 and "#" in before[before.rfind("\n") + 1 :]


def agent(fix: str | None = "x.sha256(x)") -> SecurityAgent:
    return SecurityAgent(FakeEngine(fix), FakeSyntax())


async def findings(agent: SecurityAgent, snapshot: Snapshot) -> tuple[Finding, ...]:
    return (await agent.run(snapshot, Facts())).findings


async def resolved(agent: SecurityAgent, text: str, kind: str, number: int = 0) -> str:
    """The text after the remedy of a kind for a finding."""
    snapshot = python(text)
    finding = (await findings(agent, snapshot))[number]
    (offer,) = [offer for offer in agent.offers(snapshot, finding) if offer.kind == kind]
    edit = await agent.resolve(offer, snapshot)
    assert (edit.uri, edit.version) == (snapshot.uri, snapshot.version)
    return apply(text, edit.changes)


async def test_matches_become_findings() -> None:
    (finding,) = await findings(agent(), python("y = md5(x)\n"))
    assert (finding.rule, finding.agent, finding.span, finding.message) == (WEAK, "security", Span(4, 10), "md5 it is")


async def test_a_finding_keeps_its_identity_when_code_moves() -> None:
    (before,) = await findings(agent(), python("md5(x)"))
    first, second = await findings(agent(), python("import y\n\n  md5( x )\nmd5(x)"))
    assert before.fingerprint == first.fingerprint != second.fingerprint


async def test_ignored_matches_are_not_reported() -> None:
    text = "md5(x)  # nosemgrep\n# omni: ignore[weak-hash] checksum\nmd5(x)\nmd5(x)  # omni: ignore[weak-hash]\n"
    (finding,) = await findings(agent(), python(text))
    assert finding.span.start == text.rindex("md5")


async def test_a_rule_that_is_gone_is_not_reported() -> None:
    engine = FakeEngine(ruleset=Ruleset({"print": PRINT}))
    (finding,) = await findings(SecurityAgent(engine, FakeSyntax()), python("print(md5(x))"))
    assert finding.rule is PRINT


async def test_a_hover_says_all_there_is() -> None:
    snapshot = python("print(md5(x))")
    found = await findings(agent(), snapshot)
    stale = [replace(one, stale=one.rule is PRINT) for one in found]
    other = replace(found[0], agent="compliance", span=Span(0, 99))
    explanation = agent().explain(snapshot, 7, Facts(FileFindings((*stale, stale[-1], other))))
    assert explanation is not None
    assert explanation.span == Span(6, 12)
    assert explanation.markdown.split("\n\n") == [
        "**Print** · Information · `print`",
        "_From an earlier version of this file: the newest scan did not finish._",
        "print it is",
        "---",
        "**Weak hash** · Warning · `weak-hash`",
        "inner",
        STANDARDS,
        "**Remedy:** Use SHA-256.",
        "Safe:",
        "````python\nsha256(`x`)\n```\n````",
        "- <https://docs.python.org/3/library/hashlib.html>",
    ]


@pytest.mark.parametrize("facts", [Facts(), Facts(FileFindings())])
def test_where_nothing_was_found_nothing_is_said(facts: Facts) -> None:
    assert agent().explain(python("md5(x)"), 3, facts) is None


async def test_an_example_is_fenced_in_the_language_of_the_file() -> None:
    finding = (await findings(agent(), python("md5(x)")))[0]
    explanation = agent().explain(document("md5(x)", "typescriptreact"), 0, Facts(FileFindings((finding,))))
    assert explanation is not None
    assert "````tsx\n" in explanation.markdown


async def test_a_fix_is_offered_where_the_rule_has_one() -> None:
    snapshot = python("md5(x); print(y)")
    weak, plain = await findings(agent(), snapshot)
    assert [(one.kind, one.is_preferred) for one in agent().offers(snapshot, weak)] == [
        ("fix", True),
        ("ignore:false-positive", False),
        ("ignore:accepted-risk", False),
    ]
    assert [one.title for one in agent().offers(snapshot, plain)] == [
        "Ignore on this line: false positive (print)",
        "Ignore on this line: accepted risk (print)",
    ]
    assert agent().offers(document("md5(x)", "plaintext"), plain) == ()
    assert agent().offers(snapshot, replace(weak, agent="compliance")) == ()
    assert isinstance(agent(), Remedies)


async def test_a_fix_that_holds_is_handed_out() -> None:
    assert await resolved(agent(), "a = md5(x)\nb = md5(x)\n", "fix", number=1) == "a = md5(x)\nb = x.sha256(x)\n"


async def test_a_finding_around_the_fix_is_not_a_new_one() -> None:
    assert await resolved(agent(), "print(md5(x))", "fix", number=1) == "print(x.sha256(x))"


@pytest.mark.parametrize(
    ("fix", "reason"),
    [
        (None, "the rule has no fix for this place"),
        ("x.sha256(x)!", "it breaks the syntax"),
        ("md5( x )", "the finding stays"),
        ("x.sha1(x)", "a finding of weak-hash comes instead"),
        ("hashlib.sha256(x)", "the fix names hashlib"),
        ("x.sha256(x, y=hashlib)", "the fix names hashlib"),
        ("print(x)", "a finding of print comes instead"),
    ],
)
async def test_a_fix_that_does_not_hold_is_refused(fix: str | None, reason: str) -> None:
    with pytest.raises(AgentValidationError, match=reason):
        await resolved(agent(fix), "md5(x)", "fix")


async def fixed(engine: FakeEngine, text: str) -> str:
    """The text after all fixes that hold together."""
    agent, snapshot = SecurityAgent(engine, FakeSyntax()), python(text)
    found = await findings(agent, snapshot)
    engine.scans = 0
    edit = await agent.resolve_all(snapshot, found)
    assert (edit.uri, edit.version) == (snapshot.uri, snapshot.version)
    spans = [change.span for change in edit.changes]
    assert spans == sorted(spans)
    return apply(text, edit.changes)


async def test_fixes_that_hold_are_handed_out_together_for_the_price_of_one() -> None:
    engine = FakeEngine()
    text = "".join(f"a{number} = md5(x)\n" for number in range(100))
    assert await fixed(engine, f"{text}print(x)\n") == text.replace("md5(x)", "x.sha256(x)") + "print(x)\n"
    assert (engine.scans, engine.asked) == (1, 1)


@pytest.mark.parametrize(
    "bad",
    [
        "y!",  # It breaks the syntax.
        "md5( y )",  # The finding stays.
        "y.sha1(y)",  # Another of the same rule comes instead.
        "print(y)",  # One of another rule comes instead.
        "z.sha256(y)",  # It names what may not be there.
    ],
)
async def test_what_does_not_hold_is_left_out_of_the_whole(bad: str) -> None:
    engine = FakeEngine({"md5(x)": "x", "md5(y)": bad})
    before = ["md5(x)"] * 5 + ["md5(y)"] + ["md5(x)"] * 6 + ["md5(y)"]
    assert await fixed(engine, "; ".join(before)) == "; ".join(before).replace("md5(x)", "x")
    assert engine.scans < 20
    assert engine.asked == 1


async def test_the_work_is_bounded_when_hardly_anything_holds() -> None:
    engine = FakeEngine({"md5(x)": "x", "md5(y)": "md5( y )"})
    text = "; ".join(["md5(x)"] + ["md5(y)"] * 500)
    assert await fixed(engine, text) == text.replace("md5(x)", "x")
    assert engine.scans < 30


class Forgetful(FakeEngine):
    def found(self, snapshot: Snapshot) -> Sequence[Match]:
        found = super().found(snapshot)
        return [one for one in found if "sha1" not in snapshot.text or "sha1" in snapshot.text[one.span.start :]]


async def test_a_finding_that_goes_elsewhere_makes_no_room_for_a_new_one() -> None:
    with pytest.raises(AgentValidationError, match="no fix holds"):
        await fixed(Forgetful({"md5(x)": "x.sha1(x)"}), "md5(x); md5(y)")


@pytest.mark.parametrize(
    ("outer", "inner", "done"),
    [
        ("sum(sha1(x))", "x", "sum(x)"),  # It takes the inner one up.
        ("sum(x)", "x", "md5(x)"),  # It does not copy what is inside, and gives way.
        ("sum(sha1(x), sha1(x))", "x", "md5(x)"),
        ("sum(sha1(x))!", "x", "md5(x)"),  # It does not hold, the inner one does.
        ("sum(sha1(x))", "sha1( x )", "sum(sha1(x))"),  # The inner one does not hold, it does.
    ],
)
async def test_of_fixes_within_each_other_none_undoes_another(outer: str, inner: str, done: str) -> None:
    assert await fixed(FakeEngine({"md5(sha1(x))": outer, "sha1(x)": inner}), "a = md5(sha1(x))") == f"a = {done}"


class Overlapping(FakeEngine):
    def found(self, snapshot: Snapshot) -> Sequence[Match]:
        found = snapshot.text == "1234567890"
        return [Match("weak-hash", Span(start, start + 6), "m") for start in (0, 4) if found]


async def test_of_fixes_that_overlap_one_is_taken() -> None:
    assert await fixed(Overlapping({"123456": "0", "567890": "123456"}), "1234567890") == "07890"


async def test_only_what_was_asked_for_is_fixed() -> None:
    one, snapshot = agent(), python("md5(x)\nsha1(x)\n")
    _, second = await findings(one, snapshot)
    edit = await one.resolve_all(snapshot, [second, replace(second, fingerprint="gone"), replace(second, agent="b")])
    assert apply(snapshot.text, edit.changes) == "md5(x)\nx.sha256(x)\n"


@pytest.mark.parametrize(("fix", "text"), [("x!", "md5(x)"), (None, "md5(x)"), ("x", "print(x)"), ("y.z()", "md5(x)")])
async def test_where_no_fix_holds_there_is_no_edit(fix: str | None, text: str) -> None:
    with pytest.raises(AgentValidationError, match="no fix holds"):
        await fixed(FakeEngine(fix), text)


async def test_an_ignored_finding_gets_a_comment_with_the_reason() -> None:
    text = "if a:\r\n  md5(x)\r\n  md5(x)\r\n"
    done = await resolved(agent(), text, "ignore:false-positive", number=1)
    assert done == "if a:\r\n  md5(x)\r\n  md5(x)  # omni: ignore[weak-hash] false positive\r\n"
    assert len(await findings(agent(), python(done))) == 1
    accepted = await resolved(agent(), "md5(x)", "ignore:accepted-risk")
    assert accepted == "md5(x)  # omni: ignore[weak-hash] accepted risk"


async def test_a_comment_goes_above_where_it_cannot_stand_behind() -> None:
    text = "a = 1\r\n\tmd5('''\r\nx''')\r\n"
    done = await resolved(agent(), text, "ignore:false-positive")
    assert done == "a = 1\r\n\t# omni: ignore[weak-hash] false positive\r\n\tmd5('''\r\nx''')\r\n"


async def test_where_no_comment_can_stand_there_is_no_edit() -> None:
    with pytest.raises(AgentValidationError, match="no comment can stand there"):
        await resolved(agent(), "'''\nmd5(x)\n'''", "ignore:false-positive")


async def test_an_offer_for_a_finding_that_is_gone_is_refused() -> None:
    offer = Offer("security", "fix", "Fix", "0" * 32)
    with pytest.raises(AgentValidationError, match="not there any more"):
        await agent().resolve(offer, python("md5(x)"))


async def test_an_unknown_offer_is_refused() -> None:
    (finding,) = await findings(agent(), python("md5(x)"))
    with pytest.raises(AgentValidationError, match="unknown offer dance"):
        await agent().resolve(Offer("security", "dance", "Dance", finding.fingerprint), python("md5(x)"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def real(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SecurityAgent]:
    folder: Path = tmp_path_factory.mktemp("security")
    engine = SemgrepEngine(EngineOptions((rule_file(folder),), folder / "cache"))
    yield SecurityAgent(engine, TreeSitterSyntax())
    await engine.close()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("text", "kind", "done"),
    [
        ("é = 1\r\nhashlib.md5(é)\r\n", "fix", "é = 1\r\nhashlib.sha256(é)\r\n"),
        (
            "x = hashlib.md5(é) \\\n  .digest()\n",
            "ignore:accepted-risk",
            "# omni: ignore[weak-hash] accepted risk\nx = hashlib.md5(é) \\\n  .digest()\n",
        ),
        (
            "hashlib.md5(\r\n    é\r\n)\r\n",
            "ignore:false-positive",
            "hashlib.md5(  # omni: ignore[weak-hash] false positive\r\n    é\r\n)\r\n",
        ),
    ],
)
async def test_remedies_hold_with_the_real_engine(real: SecurityAgent, text: str, kind: str, done: str) -> None:
    assert await resolved(real, text, kind) == done
