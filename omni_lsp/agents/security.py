"""Security: what the rule engine finds, explained, with fixes that were scanned again before they are handed out."""

import builtins
import keyword
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from omni_lsp.model.errors import AgentValidationError
from omni_lsp.model.facts import Facts, FileFindings
from omni_lsp.model.finding import Explanation, Finding, Offer, Rule, Severity, fingerprints
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.report import AgentResult
from omni_lsp.model.suppression import ignore_comment, is_suppressed, suppressions
from omni_lsp.model.text import Change, Edit, Snapshot, Span, apply
from omni_lsp.ports import AgentMeta, Match, RuleEngine, Syntax

_ID = "security"
_FIX = "fix"
_REASONS = {"ignore:false-positive": "false positive", "ignore:accepted-risk": "accepted risk"}
_WORDS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.INFO: "Information"}
_TOP_TEN = "https://owasp.org/Top10"
_TOP_TEN_2021 = {
    "A01": "Broken_Access_Control",
    "A02": "Cryptographic_Failures",
    "A03": "Injection",
    "A04": "Insecure_Design",
    "A05": "Security_Misconfiguration",
    "A06": "Vulnerable_and_Outdated_Components",
    "A07": "Identification_and_Authentication_Failures",
    "A08": "Software_and_Data_Integrity_Failures",
    "A09": "Security_Logging_and_Monitoring_Failures",
    "A10": "Server-Side_Request_Forgery_(SSRF)",
}
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
# Not behind a dot, and neither an argument's name nor the key of an object.
_ROOT = re.compile(r"(?<![\w$.])[A-Za-z_$][\w$]*(?!\s*=[^=])(?!\s*:)(?![\w$])")
_STRING_OR_COMMENT = re.compile(r"""(["'`]).*?\1|(?:\#|//).*""")
_ALWAYS_THERE = frozenset({*dir(builtins), *keyword.kwlist, "true", "false", "null", "new", "throw"})
_FENCES = {"javascriptreact": "jsx", "typescriptreact": "tsx"}


@dataclass(frozen=True, slots=True)
class _Seen:
    """A match that nobody chose to ignore."""

    match: Match
    rule: Rule
    fingerprint: str
    # The rule and its text without white space, which tells it from others when the code around it changes.
    key: tuple[str, str]


class SecurityAgent:
    """Reports matches of the engine's rules that are not ignored by a comment."""

    meta = AgentMeta(_ID)

    def __init__(self, engine: RuleEngine, syntax: Syntax) -> None:
        self._engine = engine
        self._syntax = syntax

    async def run(self, snapshot: Snapshot, facts: Facts) -> AgentResult:  # noqa: ARG002 - as the port has it
        return AgentResult(tuple([_finding(seen) for seen in await self._scan(snapshot)]))

    def explain(self, snapshot: Snapshot, offset: int, facts: Facts) -> Explanation | None:
        known = facts.get(FileFindings) or FileFindings()
        here = Span(offset, offset)
        mine = [one for one in known.findings if one.agent == _ID and one.span.touches(here)]
        if not mine:
            return None
        # The narrowest is what the pointer means; the others enclose it.
        narrowest = min(mine, key=lambda finding: finding.span.end - finding.span.start)
        return Explanation(_explained(mine, snapshot.language), narrowest.span)

    def offers(self, snapshot: Snapshot, finding: Finding) -> Sequence[Offer]:
        if finding.agent != _ID:
            return ()
        title, mark = finding.rule.title, finding.fingerprint
        fix = [Offer(_ID, _FIX, f"Fix: {title}", mark, is_preferred=True)] if finding.rule.fixable else []
        ignore = [
            Offer(_ID, kind, f"Ignore on this line: {reason} ({finding.rule.id})", mark)
            for kind, reason in _REASONS.items()
            if snapshot.language in LANGUAGES
        ]
        return (*fix, *ignore)

    async def resolve(self, offer: Offer, snapshot: Snapshot) -> Edit:
        before = await self._scan(snapshot)
        seen = next((one for one in before if one.fingerprint == offer.fingerprint), None)
        if seen is None:
            raise AgentValidationError(offer.title, snapshot.name, "the finding is not there any more")
        if offer.kind == _FIX:
            return await self._fix(offer, snapshot, seen, before)
        if offer.kind in _REASONS:
            return await self._ignore(offer, snapshot, seen, before)
        raise AgentValidationError(offer.title, snapshot.name, f"unknown offer {offer.kind}")

    async def _fix(self, offer: Offer, snapshot: Snapshot, seen: _Seen, before: Sequence[_Seen]) -> Edit:
        edit = await self._engine.fix(snapshot, seen.match)
        if edit is None:
            raise AgentValidationError(offer.title, snapshot.name, "the rule has no fix for this place")
        flaw = await self._flaw(snapshot, edit, seen, before)
        if flaw:
            raise AgentValidationError(offer.title, snapshot.name, f"the fix was tried and {flaw}")
        return edit

    async def _ignore(self, offer: Offer, snapshot: Snapshot, seen: _Seen, before: Sequence[_Seen]) -> Edit:
        comment = ignore_comment(snapshot.language, (seen.match.rule,), _REASONS[offer.kind])
        flaws: list[str] = []
        for change in _places(snapshot, seen.match, comment):
            edit = Edit(snapshot.uri, snapshot.version, (change,))
            at = change.span.start + change.text.index(comment) + len(comment) // 2
            if not await self._syntax.in_comment(_edited(snapshot, edit), at):
                flaws.append("no comment can stand there")
                continue
            flaw = await self._flaw(snapshot, edit, seen, before)
            if not flaw:
                return edit
            flaws.append(flaw)
        raise AgentValidationError(offer.title, snapshot.name, f"a comment was tried and {flaws[-1]}")

    async def _flaw(self, snapshot: Snapshot, edit: Edit, seen: _Seen, before: Sequence[_Seen]) -> str:
        """What is wrong with the text after an edit, empty when the finding is gone and nothing came for it."""
        if stranger := _stranger(snapshot, edit):
            return f"it names {stranger}, which is not in the text it replaces and may not be imported here"
        edited = _edited(snapshot, edit)
        if await self._syntax.error_count(edited) > await self._syntax.error_count(snapshot):
            return "it breaks the syntax"
        was = Counter(one.key for one in before)
        now = Counter(one.key for one in await self._scan(edited))
        if now[seen.key] >= was[seen.key]:
            return "the finding stays"
        # A finding around the edit is still the same one, though its text has changed.
        changed = Counter(rule for rule, _ in (was - now - Counter([seen.key])).elements())
        new = Counter(rule for rule, _ in (now - was).elements()) - changed
        return f"a finding of {min(new)} comes instead" if new else ""

    async def _scan(self, snapshot: Snapshot) -> list[_Seen]:
        """Matches that are not ignored, in document order. Raises AgentError."""
        found = await self._engine.scan(snapshot)
        if not found:
            return []
        ignored = suppressions(snapshot.lines)
        # Rules may have been read anew meanwhile, and then some of them are gone.
        rules = self._engine.ruleset.rules
        matches = [
            match
            for match in found
            if match.rule in rules
            and not is_suppressed(ignored, snapshot.lines.position(match.span.start).line, match.rule)
        ]
        texts = [(match.rule, snapshot.text[match.span.start : match.span.end]) for match in matches]
        return [
            _Seen(match, rules[rule], mark, (rule, "".join(text.split())))
            for match, mark, (rule, text) in zip(matches, fingerprints(texts), texts, strict=True)
        ]


