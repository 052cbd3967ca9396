"""Sessions whose frames are wrong: lengths, headers, bytes, JSON; a hover stands before and after each fault."""

import json
from typing import Any

from hypothesis import strategies as st

from fuzz.expected import ANY_ID
from fuzz.openings import INITIALIZED, one_in
from fuzz.script import Big, Raw, Rest, Say, Script, Step

_URI = "file:///nowhere/else.py"
_INITIALIZE = Say(
    {"jsonrpc": "2.0", "id": "init", "method": "initialize", "params": {"processId": None, "capabilities": {}}}
)
_OPEN = Say(
    {
        "jsonrpc": "2.0",
        "method": "textDocument/didOpen",
        "params": {"textDocument": {"uri": _URI, "languageId": "python", "version": 1, "text": "é\n"}},
    }
)
_NAMES = st.sampled_from([b"Content-Length", b"content-length", b"CONTENT-LENGTH", b"Content-length"])
_COLONS = st.sampled_from([b": ", b":", b":   ", b":\t", b" : "])
_ENDS = st.sampled_from([b"\r\n", b"\n"])
_OTHERS = st.sampled_from([b"Content-Type: application/vscode-jsonrpc; charset=utf-8", b"X-Any:", b"content-type: a:b"])
_WRONG_LENGTHS = st.one_of(
    st.integers(-5, 5).filter(bool),
    st.sampled_from(
        [20, 900, -20, "zero", "huge", "beyond", "minus", "none", "empty", "words", "two", "plus", "float"]
    ),
)
_BODIES: tuple[tuple[bytes, Any], ...] = (
    (b'{"jsonrpc":"2.0","id":%d,"method":"textDocument/hover","params":{', None),
    (b'{"jsonrpc":"2.0","id":%d,"method":"textDocument/hover","params":{"a":NaN}}', None),
    (b'{"jsonrpc":"2.0","id":%d,"method":"textDocument/hover","params":[-Infinity]}', None),
    (b'{"jsonrpc":"2.0","id":%d,"method":"\xff\xfe"}', None),
    (b'{"jsonrpc":"2.0","id":%d,"method":"a\xed\xa0\x80"}', None),
    (b'{"jsonrpc":"2.0","id":%d,"method":"x","params":' + b"[" * 100_000, None),
    (b'{"jsonrpc":"2.0","id":%d,"method":"x","params":' + b'{"a":' * 5_000 + b"1" + b"}" * 5_001, None),
    (b'{"jsonrpc":"2.0","id":%d,"method":"x","params":{"n":' + b"9" * 10_000 + b"}}", None),
    (b'{"jsonrpc":"2.0","id":%d,"method":"x","params":{"n":1e999}}', None),
    (b'{"jsonrpc":"2.0","id":%d,"method":"x",}', None),
    (b"{'jsonrpc':'2.0','id':%d,'method':'x'}", None),
    (b'{"method":"x","id":%d,"id":77,"jsonrpc":"2.0"}', None),
    (b'{"jsonrpc":"2.0","id":%d,"method":"x","params":{}} {}', None),
    (b'[{"jsonrpc":"2.0","id":%d,"method":"x"},5,[]]', None),
    (b"[]", None),
    (b"", None),
    (b" \r\n\t ", None),
    (b"null", None),
    (b"\0\0\0", None),
    (b"\xff\xfe{\0}\0", None),
)
_STRAY = st.sampled_from(
    [
        b"\r\n",
        b"\n\n\n",
        b"hello",
        b"Content-",
        b"{}",
        b"\0",
        b"\xff\xff",
        b"Content-Length: \r\n\r\n",
        b":\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
    ]
)


@st.composite
def framing_session(draw: st.DrawFn, host: str = "bare") -> Script:
    """A short session with one to three faults in its frames."""
    numbers = iter(range(100, 1000))
    steps: list[Step] = [_INITIALIZE, INITIALIZED, _OPEN]
    for _ in range(draw(st.integers(1, 3))):
        steps.append(_hover(next(numbers)))
        steps += draw(st.sampled_from(_FAULTS))(draw, numbers)
        steps.append(_hover(next(numbers)))
    if one_in(draw, 6):
        steps = [*steps[: draw(st.integers(0, 2))], *steps[3:]]
    if one_in(draw, 500):
        steps.insert(3, Big("file:///nowhere/big.py", "é = 1\n", 1_500_000))
        return Script("framing", host, tuple(steps))
    steps = [draw(st.sampled_from([step, step, step, _framed_otherwise(draw, step)])) for step in steps]
    piece = draw(st.sampled_from([0, 0, -1, -1, 1, 2, 3, 5, 64, 4096]))
    return Script("framing", host, tuple(_bounded(steps, piece)), piece)


