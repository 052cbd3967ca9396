"""Personal data on its way into logs, analytics, URLs and open storage: the look at one text."""

from collections.abc import Iterator, Sequence

from omni_lsp.agents.compliance_code import LANGUAGES, code_of
from omni_lsp.agents.compliance_rules import DECLARATION, IN_ANALYTICS, IN_LOG, IN_STORAGE, IN_URL
from omni_lsp.agents.compliance_sinks import Sink, sinks
from omni_lsp.agents.compliance_urls import url_sinks
from omni_lsp.agents.compliance_values import Value, values
from omni_lsp.model.compliance import Declaration
from omni_lsp.model.finding import Rule
from omni_lsp.model.markdown import code as code_span
from omni_lsp.model.text import Lines, Snapshot, Span
from omni_lsp.ports.engine import Match

_LONGEST_TEXT = 400_000  # Characters; longer texts are generated or data.
# Most texts hold none of these, in small letters; looking for plain words costs next to nothing.
_NAMED = (
    *("email", "e_mail", "mail_addr", "mailaddr", "usermail", "user_mail", "phone", "mobile", "msisdn", "cellnumber"),
    *("cell_number", "birth", "dob", "card", "cc_num", "ccnum", "cvv", "cvc", "iban", "ssn", "socialsec", "social_sec"),
    *("nationali", "national_i", "passport", "taxid", "tax_", "taxnum", "taxpayer", "licen", "aadhaar", "cpf", "nhs"),
    *("personnummer", "fiscale", "medical", "mrn", "blood", "hiv_", "hivstatus", "health", "treatment", "labresults"),
    *("lab_results", "bankacc", "bank_acc", "surname", "firstname", "first_name", "lastname", "last_name", "fullname"),
    *("full_name", "givenname", "given_name", "familyname", "family_name", "middlename", "middle_name", "maiden"),
    *("legalname", "legal_name", "realname", "real_name", "patient", "customer", "person", "employee", "applicant"),
    *(
        "passenger",
        "citizen",
        "holder",
        "address",
        "payment",
        "diagnos",
        "prescription",
        "allerg",
        "symptom",
        "medication",
    ),
)
_WHERE = {
    IN_LOG: "goes into a log",
    IN_ANALYTICS: "goes to an analytics or monitoring service",
    IN_URL: "becomes part of a URL",
    IN_STORAGE: "is stored in the clear",
}
_ADVICE = {
    IN_LOG: "Log an internal id, or a masked or hashed form.",
    IN_ANALYTICS: "Send an internal id instead.",
    IN_URL: "Send it in the body of a POST request.",
    IN_STORAGE: "Keep it on the server, encrypted.",
}


def personal_data(snapshot: Snapshot, declared: Sequence[Declaration]) -> Iterator[Match]:
    """Matches in document order; a complete declaration at a place covers what is not grave there."""
    text = snapshot.text
    if snapshot.language not in LANGUAGES or len(text) > _LONGEST_TEXT:
        return
    lowered = text.lower()
    if not any(word in lowered for word in _NAMED):
        return
    code = code_of(text, snapshot.language)
    covered = frozenset(each.speaks_of for each in declared if each.is_complete)
    found: dict[tuple[Rule, Span], Value] = {}
    for sink in (*sinks(code), *url_sinks(code)):
        for value in values(code.text, sink.span.start, sink.span.end):
            if _counts(sink, value, snapshot.lines, covered):
                found.setdefault((sink.rule, value.span), value)
    for (rule, span), value in sorted(found.items(), key=lambda item: (item[0][1], item[0][0].id)):
        yield Match(rule.id, span, f"{_said(value)} {_WHERE[rule]}. {_ADVICE[rule]}")


def incomplete(lines: Lines, declared: Sequence[Declaration]) -> Iterator[Match]:
    """Declarations without a purpose or a retention."""
    for each in declared:
        if each.is_complete:
            continue
        missing = " and ".join(name for name in ("purpose", "retention") if not getattr(each, name))
        yield Match(DECLARATION.id, _written(lines, each.line), f"The declaration does not say the {missing}.")


def _counts(sink: Sink, value: Value, lines: Lines, covered: frozenset[int]) -> bool:
    if value.kind.is_grave:
        return True
    return not sink.only_grave and lines.position(value.span.start).line not in covered


def _said(value: Value) -> str:
    return f"{value.kind.value[0].upper()}{value.kind.value[1:]} ({code_span(value.name)})"


def _written(lines: Lines, line: int) -> Span:
    span, text = lines.span(line), lines.text(line)
    return Span(span.start + text.index("omni:"), span.start + len(text.rstrip()))
