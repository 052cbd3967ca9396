"""The engine as agents see it, with the real binary."""

import asyncio
import itertools
import os
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from semgrep_samples import RULES, document, python, rule_file, stand_in

import family
from omni_lsp.adapters.process import is_alive
from omni_lsp.adapters.semgrep.binary import find_engine
from omni_lsp.adapters.semgrep.child import WarmChild
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.semgrep.methods import Method
from omni_lsp.model.errors import AgentFatalError, AgentTransientError, AgentValidationError
from omni_lsp.model.text import Snapshot, Span, apply
from omni_lsp.ports.engine import Match, Pack

# Finds the canaries of the copies; a text with `crash` in it breaks the run.
ANSWERING = (
    "import json; args = dict(zip(sys.argv, sys.argv[1:]))\n"
    "targets = json.load(open(args['-targets']))[1] if '-targets' in args else []\n"
    "texts = [open(t[1]['path']['fpath']).read() for t in targets]\n"
    "sys.exit('broken') if any('crash' in text for text in texts) else None\n"
    "lines = [(t[1]['path']['fpath'], text.count('\\n')) for t, text in zip(targets, texts)]\n"
    "place = lambda n: {'line': n, 'col': 1, 'offset': 0}\n"
    "print(json.dumps({'results': [{'check_id': 'omni.canary', 'path': path, 'start': place(n), 'end': place(n),"
    " 'extra': {'message': '', 'metavars': {}}} for path, n in dict(lines).items()], 'errors': []}))"
)

posix = pytest.mark.skipif(os.name != "posix", reason="warm children are for POSIX")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SemgrepEngine]:
    folder = tmp_path_factory.mktemp("engine")
    engine = SemgrepEngine(EngineOptions((rule_file(folder),), folder / "cache"))
    yield engine
    await engine.close()


def options(folder: Path, **changes: object) -> EngineOptions:
    return EngineOptions((rule_file(folder),), folder / "cache", **changes)  # type: ignore[arg-type] - by the tests


@pytest_asyncio.fixture
async def engine(tmp_path: Path) -> AsyncIterator[SemgrepEngine]:
    engine = SemgrepEngine(options(tmp_path))
    await engine.warm_up()
    assert len(await found_by(engine, python("hashlib.md5(x)"))) == 1
    yield engine
    await engine.close()


async def found_by(engine: SemgrepEngine, snapshot: Snapshot) -> tuple[Match, ...]:
    return (await engine.scan(snapshot)).matches


def children(engine: SemgrepEngine) -> list[WarmChild]:
    assert engine._ready is not None
    pool = engine._ready.warm._pool
    return [*(resting.member for resting in pool._resting), *pool._busy]


async def in_flight(engine: SemgrepEngine, child: WarmChild) -> asyncio.Task[object]:
    """A scan that waits for a child which does nothing."""
    os.kill(child.pid, signal.SIGSTOP)
    task: asyncio.Task[object] = asyncio.create_task(found_by(engine, python("hashlib.md5(x)")))
    while not list(child._folder.glob("copy*.py")):  # noqa: ASYNC110 - a file cannot set an event
        await asyncio.sleep(0)
    return task


PLACES = {
    "ascii": "hashlib.md5(x)",
    "astral": "s = '😀漢é'; hashlib.md5(x)",
    "latin": "é = 'ÿ'; hashlib.md5(é)",
    "tab": "if a:\n\thashlib.md5(x)",
    "crlf": "a = 1\r\nhashlib.md5(x)\r\n",
    "lone cr": "a = 'é'\rhashlib.md5(x)\rb = 2",
    "form feed": "\x0ca = '\x0c\u2028'; hashlib.md5(x)",
    "mark": "\ufeffhashlib.md5(x)\n",
    "mark and more": "\ufeffé = 1; hashlib.md5(x)\n",
    "several lines": "hashlib.md5(\r\n  '''é\r\n''')\r\n",
    "syntax error": "def f(:\n  pass\nhashlib.md5(x)\n)))\n",
    "open string": "hashlib.md5(x)\ny = '''",
    "lone surrogate": "s = '\ud83d'; hashlib.md5(x)",
    "backslash at the end": "hashlib.md5(x)\n# \\",
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES.keys())
async def test_places_are_those_of_the_document(shared: SemgrepEngine, text: str) -> None:
    (found,) = await found_by(shared, python(text))
    start = text.index("hashlib")
    assert (found.rule, found.span) == ("weak-hash", Span(start, text.index(")", start) + 1))


