"""Personal data on its way out: the labelled cases, and what decides them."""

import pytest
from compliance_cases import Case, cases, snapshot
from compliance_fakes import document
from hypothesis import given, settings, strategies as st

from omni_lsp.agents.compliance_declared import declarations
from omni_lsp.agents.compliance_names import _KINDS, _OF_PERSONS, _PERSONS, Kind, kind_of
from omni_lsp.agents.compliance_personal import incomplete, personal_data
from omni_lsp.agents.compliance_values import values
from omni_lsp.model.languages import LANGUAGES
from omni_lsp.model.suppression import is_suppressed, suppressions
from omni_lsp.model.text import Lines, Snapshot
from omni_lsp.ports.engine import Match

CASES = list(cases())
LEAST_RECALL, MOST_FALSE_POSITIVES = 0.85, 0.05


def reported(file: Snapshot) -> list[Match]:
    ignored = suppressions(file.lines)
    found = personal_data(file, declarations(file.lines))
    return [one for one in found if not is_suppressed(ignored, file.lines.position(one.span.start).line, one.rule)]


def rules_in(case: Case, found: list[Match]) -> set[str]:
    return {one.rule.removeprefix("personal-data.") for one in found if case.start <= one.span.start < case.end}


FOUND = {file: reported(snapshot(file)) for file in {case.file for case in CASES}}


@pytest.mark.parametrize("case", [case for case in CASES if case.expected], ids=lambda case: case.name)
def test_personal_data_is_found(case: Case) -> None:
    assert case.expected in rules_in(case, FOUND[case.file])


@pytest.mark.parametrize("case", [case for case in CASES if not case.expected], ids=lambda case: case.name)
def test_nothing_is_found_where_nothing_is(case: Case) -> None:
    assert rules_in(case, FOUND[case.file]) == set(), case.why


def test_the_cases_are_enough_and_the_promise_holds() -> None:
    positive = [case for case in CASES if case.expected]
    negative = [case for case in CASES if not case.expected]
    assert len(positive) >= 60
    assert len(negative) >= 90
    found = sum(case.expected in rules_in(case, FOUND[case.file]) for case in positive)
    wrong = sum(bool(rules_in(case, FOUND[case.file])) for case in negative)
    assert found / len(positive) >= LEAST_RECALL
    assert wrong / len(negative) <= MOST_FALSE_POSITIVES


@pytest.mark.parametrize(
    ("name", "owner", "kind"),
    [
        ("email", "", Kind.MAIL),
        ("userEmail", "", Kind.MAIL),
        ("e_mail", "", Kind.MAIL),
        ("emailAddress", "contact", Kind.MAIL),
        ("first_name", "", Kind.NAME),
        ("name", "customer", Kind.NAME),
        ("customer_name", "", Kind.NAME),
        ("name", "user", None),
        ("name", "file", None),
        ("full_name", "user", Kind.NAME),
        ("full_name", "repository", None),
        ("user_full_name", "", Kind.NAME),
        ("phone", "", None),
        ("phone", "user", Kind.PHONE),
        ("phoneNumber", "", Kind.PHONE),
        ("SSN", "c", Kind.IDENTITY),
        ("IBAN", "", Kind.PAYMENT),
        ("pan", "card", Kind.PAYMENT),
        ("pan", "camera", None),
        ("diagnosis", "patient", Kind.HEALTH),
        ("diagnosis", "fault", None),
        ("email", "settings", None),
        ("email", "errors", None),
        ("EMAIL", "", None),
        ("SUPPORT_EMAIL", "", None),
        ("support_email", "", None),
        ("email_verified", "", None),
        ("send_email", "", None),
        ("hashed_email", "", None),
        ("maskedCardNumber", "", None),
        ("emailService", "", None),
        ("", "", None),
        ("_", "", None),
    ],
)
def test_names_tell_what_they_stand_for(name: str, owner: str, kind: Kind | None) -> None:
    assert kind_of(name, owner) is kind


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("user.email", ["user.email"]),
        ("user.email, user.id", ["user.email"]),
        ("str(user.email)", ["user.email"]),
        ("mask(user.email)", []),
        ("f(g(str(user.email)))", []),
        ("str(user.email).replace(a, b)", []),
        ("user.email.strip().lower()", ["user.email.strip().lower()"]),
        ("user.email.split(x)", []),
        ("user.email[:3]", []),
        ("users[0].email", ["users[0].email"]),
        ("user.born.strftime(x)", []),
        ("user.birthday.strftime(x)", ["user.birthday.strftime(x)"]),
        ("user.email == x", []),
        ("x != user.email", []),
        ("user.email is None", []),
        ("not user.email", []),
        ("!user.email", []),
        ("user.email ? a : b", []),
        ("a ? user.email : b", ["user.email"]),
        ("user?.email", ["user?.email"]),
        ("user.email ?? b", ["user.email"]),
        ("email=user.id", []),
        ("email=email", ["email"]),
        ("{ email }", ["email"]),
        ("{ email: id }", []),
        ("{ a: email }", ["email"]),
        ("(email) => 1", []),
        ('form["email"]', ['form["email"]']),
        ('form.get("email")', ['form.get("email")']),
        ('form.get("email", None)', ['form.get("email", None)']),
        ('form.set("email")', []),
        ("load(id).email", [".email"]),
        ("email(user)", []),
        ("get_email(user)", []),
        ("user.getEmail()", ["user.getEmail()"]),
    ],
)
def test_values_count_as_they_are(code: str, found: list[str]) -> None:
    assert [code[one.span.start : one.span.end] for one in values(code, 0, len(code))] == found


