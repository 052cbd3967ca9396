"""`omni-lsp check` where there are findings already: ignored ones, known ones, those on old lines, other severities."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

pytestmark = pytest.mark.timeout(60)  # A test starts up to four checks, one after the other.

SCHEMA = Path(__file__).parents[1] / "cases" / "sarif-schema-2.1.0.json"
LINE = "mark = hashlib.md5(b'')\n"
TEXT = f"import hashlib\n\n{LINE}"
USER = ["-c", "user.name=somebody", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main"]


class Shell:
    """A folder and the commands given in it."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder = folder
        self._env = env

    def check(self, *arguments: str, cwd: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "omni_lsp", "check", "--fail-on", "info", *arguments]
        where = self.folder / cwd
        return subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=where, env=self._env
        )

    def new(self, *arguments: str, cwd: str = "") -> list[tuple[str, int]]:
        """Path and line of each finding that is shown."""
        done = self.check("--format", "json", *arguments, cwd=cwd)
        found = sorted((each["path"], each["start"]["line"]) for each in json.loads(done.stdout)["findings"])
        assert done.returncode == bool(found)
        return found

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *USER, *arguments], check=True, cwd=self.folder, env=self._env, capture_output=True)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def move(self, old: str, new: str) -> None:
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / old).rename(self.folder / new)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment with one cache for all tests here, as compiling the rules takes most of a check."""
    return {**os.environ, "OMNI_CACHE_DIR": str(tmp_path_factory.mktemp("caches"))}


@pytest.fixture
def shell(kept: dict[str, str], tmp_path: Path) -> Shell:
    return Shell(tmp_path, kept)


@pytest.fixture
def repo(shell: Shell) -> Shell:
    """Its one commit has a finding in `a.py`."""
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    shell.write("a.py", TEXT)
    shell.git("init", "-q")
    shell.git("add", "-A")
    shell.git("commit", "-q", "-m", "first")
    return shell


def test_a_baseline_is_written_and_hides_what_it_holds(shell: Shell) -> None:
    shell.write("a.py", TEXT + LINE)
    shell.write("b/ü.py", TEXT)
    wrote = shell.check("--write-baseline", "known.json")
    assert (wrote.returncode, wrote.stdout.splitlines()[0]) == (0, "3 known findings are in the baseline")
    first = (shell.folder / "known.json").read_bytes()
    assert [line.split('"')[3] for line in first.decode().splitlines() if "path" in line] == ["a.py", "a.py", "b/ü.py"]
    assert os.fsencode(shell.folder) not in first
    assert b"hashlib" not in first
    done = shell.check("--baseline", "known.json", "--write-baseline", "again.json")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "3 known findings are in the baseline")
    assert (shell.folder / "again.json").read_bytes() == first
    assert sorted(path.name for path in shell.folder.iterdir()) == ["a.py", "again.json", "b", "known.json"]


@pytest.mark.thorough
def test_known_findings_stay_known_wherever_they_go(shell: Shell) -> None:
    shell.write("a.py", TEXT + LINE)
    shell.write("b.py", TEXT)
    shell.check("--write-baseline", "known.json")
    shell.write("a.py", f"# moved\nimport hashlib\nif True:\n    {LINE}    {LINE}print(mark)\n".replace("\n", "\r\n"))
    shell.move("b.py", "lib/renamed.py")
    assert shell.new("--baseline", "known.json") == []


@pytest.mark.thorough
def test_one_more_of_the_same_is_new(shell: Shell) -> None:
    shell.write("a.py", TEXT + LINE)
    shell.check("--write-baseline", "known.json")
    shell.write("a.py", TEXT + LINE + LINE)
    shell.write("twin.py", TEXT)
    assert shell.new("--baseline", "known.json") == [("a.py", 5), ("twin.py", 3)]


@pytest.mark.thorough
def test_what_was_fixed_is_told_and_leaves_a_new_baseline(shell: Shell) -> None:
    shell.write("a.py", TEXT + LINE)
    shell.write("gone.py", TEXT)
    shell.check("--write-baseline", "known.json")
    shell.write("a.py", TEXT)
    (shell.folder / "gone.py").unlink()
    done = shell.check("--baseline", "known.json")
    hint = "2 findings of the baseline are not found any more; write it anew with --write-baseline"
    assert (done.returncode, hint in done.stdout) == (0, True)
    shell.check("--baseline", "known.json", "--write-baseline", "known.json")
    assert (shell.folder / "known.json").read_text("utf-8").count('"path"') == 1


@pytest.mark.thorough
def test_a_check_of_one_folder_leaves_alone_what_is_known_of_others(shell: Shell) -> None:
    shell.write("a.py", TEXT)
    shell.write("sub/b.py", TEXT)
    shell.check("--write-baseline", "known.json")
    shell.write("a.py", "")
    said = shell.check("sub", "--baseline", "known.json", "--write-baseline", "known.json").stdout
    assert "not found any more" not in said
    assert (shell.folder / "known.json").read_text("utf-8").count('"path"') == 2


@pytest.mark.thorough
def test_every_format_knows_the_baseline(shell: Shell) -> None:
    shell.write("a.py", TEXT)
    shell.write("b.py", TEXT)
    shell.check("--write-baseline", "known.json")
    shell.write("b.py", TEXT.replace("mark", "other") + "other = hashlib.sha1(b'')\n")
    (shell.folder / "a.py").unlink()
    document = json.loads(shell.check("--baseline", "known.json", "--format", "json").stdout)
    assert (document["unshown"]["known"], [each["path"] for each in document["stale"]]) == (1, ["a.py"])
    log = json.loads(shell.check("--baseline", "known.json", "--format", "sarif").stdout)
    jsonschema.validate(log, json.loads(SCHEMA.read_text("utf-8")))
    states = [each["baselineState"] for each in log["runs"][0]["results"]]
    assert states == ["new", "unchanged", "absent"]
    github = shell.check("--baseline", "known.json", "--format", "github").stdout
    assert github.count("file=") == 1
    assert "::notice title=Not shown::1 known finding is in the baseline\n" in github


@pytest.mark.thorough
@pytest.mark.parametrize("content", [None, "", "[]", '{"version": 1, "findings": []}'])
def test_what_is_no_baseline_is_wrong_usage(shell: Shell, content: str | None) -> None:
    if content is not None:
        shell.write("known.json", content)
    done = shell.check("--baseline", "known.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("omni-lsp: known.json: ")
    assert "--write-baseline" in done.stderr


@pytest.mark.thorough
def test_a_baseline_that_cannot_be_written_is_told(shell: Shell) -> None:
    shell.write("a.py", TEXT)
    done = shell.check("--write-baseline", "no-such-folder/known.json")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_only_new_lines_are_shown(repo: Shell) -> None:
    repo.write("a.py", f"# new\n{TEXT}{LINE}")
    repo.write("new.py", TEXT)
    assert repo.new("--diff", "HEAD") == [("a.py", 5), ("new.py", 3)]
    # What is remembered from that check is looked at line by line all the same.
    said = repo.check("--diff", "HEAD").stdout
    assert "1 finding is on lines that did not change since HEAD" in said
    assert said.count("py.weak-hash") == 2


@pytest.mark.thorough
def test_a_renamed_file_and_one_with_other_line_ends_are_not_new(repo: Shell) -> None:
    repo.git("mv", "a.py", "qu ü.py")
    repo.git("config", "core.autocrlf", "true")
    repo.write("qu ü.py", (TEXT + LINE).replace("\n", "\r\n"))
    assert repo.new("--diff", "HEAD") == [("qu ü.py", 4)]


@pytest.mark.thorough
def test_new_since_a_branch_began_in_a_folder_below(repo: Shell) -> None:
    repo.git("checkout", "-q", "-b", "topic")
    repo.write("sub/b.py", TEXT)
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "topic")
    repo.git("checkout", "-q", "main")
    repo.write("a.py", "# later\n" + TEXT)
    repo.git("commit", "-q", "-a", "-m", "later")
    repo.git("checkout", "-q", "topic")
    assert repo.new("--diff", "main...", cwd="sub") == [("b.py", 3)]
    assert repo.new("--diff", "HEAD", cwd="sub") == []


@pytest.mark.thorough
def test_new_code_and_a_baseline_go_together(repo: Shell) -> None:
    repo.check("--write-baseline", "known.json")
    repo.write("a.py", f"import hashlib\n\nif True:\n    {LINE}{LINE}")
    # For the baseline the second of the two is one more of the same; for git it is the first.
    assert repo.new("--diff", "HEAD", "--baseline", "known.json") == [("a.py", 4)]


@pytest.mark.thorough
@pytest.mark.parametrize("since", ["nonsense", "--output=evil", "nonsense..."])
def test_an_unknown_revision_is_wrong_usage(repo: Shell, since: str) -> None:
    done = repo.check(f"--diff={since}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "revision" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_repository_or_with_a_baseline_to_write_it_is_wrong_usage(shell: Shell) -> None:
    shell.write("a.py", TEXT)
    assert "not a git repository" in shell.check("--diff", "HEAD").stderr
    done = shell.check("--diff", "HEAD", "--write-baseline", "known.json")
    assert (done.returncode, "do not go together" in done.stderr) == (2, True)
    assert not (shell.folder / "known.json").exists()


@pytest.mark.thorough
def test_a_comment_ignores_a_whole_file(shell: Shell) -> None:
    shell.write("a.py", f"# omni: ignore-file[py.weak-hash] checksums of public files\n{TEXT}{LINE}")
    shell.write("b.py", f"# omni: ignore-file[py.weak-hash]\n{TEXT}")
    assert ("a.py", 4) not in shell.new()
    assert ("b.py", 4) in shell.new()


@pytest.mark.thorough
def test_other_severities_are_the_trusted_folders_own(shell: Shell) -> None:
    shell.write("a.py", TEXT)
    shell.write("tests/a.py", TEXT)
    shell.write(
        ".omni/policy.yaml",
        "version: 1\nseverities: {py.*: error}\nfolders:\n  - {paths: [tests/], severities: {py.*: off}}\n",
    )
    assert shell.new() == [("a.py", 3), ("tests/a.py", 3)]
    document = json.loads(shell.check("--trust", "--format", "json").stdout)
    assert [(each["path"], each["severity"]) for each in document["findings"]] == [("a.py", "error")]
    # From the cache, they count the same.
    assert (
        shell.check("--trust", "--format", "json").stdout == json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    )
    shell.write(".omni/policy.yaml", "version: 1\nseverities: {py.*: loud}\n")
    done = shell.check("--trust")
    assert (done.returncode, "must be 'off'" in done.stderr) == (2, True)