def _finding(seen: _Seen) -> Finding:
    return Finding(seen.rule, _ID, seen.match.message, seen.match.span, seen.fingerprint)


def _edited(snapshot: Snapshot, edit: Edit) -> Snapshot:
    return replace(snapshot, text=apply(snapshot.text, edit.changes), digest="")


def _stranger(snapshot: Snapshot, edit: Edit) -> str:
    """A name that begins an expression in the new text and is nowhere in the text it replaces, empty when none is."""
    for change in edit.changes:
        before = set(_NAME.findall(snapshot.text[change.span.start : change.span.end]))
        for name in _ROOT.findall(_STRING_OR_COMMENT.sub("", change.text)):
            if name not in before and name not in _ALWAYS_THERE:
                return str(name)
    return ""


def _places(snapshot: Snapshot, match: Match, comment: str) -> tuple[Change, Change]:
    """Where a comment may go: the end of the finding's first line, or a line of its own above it."""
    line = snapshot.lines.position(match.span.start).line
    span, text = snapshot.lines.span(line), snapshot.lines.text(line)
    indentation = text[: len(text) - len(text.lstrip())]
    newline = "\r\n" if "\r\n" in snapshot.text else "\n"
    return (
        Change(Span(span.end, span.end), f"  {comment}"),
        Change(Span(span.start, span.start), f"{indentation}{comment}{newline}"),
    )


def _explained(findings: Sequence[Finding], language: str) -> str:
    """One section a finding, each rule explained once; `language` is that of the document."""
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.rule.id, finding)
    return "\n\n---\n\n".join(_section(finding, language) for finding in first.values())


def _section(finding: Finding, language: str) -> str:
    rule = finding.rule
    stale = "\n\n_From an earlier version of this file: the newest scan did not finish._" if finding.stale else ""
    parts = [
        f"**{rule.title}** · {_WORDS[rule.severity]} · `{rule.id}`{stale}",
        finding.message,
        _standards(rule),
        f"**Remedy:** {rule.remedy}" if rule.remedy else "",
        _fenced(rule.example, _FENCES.get(language, language)) if rule.example else "",
        "\n".join(f"- <{reference}>" for reference in rule.references),
    ]
    return "\n\n".join(part for part in parts if part)


def _standards(rule: Rule) -> str:
    weaknesses = [
        f"[{name}](https://cwe.mitre.org/data/definitions/{name.removeprefix('CWE-')}.html)" for name in rule.cwe
    ]
    return " · ".join([*weaknesses, *(f"[OWASP {name}]({_owasp_address(name)})" for name in rule.owasp)])


def _owasp_address(name: str) -> str:
    """The page of a category of 2021, the list itself for another year."""
    category, _, year = name.partition(":")
    title = _TOP_TEN_2021.get(category) if year == "2021" else None
    # Brackets would end the link in Markdown.
    page = f"{category}_{year}-{title}/".replace("(", "%28").replace(")", "%29") if title else ""
    return f"{_TOP_TEN}/{page}"


def _fenced(code: str, language: str) -> str:
    """A code block whose fence is longer than any run of backticks in the code."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"Safe:\n\n{fence}{language}\n{code}\n{fence}"
