"""Policy files: what they may say, where their mistakes are, and what they mean at a path."""

import json
import os
from pathlib import Path

import jsonschema
import pytest
import yaml

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.adapters.controls.policies import WORKSPACE_FILE, PolicyFiles
from omni_lsp.adapters.controls.policy_file import parse_policy, policy_schema
from omni_lsp.agents.compliance_policy import judged, terms
from omni_lsp.agents.compliance_rules import HEADER_MISSING, IN_LOG, UNPINNED
from omni_lsp.model.controls import ControlMap
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.policy import DEFAULT_POLICY, Level, Policy
from omni_lsp.model.text import Snapshot, Span

WHOLE = """
version: 1
name: payments
frameworks: [gdpr, pci-dss-4.0.1]
severities:
  py.weak-hash: error
  CWE-532: warning
  pci-dss-4.0.1 6.2.4: error
duties:
  spdx-header: required
  spdx-licence: apache-2.0 or mit
  licence-allow: [MIT, Apache-2.0]
  personal-data: error
  pinned-dependencies: warning
  realistic-test-data: off
folders:
  - paths: [legacy/, "*.sql"]
    frameworks: []
    severities: {CWE-532: info}
    duties: {spdx-header: off, personal-data: warning}
"""
WEAK = Rule("py.weak-hash", "Weak hash", Severity.WARNING, cwe=("CWE-328",))
LOGGED = Rule("py.secret-in-log", "Secret in a log", Severity.ERROR, cwe=("CWE-532",))
SQL = Rule("py.sql", "SQL", Severity.INFO, cwe=("CWE-89",))


def test_a_whole_policy_is_read() -> None:
    policy = parse_policy(WHOLE, "policy.yaml")
    assert policy.name == "payments"
    assert policy.frameworks == ("gdpr", "pci-dss-4.0.1")
    assert policy.severities["CWE-532"] is Level.WARNING
    assert policy.duties.spdx_header is Level.ERROR
    assert policy.duties.spdx_licence == "Apache-2.0 OR MIT"
    assert policy.duties.realistic_test_data is Level.OFF
    assert policy.duties.lock_files is None
    assert policy.parts[0].duties.spdx_header is Level.OFF


def test_the_least_policy_is_the_default() -> None:
    policy = parse_policy("version: 1\n", "policy.yaml")
    assert (policy.frameworks, policy.severities, policy.duties, policy.parts) == (
        DEFAULT_POLICY.frameworks,
        DEFAULT_POLICY.severities,
        DEFAULT_POLICY.duties,
        DEFAULT_POLICY.parts,
    )


