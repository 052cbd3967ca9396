"""The compliance agent: what it reports under which policy, tells, offers and hands out."""

from dataclasses import replace
from datetime import date

import pytest
from compliance_fakes import (
    CONTROLS,
    FakeDependencies,
    FakeLicences,
    FakePolicies,
    FakeSyntax,
    agent,
    document,
    with_duties,
)

from omni_lsp.agents.compliance import ComplianceAgent
from omni_lsp.agents.compliance_look import Look
from omni_lsp.app.judging import JudgedAgent
from omni_lsp.model.citing import Citations
from omni_lsp.model.compliance import ComplianceFacts
from omni_lsp.model.dependencies import Dependency, DependencyFacts, Installed
from omni_lsp.model.errors import AgentValidationError, Mistake
from omni_lsp.model.facts import Facts, FileFindings
from omni_lsp.model.finding import Finding, Severity
from omni_lsp.model.licences import LicenceFacts
from omni_lsp.model.policy import Level, Part, Policy
from omni_lsp.model.text import Snapshot, Span, apply
from omni_lsp.ports.agent import Explains, Remedies

LEAK = 'logger.info("user %s", user.email)\n'
REUSE = LicenceFacts(uses_reuse=True, project="Apache-2.0")


async def found(agent: ComplianceAgent, snapshot: Snapshot) -> list[Finding]:
    return list((await JudgedAgent(agent, agent._look.policies, lambda: CONTROLS).run(snapshot, Facts())).findings)


async def ids(agent: ComplianceAgent, snapshot: Snapshot) -> list[str]:
    return [finding.rule.id for finding in await found(agent, snapshot)]


async def test_personal_data_in_a_log_is_a_finding_at_its_place() -> None:
    (finding,) = await found(agent(), document(LEAK))
    assert (finding.rule.id, finding.agent, finding.rule.cwe) == (
        "personal-data.in-log",
        "compliance",
        ("CWE-532", "CWE-359"),
    )
    assert LEAK[finding.span.start : finding.span.end] == "user.email"
    assert "`email`" in finding.message


async def test_it_is_quiet_by_default() -> None:
    text = "import os\n\nprint(os.name)\n"
    assert await ids(agent(), document(text)) == []


async def test_a_finding_keeps_its_identity_when_code_moves() -> None:
    (before,) = await found(agent(), document(LEAK))
    (after,) = await found(agent(), document(f"import x\n\nif x:\n    {LEAK}"))
    assert before.fingerprint == after.fingerprint


@pytest.mark.parametrize("name", ["tests/test_app.py", "src/app_test.go", "web/app.spec.ts", "tests/fixtures/app.py"])
async def test_tests_may_log_what_they_made_up(name: str) -> None:
    assert await ids(agent(), document(LEAK, name)) == []


async def test_ignored_findings_are_told_apart() -> None:
    text = f"# omni: ignore[personal-data.in-log] a demonstration\n{LEAK}"
    result = await agent().run(document(text), Facts())
    assert result.findings == ()
    assert [(one.finding.rule.id, one.reason) for one in result.ignored] == [
        ("personal-data.in-log", "a demonstration")
    ]


async def test_an_ignoring_comment_counts_until_its_day() -> None:
    text = f"{LEAK.rstrip()}  # omni: ignore[personal-data.in-log] until 2027-01-31 as agreed\n"
    look = Look(FakePolicies(), FakeLicences(), FakeDependencies())
    on_time = ComplianceAgent(look, FakeSyntax(), lambda: date(2027, 1, 31))
    too_late = ComplianceAgent(look, FakeSyntax(), lambda: date(2027, 2, 1))
    assert await ids(on_time, document(text)) == []
    assert await ids(too_late, document(text)) == ["personal-data.in-log"]


async def test_declarations_are_facts_and_incomplete_ones_findings() -> None:
    text = (
        '# omni: personal-data purpose="support" retention=30d basis=contract\n'
        + LEAK
        + "# omni: personal-data purpose=x\n"
    )
    result = await agent().run(document(text), Facts())
    assert [one.rule.id for one in result.findings] == ["personal-data.declaration-incomplete"]
    (facts,) = result.facts
    assert isinstance(facts, ComplianceFacts)
    assert [(one.purpose, one.retention, one.basis) for one in facts.declarations] == [
        ("support", "30d", "contract"),
        ("x", "", ""),
    ]


@pytest.mark.parametrize("leak", ["logger.info(card.card_number)", "logger.info(patient.diagnosis)"])
async def test_a_declaration_does_not_cover_what_is_grave(leak: str) -> None:
    text = f"# omni: personal-data purpose=x retention=1d\n{leak}\n"
    assert await ids(agent(), document(text)) == ["personal-data.in-log"]


