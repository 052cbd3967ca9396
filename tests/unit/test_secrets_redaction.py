"""Texts without their secrets: nothing is left of them, and the rest stays as it was."""

import string
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from omni_lsp.adapters.secrets.places import ANYWHERE
from omni_lsp.adapters.secrets.redaction import redacted
from omni_lsp.adapters.secrets.search import secrets_in

# Put together here, so that this file holds no secret itself.
GOOGLE = "AIza" + "Sy3fQ7xTb9Kd2LmVw5Zc8RnPjHgYe4Ua167"
PASSWORD = "k7Zx!" + "2tWq9"
FRAGMENTS = [
    *(
        GOOGLE,
        PASSWORD,
        "password",
        "token",
        "secret_key",
        " = ",
        ": ",
        "=",
        '"',
        "'",
        "\n",
        "\\n",
        "\\",
        " ",
        ";",
        "&",
        "@",
    ),
    *("https://", "user:", "/", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "Authorization: Bearer "),
    *(
        "f3b1c9d4e5a60718293a4b5c6d7e8f90",
        "[redacted]",
        "…",
        "é",
        "--password ",
        "<password>",
        "</password>",
        "export ",
        "$",
        "{",
    ),
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nothing here", "nothing here"),
        (f'key = "{GOOGLE}"', 'key = "AIza…[redacted]"'),
        (f'password = "{PASSWORD}"', 'password = "[redacted]"'),
        (f"postgres://shop:{PASSWORD}@db/shop", "postgres://shop:[redacted]@db/shop"),
        (f"{GOOGLE} and {GOOGLE}", "AIza…[redacted] and AIza…[redacted]"),
    ],
)
def test_secrets_are_replaced_by_what_names_their_provider(text: str, expected: str) -> None:
    assert redacted(text) == expected


@given(texts)
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = redacted(text)
    assert redacted(once) == once


@given(texts)
def test_redacted_texts_hold_no_secret(text: str) -> None:
    assert secrets_in(redacted(text), ANYWHERE) == []


@given(texts)
def test_what_is_between_secrets_stays(text: str) -> None:
    rest, at = redacted(text), 0
    for found in secrets_in(text, ANYWHERE):
        kept = text[at : found.span.start]
        assert rest.startswith(kept)
        rest = rest[len(kept) :].partition("[redacted]")[2]
        at = found.span.end
    assert rest == text[at:]


@given(st.text(alphabet=string.printable), st.text(alphabet=string.printable))
def test_a_key_is_found_in_any_text(before: str, after: str) -> None:
    assert GOOGLE not in redacted(f"{before}\n{GOOGLE}\n{after}")


@given(texts)
def test_spans_are_in_order_and_apart(text: str) -> None:
    spans = [found.span for found in secrets_in(text, ANYWHERE)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    "value", ["AKIA" + "2TBD4RFW53UZCOZK", "AKIA" + "7PUT3RFW53UZCOZK", "0DHLObxxxX1" + "ykGWzz65V9xQ"]
)
def test_random_text_is_no_placeholder_because_of_a_short_word_in_it(value: str) -> None:
    assert value not in redacted(f'password = "{value}"\n')


@pytest.mark.parametrize("value", ["AKIA" + "TODO7RFW53UZCOZK-todo", "put-8fK2-it-7Zx2-here", "xxxx7Zx2tWq9"])
def test_short_words_that_stand_apart_still_make_a_placeholder(value: str) -> None:
    assert value in redacted(f'password = "{value}"\n')