def _bounded(steps: list[Step], piece: int) -> list[Step]:
    """Without bodies so long that sending them byte by byte takes for ever."""
    if 0 < piece < 64:
        return [step for step in steps if not (isinstance(step, Raw) and len(step.data) > 20_000)]
    return steps


def _hover(number: int) -> Say:
    params = {"textDocument": {"uri": _URI}, "position": {"line": 0, "character": 1}}
    return Say({"jsonrpc": "2.0", "id": number, "method": "textDocument/hover", "params": params})


def _framed_otherwise(draw: st.DrawFn, step: Step) -> Step:
    """The same message with a header that is unusual and right, or with bytes that JSON lets stand for others."""
    if not isinstance(step, Say):
        return step
    body = json.dumps(step.body, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1]))).encode()
    body = draw(st.sampled_from([b"", b"\xef\xbb\xbf", b" \n"])) + body + draw(st.sampled_from([b"", b"\r\n", b" "]))
    lines = [draw(_NAMES) + draw(_COLONS) + b"%d" % len(body), *draw(st.lists(_OTHERS, max_size=2))]
    end = draw(_ENDS)
    header = end.join(draw(st.permutations(lines))) + end + end
    return Raw((draw(st.sampled_from([b"", b"\r\n", b"\n"])) + header + body).hex(), (step.body,))


def _wrong_length(draw: st.DrawFn, numbers: Any) -> list[Step]:
    wrong = draw(_WRONG_LENGTHS)
    said = _hover(next(numbers)).body
    body = json.dumps(said).encode()
    lengths: dict[Any, bytes] = {
        "zero": b"Content-Length: 0",
        "huge": b"Content-Length: 99999999999",
        "beyond": b"Content-Length: " + b"9" * 40,
        "minus": b"Content-Length: -%d" % len(body),
        "none": b"Content-Type: x",
        "empty": b"Content-Length:",
        "words": b"Content-Length: many",
        "two": b"Content-Length: 5\r\nContent-Length: %d" % len(body),
        "plus": b"Content-Length: +%d" % len(body),
        "float": b"Content-Length: %d.0" % len(body),
    }
    header = lengths.get(wrong) or b"Content-Length: %d" % max(0, len(body) + wrong)
    return [Raw((header + b"\r\n\r\n" + body).hex(), (), (said, None))]


def _wrong_body(draw: st.DrawFn, numbers: Any) -> list[Step]:
    body, _ = draw(st.sampled_from(_BODIES))
    number = next(numbers)
    body = body.replace(b"%d", b"%d" % number)
    may = ({"id": number}, {"id": 77}, None, None)
    return [Raw((b"Content-Length: %d\r\n\r\n" % len(body) + body).hex(), (), may)]


def _stray(draw: st.DrawFn, _numbers: Any) -> list[Step]:
    return [Raw(b"".join(draw(st.lists(_STRAY, min_size=1, max_size=3))).hex(), (), (None, None, None))]


def _cut_short(draw: st.DrawFn, numbers: Any) -> list[Step]:
    """A message that ends too early, anywhere in its header or body."""
    said = _hover(next(numbers)).body
    body = json.dumps(said).encode()
    whole = b"Content-Length: %d\r\n\r\n" % len(body) + body
    return [Raw(whole[: draw(st.integers(1, len(whole) - 1))].hex(), (), (said, None))]


def _bytes(draw: st.DrawFn, _numbers: Any) -> list[Step]:
    return [Raw(draw(st.binary(min_size=1, max_size=60)).hex(), (), (None, None, None))]


def _flipped(draw: st.DrawFn, numbers: Any) -> list[Step]:
    """A message with one byte changed."""
    said = _hover(next(numbers)).body
    body = json.dumps(said).encode()
    whole = bytearray(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    whole[draw(st.integers(0, len(whole) - 1))] = draw(st.integers(0, 255))
    return [Raw(bytes(whole).hex(), (), (said, None, {"id": ANY_ID}))]


def _wait(_draw: st.DrawFn, _numbers: Any) -> list[Step]:
    return [Rest(3, 1.0)]


_FAULTS = (_wrong_length, _wrong_length, _wrong_body, _wrong_body, _stray, _cut_short, _bytes, _flipped, _wait)
