"""What is certain before a program runs is written out of the engine's copy, and nothing else moves."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from omni_lsp.adapters.constants.simplify import simplified

CASES = Path(__file__).parents[1] / "cases"
# The body of a function, and what is left of it; how much space there is does not count here.
PYTHON = {
    "a branch that is taken": (
        "if 7 * 18 + n > 200:\n  bar = 'c'\nelse:\n  bar = p",
        "with a: \n  bar = 'c'\n \n   ",
    ),
    "a branch that is not": ("if n < 5:\n  q = p\nelse:\n  q = 'c'", "if n < 5:\n  0 \nelse:\n  q = 'c'"),
    "a branch between others": (
        "if p:\n  a = p\nelif n > 5:\n  a = 1\nelse:\n  a = 2",
        "if p:\n  a = p\nelif n > 5:\n  a = 1\nelse:\n  a = 2",
    ),
    "a choice": ("x = p if 1 > 2 else 'c'", "x =  'c'"),
    "the other choice": ("x = p if n == 106 else 'c'", "x = p "),
    "one letter": ("s = 'ABC'\nx = p if s[1] == 'A' else 'c'", "s = 'ABC'\nx =  'c'"),
    "a match": (
        "match n:\n  case 1:\n    y = p\n  case 106:\n    y = 'c'",
        "with a:\n   \n     \n  with a:\n    y = 'c'",
    ),
    "an element of a list": (
        "l = []\nl.append('c')\nl.append(p)\nx = l[0]\ny = l[1]",
        "l = []\nl.append('c')\nl.append(p)\nx = \"c\" \ny = l[1]",
    ),
    "a list that moves up": (
        "l = ['a', p]\nl.append('c')\nl.pop(0)\nx = l[0]\ny = l[1]",
        "l = ['a', p]\nl.append('c')\nl.pop(0)\nx = l[0]\ny = \"c\" ",
    ),
    "a list that grows by unknown elements": (
        "l = ['c']\nl += p\nl.extend(p)\nl.append('d')\nx = l[0]\ny = l[1]\nlen(l)",
        "l = ['c']\nl += p\nl.extend(p)\nl.append('d')\nx = \"c\" \ny = l[1]\nlen(l)",
    ),
    "an entry of a map": (
        "m = {'a': 'c'}\nm['b'] = p\nx = m['a']\ny = m['b']\nz = m.get('a')",
        "m = {'a': 'c'}\nm['b'] = p\nx = \"c\" \ny = m['b']\nz = \"c\" ",
    ),
    "a slice": (
        "x = p[1:]\ny = p[:n]\nz = p[n:f(p):2]\na = p[:, ::n]\nb = p[:]",
        "x = p[_ ]\ny = p[ n]\nz = p[n,f(p),2]\na = p[_, n]\nb = p[_]",
    ),
    "a number": ("m = {'a': 7}\nm['b'] = p\nx = m['a']", "m = {'a': 7}\nm['b'] = p\nx = 7 "),
    "a constant that has no room, beside what can do harm": (
        "l = ['a long constant', p]\nx = l[0]",
        "l = ['a long constant', p]\nx = \"\" ",
    ),
    "an element within a text": (
        """l = ['c', p]\nx = f"{l[0]}"\ny = f'{l[0]}'""",
        """l = ['c', p]\nx = f"{'c' }"\ny = f'{"c" }'""",
    ),
}
PYTHON_LEFT_ALONE = {
    "a parameter": "x = p if p == 1 else 'c'",
    "a name with two values": "k = 1\nk = 2\nx = p if k == 1 else 'c'",
    "a name that grows": "k = 1\nk += 1\nx = p if k == 1 else 'c'",
    "a name of a loop": "for k in p:\n  x = p if k == 1 else 'c'",
    "a name that a function within changes": "k = 1\ndef g():\n  nonlocal k\n  k = 2\nx = p if k == 1 else 'c'",
    "a division that languages disagree about": "x = p if 7 / 2 == 3 else 'c'",
    "a list that is filled in a loop": "l = ['c']\nfor i in p:\n  l.append(i)\nx = l[1]",
    "the end of a list that grows": "l = ['c']\nl += p\nl.pop()\nx = l[0]",
    "a list that another sees": "l = ['c']\nfill(l)\nx = l[0]",
    "a list that has another name": "l = ['c']\nk = l\nk[0] = p\nx = l[0]",
    "a list under a condition": "l = ['c']\nif p:\n  l[0] = p\nx = l[0]",
    "a list of a closure": "l = ['c']\ndef g():\n  l[0] = p\nx = l[0]",
    "an unknown place": "l = ['c']\nl[p] = p\nx = l[0]",
    "an element that is not certain": "l = [p]\nx = l[0]",
    "a constant that has no room, among constants": "l = ['a long constant', 'b']\nx = l[0]",
    "a guard": "match n:\n  case 1 if p:\n    y = p\n  case _:\n    y = 'c'",
}
OTHERS = {
    ("javascript", "a block"): (
        "if ((7*42)-n > 100) b = 'c'; else b = p;",
        " b = 'c'; ",
    ),
    ("javascript", "nothing left"): ("if (n > 200) { b = p; }", "; "),
    ("typescript", "a choice"): ("const t = 1 === 2 ? p : 'c';", "const t =  'c';"),
    ("javascript", "a switch"): (
        "switch ('AB'.charAt(1)) { case 'A': b = p; break; case 'B': b = 'c'; break; default: b = p; }",
        " { b = 'c'; }",
    ),
    ("javascript", "a case that falls through"): (
        "switch (n) { case 106: b = 'c'; case 2: b = p; break; }",
        "switch (n) { case 106: b = 'c'; case 2: b = p; break; }",
    ),
    ("javascript", "a map"): (
        "const m = new Map(); m.set('a', p); m.set('b', 'c'); x = m.get('b');",
        "const m = new Map(); m.set('a', p); m.set('b', 'c'); x = \"c\" ;",
    ),
    ("java", "a list"): (
        'List<String> l = new ArrayList<>(); l.add("a"); l.add(p); l.add("c"); l.remove(0); b = l.get(1);',
        'List<String> l = new ArrayList<>(); l.add("a"); l.add(p); l.add("c"); l.remove(0); b = "c" ;',
    ),
    ("java", "a switch"): (
        'switch ("AB".charAt(0)) { case \'A\': b = "c"; break; default: b = p; }',
        ' { b = "c"; }',
    ),
    ("go", "a switch"): (
        'switch n {\ncase 106:\n b = "c"\ndefault:\n b = p\n}',
        ' {\n \n b = "c"\n \n  \n}',
    ),
    ("go", "a block"): ('if n > 3 { b = "c" } else { b = p }', ' { b = "c" } '),
}
FRAMES = {
    "python": "def f(p):\n  n = 106\n{}\n",
    "javascript": "function f(p) {{ const n = 106; let b;\n{}\n}}\n",
    "typescript": "function f(p: string) {{ const n = 106;\n{}\n}}\n",
    "java": "class A {{ void f(String p) {{ int n = 106; String b;\n{}\n}} }}\n",
    "go": "package a\nfunc f(p string) {{ n := 106\nvar b string\n{}\n}}\n",
}


def framed(language: str, body: str) -> str:
    lines = body.replace("\n", "\n  ") if language == "python" else body
    return FRAMES[language].format("  " + lines if language == "python" else lines)


def squeezed(text: str) -> list[str]:
    """Its lines without the space that is left where something was, at their beginnings too."""
    return [" ".join(line.replace(";", " ; ").split()) for line in text.split("\n")]


@pytest.mark.parametrize(("body", "left"), PYTHON.values(), ids=PYTHON)
def test_what_is_certain_goes_from_python(body: str, left: str) -> None:
    assert squeezed(simplified("python", framed("python", body)).decode()) == squeezed(framed("python", left))


@pytest.mark.parametrize("body", PYTHON_LEFT_ALONE.values(), ids=PYTHON_LEFT_ALONE)
def test_what_is_not_certain_stays(body: str) -> None:
    text = framed("python", body)
    assert simplified("python", text).decode() == text


@pytest.mark.parametrize(("what", "pair"), OTHERS.items(), ids=[" ".join(key) for key in OTHERS])
def test_what_is_certain_goes_from_other_languages(what: tuple[str, str], pair: tuple[str, str]) -> None:
    before, after = (framed(what[0], body) for body in pair)
    assert squeezed(simplified(what[0], before).decode()) == squeezed(after)


FIELDS = {
    "javascript": ("find = async (a) => {{ {} }};", "find =(async (a) => {{ {} }})"),
    "typescript": ("private find: H = (a) => {{ {} }}", "private find: H =((a) => {{ {}}})"),
    "javascriptreact": ("static find = function (a) {{ {} }};", "static find =(function (a) {{ {} }})"),
    "typescriptreact": ("find = (a) => {};", "find =((a) => {})"),
}


@pytest.mark.parametrize("language", FIELDS)
def test_a_function_of_a_field_gets_brackets(language: str) -> None:
    before, after = (f"class A {{ {field.format('f(a)')} }}" for field in FIELDS[language])
    assert simplified(language, before).decode() == after


@pytest.mark.parametrize(
    "field",
    ["find =(a) => { f(a) };", "find = (a) => f(a)\n", "find = (a) => {f(a)}", "a = 1;", "find;", "a = f(() => 1);"],
)
def test_a_field_that_is_no_function_or_has_no_room_stays(field: str) -> None:
    text = f"class A {{ {field} }}"
    assert simplified("javascript", text).decode() == text


def test_constants_of_a_file_are_there_to_be_changed() -> None:
    text = "DEBUG = False\ndef f(p):\n  if DEBUG:\n    eval(p)\n"
    assert simplified("python", text).decode() == text


def test_a_text_with_errors_or_of_another_language_stays() -> None:
    for language, text in (("python", "def f(:\n  if 1 > 2:\n    x\n"), ("plaintext", "if 1 > 2: x")):
        assert simplified(language, text).decode() == text


PIECES = st.sampled_from(
    [
        "if n > 1:\n    a = p\n  else:\n    a = 'é😀'",
        "if 1 > n:\n    a = p",
        "x = p if n else 'c'",
        "l = ['ü', p]",
        "x = l[0]",
        "x = f'{l[0]}'",
        "x = l[1:][n:][::2]",
        "x = m.get(\n    'a')",
        "l.pop()",
        "x = p if 1 > 2 else (p if n > 3 else 'c')",
        "m = {'a': 1}",
        "m = {'a': 'a longer one', 'b': p}",
        "m['b'] = p",
        "x = m['a']",
        "n = 1",
        "s = 'AB'",
        "if s[0] == 'A':\n    if n > 2:\n      a = p\n    else:\n      a = p if 1 > 2 else l[0]",
    ]
)


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(PIECES, max_size=8))
def test_every_byte_and_every_line_stays_at_its_place(pieces: list[str]) -> None:
    text = "def f(p):\n  n = 106\n  " + "\n  ".join(pieces) + "\n"
    new = simplified("python", text)
    compile(new, "f.py", "exec")
    old = text.encode()
    assert len(new) == len(old)
    assert [at for at, byte in enumerate(old) if byte == 10] == [at for at, byte in enumerate(new) if byte == 10]


@pytest.mark.parametrize("language", ["python", "typescript", "go", "java"])
def test_ordinary_code_stays_as_it_is(language: str) -> None:
    ending = {"python": "py", "typescript": "ts"}.get(language, language)
    text = (CASES / f"service_300.{ending}").read_text("utf-8")
    assert simplified(language, text).decode() == text
