"""The labelled secrets of `tests/cases/secrets`: what is found of them, group by group, and what is not one."""

import base64
import json
import random
import re
import string
import textwrap
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import yaml

from omni_lsp.adapters.secrets.redaction import redacted
from omni_lsp.adapters.secrets.scanner import SecretScanner
from omni_lsp.model.text import Snapshot, Span

CASES = Path(__file__).parents[1] / "cases" / "secrets"
GROUPS = sorted(path.stem for path in CASES.glob("*.yaml"))
PRECISION, RECALL = 0.97, 0.95
ROOT = Path("/project")

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_ALPHABETS: Mapping[str, str] = {
    "hex": "0123456789abcdef",
    "HEX": "0123456789ABCDEF",
    "base62": _BASE62,
    "base64": _BASE62 + "+/",
    "base64url": _BASE62 + "-_",
    "lower": string.ascii_lowercase + string.digits,
    "upper": string.ascii_uppercase + string.digits,
    "alpha": string.ascii_letters,
    "digits": string.digits,
    "b32": string.ascii_uppercase + "234567",
    "salt": _BASE62 + "./",
    "bech": _BECH32,
}
_GENERATOR = re.compile(r"‹(\w+)(?::([^‹›]*))?›")
_LANGUAGES = {"py": "python", "ts": "typescript", "js": "javascript", "java": "java", "go": "go", "php": "php"}


@dataclass(frozen=True)
class Case:
    """`spans` are the secrets in a text, `rule` what must report them, empty when any rule may."""

    kind: str
    rule: str
    path: str
    text: str
    spans: tuple[Span, ...]

    @property
    def snapshot(self) -> Snapshot:
        language = _LANGUAGES.get(self.path.rpartition(".")[2], "plaintext")
        return Snapshot(f"file://{ROOT}/{self.path}", 1, language, self.text, ROOT / self.path, ROOT)


def cases(group: str) -> Iterator[Case]:
    numbers = count()
    for entry in yaml.safe_load((CASES / f"{group}.yaml").read_text("utf-8")):
        for written in [entry["file"]] if "file" in entry else entry["lines"]:
            # What is random is the same at every load, and different in every case.
            text, spans = marked(filled(written, random.Random(f"{group} {next(numbers)}")))  # noqa: S311
            yield Case(entry["kind"], entry.get("rule", ""), entry.get("path", "src/app.py"), text, spans)


def filled(written: str, chance: random.Random) -> str:
    """The text with its generators run, the inner ones first."""
    while _GENERATOR.search(written):
        written = _GENERATOR.sub(lambda match: made(match[1], match[2] or "", chance), written)
    return written.replace("¦", "")


def marked(text: str) -> tuple[str, tuple[Span, ...]]:
    parts = re.split("([⟦⟧])", text)
    plain, spans, start = "", [], 0
    for part in parts:
        if part == "⟦":
            start = len(plain)
        elif part == "⟧":
            spans.append(Span(start, len(plain)))
        else:
            plain += part
    return plain, tuple(spans)


def made(name: str, detail: str, chance: random.Random) -> str:
    if name in _ALPHABETS:
        return "".join(chance.choices(_ALPHABETS[name], k=int(detail)))
    return _MAKERS[name](detail, chance)


def uuid(_: str, chance: random.Random) -> str:
    return "-".join(made("hex", size, chance) for size in ("8", "4", "4", "4", "12"))


def with_checksum(prefix: str, chance: random.Random) -> str:
    body = made("base62", "30", chance)
    rest, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        digits = _BASE62[digit] + digits
    return prefix + body + digits


def armoured(detail: str, chance: random.Random) -> str:
    label, _, indent = detail.partition(":")
    size = 4 if label.startswith("EC") else 9
    lines = [made("base64", "64", chance) for _ in range(size)]
    text = "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----"])
    # The first line stands where the template has it.
    return textwrap.indent(text, "    ").strip() if indent else text


