"""Weaknesses by how much harm they do in what assistants write, each with what never to do, in our own words.

The order follows CWE's list of the 25 most dangerous weaknesses (2024), with secrets first and what no rule of ours
looks for left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from omni_lsp.model.packs import PackInputs, PackRule


@dataclass(frozen=True, slots=True)
class Weakness:
    """`cwe` are the ids that belong to it, `rule` the end of the id of the rule that says best what to do instead."""

    cwe: frozenset[str]
    rule: str
    never: str


def _one(cwe: str, rule: str, never: str) -> Weakness:
    return Weakness(frozenset(f"CWE-{each}" for each in cwe.split()), rule, never)


WEAKNESSES = (
    _one(
        "798 259 321 522 256",
        "hardcoded-password",
        "Put a password, key or token into a file: read it from the environment or a secret store.",
    ),
    _one("89 943", "sql-injection", "Build SQL or another query out of strings: pass values as parameters."),
    _one(
        "78 77 88", "command-injection", "Hand text from outside to a shell: start programs with a list of arguments."
    ),
    _one("79 80 116", "reflected-xss", "Put text from outside into HTML by hand: use templates that escape."),
    _one(
        "22 23 73", "path-traversal", "Open a path from outside as it is: resolve it and refuse what leaves its folder."
    ),
    _one("94 95 1336 917", "code-injection", "Run text as code or as a template: parse data, or choose from a table."),
    _one("502", "unsafe-deserialization", "Turn foreign bytes into objects: exchange JSON and validate it."),
    _one("918", "ssrf", "Fetch an address that a client names: choose the host from a fixed list."),
    _one(
        "295 297 322",
        "tls-verification-off",
        "Switch off the verification of certificates or host keys: add the missing authority.",
    ),
    _one("347", "jwt-unverified", "Trust a token before its signature was checked with a fixed algorithm."),
    _one(
        "916 327 328 326 329",
        "weak-hash",
        "Use MD5, SHA-1, DES or ECB where security counts; hash passwords with Argon2, scrypt or bcrypt.",
    ),
    _one(
        "338 330 340", "predictable-random", "Make tokens or ids with the general random generator: use the secure one."
    ),
    _one("611", "external-entities", "Parse XML with external entities switched on."),
    _one("532 359 117", "secret-in-log", "Write secrets or personal data to a log: write an internal id."),
    _one("942 346", "cors-any-origin", "Allow every origin: list the trusted ones."),
    _one("601", "open-redirect", "Redirect to an address that a client names: allow paths of this site alone."),
    _one("352", "csrf-protection-off", "Switch off the protection against forged requests."),
    _one("489 209", "debug-mode", "Leave debug mode on, or show errors with their details to clients."),
    _one("614 1004 1275", "session-cookie-unprotected", "Set a session cookie without Secure, HttpOnly and SameSite."),
    _one("915 1321", "mass-assignment", "Copy all fields of a request into an object: name the allowed ones."),
    _one("1333 400", "catastrophic-regex", "Match long input with an expression that can take exponential time."),
    _one("377 379", "predictable-temporary-file", "Make temporary files with names of your own: use the library's."),
)


def known(inputs: PackInputs) -> list[tuple[Weakness, list[PackRule]]]:
    """The weaknesses that rules in use look for, by importance, each with these rules, the best ones first."""
    found: dict[Weakness, list[PackRule]] = {}
    for rule in inputs.rules:
        weakness = next((each for each in WEAKNESSES if not each.cwe.isdisjoint(rule.cwe[:1])), None)
        if weakness is not None:
            found.setdefault(weakness, []).append(rule)
    return [(each, sorted(found[each], key=lambda rule: _fit(each, rule))) for each in WEAKNESSES if each in found]


def concerns(rule: PackRule, languages: Iterable[str]) -> bool:
    """Whether a rule is for code in one of these languages, or for any; those for TypeScript are for TSX, too."""
    return not rule.languages or any(each.removesuffix("react") in rule.languages for each in languages)


def _fit(weakness: Weakness, rule: PackRule) -> tuple[object, ...]:
    is_named = rule.id.partition(".")[2] == weakness.rule
    return (not is_named, not rule.languages, -rule.severity, len(rule.id), rule.id)
