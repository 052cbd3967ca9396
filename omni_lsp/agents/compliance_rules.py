"""The rules of the compliance agent, and the duty of a policy that each of them belongs to."""

from collections.abc import Mapping
from types import MappingProxyType

from omni_lsp.model.finding import Rule, Severity

_GDPR = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"
_REUSE = "https://reuse.software/spec-3.3/"
_CWE = "https://cwe.mitre.org/data/definitions/{}.html"


IN_LOG = Rule(
    "personal-data.in-log",
    "Personal data in a log",
    Severity.WARNING,
    "Logs are read by more people and kept longer than the data itself.",
    cwe=("CWE-532", "CWE-359"),
    remedy="Log an internal id, or a masked or hashed form.",
    example='logger.info("order %s sent", order.id)',
    references=(_CWE.format(532), _GDPR),
)
IN_ANALYTICS = Rule(
    "personal-data.in-analytics",
    "Personal data for analytics",
    Severity.WARNING,
    "Data that is sent to an analytics or monitoring service serves another purpose than it was given for.",
    cwe=("CWE-359", "CWE-201"),
    remedy="Send an internal id and only the properties that the analysis needs.",
    example='analytics.track("signup", { userId: user.id })',
    references=(_CWE.format(359), _GDPR),
)
IN_URL = Rule(
    "personal-data.in-url",
    "Personal data in a URL",
    Severity.WARNING,
    "URLs stay in server logs, browser histories and referrers.",
    cwe=("CWE-598", "CWE-359"),
    remedy="Send it in the body of a POST request, or send an internal id.",
    example='requests.post(url, json={"email": email})',
    references=(_CWE.format(598), _GDPR),
)
IN_STORAGE = Rule(
    "personal-data.in-storage",
    "Personal data stored in the clear",
    Severity.WARNING,
    "Cookies, browser storage and plain files are read by others than those the data is for.",
    cwe=("CWE-312", "CWE-922", "CWE-359"),
    remedy="Keep it on the server, encrypted, and store an internal id.",
    example='localStorage.setItem("session", session.id)',
    references=(_CWE.format(312), _GDPR),
)
REALISTIC_CARD = Rule(
    "personal-data.realistic-card",
    "Card number that may be real",
    Severity.INFO,
    "The number has the form and the check digit of a payment card and is none of the published test numbers.",
    cwe=("CWE-540",),
    remedy="Use a test number that the payment provider publishes.",
    references=(_CWE.format(540), "https://docs.stripe.com/testing"),
)
REALISTIC_MAIL = Rule(
    "personal-data.realistic-mail",
    "Mail address that may be real",
    Severity.INFO,
    "The address belongs to a mail provider and may be a real person's, who gets what a test sends.",
    cwe=("CWE-540",),
    remedy="Use a domain reserved for examples, such as example.com (RFC 2606).",
    references=("https://www.rfc-editor.org/rfc/rfc2606",),
)
DECLARATION = Rule(
    "personal-data.declaration-incomplete",
    "Incomplete declaration",
    Severity.INFO,
    "A declaration about personal data needs a purpose and a retention.",
    remedy='Write omni: personal-data purpose="…" retention="…".',
    references=(_GDPR,),
)