def in_one_line(label: str, chance: random.Random) -> str:
    return armoured(label, chance).replace("\n", "\\n")


def openssh(cipher: str, chance: random.Random) -> str:
    head = b"openssh-key-v1\0" + len(cipher).to_bytes(4, "big") + cipher.encode() + chance.randbytes(280)
    body = textwrap.wrap(base64.b64encode(head).decode(), 70)
    return "\n".join(["-----BEGIN OPENSSH PRIVATE KEY-----", *body, "-----END OPENSSH PRIVATE KEY-----"])


def web_token(claims: str, chance: random.Random) -> str:
    parts = [json.dumps({"alg": "HS256", "typ": "JWT"}), claims]
    encoded = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, made("base64url", "43", chance)])


def encoded(text: str, _: random.Random) -> str:
    return base64.b64encode(text.encode()).decode()


def age(_: str, chance: random.Random) -> str:
    """A Bech32 string (BIP 173) with its checksum; written as the reference in the standard is."""
    prefix, data = "age-secret-key-", [chance.randrange(32) for _ in range(52)]
    expanded = [ord(x) >> 5 for x in prefix] + [0] + [ord(x) & 31 for x in prefix]
    checksum = 1
    for value in [*expanded, *data, 0, 0, 0, 0, 0, 0]:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            checksum ^= generator if (top >> i) & 1 else 0
    tail = [((checksum ^ 1) >> 5 * (5 - i)) & 31 for i in range(6)]
    return (prefix + "1" + "".join(_BECH32[value] for value in data + tail)).upper()


_MAKERS: Mapping[str, Callable[[str, random.Random], str]] = {
    "uuid": uuid,
    "crc": with_checksum,
    "pem": armoured,
    "pemline": in_one_line,
    "openssh": openssh,
    "jwt": web_token,
    "b64": encoded,
    "age": age,
}


@dataclass
class Score:
    """How many secrets were found, missed, and found where there is none."""

    found: int = 0
    missed: int = 0
    wrong: int = 0
    complaints: str = ""

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.missed else 1.0


async def scored(group: str) -> Score:
    score, scanner = Score(), SecretScanner()
    for case in cases(group):
        matches = {match.span: match.rule for match in await scanner.scan(case.snapshot)}
        right = [span for span in case.spans if span in matches and case.rule in ("", matches[span])]
        missed = [case.text[span.start : span.end] for span in case.spans if span not in right]
        wrong = [(rule, case.text[span.start : span.end]) for span, rule in matches.items() if span not in right]
        score.found += len(right)
        score.missed += len(missed)
        score.wrong += len(wrong)
        if missed or wrong:
            score.complaints += f"\n{case.kind} {case.path}: missed {missed}, wrong {wrong} in\n    {case.text[:300]}"
    return score


@pytest.mark.parametrize("group", GROUPS)
async def test_secrets_are_found_and_nothing_else(group: str) -> None:
    score = await scored(group)
    print(f"{group}: precision {score.precision:.3f}, recall {score.recall:.3f}, {score.found} found", score.complaints)
    assert score.precision >= PRECISION, score.complaints
    assert score.recall >= RECALL, score.complaints


def test_there_are_enough_cases() -> None:
    everything = [case for group in GROUPS for case in cases(group)]
    assert sum(len(case.spans) for case in everything) >= 120
    assert sum(not case.spans for case in everything) >= 150


@pytest.mark.parametrize("group", GROUPS)
async def test_no_message_holds_a_secret(group: str) -> None:
    for case in cases(group):
        for match in await SecretScanner().scan(case.snapshot):
            assert case.text[match.span.start : match.span.end] not in match.message


@pytest.mark.parametrize("group", [group for group in GROUPS if group != "files"])
def test_redacted_texts_hold_no_secret_and_stay_as_they_are(group: str) -> None:
    for case in cases(group):
        once = redacted(case.text)
        assert redacted(once) == once
        for span in case.spans:
            assert case.text[span.start : span.end] not in once, case.text