@pytest.mark.asyncio(loop_scope="module")
async def test_what_was_scanned_before_leaves_no_trace(shared: SemgrepEngine) -> None:
    texts = ["my_secret = 'x'", "\n\nother = 'y'; hashlib.md5(first)", "hashlib.md5(second); a_secret = ''", "z = 'q'"]
    messages = [[one.message for one in await found_by(shared, python(text))] for text in texts * 2]
    named = "A secret in the code"
    assert messages == [[named], ["MD5 of first is weak"], ["MD5 of second is weak", named], []] * 2


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("javascript", "eval(x)", "web-eval"),
        ("javascriptreact", "const a = <b>{eval(x)}</b>;", "web-eval"),
        ("typescript", "const a: any = eval(x);", "web-eval"),
        ("typescriptreact", "const a: any = <b>{eval(x)}</b>;", "web-eval"),
        ("go", 'package a\nfunc f() { exec.Command("x") }', "go-exec"),
        ("java", "class A { Object a = new Random(1); }", "java-random"),
    ],
)
async def test_every_language_is_read(shared: SemgrepEngine, language: str, text: str, rule: str) -> None:
    assert [one.rule for one in await found_by(shared, document(text, language))] == [rule]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_file_that_looks_minified_is_read_all_the_same(shared: SemgrepEngine) -> None:
    text = "x=[" + "1," * 5000 + "hashlib.md5(x)]"
    (found,) = await found_by(shared, python(text))
    assert text[found.span.start : found.span.end] == "hashlib.md5(x)"


@pytest.mark.asyncio(loop_scope="module")
async def test_matches_come_in_document_order(shared: SemgrepEngine) -> None:
    text = "hashlib.md5(hashlib.md5(a))\nthe_secret = 'x'\n"
    spans = [text[one.span.start : one.span.end] for one in await found_by(shared, python(text))]
    assert spans == ["hashlib.md5(hashlib.md5(a))", "hashlib.md5(a)", "the_secret = 'x'"]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_rule_keeps_to_its_paths(shared: SemgrepEngine, tmp_path: Path) -> None:
    names = ("app/a.py", "lib/a.py", "app/a_test.py")
    found = [await found_by(shared, python("only_in_app()", tmp_path / name, tmp_path)) for name in names]
    assert [len(matches) for matches in found] == [1, 0, 0]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_fix_is_one_change_for_this_version(shared: SemgrepEngine) -> None:
    snapshot = python("a = 'é'\r\nb = hashlib.md5(f(\r\n  x))\r\n")
    (found,) = await found_by(shared, snapshot)
    (edit,) = await shared.fixes(snapshot, (found,))
    assert edit is not None
    assert (edit.uri, edit.version) == (snapshot.uri, 7)
    assert apply(snapshot.text, edit.changes) == "a = 'é'\r\nb = hashlib.sha256(f(\r\n      x))\r\n"


@pytest.mark.asyncio(loop_scope="module")
async def test_where_nothing_can_be_fixed_there_is_no_edit(shared: SemgrepEngine) -> None:
    snapshot = python("the_secret = 'x'; hashlib.md5(x)")
    secret, weak = await found_by(shared, snapshot)
    assert await shared.fixes(snapshot, (secret,)) == (None,)
    assert await shared.fixes(python("x = 1"), (weak,)) == (None,)
    assert await shared.fixes(python(""), (weak,)) == (None,)
    assert await shared.fixes(snapshot, ()) == ()
    # Its lines would be indented, and another text be hashed.
    long = python("b = hashlib.md5('''a\nb''')")
    assert await shared.fixes(long, await found_by(shared, long)) == (None,)