HEADER_MISSING = Rule(
    "licence.header-missing",
    "No licence header",
    Severity.WARNING,
    "Nothing says under which licence this file is.",
    remedy="Add a comment with SPDX-License-Identifier at the top.",
    references=(_REUSE,),
    fixable=True,
)
HEADER_UNKNOWN = Rule(
    "licence.header-unknown",
    "Unknown licence",
    Severity.WARNING,
    "The licence expression is none, or names a licence that is not on the SPDX list.",
    remedy="Use an id of https://spdx.org/licenses, or LicenseRef- and a name of your own.",
    references=("https://spdx.org/licenses/",),
)
HEADER_NOT_ALLOWED = Rule(
    "licence.header-not-allowed",
    "Licence that is not allowed",
    Severity.ERROR,
    "The policy does not allow this licence.",
    remedy="Take the file out, or get its licence allowed.",
    references=("https://spdx.org/licenses/",),
)
HEADER_CONFLICTING = Rule(
    "licence.header-conflicting",
    "Conflicting licences",
    Severity.WARNING,
    "The file is under two different licences, depending on where one looks.",
    remedy="State one expression, such as MIT AND Apache-2.0, in one place.",
    references=(_REUSE,),
)
TEXT_MISSING = Rule(
    "licence.text-missing",
    "Licence text missing",
    Severity.WARNING,
    "The folder LICENSES does not hold the text of this licence.",
    remedy="Put the text there, in a file named after the id.",
    references=(_REUSE,),
)
DEPENDENCY_NOT_ALLOWED = Rule(
    "licence.dependency-not-allowed",
    "Dependency with a licence that is not allowed",
    Severity.ERROR,
    "The policy does not allow the licence that this package declares.",
    remedy="Use another package, or get the licence allowed.",
    references=("https://spdx.org/licenses/",),
)

UNPINNED = Rule(
    "dependency.unpinned",
    "Dependency without a version",
    Severity.INFO,
    "Another version may come with each installation.",
    cwe=("CWE-1357",),
    remedy="Name one version, or keep a lock file.",
    references=(_CWE.format(1357),),
)
DIRECT_SOURCE = Rule(
    "dependency.direct-source",
    "Dependency from outside of a registry",
    Severity.INFO,
    "It comes from a repository or an address of its own, without the registry's checks.",
    cwe=("CWE-1357",),
    remedy="Use a release from a registry, if there is one.",
    references=(_CWE.format(1357),),
)
MUTABLE_SOURCE = Rule(
    "dependency.mutable-source",
    "Dependency that can change",
    Severity.WARNING,
    "What is at the address can be replaced at any time, and nothing checks what comes.",
    cwe=("CWE-494", "CWE-1357"),
    remedy="Name a commit by its full hash, or add the hash of the file.",
    references=(_CWE.format(494),),
)
CLEARTEXT_SOURCE = Rule(
    "dependency.cleartext-source",
    "Packages over plain HTTP",
    Severity.WARNING,
    "Anybody on the way can replace the packages.",
    cwe=("CWE-319", "CWE-494"),
    remedy="Use https.",
    references=(_CWE.format(319),),
)
LOCK_OUTDATED = Rule(
    "dependency.lock-outdated",
    "Lock file out of step",
    Severity.WARNING,
    "What is installed is not what the manifest asks for.",
    cwe=("CWE-1357",),
    remedy="Run the package manager's lock command.",
    references=(_CWE.format(1357),),
)

POLICY_MISTAKE = Rule("compliance.policy", "Mistake in a policy file", Severity.ERROR)

DUTIES: Mapping[Rule, str] = MappingProxyType(
    {
        IN_LOG: "personal_data",
        IN_ANALYTICS: "personal_data",
        IN_URL: "personal_data",
        IN_STORAGE: "personal_data",
        DECLARATION: "personal_data",
        REALISTIC_CARD: "realistic_test_data",
        REALISTIC_MAIL: "realistic_test_data",
        HEADER_MISSING: "spdx_header",
        HEADER_UNKNOWN: "spdx_header",
        HEADER_NOT_ALLOWED: "spdx_header",
        HEADER_CONFLICTING: "spdx_header",
        TEXT_MISSING: "spdx_header",
        DEPENDENCY_NOT_ALLOWED: "dependency_licences",
        UNPINNED: "pinned_dependencies",
        DIRECT_SOURCE: "dependency_sources",
        MUTABLE_SOURCE: "dependency_sources",
        CLEARTEXT_SOURCE: "dependency_sources",
        LOCK_OUTDATED: "lock_files",
    }
)
"""The field of `Duties` that switches a rule off or grades it."""

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in (*DUTIES, POLICY_MISTAKE)})
"""All rules of the agent by id."""
