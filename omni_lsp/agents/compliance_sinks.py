"""Where data leaves the program: calls and assignments that write logs, feed analytics, store things in the clear."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from omni_lsp.agents.compliance_code import Code
from omni_lsp.agents.compliance_rules import IN_ANALYTICS, IN_LOG, IN_STORAGE, IN_URL
from omni_lsp.agents.compliance_values import closing_bracket
from omni_lsp.model.finding import Rule
from omni_lsp.model.text import Span

_LONGEST = 4000  # Characters of one call that are looked at.
_LONGEST_STATEMENT = 1000  # Characters of one assigned expression.
_MOST = 1000  # Calls of one form in a text; hundreds are many.


@dataclass(frozen=True, slots=True)
class Sink:
    """A part of a text whose values end up somewhere; `only_grave` where people show data on purpose, too."""

    rule: Rule
    span: Span
    only_grave: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    """`pattern` ends behind the bracket of a call, or behind the sign of an assignment; `before` ends where it starts.

    `words`: one of them, in small letters, is in every text that it matches.
    `goes_on` says that calls on the result of the call belong to it, `within` which part of the arguments counts.
    """

    rule: Rule
    pattern: re.Pattern[str]
    words: tuple[str, ...]
    families: frozenset[str] = frozenset({"python", "javascript", "go", "java"})
    before: re.Pattern[str] | None = None
    only_grave: bool = False
    goes_on: bool = False
    within: re.Pattern[str] | None = None


_SCRIPT = frozenset({"javascript"})

_LOGGERS = (
    r"console|_?log|_?LOG|LOGGER|logging|slog|zlog|logrus|sugar|Log|Timber|winston|pino|loguru|[\w$]{0,40}[lL]ogger"
)
_LEVELS = (
    r"trace|debug|info|information|warn|warning|error|err|exception|critical|fatal|severe|fine|finer|finest|log|verbose|"
    r"silly|notice|alert|emerg|http|bind|contextualize|child|dir|table|print|printf|println|panic|"
    r"(?:Trace|Debug|Info|Warn|Warning|Error|Fatal|Panic|Print|Log)(?:f|w|ln|Context|Ctx)?|"
    r"With(?:Fields?|Error|Context)?|at(?:Trace|Debug|Info|Warn|Error)"
)
_TRACKERS = (
    r"analytics|mixpanel|amplitude|posthog|segment|rudderanalytics|plausible|fullstory|FullStory|FS|sentry_sdk|Sentry|"
    r"newrelic|appInsights|datadogRum|DD_RUM|firebaseAnalytics|logrocket|LogRocket|braze|clevertap|CleverTap|"
    r"moengage|kissmetrics|heap|woopra|klaviyo|intercom|smartlook|matomo|piwik"
)
_TRACKING = (
    r"track\w{0,20}|identify|capture|capture_message|captureMessage|page|screen|group|alias|people_set|set|set_once|"
    r"set_user|setUser|setUserProperties|set_user_properties|setUserId|set_tag|setTag|set_tags|setTags|set_context|"
    r"setContext|set_extra|setExtra|logEvent|log_event|event|register|sendEvent|send_event|setAttributes?|"
    r"addAttribute|add_attribute|recordCustomEvent|record_custom_event|setCustomAttribute|add_custom_attribute|"
    r"addAction|setProperties|addUserProperties"
)
_CLIENTS = r"requests|httpx|session|client|http_client|axios|\$http|got|ky|superagent"
_ANSWERS = r"res|response|reply|resp|ctx\.cookies|Cookies|cookies|cookieStore"
_OPEN_FILES = r"f|fp|fh|out|file|outfile|output|handle|writer|csv_writer|Files|\w{1,30}_file"


def _method(names: str) -> re.Pattern[str]:
    """A call of a method; it starts with a plain character, so that looking for it is quick."""
    return re.compile(rf"\.\s?(?:{names})\s?\(")


def _receiver(names: str, steps: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$])(?:{names})(?:\(\s?\))?{steps}\s?\??$")


_FORMS = (
    _Form(
        IN_LOG,
        _method(_LEVELS),
        ("log", "console", "sugar", "timber", "winston", "pino"),
        before=_receiver(_LOGGERS),
        goes_on=True,
    ),
    _Form(IN_LOG, re.compile(r"(?<![\w.])print\("), ("print",), frozenset({"python"}), only_grave=True),
    _Form(IN_LOG, re.compile(r"(?<![\w.])fmt\.Print(?:f|ln)?\("), ("print",), frozenset({"go"}), only_grave=True),
    _Form(IN_LOG, re.compile(r"\.(?:out|err)\.print(?:f|ln)?\("), ("print",), frozenset({"java"}), only_grave=True),
    _Form(
        IN_ANALYTICS,
        _method(_TRACKING),
        tuple(name.lower() for name in _TRACKERS.split("|")),
        before=_receiver(_TRACKERS, r"(?:\s?\??\.\s?\w{1,30}){0,2}"),
    ),
    _Form(
        IN_ANALYTICS,
        re.compile(r"(?<![\w$.])(?:window\.)?(?:gtag|fbq|hj|ga|dataLayer\s?\.\s?push|_paq\s?\.\s?push|Intercom)\s?\("),
        ("gtag", "fbq", "hj(", "ga(", "datalayer", "_paq", "intercom"),
        _SCRIPT,
    ),
    _Form(
        IN_URL,
        _method("get|head|delete|options"),
        ("params", "query"),
        frozenset({"python", "javascript"}),
        before=_receiver(_CLIENTS),
        within=re.compile(r"\b(?:params|searchParams|query)\s?[=:]\s?(?=\{|dict\()"),
    ),
    _Form(
        IN_URL,
        re.compile(r"(?:searchParams\s?\.\s?(?:set|append)|queryParam|addQueryParameter)\s?\("),
        ("searchparams", "queryparam", "addqueryparameter"),
        frozenset({"javascript", "java"}),
    ),
    _Form(
        IN_URL,
        _method("Set|Add"),
        (".set(", ".add("),
        frozenset({"go"}),
        before=re.compile(r"(?:(?<![\w.])(?:q|query|params|qs)|\.Query\(\))$"),
    ),
    _Form(
        IN_STORAGE,
        _method("setItem"),
        ("setitem",),
        _SCRIPT,
        before=_receiver("localStorage|sessionStorage|AsyncStorage|SharedPreferences"),
    ),
    _Form(
        IN_STORAGE,
        re.compile(r"(?:(?:local|session)Storage(?:\.\w{1,40}|\[[^\]\n]{1,60}\])|document\.cookie)\s?\+?=(?!=)"),
        ("localstorage", "sessionstorage", "document.cookie"),
        _SCRIPT,
    ),
    _Form(IN_STORAGE, re.compile(r"\.(?:set_cookie|SetCookie|addCookie)\("), ("cookie",)),
    _Form(IN_STORAGE, _method("cookie|setCookie|set"), ("cookie",), before=_receiver(_ANSWERS)),
    _Form(IN_STORAGE, _method("putString|putStringSet"), ("putstring",), frozenset({"java"})),
    _Form(
        IN_STORAGE,
        _method("write|writelines|writerow|writerows|writeString"),
        ("write",),
        before=_receiver(_OPEN_FILES),
        only_grave=True,
    ),
    _Form(
        IN_STORAGE,
        _method("write_text|writeFile|writeFileSync|appendFile|appendFileSync|WriteFile"),
        ("write_text", "writefile", "appendfile"),
        only_grave=True,
    ),
)
_RECEIVER_LENGTH = 90  # Characters before a call that may tell whose it is.
_BRACKET = re.compile(r"[()\[\]{}]")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_GOES_ON = re.compile(r"\s{0,80}\.\s?[A-Za-z]\w{0,40}\(")


def sinks(code: Code) -> Iterator[Sink]:
    """The arguments of calls and the values of assignments, by kind and not in order; they may overlap."""
    lowered = code.text.lower()
    forms = [form for form in _FORMS if code.family in form.families and any(word in lowered for word in form.words)]
    closing = _closing_brackets(code.text) if forms else {}
    for form in forms:
        for found in islice(form.pattern.finditer(code.text), _MOST):
            first = found.start()
            if form.before and not form.before.search(code.text[max(0, first - _RECEIVER_LENGTH) : first]):
                continue
            if code.text[found.end() - 1] == "(":
                yield from _called(code.text, found.end() - 1, form, closing)
            else:
                limit = min(found.end() + _LONGEST_STATEMENT, len(code.text))
                yield Sink(form.rule, Span(found.end(), statement_end(code.text, found.end(), limit)), form.only_grave)


def _called(code: str, opening: int, form: _Form, closing: Mapping[int, int]) -> Iterator[Sink]:
    """The arguments of a call, and where that counts of the calls that are made on its result, one after the other."""
    end = _end_of_call(code, opening, closing)
    for span in _parts(code, Span(opening + 1, end), form):
        yield Sink(form.rule, span, form.only_grave)
    limit = opening + _LONGEST
    while form.goes_on and (further := _GOES_ON.match(code, end + 1, limit)) is not None:
        end = _end_of_call(code, further.end() - 1, closing)
        yield Sink(form.rule, Span(further.end(), end), form.only_grave)


def _end_of_call(code: str, opening: int, closing: Mapping[int, int]) -> int:
    """The bracket that closes a call; in the middle of typing, and for what nobody writes, the end of the line."""
    end = closing.get(opening)
    if end is not None and end - opening <= _LONGEST:
        return end
    line_end = code.find("\n", opening)
    return min(len(code) if line_end < 0 else line_end, opening + _LONGEST)


def _closing_brackets(code: str) -> Mapping[int, int]:
    """The closing bracket of each opening one that has one; a brace leaves round ones open that it stands behind."""
    opened: list[tuple[str, int]] = []
    closing: dict[int, int] = {}
    for found in _BRACKET.finditer(code):
        bracket, at = found[0], found.start()
        if bracket in _PAIRS:
            opened.append((_PAIRS[bracket], at))
            continue
        if bracket == "}":
            while opened and opened[-1][0] == ")":
                opened.pop()
        if opened and opened[-1][0] == bracket:
            closing[opened.pop()[1]] = at
    return closing


def statement_end(code: str, start: int, limit: int) -> int:
    """Where the expression that starts here ends: at a bracket that closes around it, a semicolon or a line's end."""
    nested = 0
    for offset in range(start, limit):
        character = code[offset]
        if character in "([{":
            nested += 1
        elif character in ")]}":
            nested -= 1
            if nested < 0:
                return offset
        elif nested == 0 and (character == ";" or (character == "\n" and not _continues(code, offset, limit))):
            return offset
    return limit


_JOINING = re.compile(r"\s*(?:[+.%|&?:]|\.\.\.)")


def _continues(code: str, line_end: int, limit: int) -> bool:
    """Whether the next line goes on with what stands before the end of this one."""
    before = code[max(0, line_end - 1) : line_end]
    return before in {"+", "=", "%", "\\", "(", ","} or _JOINING.match(code, line_end + 1, limit) is not None


def _parts(code: str, arguments: Span, form: _Form) -> Iterator[Span]:
    if form.within is None:
        yield arguments
        return
    found = form.within.search(code, arguments.start, arguments.end)
    if found is not None:
        opening = code.find("{", found.end(), arguments.end) if code[found.end()] != "d" else found.end() + 4
        if opening >= 0:
            yield Span(opening, closing_bracket(code, opening, arguments.end))