@pytest.mark.parametrize(
    ("text", "purpose", "retention", "speaks_of"),
    [
        ("x  # omni: personal-data purpose=a retention=b", "a", "b", 0),
        ("# omni: personal-data purpose=\"a b\" retention='c d'\n\n# more\nx", "a b", "c d", 3),
        ("/* omni: personal-data purpose=a retention=b */", "a", "b", 0),
        ("<!-- omni: personal-data purpose=a -->\n<p>", "a", "", 1),
        ("-- omni:personal-data retention=b\nselect", "", "b", 1),
    ],
)
def test_markers_are_read(text: str, purpose: str, retention: str, speaks_of: int) -> None:
    (found,) = declarations(Lines(text))
    assert (found.purpose, found.retention, found.speaks_of) == (purpose, retention, speaks_of)


@pytest.mark.parametrize(
    "text", ["", "personal-data", "# omni: personal-data.in-log", "omni: personal-data purpose=a", "# personal-data"]
)
def test_other_words_are_no_markers(text: str) -> None:
    assert declarations(Lines(text)) == ()


def test_an_incomplete_marker_says_what_is_missing() -> None:
    lines = Lines("x\n  # omni: personal-data basis=consent  \n")
    (match,) = incomplete(lines, declarations(lines))
    assert match.message == "The declaration does not say the purpose and retention."
    assert lines.whole[match.span.start : match.span.end] == "omni: personal-data basis=consent"


def _identifiers() -> list[str]:
    """One name for each phrase that stands for personal data, in both of the usual spellings."""
    found = []
    for phrase in _KINDS:
        found += ["_".join(phrase), phrase[0] + "".join(word.capitalize() for word in phrase[1:])]
    owned = [f"{min(_PERSONS[kind])}.{word}" for word, kind in _OF_PERSONS.items() if word != "fullname"]
    return [*found, *owned]


@pytest.mark.parametrize("name", _identifiers())
def test_no_name_is_lost_on_the_way(name: str) -> None:
    (match,) = personal_data(document(f"logger.info({name})\n"), ())
    assert match.rule == "personal-data.in-log"


def test_messages_hold_names_and_no_values() -> None:
    (match,) = personal_data(document('logger.info("secret@corp.example " + user.email)\n'), ())
    assert match.message == "A mail address (`email`) goes into a log. Log an internal id, or a masked or hashed form."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "logger.info('x',\n\nsaved = user.email\n"),
        ("a.js", "on(function () {\n  logger.info('x'\n  saved = user.email;\n});\n"),
        ("a.js", "logger.info(`x ${\nsaved = user.email;\n"),
    ],
)
def test_a_call_in_the_middle_of_typing_ends_with_its_line(name: str, text: str) -> None:
    assert list(personal_data(document(text, name), ())) == []


def test_other_languages_and_giants_are_left_alone() -> None:
    leak = "logger.info(user.email)\n"
    assert list(personal_data(document(leak, "notes.txt"), ())) == []
    assert list(personal_data(document(leak * 20_000), ())) == []


CODE = (
    "logger.info(",
    "console.log(",
    "print(",
    "user.email",
    "email",
    "str(",
    "?email=",
    "%s",
    "localStorage.x=",
    "{x",
)
MARKS = (*"()[]{}\"'`#\\\n, +:=é💡", "${", 'f"', "//", "/*", "*/", "\r\n")
PIECES = st.sampled_from((*CODE, *MARKS))


@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(sorted(LANGUAGES)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_looked_at_and_places_are_in_it(text: str, language: str) -> None:
    for match in personal_data(Snapshot("file:///x", 1, language, text), ()):
        assert 0 <= match.span.start < match.span.end <= len(text)
        assert "email" in text[match.span.start : match.span.end]


@pytest.mark.parametrize(
    "piece",
    [
        "logger.info(",
        "str(",
        'f"{',
        "`${",
        "([/a",
        '"?email=" + ',
        "user.",
        "[",
        "console.log(email",
        "\\",
        "x.get(",
        "params={",
    ],
)
@pytest.mark.parametrize("language", ["python", "javascript", "go", "java"])
def test_hostile_texts_take_no_longer_than_others(piece: str, language: str) -> None:
    text = "logger.info(email)\n" + piece * (60_000 // len(piece))
    list(personal_data(Snapshot("file:///x", 1, language, text), ()))  # The time-out of each test is the judge.