@pytest.mark.asyncio(loop_scope="module")
async def test_all_fixes_come_from_one_run(tmp_path: Path) -> None:
    log = tmp_path / "log"
    script = stand_in(tmp_path, "")
    script.write_text(f'#!/bin/sh\necho "$*" >>{log}\nexec {find_engine()} "$@"\n', encoding="utf-8")
    engine = SemgrepEngine(options(tmp_path, binary=script, method=Method.CORE))
    snapshot = python("é = hashlib.md5(a); my_secret = 'x'\nhashlib.md5(hashlib.md5(b))\n")
    matches = await found_by(engine, snapshot)
    before = log.read_text(encoding="utf-8").count("\n")
    edits = await engine.fixes(snapshot, matches)
    assert log.read_text(encoding="utf-8").count("\n") == before + 1
    await engine.close()
    rewritten = [edit and apply(snapshot.text, edit.changes).splitlines() for edit in edits]
    first, second = snapshot.text.splitlines()
    assert rewritten == [
        ["é = hashlib.sha256(a); my_secret = 'x'", second],
        None,
        [first, "hashlib.sha256(hashlib.md5(b))"],
        [first, "hashlib.md5(hashlib.sha256(b))"],
    ]


@pytest.mark.skipif(not family.IS_KNOWN, reason="asks Linux who is whose child")
async def test_cancelled_fixes_leave_no_process(engine: SemgrepEngine) -> None:
    before = family.descendants(os.getpid())
    # Seconds of work for the engine.
    snapshot = python("".join(f"hashlib.md5(f({number}, [{number}] * {number}))\n" for number in range(20_000)))
    match = Match("weak-hash", Span(0, 10), "")
    task = asyncio.create_task(engine.fixes(snapshot, (match,)))
    while not (started := family.one_shots(os.getpid())):
        assert not task.done()
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not any(is_alive(pid) for pid in started)
    assert family.descendants(os.getpid()) == before
    assert len(await found_by(engine, python("hashlib.md5(x)"))) == 1


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_no_code_is_refused_or_left(shared: SemgrepEngine) -> None:
    with pytest.raises(AgentValidationError, match="binary"):
        await found_by(shared, python("\0"))
    assert await found_by(shared, python("")) == ()
    assert await found_by(shared, document("hashlib.md5(x)", "plaintext")) == ()


@posix
async def test_a_killed_child_is_replaced_and_the_scan_answered(engine: SemgrepEngine) -> None:
    (child,) = children(engine)
    task = await in_flight(engine, child)
    os.kill(child.pid, signal.SIGKILL)
    assert len(await task) == 1  # type: ignore[arg-type] - matches
    assert not child._folder.exists()


@posix
async def test_a_cache_that_somebody_removed_is_made_again(engine: SemgrepEngine, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "cache")
    (child,) = children(engine)
    os.kill(child.pid, signal.SIGKILL)
    assert len(await found_by(engine, python("hashlib.md5(x)"))) == 1
    assert len(children(engine)) == 1
    assert engine.trouble == ""


@posix
async def test_a_cancelled_scan_leaves_no_process(engine: SemgrepEngine) -> None:
    (child,) = children(engine)
    task = await in_flight(engine, child)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_alive(child.pid)
    assert not child._folder.exists()
    assert len(await found_by(engine, python("hashlib.md5(x)"))) == 1


@posix
async def test_nothing_is_left_after_the_end(engine: SemgrepEngine) -> None:
    (child,) = children(engine)
    task = await in_flight(engine, child)
    await engine.close()
    with pytest.raises(AgentFatalError, match="was closed"):
        await task
    assert not is_alive(child.pid)
    assert not child._folder.exists()


FLOW = """
rules:
  - id: flow
    languages: [python]
    severity: ERROR
    message: from a to b
    mode: taint
    pattern-sources: [{pattern: source()}]
    pattern-sinks: [{pattern: sink(...)}]
    metadata: {title: Flow, cwe: ["CWE-78: x"], confidence: HIGH, remedy: None., example: "x"}
"""
OLD = "def old():\n    sink(source())\n" + "\n\ndef padding():\n" + "    work('é')\n" * 40
NEW = "\n\ndef added():\n    x = 'é'; sink(source())\n"