async def test_the_policy_grades_and_switches_off() -> None:
    (finding,) = await found(agent(with_duties(personal_data=Level.ERROR)), document(LEAK))
    assert finding.rule.severity is Severity.ERROR
    assert await ids(agent(with_duties(personal_data=Level.OFF)), document(LEAK)) == []
    elsewhere = Policy(parts=(Part(("legacy/",), duties=with_duties(personal_data=Level.OFF).duties),))
    assert await ids(agent(elsewhere), document(LEAK)) == ["personal-data.in-log"]
    assert await ids(agent(elsewhere), document(LEAK, "legacy/app.py")) == []


async def test_headers_are_asked_for_by_the_policy_or_by_reuse_files() -> None:
    required = with_duties(spdx_header=Level.ERROR)
    assert await ids(agent(), document("x = 1\n")) == []
    assert await ids(agent(required), document("x = 1\n")) == ["licence.header-missing"]
    assert await ids(agent(licences=REUSE), document("x = 1\n")) == ["licence.header-missing"]
    assert await ids(agent(with_duties(spdx_header=Level.OFF), REUSE), document("x = 1\n")) == []


async def test_nothing_is_read_where_headers_do_not_matter() -> None:
    licences = FakeLicences(REUSE)
    look = Look(FakePolicies(with_duties(spdx_header=Level.OFF)), licences, FakeDependencies())
    await found(ComplianceAgent(look, FakeSyntax()), document("x = 1\n"))
    assert licences.asked == 0


async def test_a_header_is_offered_and_handed_out() -> None:
    snapshot = document("#!/usr/bin/env python\nx = 1\n")
    mine = agent(licences=REUSE)
    (finding,) = await found(mine, snapshot)
    offer = mine.offers(snapshot, finding)[0]
    assert (offer.title, offer.is_preferred) == ("Add the licence header Apache-2.0", True)
    edit = await mine.resolve(offer, snapshot)
    assert edit.version == snapshot.version
    done = apply(snapshot.text, edit.changes)
    assert done == "#!/usr/bin/env python\n# SPDX-License-Identifier: Apache-2.0\n\nx = 1\n"
    assert await ids(mine, replace(snapshot, text=done)) == []
    assert await mine.resolve_all(snapshot, [finding]) == edit
    assert isinstance(mine, Remedies)
    assert isinstance(mine, Explains)


async def test_the_policys_licence_goes_before_the_projects() -> None:
    mine = agent(with_duties(spdx_licence="MIT"), REUSE)
    snapshot = document("x = 1\n")
    (finding,) = await found(mine, snapshot)
    edit = await mine.resolve(mine.offers(snapshot, finding)[0], snapshot)
    assert "Identifier: MIT\n" in edit.changes[0].text


async def test_without_a_known_licence_there_is_no_offer_of_a_header() -> None:
    mine = agent(with_duties(spdx_header=Level.ERROR))
    snapshot = document("x = 1\n")
    (finding,) = await found(mine, snapshot)
    assert [offer.kind for offer in mine.offers(snapshot, finding)] == ["ignore:false-positive", "ignore:accepted-risk"]
    with pytest.raises(AgentValidationError, match="nothing says which licence"):
        await mine.resolve_all(snapshot, [finding])


async def test_an_offer_that_does_not_hold_any_more_is_refused() -> None:
    mine = agent(licences=REUSE)
    snapshot = document("x = 1\n")
    (finding,) = await found(mine, snapshot)
    offer = mine.offers(snapshot, finding)[0]
    with pytest.raises(AgentValidationError, match="not there any more"):
        await mine.resolve(offer, document("# SPDX-License-Identifier: MIT\n"))
    with pytest.raises(AgentValidationError, match="unknown offer"):
        await mine.resolve(replace(offer, kind="paint"), snapshot)
    with pytest.raises(AgentValidationError, match="nothing here has a fix"):
        await mine.resolve_all(snapshot, [])


async def test_a_header_that_breaks_the_syntax_is_refused() -> None:
    class Broken(FakeSyntax):
        async def error_count(self, snapshot: Snapshot) -> int:
            return snapshot.text.count("SPDX")

    mine = ComplianceAgent(Look(FakePolicies(), FakeLicences(REUSE), FakeDependencies()), Broken())
    snapshot = document("x = 1\n")
    (finding,) = await found(mine, snapshot)
    with pytest.raises(AgentValidationError, match="breaks the syntax"):
        await mine.resolve(mine.offers(snapshot, finding)[0], snapshot)


@pytest.mark.parametrize("text", [LEAK, LEAK.replace("\n", "\r\n"), LEAK.rstrip()])
async def test_a_finding_can_be_ignored_for_a_reason(text: str) -> None:
    mine, snapshot = agent(), document(text)
    (finding,) = await found(mine, snapshot)
    (offer,) = [each for each in mine.offers(snapshot, finding) if each.kind == "ignore:accepted-risk"]
    done = apply(text, (await mine.resolve(offer, snapshot)).changes)
    assert "# omni: ignore[personal-data.in-log] accepted risk" in done
    assert await ids(mine, replace(snapshot, text=done)) == []


