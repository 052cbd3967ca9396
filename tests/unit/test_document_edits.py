"""Documents under a client's edits: not one byte of difference from what the client has, and findings inside of it."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st
from lsprotocol import types
from plain_document import PlainDocument
from random_edits import Edit, event_of, messages_of

from omni_lsp.lsp.positions import Encoding, edited, offset_of, position_of
from omni_lsp.model.finding import Finding, Rule, Severity
from omni_lsp.model.report import AgentResult, StageReport, Status
from omni_lsp.model.text import Lines, Snapshot, Span
from omni_lsp.state.documents import Documents
from omni_lsp.state.findings import Findings

# Thousands of rounds over lines that other tests cover: counting them again would take twice the time.
pytestmark = pytest.mark.no_cover

URI = "file:///a.py"
SEQUENCES = 10_000
RULE = Rule("py.x", "X", Severity.WARNING)


class Server:
    """What the server keeps of one document, in blocks so short that every edit meets their ends."""

    def __init__(self, text: str, encoding: Encoding, block_size: int = 8) -> None:
        self.encoding = encoding
        self.documents = Documents()
        self.findings = Findings()
        self.documents.open(Snapshot(URI, 1, "python", "").revised(1, Lines(text, block_size=block_size)))

    @property
    def snapshot(self) -> Snapshot:
        found = self.documents.get(URI)
        assert found is not None
        return found

    def change(self, edits: list[Edit]) -> None:
        lines, changes = edited(self.snapshot, [event_of(edit) for edit in edits], self.encoding)
        new = self.documents.change(URI, 2, lines)
        assert new is not None
        self.findings.edited(URI, new.serial, changes)


def change(plain: PlainDocument, edits: list[Edit]) -> None:
    for edit in edits:
        if isinstance(edit, str):
            plain.rewrite(edit)
        else:
            plain.replace(*edit)


def edited_alike(data: bytes, encoding: Encoding) -> Iterator[tuple[Server, PlainDocument]]:
    """The server's text and the client's, at the start and after each message."""
    text, messages = messages_of(data)
    server, plain = Server(text, encoding), PlainDocument(encoding)
    plain.rewrite(text)
    yield server, plain
    for edits in messages:
        server.change(edits)
        change(plain, edits)
        yield server, plain


@pytest.mark.thorough
@pytest.mark.timeout(120)
@pytest.mark.parametrize("encoding", list(Encoding))
@settings(max_examples=SEQUENCES // 3 + 1, deadline=None, derandomize=False, database=None)
@given(data=st.binary(min_size=45, max_size=45))
def test_the_text_is_the_clients(encoding: Encoding, data: bytes) -> None:
    for server, plain in edited_alike(data, encoding):
        assert server.snapshot.text == plain.text
    assert len(server.snapshot.lines) == len(plain.lines())


@pytest.mark.parametrize("encoding", list(Encoding))
@settings(max_examples=300, deadline=None, derandomize=False, database=None)
@given(data=st.binary(min_size=40, max_size=40))
def test_places_are_the_clients(encoding: Encoding, data: bytes) -> None:
    *_, (server, plain) = edited_alike(data, encoding)
    lines = server.snapshot.lines
    for number, (start, end) in enumerate(plain.lines()):
        for index in range(start, end + 1):
            meant = plain.index(number, index - start)
            offset = offset_of(types.Position(number, index - start), lines, encoding)
            assert encoding.units(server.snapshot.text[:offset]) == meant
            assert position_of(offset, lines, encoding) == types.Position(*plain.place(meant))


@settings(max_examples=1_000, deadline=None, derandomize=False, database=None)
@given(data=st.binary(min_size=60, max_size=60), places=st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_findings_stay_in_the_document_and_a_late_report_is_as_good_as_one_in_time(
    data: bytes, places: list[int]
) -> None:
    text, messages = messages_of(data)
    server = Server(text, Encoding.UTF16)
    about = server.snapshot
    server.findings.report(about, report("early", text, places))
    for edits in messages:
        server.change(edits)
    assert server.findings.report(about, report("late", text, places))
    found = server.findings.of(URI)
    assert all(0 <= finding.span.start <= finding.span.end <= len(server.snapshot.text) for finding in found)
    early, late = ([(f.span, f.fingerprint) for f in found if f.agent == agent] for agent in ("early", "late"))
    assert early == late


def report(agent: str, text: str, places: list[int]) -> StageReport:
    """Findings from each place to the next one."""
    ends = [min(place, len(text)) for place in places]
    spans = [Span(*sorted(pair)) for pair in pairwise(ends)]
    found = tuple(Finding(RULE, agent, "m", span, str(number)) for number, span in enumerate(spans))
    return StageReport(agent, Status.DONE, 0.1, 1.0, AgentResult(found))
