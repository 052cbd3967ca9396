"""The secret scanner as the security agent sees it."""

import re
from pathlib import Path

import pytest

from omni_lsp.adapters.secrets.scanner import SecretScanner
from omni_lsp.model.finding import Severity
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports.engine import Match

ROOT = Path("/home/test/project")
# Put together here, so that this file holds no secret itself.
GOOGLE = "AIza" + "Sy3fQ7xTb9Kd2LmVw5Zc8RnPjHgYe4Ua167"
PASSWORD = "k7Zx!" + "2tWq9"
LINE = f'PASSWORD = "{PASSWORD}"\n'


def document(text: str, path: str = "src/app.py", language: str = "python", root: Path | None = ROOT) -> Snapshot:
    place = (root or Path("/")) / path
    return Snapshot(place.as_uri(), 1, language, text, place, root)


async def found(text: str, path: str = "src/app.py", *allowed: str | re.Pattern[str]) -> list[Match]:
    return list(await SecretScanner(allowed).scan(document(text, path)))


async def test_spans_are_the_secrets_in_document_order() -> None:
    text = f'a = "{GOOGLE}"\n{LINE}'
    matches = await found(text)
    assert [text[match.span.start : match.span.end] for match in matches] == [GOOGLE, PASSWORD]
    assert [match.rule for match in matches] == ["secret.google", "secret.password"]


@pytest.mark.parametrize("before", ["🗝️ é ß\n", "İ\r\n", "\x00\n", "\ud800\n", "\u2028\n", "  \t"])
async def test_spans_count_code_points(before: str) -> None:
    text = before + LINE
    (match,) = await found(text)
    assert text[match.span.start : match.span.end] == PASSWORD


async def test_letters_beyond_ascii_belong_to_a_password() -> None:
    text = 'PASSWORD = "käse7!Ωx9"'
    (match,) = await found(text)
    assert text[match.span.start : match.span.end] == "käse7!Ωx9"


async def test_every_rule_that_reports_is_in_the_ruleset() -> None:
    scanner = SecretScanner()
    for path in ("a.py", "tests/a.py"):
        for match in await scanner.scan(document(f"'{GOOGLE}'\n{LINE}", path)):
            assert match.rule in scanner.ruleset.rules
            assert match.message


async def test_in_tests_providers_are_told_quietly_and_names_tell_nothing() -> None:
    (match,) = await found(f'KEY = "{GOOGLE}"\n{LINE}', "tests/test_app.py")
    assert match.rule == "secret.in-tests"
    assert "Google" in match.message
    assert SecretScanner().ruleset.rules[match.rule].severity is Severity.INFO


@pytest.mark.parametrize(
    "path", ["src/AppTest.java", "web/a.spec.ts", "pkg/a_test.go", "examples/a.py", "x/Shop.Tests/a.cs"]
)
async def test_places_of_tests(path: str) -> None:
    assert [match.rule for match in await found(f'"{GOOGLE}"', path)] == ["secret.in-tests"]


@pytest.mark.parametrize(
    "path", ["src/contest.py", "src/latest/a.py", "attest.go", "src/Latest.java", "src/spectrum.ts"]
)
async def test_places_that_only_sound_like_tests(path: str) -> None:
    assert [match.rule for match in await found(f'"{GOOGLE}"', path)] == ["secret.google"]


@pytest.mark.parametrize(("path", "count"), [("/home/test/a/b/c/app.py", 1), ("/srv/shop/tests/app.py", 0)])
async def test_without_a_folder_only_the_nearest_folders_count(path: str, count: int) -> None:
    snapshot = Snapshot(f"file://{path}", 1, "python", LINE, Path(path), None)
    assert len(await SecretScanner().scan(snapshot)) == count


async def test_a_document_without_a_file_is_searched() -> None:
    snapshot = Snapshot("untitled:Untitled-1", 1, "python", LINE)
    assert [match.rule for match in await SecretScanner().scan(snapshot)] == ["secret.password"]


@pytest.mark.parametrize("allowed", [PASSWORD, re.compile("^k7Z"), "src/*.py", "/src/", "**/app.py"])
async def test_what_is_allowed_is_not_reported(allowed: str | re.Pattern[str]) -> None:
    assert await found(LINE, "src/app.py", allowed) == []