@posix
async def test_what_is_in_new_functions_is_known_before(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(FLOW, encoding="utf-8")
    ticks = itertools.count(step=0.2)
    # A clock on which every scan takes long.
    engine = SemgrepEngine(EngineOptions((tmp_path / "rules.yaml",), tmp_path / "cache", clock=lambda: next(ticks)))
    assert (await engine.new(python(OLD))).matches == ()  # Nothing is known of the document.
    await engine.scan(python(OLD), Pack.DEEP)
    assert (await engine.new(python(OLD))).matches == ()
    now = python(OLD + NEW)
    (found,) = (await engine.new(now)).matches
    assert now.text[found.span.start : found.span.end] == "sink(source())"
    assert found.span.start > len(OLD)
    whole = (await engine.scan(now, Pack.DEEP)).matches
    assert (len(whole), whole[1]) == (2, found)
    await engine.close()


@posix
async def test_rules_are_read_anew(tmp_path: Path, engine: SemgrepEngine) -> None:
    (old,) = children(engine)
    before = engine.ruleset.digest
    rule_file(tmp_path, RULES.replace("weak-hash", "weaker-hash"))
    assert (await engine.reload()).digest != before
    assert [one.rule for one in await found_by(engine, python("hashlib.md5(x)"))] == ["weaker-hash"]
    assert not is_alive(old.pid)


async def test_without_children_each_scan_starts_its_own(tmp_path: Path) -> None:
    engine = SemgrepEngine(options(tmp_path, method=Method.CORE))
    await engine.warm_up()
    assert children(engine) == []
    (found,) = await found_by(engine, python("\ufeffs = '😀'; hashlib.md5(x)"))
    assert (found.span, found.message) == (Span(10, 24), "MD5 of x is weak")
    assert children(engine) == []
    await engine.close()


@posix
async def test_children_that_keep_failing_are_not_started_for_a_while(tmp_path: Path) -> None:
    now = [0.0]
    real = find_engine()
    # As a child it ends at once, as anything else it is the engine.
    script = stand_in(tmp_path, "")
    log = tmp_path / "log"
    script.write_text(
        f'#!/bin/sh\nif [ "$1" = lsp ]; then echo >>{log}; exit 1; fi\nexec {real} "$@"\n', encoding="utf-8"
    )
    engine = SemgrepEngine(options(tmp_path, binary=script, clock=lambda: now[0]))
    starts = []
    for at in (0, 1, 2, 70):
        now[0] = at
        assert len(await found_by(engine, python("hashlib.md5(x)"))) == 1
        starts.append(log.read_text(encoding="utf-8").count("\n"))
    assert starts == [2, 3, 3, 5]
    await engine.close()


@posix
async def test_an_engine_that_is_missing_is_found_when_it_comes(tmp_path: Path) -> None:
    place = tmp_path / "bin" / "semgrep-core"
    engine = SemgrepEngine(options(tmp_path, binary=place))
    assert "weak-hash" in (await engine.load()).rules
    with pytest.raises(AgentFatalError, match="pip install semgrep"):
        await found_by(engine, python("hashlib.md5(x)"))
    assert await found_by(engine, python("")) == ()
    place.parent.mkdir()
    real = find_engine()
    assert real is not None
    place.symlink_to(real)
    assert len(await found_by(engine, python("hashlib.md5(x)"))) == 1
    await engine.close()


async def test_a_cache_that_cannot_be_written_is_fatal(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with pytest.raises(AgentFatalError, match="keep compiled rules"):
        await SemgrepEngine(options(tmp_path)).load()


async def test_rules_for_any_text_are_run_too(tmp_path: Path) -> None:
    rule = "rules: [{id: key, languages: [regex], severity: ERROR, message: m, pattern-regex: 'AKIA[A-Z]+'}]"
    path = rule_file(tmp_path, rule)
    for method in (Method.WARM, Method.CORE):
        engine = SemgrepEngine(EngineOptions((path,), tmp_path / "cache", method=method))
        assert [one.rule for one in await found_by(engine, python("# AKIAABC"))] == ["key"]
        await engine.close()


async def test_files_looked_at_together_say_what_each_would_say_alone(engine: SemgrepEngine) -> None:
    texts = ["x = 1\n", "import hashlib\nhashlib.md5(b'')\n", "", "my_secret = 'a'\n" * 3, "é = hashlib.md5('漢')\n"]
    documents = [document(text, "python") for text in texts]
    alone = [await found_by(engine, each) for each in documents]
    assert sum(map(len, alone)) >= 4
    await engine.prepare(documents, 5.0)
    for child in children(engine):
        child.kill()  # What comes now comes from the preparation.
    assert [await found_by(engine, each) for each in documents] == alone


async def test_one_file_that_breaks_the_engine_takes_no_other_with_it(tmp_path: Path) -> None:
    engine = SemgrepEngine(options(tmp_path, binary=stand_in(tmp_path, ANSWERING), method=Method.CORE))
    documents = [document(f"{word} = hashlib.md5(1)\n", "python") for word in ("a", "b", "crash", "c")]
    await engine.prepare(documents, 5.0)
    results = await asyncio.gather(*(found_by(engine, each) for each in documents), return_exceptions=True)
    await engine.close()
    assert [type(result) for result in results] == [tuple, tuple, AgentTransientError, tuple]


@pytest.mark.skipif(os.name != "posix", reason="only there does a parent hear of the signal")
async def test_nothing_is_lost_when_somebody_keeps_killing_the_engine(tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    tally.write_text("")
    killed = f"import os\nopen({str(tally)!r}, 'a').write('x')\nif os.path.getsize({str(tally)!r}) < 15: os.kill(os.getpid(), 9)\n"
    engine = SemgrepEngine(options(tmp_path, binary=stand_in(tmp_path, killed + ANSWERING), method=Method.CORE))
    documents = [document(f"{word} = hashlib.md5(1)\n", "python") for word in ("a", "b", "c", "d")]
    await engine.prepare(documents, 5.0)
    assert [await found_by(engine, each) for each in documents] == [()] * 4
    await engine.close()
    assert len(tally.read_text()) >= 15


async def test_a_text_that_no_rule_can_match_is_not_scanned(tmp_path: Path) -> None:
    body = "print('{\"results\": [], \"errors\": []}') if not open(sys.argv[-1]).read().count('fpath') else sys.exit(1)"
    engine = SemgrepEngine(options(tmp_path, binary=stand_in(tmp_path, body), method=Method.CORE))
    assert await found_by(engine, document("eval(x)\n", "go")) == ()
    await engine.prepare([document("eval(y)\n", "go")], 5.0)
    assert await found_by(engine, document("eval(y)\n", "go")) == ()
    with pytest.raises(AgentTransientError):
        await found_by(engine, document("exec.Command(x)\n", "go"))
    await engine.close()


FOLLOWING = """
rules:
  - id: asked
    languages: [python]
    severity: ERROR
    message: What was asked for is run
    mode: taint
    pattern-sources: [{pattern: ask(...)}]
    pattern-sinks: [{patterns: [{pattern: run($X)}, {focus-metavariable: $X}]}]
"""


async def test_the_way_of_the_data_comes_from_one_run_with_the_fixes(tmp_path: Path) -> None:
    engine = SemgrepEngine(
        EngineOptions((rule_file(tmp_path), rule_file(tmp_path, FOLLOWING, "more.yaml")), tmp_path / "cache")
    )
    text = "é = ask('ü')\nb = é.strip()\nrun(b)\nrun(ask())\nhashlib.md5(b)\n"
    snapshot = python(text)
    matches = await found_by(engine, snapshot)
    flows = await engine.flows(snapshot, matches)
    told = [[(step.message, snapshot.lines.position(step.span.start).line) for step in flow] for flow in flows]
    assert told == [[("Comes from ask('ü')", 0), ("Goes through é", 0), ("Goes through b", 1)], [], []]
    assert [edit is not None for edit in await engine.fixes(snapshot, matches)] == [False, False, True]
    await engine.close()
