"""Sentences that try to take over an assistant, to win it for a secret, or to send it after orders.

What is shown to everybody is judged with care, since documents also talk about such sentences; what is hidden is not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from omni_lsp.model.text import Span

_PEOPLE = r"(?:the\s+|any\s+|your\s+)?(?:users?|humans?|developers?|reviewers?|maintainers?|operators?|owners?|anyone|anybody)"
SECRETS = (
    r"(?:secrets?|credentials?|(?:access|auth|api|session)?[\s_-]?tokens?|api[\s_-]?keys?|private[\s_-]?keys?|ssh[\s_-]?keys?"
    r"|passwords?|\.env\b|id_rsa|id_ed25519|\.ssh/|\.aws/|\.npmrc|\.netrc|env(?:ironment)?\s+(?:variables?|vars?))"
)
_ORDERS = (
    r"(?:instructions?|prompts?|directions|directives|guidelines|rules|constraints|safeguards|restrictions|guardrails)"
)

# Linters and style sheets have rules to override, too: for these the words must say more.
_COMMANDS = r"(?:instructions?|prompts?|directions|directives|safeguards|restrictions|guardrails)"
_TAKEOVER = re.compile(
    rf"""
      \b(?:ignore|disregard|forget|override|bypass)\b(?:\s+[\w'-]+){{0,3}}?\s+
        (?:(?:previous|prior|above|earlier|preceding|foregoing|system|safety|security)\b(?:\s+[\w'-]+){{0,3}}?\s+{_ORDERS}
          |(?:existing|original|all|any|your|other)\b(?:\s+[\w'-]+){{0,3}}?\s+{_COMMANDS})\b
    | \b(?:ignore|disregard|forget|override)\b(?:\s+[\w'-]+){{0,3}}?\s+
        (?:{_ORDERS}\s+(?:above|before|so\s+far|given\s+(?:above|before|earlier))\b
          |(?:{_ORDERS}|everything|anything|all|what)\s+(?:that\s+)?you\s+(?:were|have\s+been|got)\s+(?:told|given|taught)\b)
    | \byou\s+are\s+(?:now|no\s+longer)\s+(?:(?:a|an|in|running|operating)\s+)*
        (?:DAN\b|jailbroken|unrestricted|unfiltered|uncensored|developer\s+mode|god\s+mode|bound\s+by)
    | \b(?:new|real|actual|hidden)\s+(?:system\s+)?(?:instructions|prompt)\s*:
    | \bsystem\s+(?:override|prompt\s+override)\b
    | <\|(?:im_start|im_end|system|endoftext)\|> | \[/?INST\] | <</?SYS>>
    | ^[ \t]*</?(?:system|system[-_]prompt|system[-_]reminder)>
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_NOT = r"(?:do\s+not|don't|don\u2019t|never|must\s+not|should\s+not)\s+(?:ever\s+)?"
# Telling a user *to do* something, or of something in particular, is what many programs should not do.
_SECRECY = re.compile(
    rf"""
      \b{_NOT}(?:tell|inform)\s+{_PEOPLE}\b(?=\s*(?:[.,;!)\n]|\Z|-\s))
    | \b{_NOT}(?:tell|inform|notify|alert|warn)\s+{_PEOPLE}\s+
        (?:that\s+you\b|(?:about|of)\s+(?:this|these|it|any\s+of|your|the\s+(?:change|modification|instruction|addition)s?)\b)
    | \b{_NOT}(?:mention|reveal|disclose|admit|acknowledge)\s+
        (?:(?:any\s+of\s+)?(?:this|these|it|that)\b|the\s+existence\b|the\s+(?:change|modification|instruction)s?\b)
        [^.\n]{{0,60}}?(?:\bto\s+(?:the|your)\s+(?:user|human|developer|reviewer|maintainer|operator)s?\b|\bin\s+(?:your|the)\s+(?:answer|response|reply|output|summary|chat)s?\b)
    | \bwithout\s+(?:telling|informing|notifying|alerting)\s+{_PEOPLE}\b(?=\s*(?:[.,;!)\n]|\Z))
    | \b{_NOT}mention\s+to\s+{_PEOPLE}\s+that\s+you\b
    | \bwithout\s+(?:the|your)\s+(?:user|developer|reviewer|human)s?\s+(?:knowing|noticing|being\s+told|being\s+aware)\b
    | \bwithout\s+(?:the\s+user's|the\s+user\u2019s|the\s+developer's)\s+(?:knowledge|noticing|awareness)\b
    | \bkeep\s+(?:this|these|it|that|them)\s+(?:a\s+secret|secret|hidden|quiet)\b[^.\n]{{0,40}}?\bfrom\s+{_PEOPLE}\b
    | \b(?:hide|conceal)\s+(?:this|these|your|the)\s+(?:instruction|change|action|step|prompt|rule)s?\b[^.\n]{{0,40}}?\bfrom\s+{_PEOPLE}\b
    | \b{_NOT}let\s+(?:the|any|your)\s+(?:user|developer|reviewer|human)s?\s+(?:know|notice|find\s+out)\b
    | \b(?:secretly|covertly|stealthily|surreptitiously)\s+(?:\w+\s+){{0,2}}?
        (?:add|append|collect|copy|download|execute|include|inject|insert|install|modify|post|read|run|send|upload|write)\b
    | \bsilently\s+(?:download|inject|insert|install|send|upload|exfiltrate|append|post)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEAK_VERB = re.compile(
    r"\b(?:(?P<whole>exfiltrat\w*)|(?P<sends>send|post|upload|transmit|forward|leak|email|e-mail|mail|submit)"
    r"|append|include|embed|encode|copy)\b",
    re.IGNORECASE,
)
_LEAKED = re.compile(rf"{SECRETS}|\bfile\s+contents?\b|\bsource\s+code\b|\bconversation\b", re.IGNORECASE)
_ADDRESSEE = r"(?:<?https?://|[\w.+-]+@[\w-]+\.[a-z]{2,}|(?:a|an|the|this|my|our)?\s*(?:webhook|external\s+(?:server|host|service)))"
_SENT_TO = re.compile(rf"\b(?:to|via|at)\s+(?:\S+\s+){{0,3}}?{_ADDRESSEE}", re.IGNORECASE)
# Documents say where to copy a key to and where more is told; only these places take it out of the house.
_PUT_INTO = re.compile(
    rf"\b(?:to|into)\s+{_ADDRESSEE}|\b(?:query|url)\s+(?:string|parameter)s?\b|\b(?:image|tracking)\s+url",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n\s*\n")
_LONGEST_SENTENCE = 300

_REMOTE = re.compile(
    r"""
      \b(?:fetch|download|retrieve|curl|load|open|visit|read|browse|pull|get)\b[^\n]{0,60}?https?://[^\s<>)\]`"']+[^\n]{0,60}?
        \b(?:and|then)\s+(?:\w+\s+){0,2}?(?:(?:follow|obey)\s+(?:it|them)\b
          |(?:follow|obey|execute|apply|carry\s+out|act\s+on|do|run)\s+
           (?:(?:what|whatever|everything|anything)\b|(?:\w+\s+){0,3}?(?:instructions?|steps|commands?|directions|directives|orders|prompts?)\b))
    | \b(?:follow|obey|apply|execute|carry\s+out)\s+(?:(?:all|any|the|every|whatever|these|those|further|additional|latest|current)\s+)*
        (?:instructions?|prompts?|directives?|orders|commands?)\s+(?:\w+\s+){0,4}?
        (?:at|from|in|on|under|of)\s+<?https?://
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A pattern, and small pieces of text of which each match has one: only around these is it worth a try."""

    pattern: re.Pattern[str]
    stems: tuple[str, ...]

    def finditer(self, text: str, lower: str) -> Iterator[re.Match[str]]:
        for start, end in _windows(text, lower, self.stems):
            yield from self.pattern.finditer(text, start, end)


_TAKEOVER_STEMS = (
    *("ignore", "disregard", "forget", "override", "bypass", "you are n", "system", "<|", "inst]", "<sys", "/sys"),
    *("new ", "real ", "actual ", "hidden "),
)
_SECRECY_STEMS = (
    *("tell", "inform", "notify", "alert", "warn", "mention", "reveal", "disclose", "admit", "acknowledge"),
    *("keep", "without", "hide", "conceal", "let ", "secretly", "covertly", "stealthily", "surreptitiously"),
    "silently",
)
_INJECTIONS = (_Phrase(_TAKEOVER, _TAKEOVER_STEMS), _Phrase(_SECRECY, _SECRECY_STEMS))
_REMOTE_ORDER = _Phrase(_REMOTE, ("http",))
_BEFORE, _AFTER = 160, 400  # Characters around a stem that a match may reach over.

_TALKS_ABOUT_IT = re.compile(
    r"""\b(?:injections?|inject|attacks?|attackers?|malicious|adversar\w+|jailbreaks?|phish\w*|untrusted|suspicious|exploits?|payloads?
    |examples?|such\s+as|e\.g\.|for\s+instance|phrases?|strings?\s+like|text\s+like|detect\w*|scan\w*|flag\w*|guard\w*|treat\b[^.\n]*\bdata
    |reject|refuse|resist|red[\s-]team\w*|fixtures?|tests?\s+(?:that|for|case)|instructions\s+like|asks?\s+you|tells?\s+you|tries\s+to|try\s+to
    |attempts?)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# How a tool is installed stands at its maker's, and people do that.
_SETS_UP = re.compile(r"\binstall\w*\b|\bset(?:ting)?[\s-]?up\b", re.IGNORECASE)
_FORBIDS = re.compile(
    r"\b(?:never|do\s+not|don't|don\u2019t|must\s+not|mustn't|should\s+not|shouldn't|avoid|cannot|can't|may\s+not|no\s+one|without)\b[^.;:!?\n]*\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\bhttps?://\S+|\S+@\S+")
_QUOTES = {'"': '"', "\u201c": "\u201d", "\u00ab": "\u00bb", "`": "`"}


def injections(text: str) -> Iterator[Span]:
    """Sentences, shown to everybody, that override other instructions, ask for secrecy or for a leak of secrets."""
    lower = _lowered(text)
    for phrase in _INJECTIONS:
        for match in phrase.finditer(text, lower):
            span = Span(*match.span())
            if not _is_spoken_about(text, span):
                yield span
    yield from (span for span in _leaks(text) if not _is_spoken_about(text, span))


def remote_orders(text: str) -> Iterator[Span]:
    """Sentences that send an assistant to fetch its instructions from an address."""
    for match in _REMOTE_ORDER.finditer(text, _lowered(text)):
        span = Span(*match.span())
        if not (_is_spoken_about(text, span) or _SETS_UP.search(_line(text, span.start))):
            yield span


def has_injection(hidden: str) -> bool:
    """Whether there is any of both in a text that is not shown, where nobody speaks about them."""
    lower = _lowered(hidden)
    phrases = (True for phrase in (*_INJECTIONS, _REMOTE_ORDER) for _ in phrase.finditer(hidden, lower))
    return any(phrases) or any(True for _ in _leaks(hidden))


def _leaks(text: str) -> Iterator[Span]:
    """Sentences by which something private goes to somebody; by steps, as one pattern for all of it can take for ever."""
    for verb in _LEAK_VERB.finditer(text):
        if verb["whole"]:
            yield Span(*verb.span())
            continue
        end = min(len(text), verb.end() + _LONGEST_SENTENCE)
        stop = _SENTENCE_END.search(text, verb.end(), end)
        end = stop.start() if stop is not None else end
        place = (_SENT_TO if verb["sends"] else _PUT_INTO).search(text, verb.end(), end)
        # The secret may come before the place or behind it, as in "send to URL the contents of .env".
        if place is not None and _LEAKED.search(text, verb.end(), end):
            yield Span(verb.start(), place.end())


def _lowered(text: str) -> str:
    """In small letters and of the same length, so that offsets stay."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in text)


def _windows(text: str, lower: str, stems: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Ranges around stems, in order and apart from each other."""
    places: list[int] = []
    for stem in stems:
        at = lower.find(stem)
        while at >= 0:
            places.append(at)
            at = lower.find(stem, at + _AFTER // 4)
    end = 0
    start = -1
    for at in sorted(places):
        if start >= 0 and at - _BEFORE > end:
            yield start, end
            start = -1
        start = max(0, at - _BEFORE) if start < 0 else start
        end = min(len(text), at + _AFTER)
    if start >= 0:
        yield start, end


def _is_spoken_about(text: str, span: Span) -> bool:
    """Whether a sentence is forbidden, quoted or given as an example."""
    before, line = _sentence(text, span.start), _line(text, span.start)
    return bool(_FORBIDS.search(before) or _TALKS_ABOUT_IT.search(line)) or _is_quoted(text, span.start, span.end)


def _sentence(text: str, at: int) -> str:
    """What stands before a place in its sentence."""
    return re.split(r"[.!?]\s|\n\s*\n|\n\s*[-*#]", text[max(0, at - 200) : at])[-1]


def _line(text: str, at: int) -> str:
    """The line around a place, without addresses: `example.com` is no example."""
    start = max(text.rfind("\n", 0, at) + 1, at - 400)
    end = text.find("\n", at)
    return _ADDRESS.sub(" ", text[start : min(end if end >= 0 else len(text), at + 400)])


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a quotation mark opens before the words and closes in the same paragraph."""
    before = text[max(0, start - 40) : start].rpartition("\n")[2]
    after = text[end : end + 200].partition("\n\n")[0]
    if before.endswith("'") and "'" in after:
        return True
    return any(before.count(left) % 2 == 1 and right in after for left, right in _QUOTES.items())