@pytest.mark.parametrize("allowed", [PASSWORD[:-1], re.compile("^Z"), "lib/", "*.go"])
async def test_what_is_not_allowed_is(allowed: str | re.Pattern[str]) -> None:
    assert len(await found(LINE, "src/app.py", allowed)) == 1


async def test_a_long_text_is_searched_to_its_end() -> None:
    text = "x = 1\n" * 60_000 + LINE
    (match,) = await found(text)
    assert match.span == Span(text.index(PASSWORD), text.index(PASSWORD) + len(PASSWORD))


@pytest.mark.parametrize("before", ["\\n", "\\t", "%3D", "%20", "=", "'", "(", "Bearer "])
async def test_a_key_begins_behind_escapes(before: str) -> None:
    text = f'"{before}{GOOGLE}"'
    (match,) = await found(text)
    assert text[match.span.start : match.span.end] == GOOGLE


@pytest.mark.parametrize("before", ["x", "_", "-", "9"])
async def test_a_key_begins_nowhere_within_a_name(before: str) -> None:
    assert await found(f"f({before}{GOOGLE})") == []


async def test_a_shape_without_much_in_it_is_no_key() -> None:
    assert await found("'AKIA" + "AZMZAMZZMAMZAZMA'") == []


async def test_a_key_within_a_longer_value_is_told_alone() -> None:
    text = f'token = "v1:{GOOGLE}"'
    assert [text[match.span.start : match.span.end] for match in await found(text)] == [GOOGLE]


async def test_overlapping_evidence_is_told_once_and_by_its_provider() -> None:
    assert [match.rule for match in await found(f'password = "{GOOGLE}"')] == ["secret.google"]


@pytest.mark.parametrize(
    "path", ["go.sum", "yarn.lock", "a/package-lock.json", "i18n/de.json", "x.min.js", "a.js.map", "a.svg"]
)
async def test_files_in_which_names_tell_nothing(path: str) -> None:
    assert await found(LINE, path) == []
    assert len(await found(f'"{GOOGLE}"', path)) == 1


LONG = 1_000_000
# What makes expressions go back again and again when they are not written with care.
HOSTILE = [
    *("password=", 'password="', "password: ", '"password":\n', "password={", "secret: a | b | ", "password = String("),
    *(
        "token ",
        "--password ",
        "identified by ",
        "authorization",
        "Authorization: Basic ",
        "key",
        "login(",
        'login("a","',
    ),
    *(
        "eyJ",
        "eyJhbGciOiJIUzI1NiJ9.",
        "sk-T3BlbkFJ",
        "ghp_",
        "$2a$10$",
        "$",
        "Q~",
        "AccountKey=",
        "LS0tLS1CRUdJTi",
        "AA",
        "a.",
    ),
    *("://a:", "://user:pw@h ", "a@b://", "-----BEGIN PRIVATE KEY-----", "Private-Lines: 1\n", "PuTTY-User-Key-File\n"),
    *(
        "curl ",
        "curl -u a:",
        "pass -p",
        "insert into users values (",
        "kind: Secret\ndata:\n a: b\n",
        "x" * 63 + "pass",
    ),
    *(
        '"',
        "\\",
        '\\"',
        "\x00",
        "password\x00",
        "\U0001f600",
        "é password=ü ",
        "_",
        "A",
        "\n",
        "\r",
        "<password>",
        "<a b=c>",
    ),
]


@pytest.mark.thorough
@pytest.mark.parametrize("path", ["app.js", "app.yaml"])
@pytest.mark.parametrize("piece", HOSTILE, ids=lambda piece: repr(piece)[:30])
async def test_hostile_texts_end(piece: str, path: str) -> None:
    # The time limit of a test is the assertion: what goes back without end takes hours for such a text.
    await found(piece * (LONG // len(piece) // 4), path)


@pytest.mark.parametrize(
    ("path", "piece"),
    [
        (".netrc", "password "),
        (".pgpass", ":"),
        (".npmrc", "_auth="),
        ("wp-config.php", "define('AUTH_KEY',"),
        ("config/master.key", " "),
        ("x.tfstate", '"password'),
        ("dump.sql", "insert into users (a) "),
        (".htpasswd", "a:"),
        (".msmtprc", "pass "),
    ],
)
async def test_hostile_files_end(path: str, piece: str) -> None:
    await found(piece * (LONG // len(piece) // 4), path)
