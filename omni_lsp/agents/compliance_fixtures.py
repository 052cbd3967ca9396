"""Made-up data that may not be made up: card numbers that would work, addresses at mail providers in tests.

Card numbers have a known beginning and length and a check digit (ISO/IEC 7812-1, annex B: Luhn).
Numbers that payment providers publish for tests, and those that look invented, are no matter.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from omni_lsp.agents.compliance_names import words_in
from omni_lsp.agents.compliance_rules import REALISTIC_CARD, REALISTIC_MAIL
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports.engine import Match

_LONGEST_TEXT = 400_000  # Characters; longer texts are data, and would be full of numbers.
_PLAIN = r"\d{14,16}"
_GROUPED = r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}|3[47]\d\d([ -])\d{6}\2\d{5}"
_NUMBER = re.compile(rf"(?<![\w.+/=-])(?:{_GROUPED}|{_PLAIN})(?![\w.+/=-])")
_ABOUT_CARDS = re.compile(r"card|visa|mastercard|amex|maestro|\bpan\b|\bcc\b|payment", re.IGNORECASE)
_LINES_ABOUT = 200  # Characters before a number in which cards must be named, unless it is written in groups.
_ISSUERS = re.compile(
    r"4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}"
    r"|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}"
)
_RUN = re.compile(r"(\d)\1{4}")
# Those of Stripe begin with 400000; the others are published by Adyen, Authorize.Net, Braintree, PayPal and Worldpay.
_TEST_NUMBERS = words_in(
    "4242424242424242 4000056655665556 5555555555554444 2223003122003222 5200828282828210 5105105105105100 "
    "378282246310005 371449635398431 6011111111111117 6011000990139424 6011981111111113 3056930009020004 36227206271667 "
    "6555900000604105 3566002020360505 4111111111111111 4012888888881881 30569309025904 38520000023237 3530111333300000 "
    "378734493671000 4444333322221111 4917610000000000 4988438843884305 5454545454545454 2222400070000005 "
    "2222410740360010 2222990905257051 5100290029002909 5136333333333335 5585558555855583 5500000000000004 "
    "5424000000000015 4005519200000004 4009348888881881 4500600000000061 4217651111111119 340000000000009 "
    "370000000000002 373953192351004 346827630435344 36006666333344 6445644564456445 4716461583322103 4485040371536584 "
    "4539578763621486 4532015112830366 4916338506082832 5425233430109903 2222420000001113 2223000048410010 "
    "4263982640269299 4745030000000000 4917484589897107 4001919257537193 4007702835532454 6362970000457013"
)
_TEST_BEGINNING = "400000"

_PROVIDERS = (
    r"gmail\.com|googlemail\.com|yahoo\.(?:com|fr|de|co\.uk|it|es)|hotmail\.(?:com|fr|de|co\.uk|it|es)|outlook\.(?:com|de|fr)|"
    r"live\.com|msn\.com|icloud\.com|me\.com|aol\.com|gmx\.(?:de|net|at|ch|com)|web\.de|t-online\.de|proton\.me|"
    r"protonmail\.com|mail\.ru|yandex\.(?:ru|com)|qq\.com|163\.com|126\.com|orange\.fr|free\.fr|libero\.it|naver\.com"
)
_MAIL = re.compile(rf"(?<![\w.%+-])([A-Za-z0-9][\w.%+-]{{1,63}})@(?:{_PROVIDERS})(?![\w.-]*\w)")
_INVENTED = words_in(
    "test tests testing tester user users username example sample demo dummy fake foo bar baz qux admin root info "
    "someone somebody nobody anyone anybody person name me you your my mail email e address doe mustermann nonexistent "
    "noreply reply no not valid invalid some random any abc xyz qwerty asdf aaa bbb first last alice bob eve mallory "
    "customer client recipient sender from to hello support contact owner account member guest team bot new old other "
    "another second third unknown wrong bad good"
)
_TEST_FOLDERS = words_in(
    "test tests __tests__ spec specs fixture fixtures __fixtures__ testdata test_data mocks __mocks__ e2e seeds cypress "
    "testing"
)
_TEST_NAME = re.compile(
    r"(?:test_.*|.*_test|conftest|.*[.-](?:test|spec|fixture|mock)|.*Tests?|.*IT)\.\w+|(?:fixtures?|seeds?|mocks?)\.\w+"
)


def realistic_data(snapshot: Snapshot) -> Iterator[Match]:
    """In document order. Messages do not repeat what was found."""
    text = snapshot.text
    if len(text) > _LONGEST_TEXT:
        return
    found = [*_cards(text), *(_addresses(text) if "@" in text and is_test(snapshot.name) else ())]
    yield from sorted(found, key=lambda match: match.span)


def is_test(name: str) -> bool:
    """Whether a path, with `/`, is that of a test or of what tests read."""
    path = PurePosixPath(name)
    return not _TEST_FOLDERS.isdisjoint(path.parts[:-1]) or _TEST_NAME.fullmatch(path.name) is not None


def _cards(text: str) -> Iterator[Match]:
    for found in _NUMBER.finditer(text):
        digits = re.sub(r"[ -]", "", found[0])
        before = text[max(0, found.start() - _LINES_ABOUT) : found.start()]
        if len(digits) == len(found[0]) and not _ABOUT_CARDS.search(before):
            continue
        if _ISSUERS.fullmatch(digits) and _checks(digits) and not _is_for_tests(digits):
            yield Match(REALISTIC_CARD.id, Span(found.start(), found.end()), REALISTIC_CARD.message)


def _is_for_tests(digits: str) -> bool:
    if digits in _TEST_NUMBERS or digits.startswith(_TEST_BEGINNING):
        return True
    return _RUN.search(digits) is not None or len(set(digits)) <= 3


def _checks(digits: str) -> bool:
    """Whether the check digit is right."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _addresses(text: str) -> Iterator[Match]:
    for found in _MAIL.finditer(text):
        words = [word.lower() for word in re.split(r"[\W\d_]+", found[1]) if word]
        if sum(map(len, words)) > 3 and _INVENTED.isdisjoint(words):
            yield Match(REALISTIC_MAIL.id, Span(found.start(), found.end()), REALISTIC_MAIL.message)
