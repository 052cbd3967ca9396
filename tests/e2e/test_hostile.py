"""Folders that somebody made to hurt us, opened by real sessions: nothing of them runs, is written or is sent.

Each session starts the server in the hostile folder, with that on the search path, without a network and with a home of
its own; it opens, saves, hovers, asks for actions, searches, and then still gets its findings.
"""

import hashlib
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcException

from conformance import check
from editor import SERVER, Document, Editor, Start, start
from hostile_folders import ELSEWHERE, HOSTILE, PROBE, Traps, outside, thousands, told

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and links as POSIX has them"),
]
TESTS = Path(__file__).parents[1]
LANGUAGES = {".py": "python", ".json": "json", ".toml": "toml", ".md": "markdown", ".yaml": "yaml", ".yml": "yaml"}
LARGEST = 1_000_000
# Fenced blocks, what a backslash stands before, and code spans (CommonMark, sections 4.5, 2.4 and 6.1).
_SHOWN_AS_IT_IS = re.compile(
    r"^(?P<fence>`{3,})[^`\n]*\n.*?^(?P=fence)`*$|\\.|(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_ALIVE = re.compile(
    r"\]\((?!https?://(?!evil)|file:)|!\[|<(?!https?://)[a-z/!]|[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069]",
    re.IGNORECASE,
)
TRUSTS: tuple[dict[str, object], ...] = ({}, {"trust": True})


@dataclass
class World:
    """Everything that a session could touch, and what it looked like before."""

    base: Path
    traps: Traps
    listener: socket.socket
    caches: Path
    roots: tuple[Path, ...] = ()

    @property
    def home(self) -> Path:
        return self.base / "home"

    @property
    def temporary(self) -> Path:
        return self.base / "temporary"

    @property
    def report(self) -> Path:
        return self.base / "report.json"

    def build(self, *names: str) -> None:
        for name in names:
            root = self.base / name
            root.mkdir()
            HOSTILE[name](root, self.traps)
            self.roots += (root,)

    def environment(self) -> dict[str, str]:
        """That of a user who is careless with `PATH`, as many are; the rest has nothing of the test's own."""
        here = self.roots[0]
        path = ["", ".", "bin", str(here), str(here / "bin"), str(here / ".venv" / "bin"), os.environ["PATH"], ""]
        passed = {name: os.environ[name] for name in ("PYTHONPATH", "LANG") if name in os.environ}
        own = {"HOME": str(self.home), "TMPDIR": str(self.temporary), "OMNI_CACHE_DIR": str(self.caches)}
        return {**passed, **own, "PATH": os.pathsep.join(path), "GIT_DIR": str(here / ".git")}

    def command(self, program: Sequence[str]) -> tuple[str, ...]:
        return (sys.executable, str(TESTS / "alone.py"), str(self.roots[0]), str(self.report), *program)

    def looks(self) -> Mapping[str, object]:
        """Names, kinds, modes, times and contents of all there is but caches and files of the moment."""
        seen: dict[str, object] = {}
        for top in (*self.roots, self.home, self.traps.outside, self.traps.marks):
            for folder, folders, files in os.walk(top):
                for path in (Path(folder, name) for name in (*folders, *files)):
                    seen[str(path)] = _look(path)
        return seen

    def sent(self) -> list[str]:
        """What was sent to the listener, or anywhere; what a session without a namespace sends elsewhere is not seen."""
        found = [f"{count} {name}" for name, count in json.loads(self.report.read_text())["attempts"].items()]
        self.listener.setblocking(False)
        with suppress(BlockingIOError):
            self.listener.accept()[0].close()
            found.append("a connection to the listener")
        return found

    def is_alone(self) -> bool:
        return bool(json.loads(self.report.read_text())["alone"])

    def ran(self) -> list[str]:
        return sorted(path.name for path in self.traps.marks.iterdir())


def _look(path: Path) -> object:
    status = path.lstat()
    what: object = None
    if stat.S_ISREG(status.st_mode):
        what = hashlib.sha256(path.read_bytes()).hexdigest()
    elif stat.S_ISLNK(status.st_mode):
        what = path.readlink()
    # The time of a folder tells of files that came and went.
    return status.st_mode, status.st_mtime_ns, what


@pytest.fixture
def world(tmp_path: Path, judged: Path) -> Iterator[World]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        traps = Traps(tmp_path / "marks", tmp_path / "outside", f"http://127.0.0.1:{listener.getsockname()[1]}")
        made = World(tmp_path, traps, listener, tmp_path / "caches")
        for folder in (traps.marks, traps.outside, made.home, made.temporary):
            folder.mkdir()
        shutil.copytree(judged, made.caches)
        outside(traps.outside)
        yield made