def test_the_digest_follows_the_text() -> None:
    assert parse_policy(WHOLE, "a").digest == parse_policy(WHOLE, "b").digest
    assert parse_policy(WHOLE, "a").digest != parse_policy(f"{WHOLE}# more\n", "a").digest


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("name: x\n", "name", "'version' is missing"),
        ("version: 2\n", "2", "must be 1"),
        ("version: true\n", "true", "must be 1"),
        ("version: 1\nframework: [gdpr]\n", "framework", "did you mean 'frameworks'?"),
        ("version: 1\nframeworks: [gdrp]\n", "gdrp", "no framework is called 'gdrp'"),
        ("version: 1\nseverities: {py.x: high}\n", "high", "must be 'off', 'info', 'warning' or 'error'"),
        ("version: 1\nseverities: {CWE-0: info}\n", "CWE-0", "must be a rule id, py.*, a CWE id"),
        ("version: 1\nseverities: {gdpr 1: info}\n", "gdpr 1", "no control of gdpr"),
        ("version: 1\nseverities: {gdrp Art. 25: info}\n", "gdrp Art. 25", "no framework is called"),
        ("version: 1\nduties: {spdx-hedaer: error}\n", "spdx-hedaer", "did you mean 'spdx-header'?"),
        ("version: 1\nduties: {personal-data: sometimes}\n", "sometimes", "must be"),
        ("version: 1\nduties: {personal-data: true}\n", "true", "must be"),
        ("version: 1\nduties: {licence-allow: [MIT, Aparche-2.0]}\n", "Aparche-2.0", "no id of the SPDX licence list"),
        ("version: 1\nduties: {licence-allow: [MIT OR ISC]}\n", "MIT OR ISC", "no id of the SPDX licence list"),
        ("version: 1\nduties: {spdx-licence: MIT OR}\n", "MIT OR", "must be an SPDX licence expression"),
        ("version: 1\nfolders: [{duties: {}}]\n", "duties", "'paths' is missing"),
        ("version: 1\nfolders: [{paths: ['#']}]\n", "'#'", "must be a gitignore pattern"),
        ("version: 1\nfolders: [{paths: []}]\n", "[]", "must not be empty"),
        ("version: 1\nname: &a x\n", "&a x", "anchors are not supported"),
    ],
)
def test_a_mistake_is_at_its_place(text: str, place: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_policy(text, "policy.yaml")
    (mistake,) = caught.value.mistakes
    assert message in mistake.message
    assert text[mistake.span.start : mistake.span.end].startswith(place)


def test_several_mistakes_are_told_in_order() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_policy("version: 1\nframeworks: [x]\nduties: {personal-data: x}\n", "policy.yaml")
    spans = [mistake.span for mistake in caught.value.mistakes]
    assert len(spans) == 2
    assert spans == sorted(spans)


def test_the_schema_takes_what_the_parser_takes() -> None:
    schema = json.loads(policy_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    document = yaml.load(WHOLE.replace(": off", ": 'off'"), Loader=yaml.CSafeLoader)
    jsonschema.validate(document, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": 1, "duties": {"spdx_header": "error"}}, schema)


def graded(policy: Policy, path: str, rule: Rule) -> Severity | None:
    """What a finding of the rule counts as at the path, `None` when it is not reported."""
    finding = Finding(rule, "security", "", Span(0, 1), "f")
    found = judged([finding], terms(policy, path), bundled())
    return found[0].rule.severity if found else None


@pytest.mark.parametrize(
    ("path", "rule", "severity"),
    [
        ("app.py", WEAK, Severity.ERROR),  # By its id.
        ("app.py", IN_LOG, Severity.ERROR),  # By its duty, before its weakness.
        ("app.py", LOGGED, Severity.WARNING),  # By its weakness.
        ("legacy/app.py", LOGGED, Severity.INFO),
        ("app.py", SQL, Severity.ERROR),  # By a control.
        ("app.py", HEADER_MISSING, Severity.ERROR),  # By the duty.
        ("app.py", UNPINNED, Severity.WARNING),
        ("legacy/app.py", HEADER_MISSING, None),
        ("legacy/app.py", IN_LOG, Severity.WARNING),
        ("db/x.sql", IN_LOG, Severity.WARNING),
        ("legacy/app.py", WEAK, Severity.ERROR),
    ],
)
def test_a_policy_raises_and_lowers(path: str, rule: Rule, severity: Severity | None) -> None:
    assert graded(parse_policy(WHOLE, "policy.yaml"), path, rule) is severity


def test_the_gravest_weakness_counts() -> None:
    policy = parse_policy("version: 1\nseverities: {CWE-1: info, CWE-2: error}\n", "policy.yaml")
    assert graded(policy, "a", Rule("x.y", "", Severity.WARNING, cwe=("CWE-1", "CWE-2"))) is Severity.ERROR


@pytest.mark.parametrize(
    ("written", "severity"),
    [
        ("{py.*: off}", None),
        ("{py.*: off, py.weak-hash: info}", Severity.INFO),
        ("{py.weak-hash: off, py.*: error}", None),
        ("{js.*: off}", Severity.WARNING),
        ("{CWE-328: off}", None),
        ("{CWE-328: error, py.*: info}", Severity.INFO),
    ],
)
def test_rules_go_by_their_beginnings_and_can_be_off(written: str, severity: Severity | None) -> None:
    policy = parse_policy(f"version: 1\nseverities: {written}\n", "policy.yaml")
    assert graded(policy, "a.py", WEAK) is severity


def test_a_later_part_overrules_an_earlier_one() -> None:
    text = "version: 1\nfolders:\n- {paths: [a/], severities: {CWE-1: info}}\n- {paths: [a/b/], severities: {CWE-1: error}}\n"
    rule = Rule("x.y", "", Severity.WARNING, cwe=("CWE-1",))
    policy = parse_policy(text, "policy.yaml")
    assert (graded(policy, "a/x", rule), graded(policy, "a/b/x", rule), graded(policy, "x", rule)) == (
        Severity.INFO,
        Severity.ERROR,
        Severity.WARNING,
    )


def test_frameworks_in_force_depend_on_the_path() -> None:
    policy = parse_policy(WHOLE, "policy.yaml")
    assert terms(policy, "app.py").frameworks == ("gdpr", "pci-dss-4.0.1")
    assert terms(policy, "legacy/app.py").frameworks == ()


def test_without_a_policy_findings_stay_as_they_are() -> None:
    finding = Finding(WEAK, "security", "", Span(0, 1), "f")
    assert judged([finding], terms(DEFAULT_POLICY, "x"), ControlMap())[0] is finding


def folder_policy(folder: Path, text: str) -> Path:
    file = folder / WORKSPACE_FILE
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return file


async def test_a_trusted_folder_brings_its_policy(tmp_path: Path) -> None:
    folder_policy(tmp_path, "version: 1\nname: mine\n")
    assert (await PolicyFiles(is_trusted=True).policy(tmp_path)).name == "mine"
    assert await PolicyFiles().policy(tmp_path) is DEFAULT_POLICY
    assert await PolicyFiles(is_trusted=True).policy(None) is DEFAULT_POLICY


async def test_the_users_policy_goes_first(tmp_path: Path) -> None:
    folder_policy(tmp_path, "version: 1\nname: mine\n")
    named = tmp_path / "team.yaml"
    named.write_text("version: 1\nname: team\n", "utf-8")
    assert (await PolicyFiles(named, is_trusted=True).policy(tmp_path)).name == "team"


async def test_a_changed_policy_is_read_again_and_a_wrong_one_is_not_put_in_force(tmp_path: Path) -> None:
    file = folder_policy(tmp_path, "version: 1\nname: one\n")
    policies = PolicyFiles(is_trusted=True)
    assert (await policies.policy(tmp_path)).name == "one"
    file.write_text("version: 1\nname: another\n", "utf-8")
    assert (await policies.policy(tmp_path)).name == "another"
    file.write_text("version: 1\nnam: nothing\n", "utf-8")
    assert (await policies.policy(tmp_path)).name == "another"
    file.unlink()
    assert await policies.policy(tmp_path) is DEFAULT_POLICY


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="the platform has no links")
async def test_a_link_is_no_policy(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("version: 1\nname: outside\n", "utf-8")
    (tmp_path / ".omni").mkdir()
    (tmp_path / WORKSPACE_FILE).symlink_to(outside)
    assert await PolicyFiles(is_trusted=True).policy(tmp_path) is DEFAULT_POLICY


def test_an_open_policy_file_is_reviewed(tmp_path: Path) -> None:
    file = tmp_path / WORKSPACE_FILE
    text = "version: 1\nframeworks: [x]\n"
    snapshot = Snapshot(file.as_uri(), 1, "yaml", text, file, tmp_path)
    policies = PolicyFiles()
    assert policies.is_source(snapshot)
    assert not policies.is_source(Snapshot("file:///x", 1, "yaml", text, tmp_path / "x", tmp_path))
    (mistake,) = policies.review(snapshot)
    assert text[mistake.span.start : mistake.span.end] == "x"
