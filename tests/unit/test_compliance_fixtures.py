"""Made-up data that may not be made up."""

import random

import pytest
from compliance_fakes import document
from hypothesis import given, strategies as st

from omni_lsp.agents.compliance_fixtures import is_test, realistic_data

CARD, MAIL = "personal-data.realistic-card", "personal-data.realistic-mail"


def found(text: str, name: str = "tests/test_app.py") -> list[tuple[str, str]]:
    return [(match.rule, text[match.span.start : match.span.end]) for match in realistic_data(document(text, name))]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('card = "4539148803436467"', "4539148803436467"),
        ('{"visa": 4716059837461253}', "4716059837461253"),
        ('pay("5425 2334 3010 9811")', "5425 2334 3010 9811"),
        ("mastercard: 2720-9912-3456-7892", "2720-9912-3456-7892"),
        ("amex='374245455400126'", "374245455400126"),
        ('Card("3530-1113-3330-1233")', "3530-1113-3330-1233"),
        ("# card\n\nnumber = '6011434598763455'", "6011434598763455"),
    ],
)
def test_numbers_that_would_work_are_told(text: str, number: str) -> None:
    digits = number.replace(" ", "").replace("-", "")
    fixed = digits[:-1] + check_digit(digits[:-1])
    shown = number[:-1] + fixed[-1]
    assert found(text.replace(number, shown)) == [(CARD, shown)]


def check_digit(digits: str) -> str:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


@pytest.mark.parametrize(
    "text",
    [
        'card = "4242424242424242"',  # Published for tests.
        'card = "4111 1111 1111 1111"',
        'card = "378282246310005"',
        'card = "4000002500003155"',  # Stripe's begin so.
        'card = "4539148803436468"',  # The check digit is wrong.
        'card = "9539148803436466"',  # Nobody issues such.
        'order = "4539148803436467"',  # Nothing is about cards.
        "card = 'x4539148803436467'",
        'card = "14539148803436467"',
        "card https://x.org/4539148803436467/",
        "card = 0.4539148803436467",
        'card = "4444444444444448"',
        'payment_id = "1623456789012345"',
    ],
)
def test_other_numbers_are_not(text: str) -> None:
    assert found(text) == []


@given(st.integers(min_value=0, max_value=10**9))
def test_one_wrong_digit_is_enough_to_be_no_card(seed: int) -> None:
    pick = random.Random(seed)  # noqa: S311 - nothing is secret here.
    digits = "4539" + "".join(str(pick.randrange(10)) for _ in range(11))
    right = digits + check_digit(digits)
    place = pick.randrange(4, 16)
    wrong = right[:place] + str((int(right[place]) + pick.randrange(1, 10)) % 10) + right[place + 1 :]
    assert found(f"card = '{wrong}'") == []


@pytest.mark.parametrize(
    "address", ["h.lindqvist@gmail.com", "petra.wagner84@gmx.de", "jdupont@orange.fr", "li-wei@qq.com"]
)
def test_addresses_at_providers_are_told_in_tests_alone(address: str) -> None:
    text = f'send("{address}")'
    assert found(text) == [(MAIL, address)]
    assert found(text, "src/app.py") == []


@pytest.mark.parametrize(
    "address",
    [
        "h.lindqvist@example.com",
        "h.lindqvist@corp.test",
        "test@gmail.com",
        "john.doe@gmail.com",
        "user1@yahoo.com",
        "a@gmail.com",
        "foo.bar@gmail.com",
        "h.lindqvist@gmail.com.example.org",
        "you@outlook.com",
        "@gmail.com",
    ],
)
def test_invented_addresses_are_not(address: str) -> None:
    assert found(f'send("{address}")') == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tests/a.py", True),
        ("src/__tests__/a.ts", True),
        ("pkg/a_test.go", True),
        ("src/a.spec.ts", True),
        ("src/ATest.java", True),
        ("conftest.py", True),
        ("fixtures.json", True),
        ("src/contest.py", False),
        ("src/latest.py", False),
        ("src/attest/a.py", False),
        ("tests.py", False),
    ],
)
def test_tests_are_known_by_their_paths(name: str, expected: bool) -> None:
    assert is_test(name) is expected