def text_for(path: Path) -> str:
    """What an editor would show; for what it could not open, something that is worth a look."""
    try:
        status = path.lstat()
        is_own = path.parent.resolve() == path.parent  # The text of another folder is not to come up anywhere.
        if is_own and stat.S_ISREG(status.st_mode) and status.st_size < LARGEST:
            return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        pass
    return PROBE


def to_open(root: Path, most: int) -> list[Path]:
    """Files to look at, odd ones first, and the one that must have its finding at the end."""
    probe = root / "a.py"
    names = sorted(root.iterdir(), key=lambda path: (path.is_file() and not path.is_symlink(), path.name))
    below = [
        path for folder in (".omni", ".github/workflows", ".vscode", "sub") for path in sorted(root.glob(f"{folder}/*"))
    ]
    found = [path for path in (*names, *below) if path.suffix in LANGUAGES and path != probe]
    return [*found[:most], probe]


async def visited(editor: Editor, path: Path) -> Document:
    """Opens, saves and asks about a file as one does who reads it."""
    document = await editor.open(path, LANGUAGES[path.suffix], text_for(path))
    editor.replace(document, len(document.text), len(document.text), "\n")
    editor.save(document)
    if path.suffix == ".py":
        await whole_run(editor, document)
    places = [document.text.find(word) for word in ("hashlib.md5", "seal", "make", "left-pad", "agent:")]
    for offset in (0, *(place for place in places if place >= 0)):
        assert_harmless(await editor.hover(document, offset))
    for diagnostic in editor.shown(document)[:3]:
        for action in await editor.actions(document, diagnostic):
            assert_harmless(action.title)
    await editor.lenses(document)
    return document


async def whole_run(editor: Editor, document: Document) -> None:
    """Until a run had the time that it needs, on a machine that does ten other things."""
    run = await editor.ran(document)
    for _ in range(5):
        if "timed-out" not in [stage["status"] for stage in run["stages"]]:
            return
        run = await editor.saved(document)


def assert_harmless(markdown: str | None) -> None:
    """Nothing in a hover or a title that a client would run, fetch or take for HTML."""
    text = _SHOWN_AS_IT_IS.sub("", markdown or "")
    assert not _ALIVE.search(text), markdown


async def session(world: World, options: dict[str, object], most: int, *, searches: bool = False) -> None:
    """One session over all roots; at its end the server must have answered everything, and be gone."""
    settings: dict[str, object] = {name: dict(values) for name, values in told(world.roots[0], world.traps).items()}
    how = Start(world.roots, world.command(SERVER), options, settings, env=world.environment())
    editor = await start(how)
    for root in world.roots:
        for path in to_open(root, most):
            document = await visited(editor, path)
        await editor.shows(document, lambda shown: "py.weak-hash" in [found.code for found in shown])
        if (pipeline := root / ".omni" / "pipeline.yaml").is_file():
            editor.wrote(pipeline)
    await editor.command("omni.showGraph")
    if options.get("trust"):
        await editor.command("omni.analyzeWorkspace", timeoutSec=60)
    else:
        with pytest.raises(JsonRpcException, match="not trusted"):
            await editor.command("omni.analyzeWorkspace", timeoutSec=60)
    if searches:
        hits = await editor.command("omni.search", query=f"seal {ELSEWHERE}")
        assert hits
    last = await editor.open(world.roots[-1] / "new.py", text=PROBE)
    await whole_run(editor, last)
    await editor.shows(last, lambda shown: "py.weak-hash" in [found.code for found in shown])
    assert await editor.leave() == 0
    violations = check(editor.client.recording)
    assert not violations, "\n".join(map(str, violations))
    said = editor.client.recording.bytes_of(client=False)
    at = said.find(ELSEWHERE.encode())
    assert at < 0, said[max(0, at - 500) : at + 500]


def assert_nothing_happened(world: World, before: Mapping[str, object]) -> None:
    assert world.ran() == []
    assert world.sent() == []
    after = world.looks()
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    assert not changed
    assert list(world.temporary.iterdir()) == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    "options", [TRUSTS[0], pytest.param(TRUSTS[1], marks=pytest.mark.thorough)], ids=["silent", "trusted"]
)
async def test_all_of_them_at_once(world: World, options: dict[str, object]) -> None:
    # The first one is where the server is started.
    world.build("programs", *(name for name in HOSTILE if name != "programs"))
    before = world.looks()
    await session(world, options, most=1)
    assert_nothing_happened(world, before)


