"""Whether a text that people do not get to see gives an assistant orders."""

import re

from omni_lsp.adapters.hidden.commands import is_dangerous
from omni_lsp.adapters.hidden.phrases import SECRETS, has_injection

_NAMES = (
    r"(?:AI|LLMs?|language\s+models?|(?:AI|coding|code|LLM)[\s-]+(?:assistants?|agents?|models?)|assistants?|agents?"
    r"|copilot|claude|cursor|gemini|codex|chatgpt|gpt|chat\s?bots?)(?!\.|-|/)"
)
_DUTY = r"(?:must|should|shall|always|never|will|need\s+to|have\s+to|are\s+required\s+to|is\s+required\s+to)"
_ADDRESSED = re.compile(
    rf"""
      \A\W*(?:(?:important|secret|hidden|special)\s+)?(?:notes?|instructions?|messages?|hints?|attention|notice|directives?)?\W*
        (?:to|for|dear|hey|attention|hello)[\s:,]+(?:the\s+|all\s+|any\s+|every\s+)?{_NAMES}\b
    | \A\W*{_NAMES}\s*[:,]
    | \b{_NAMES}\s+(?:reading\s+this\s+|agents?\s+)?{_DUTY}\b
    | \bif\s+you\s+are\s+(?:a|an)\s+(?:\w+\s+)?{_NAMES}\b
    | \bas\s+an?\s+(?:AI|LLM|language\s+model|assistant)\b
    | \bwhen\s+(?:the\s+|an?\s+)?{_NAMES}\s+(?:reads?|sees?|generates?|writes?|answers?|replies)\b
    | \b(?:when|whenever|each\s+time|if)\s+(?:you\s+)?(?:are\s+)?
        (?:asked\b|generat\w+|answer\w*|respond\w*|suggest\w*|review\w*\s+(?:code|a\s+change|a\s+pull\s+request|PRs?))\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DEED = (
    r"(?:add|append|approve|call|commit|copy|create|delete|disable|download|embed|execute|fetch|include|import|inject|insert|install"
    r"|invoke|load|merge|output|paste|post|print|push|put|read|recommend|remove|replace|reply|respond|run|send|skip|suggest|turn\s+off"
    r"|upload|use|write|follow|obey|pretend|act|say|tell|reveal|start|begin|treat|consider|bypass|ignore|forget|forward|prefer|accept|give|grant|set|make)"
)
# At the start of a sentence or clause, or behind a word that makes it a duty; what is forbidden is no deed.
_ORDER = re.compile(
    rf"(?:\A\W*|,\s+(?:also\s+)?|[.!?:;\n]\s+(?:[-*\d.]+\s+)?|\b(?:must|should|shall|always|please|then|and|to|you\s+will|now)\s+(?:(?:\w+ly|also|first|then|now)\s+)?)"
    rf"{_DEED}\b",
    re.IGNORECASE,
)
_RISK = re.compile(
    rf"""
      <script\b | \beval\s*\( | --no-verify\b | \bsudo\s | \bchmod\s | \brm\s+-rf\b | \bbase64\b | \bwebhook\b | \bbackdoor\b
    | \b(?:curl|wget|Invoke-WebRequest|iwr)\s+\S | \bbash\s+-c\b
    | \b(?:read|print|output|copy|include|send|post|upload|collect|append|paste|reveal)\b[^.\n]{{0,60}}{SECRETS}
    | \b(?:run|execut|download|fetch|send|post|upload|inject|forward)(?:e|ing|ning)?\b[^\n]{{0,80}}https?://
    | \b(?:insert|embed|load|import|includ|append|add)(?:e|ing|ding)?\b[^\n]{{0,60}}
        \b(?:scripts?|tags?|snippets?|code|requests?|calls?|pixels?|iframes?|images?|beacons?|packages?|dependency|modules?|libraries|library)\b
        [^\n]{{0,60}}https?://
    | \b(?:disable|skip|bypass|turn\s+off|remove|weaken|ignore)\s+(?:\w+\s+){{0,4}}?
        (?:security|validation|authentication|authorization|certificate|signature|TLS|SSL|sanitiz\w+|escaping|tests|checks|warnings|reviews?)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What people put into comments for other people and for tools.
_FOR_TOOLS = re.compile(
    r"\W*(?:cspell|spell-?check\w*|markdown-?lint|prettier|eslint|biome|vale|textlint|remark|lint|doctoc|toc\b|all-contributors"
    r"|(?:begin|end|start)(?:[-_:]|\s+of\b|\s+generated|\W*\Z)|(?-i:BEGIN|END|START)\b|region|endregion|omni\b|nosemgrep|gitleaks|pragma|reuse|spdx|todo\b|fixme\b|xxx\b|hack\b)",
    re.IGNORECASE,
)
_GENERATED = re.compile(
    r"\b(?:auto-?)?generated\s+(?:by|from|with|content|file|section|block)\b|\bdo\s+not\s+edit\b", re.IGNORECASE
)
_LEGAL = re.compile(r"\bcopyright\b|\blicen[cs]ed?\b|SPDX-License", re.IGNORECASE)

_LONGEST = 20_000  # A longer text is told apart by what it begins with.


def is_order(hidden: str) -> bool:
    """Whether a text that people do not get to see tells an assistant to do something."""
    if has_injection(hidden) or is_dangerous(hidden):
        return True
    text = hidden[:_LONGEST]
    if _FOR_TOOLS.match(text) or not _ORDER.search(text):
        return False
    if _RISK.search(text):
        return True
    return bool(_ADDRESSED.search(text)) and not (_GENERATED.search(text) or _LEGAL.search(text))
