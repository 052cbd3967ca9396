"""What the scanner's data says about itself: rules that explain themselves, formats that can be found."""

import base64
import csv
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from omni_lsp.adapters.secrets.book import Format, book, lexicon
from omni_lsp.adapters.secrets.checks import (
    decoded,
    has_bech32_checksum,
    has_crc32,
    is_discord,
    is_long_lived,
    is_supabase_service,
)
from omni_lsp.adapters.secrets.words import entropy, word_share
from omni_lsp.model.finding import Rule

TESTS = Path(__file__).parents[1]
RULES = sorted(book().ruleset.rules.values(), key=lambda rule: rule.id)
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def categories() -> Mapping[str, set[str]]:
    """Categories of the OWASP Top 10 by CWE, each as `A07:2021`."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    with (TESTS / "cases" / "owasp-top10-cwe.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["cwe"]].add(f"{row['category']}:{row['edition']}")
    return found


CATEGORIES = categories()


@each_rule
def test_a_rule_says_what_happens_and_what_to_do(rule: Rule) -> None:
    assert re.fullmatch(r"secret\.[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert 4 <= len(rule.title) <= 40
    assert len(re.findall(r"[^.]\.(?=\s|$)", rule.message)) == 2
    assert len(rule.message) <= 240
    assert rule.remedy.endswith(".")
    assert rule.languages == ()
    assert rule.confidence in {"high", "medium"}


@each_rule
def test_a_rule_names_every_owasp_category_that_lists_its_weaknesses(rule: Rule) -> None:
    listed = set().union(*(CATEGORIES[cwe] for cwe in rule.cwe))
    assert rule.owasp == tuple(sorted(listed, key=lambda name: (name[-4:], name)))


@each_rule
def test_the_first_reference_defines_the_first_weakness(rule: Rule) -> None:
    number = rule.cwe[0].removeprefix("CWE-")
    assert rule.references[0] == f"https://cwe.mitre.org/data/definitions/{number}.html"
    assert 2 <= len(rule.references) <= 3
    assert all(address.startswith("https://") for address in rule.references)


@pytest.mark.parametrize("one", book().formats, ids=lambda one: f"{one.rule} {one.written[:20]}")
def test_a_format_can_be_found(one: Format) -> None:
    assert one.rule in book().ruleset.rules
    marks = (*one.starts, *one.behind, *one.signs, *one.holds, *([one.within] if one.within else []))
    assert bool(marks) != (one.named is not None)
    assert all(mark.startswith("$") for mark in one.signs)


@pytest.mark.parametrize("one", book().formats, ids=lambda one: f"{one.rule} {one.written[:20]}")
def test_no_part_of_a_format_is_endless(one: Format) -> None:
    without_classes = re.sub(r"\[[^\]]+\]", "x", one.written)
    assert one.named is not None or not re.search(r"(?<!\\)[*+]|\{\d+,\}", without_classes)


def test_digest_tells_one_set_of_rules_from_another() -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", book().ruleset.digest)


def test_published_values_are_kept_as_digests() -> None:
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in lexicon().published)


def test_checksum_of_github_is_that_of_its_article() -> None:
    body = "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ"
    assert has_crc32(f"ghp_{body}0mLq17")
    assert not has_crc32(f"ghp_{body}0mLq18")


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        # The valid and some of the invalid strings of BIP 173.
        ("A12UEL5L", True),
        ("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", True),
        ("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", True),
        ("A1G7SGD8", False),
        ("split1checkupstagehandshakeupstreamerranterredcaperred2y9e2w", False),
        ("pzry9x0s0muk", False),
        ("x1b4n0q5v", False),
    ],
)
def test_bech32(value: str, holds: bool) -> None:
    assert has_bech32_checksum(value) is holds


@pytest.mark.parametrize("token", ["", "a.b.c", "eyJ.eyJ.x", "W10.W10.x", "bnVsbA.e30.x"])
def test_what_is_no_web_token_lives_for_no_time(token: str) -> None:
    assert not is_long_lived(token)


def web_token(**claims: object) -> str:
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + ".signature"


@pytest.mark.parametrize(
    ("claims", "lives_long"),
    [
        ({"sub": "x"}, True),
        ({"exp": 2_000_000_000}, True),
        ({"iat": 1000, "exp": 1000 + 86_400}, False),
        ({"iat": 1000, "exp": 1000 + 86_401}, True),
        ({"nbf": 1000, "exp": 2000}, False),
        ({"iat": "x", "exp": "y"}, True),
    ],
)
def test_a_web_token_lives_long_beyond_a_day(claims: dict[str, object], lives_long: bool) -> None:
    assert is_long_lived(web_token(**claims)) is lives_long


@pytest.mark.parametrize(("role", "is_one"), [("service_role", True), ("anon", False), ("authenticated", False)])
def test_keys_of_supabase_for_browsers_are_public(role: str, is_one: bool) -> None:
    token = web_token(iss="supabase", role=role)
    assert is_supabase_service(token) is is_one
    assert not is_long_lived(token)


def test_a_discord_token_begins_with_the_id_of_a_user() -> None:
    user = base64.b64encode(b"123456789012345678").decode()
    assert is_discord(f"{user}.x.y")
    assert not is_discord("MTabcdefghijklmnopqrstuv.x.y")


@pytest.mark.parametrize(
    ("written", "text"),
    [("aGk_", "hi?"), ("aGk/", "hi?"), ("aGk", "hi"), ("aGk=", "hi"), ("/w==", ""), ("a", ""), ("é", "")],
)
def test_base64_of_any_alphabet_or_nothing(written: str, text: str) -> None:
    assert decoded(written) == text


@pytest.mark.parametrize(("value", "bits"), [("", 0), ("aaaa", 0), ("abab", 1), ("abcd", 2), ("aabbccdd", 2)])
def test_entropy_is_in_bits_per_character(value: str, bits: float) -> None:
    assert entropy(value) == pytest.approx(bits)


@pytest.mark.parametrize(
    "value", ["shop-session-secret", "ApiKeyAuthenticationHandler", "theQuickBrownFox", "user_password"]
)
def test_names_are_made_of_words(value: str) -> None:
    assert word_share(value) > 0.6


@pytest.mark.parametrize("value", ["x9Tq3wZkPv8LmRj2", "9f86d081884c7d65", "Qz7Rk2Xw", ""])
def test_random_values_are_not(value: str) -> None:
    assert word_share(value) < 0.4