@pytest.mark.thorough
@pytest.mark.parametrize("options", TRUSTS, ids=["silent", "trusted"])
@pytest.mark.parametrize("name", HOSTILE)
async def test_one_by_one_with_all_of_their_files(world: World, name: str, options: dict[str, object]) -> None:
    world.build(name)
    before = world.looks()
    await session(
        world, options, most=30, searches=bool(options.get("trust")) and name in {"links", "no_files", "laughs"}
    )
    assert_nothing_happened(world, before)


@pytest.mark.thorough
@pytest.mark.timeout(400)
async def test_a_hundred_thousand_files(world: World) -> None:
    world.roots = (world.base / "many",)
    world.roots[0].mkdir()
    thousands(world.roots[0], 100_000)
    before = world.looks()
    editor = await start(Start(world.roots, world.command(SERVER), env=world.environment()))
    document = await editor.open(world.roots[0] / "a.py")
    begun = time.monotonic()
    await editor.shows(document, lambda shown: "py.weak-hash" in [found.code for found in shown])
    print(f"{time.monotonic() - begun:.1f} s to the first finding")
    for _ in range(5):
        begun = time.monotonic()
        await editor.saved(document)
        await editor.hover(document, document.text.index("md5"))
        print(f"{time.monotonic() - begun:.2f} s for a save and a hover")
    assert await editor.leave() == 0
    assert_nothing_happened(world, before)


@pytest.mark.thorough
@pytest.mark.parametrize("name", HOSTILE)
def test_the_command_line_in_the_same_folders(world: World, name: str) -> None:
    world.build(name)
    before = world.looks()
    checks: list[tuple[str, ...]] = [("check", "."), ("index", "."), ("pack", "--check")]
    if name == "repository":
        checks.append(("check", "--diff", "HEAD", "."))
    for arguments in checks:
        program = (*SERVER[:-1], *arguments)
        done = subprocess.run(world.command(program), env=world.environment(), capture_output=True, check=False)
        assert done.returncode in {0, 1, 3}, done.stderr.decode("utf-8", "replace")
        assert ELSEWHERE.encode() not in done.stdout + done.stderr
        assert_nothing_happened(world, before)


TWINS = {
    "connects": "import socket; socket.socket().connect_ex({address!r})",
    "asks for a name": "import socket; socket.gethostbyname('evil.example')",
    "sends a datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "goes by IPv6": "import socket; socket.socket(socket.AF_INET6).connect_ex(('2001:db8::1', 80))",
    "runs": "import os; os.system('./git')",
    "imports": "import sys; sys.path.insert(0, ''); import lancedb",
    "writes here": "open('new', 'w')",
    "touches": "import os; os.utime('a.py', (1, 1))",
    "opens up": "import os; os.chmod('a.py', 0o777)",
    "writes beside": "open('../outside/private.py', 'a').write('x')",
    "writes at home": "import os; os.mkdir(os.path.expanduser('~/.evil'))",
    "leaves something": "import os; open(os.environ['TMPDIR'] + '/copy', 'w')",
}


@pytest.mark.parametrize("twin", TWINS)
def test_a_bad_twin_of_the_server_is_noticed(world: World, twin: str) -> None:
    world.build("programs")
    before = world.looks()
    address = world.listener.getsockname()
    code = f"try:\n    {TWINS[twin].format(address=address)}\nexcept OSError: pass"
    program = world.command((sys.executable, "-S", "-c", code))
    subprocess.run(program, env=world.environment(), check=True)
    if twin in {"asks for a name", "sends a datagram", "goes by IPv6"} and not world.is_alone():
        pytest.skip("no network of its own may be made here: only what reaches the listener is noticed")
    with pytest.raises(AssertionError):
        assert_nothing_happened(world, before)


@pytest.mark.parametrize(
    "evil", ["[x](command:y)", "a ``` [x](command:y)", "<img src=x>", "![x](y)", "`a` \x1b[31m", "``a` <b>", "\u202e"]
)
def test_bad_markdown_is_noticed(evil: str) -> None:
    with pytest.raises(AssertionError):
        assert_harmless(evil)
    assert_harmless(f"`` {evil.translate(dict.fromkeys([27, 0x202E, 96]))} ``")


def test_a_good_twin_is_not(world: World) -> None:
    world.build("programs")
    before = world.looks()
    subprocess.run(world.command((sys.executable, "-S", "-c", "")), env=world.environment(), check=True)
    assert_nothing_happened(world, before)


def test_a_connection_to_the_listener_is_noticed_without_a_namespace(world: World) -> None:
    world.report.write_text('{"attempts": {}}')
    with socket.create_connection(world.listener.getsockname()):
        assert world.sent() == ["a connection to the listener"]