async def test_where_no_comment_can_stand_none_is_offered() -> None:
    mine = agent()
    snapshot = document("logger.info(f'''\n{user.email}\n''')\n")
    (finding,) = await found(mine, snapshot)
    (offer, _) = mine.offers(snapshot, finding)
    with pytest.raises(AgentValidationError, match="no comment can stand there"):
        await mine.resolve(offer, snapshot)
    assert mine.offers(document("{}", "package.json"), finding) == ()


async def test_findings_of_others_are_not_touched() -> None:
    (finding,) = await found(agent(), document(LEAK))
    other = replace(finding, agent="security")
    assert agent().offers(document(LEAK), other) == ()
    assert agent().explain(document(LEAK), finding.span.start, Facts(FileFindings((other,)))) is None


async def test_a_hover_names_the_controls_in_force() -> None:
    snapshot = document(LEAK)
    mine = agent()
    findings = tuple(await found(mine, snapshot))
    facts = Facts(FileFindings(findings), Citations(CONTROLS, ("gdpr",)))
    explanation = mine.explain(snapshot, findings[0].span.start, facts)
    assert explanation is not None
    assert explanation.span == findings[0].span
    assert explanation.markdown.startswith("**Personal data in a log** · Warning · `personal-data.in-log`")
    assert "[CWE-532](https://cwe.mitre.org/data/definitions/532.html)" in explanation.markdown
    assert '- GDPR 2016/679: [Art. 32](https://gdpr/32 "Security")' in explanation.markdown
    assert "SOC 2" not in explanation.markdown


async def test_a_hover_elsewhere_says_nothing() -> None:
    findings = tuple(await found(agent(), document(LEAK)))
    assert agent().explain(document(LEAK), 0, Facts(FileFindings(findings))) is None
    assert agent().explain(document(LEAK), findings[0].span.start, Facts()) is None


async def test_mistakes_of_a_policy_file_are_findings_and_nothing_else_is() -> None:
    mistakes = (Mistake("unknown key", Span(0, 7)), Mistake("must be 1", Span(9, 10)))
    snapshot = document("version: 2\n", ".omni/policy.yaml")
    findings = await found(agent(licences=REUSE, mistakes=mistakes), snapshot)
    assert [(one.rule.id, one.rule.severity, one.message, one.span.start) for one in findings] == [
        ("compliance.policy", Severity.ERROR, "unknown key", 0),
        ("compliance.policy", Severity.ERROR, "must be 1", 9),
    ]
    assert agent().offers(snapshot, findings[0]) == ()


OPEN = DependencyFacts("requirements.txt", (Dependency("flask", "", Span(0, 5), is_open=True),), wants_pins=True)


async def test_dependencies_of_a_manifest_are_looked_at() -> None:
    dependencies = FakeDependencies(OPEN)
    assert await ids(agent(dependencies=dependencies), document("flask\n", "manifest")) == ["dependency.unpinned"]
    assert await ids(agent(dependencies=dependencies), document("flask\n", "notes.txt")) == []
    assert await ids(agent(dependencies=FakeDependencies(None)), document("flask\n", "manifest")) == []
    assert dependencies.asked == 0


async def test_packages_are_held_against_the_allowed_licences() -> None:
    packages = {
        "flask": Installed("flask", "GPL-3.0-only"),
        "click": Installed("click", ""),
        "six": Installed("six", "MIT"),
    }
    dependencies = FakeDependencies(OPEN, packages)
    policy = with_duties(licence_allow=("MIT",), pinned_dependencies=Level.OFF, spdx_header=Level.OFF)
    (finding,) = await found(agent(policy, dependencies=dependencies), document("flask\n", "manifest"))
    assert (finding.rule.id, finding.rule.severity, finding.span) == (
        "licence.dependency-not-allowed",
        Severity.ERROR,
        Span(0, 5),
    )
    off = with_duties(policy, dependency_licences=Level.OFF)
    assert await ids(agent(off, dependencies=dependencies), document("flask\n", "manifest")) == []


async def test_files_without_a_folder_are_looked_at_too() -> None:
    snapshot = Snapshot("untitled:1", 1, "python", LEAK)
    assert await ids(agent(), snapshot) == ["personal-data.in-log"]


async def test_the_same_place_is_told_once() -> None:
    text = "console.log(`https://x.org/?email=${user.email}`)\n"
    assert sorted(await ids(agent(), document(text, "src/a.js"))) == ["personal-data.in-log", "personal-data.in-url"]
