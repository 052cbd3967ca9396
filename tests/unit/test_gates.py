"""What reads the files of a folder is shut while the folder is not trusted, and for files that are in none."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from omni_lsp.adapters.trust.store import TrustStore
from omni_lsp.app.doctor import Asked, trust_check
from omni_lsp.app.gates import GatedDependencies, GatedLicences, GatedManifests, GatedMentions
from omni_lsp.config.settings import Config, state_dir
from omni_lsp.model.dependencies import DependencyFacts, Installed
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.facts import BuildFacts, FileFacts
from omni_lsp.model.licences import LicenceFacts
from omni_lsp.model.text import Snapshot

OPEN, SHUT = Path("/open"), Path("/shut")


class Reads:
    """Implements all three ports; says something of every folder."""

    async def build(self, root: Path) -> BuildFacts:
        return BuildFacts(kinds=("read",))

    def line(self, root: Path, file: FileFacts, name: str) -> int | None:
        return 7

    def is_manifest(self, path: Path) -> bool:
        return True

    async def installed(self, snapshot: Snapshot) -> Mapping[str, Installed]:
        return {"a": Installed("1", "MIT")}


class ReadsLicences:
    async def about(self, snapshot: Snapshot) -> LicenceFacts:
        return LicenceFacts(uses_reuse=True)


class ReadsDependencies(Reads):
    async def about(self, snapshot: Snapshot) -> DependencyFacts | None:
        return DependencyFacts("read")


def document(root: Path | None) -> Snapshot:
    path = (root or Path("/elsewhere")) / "package.json"
    return Snapshot(path.as_uri(), 1, "json", "{}", path, root)


@pytest.mark.parametrize(("root", "is_open"), [(OPEN, True), (SHUT, False), (None, False)])
async def test_only_the_files_of_trusted_folders_are_read(root: Path | None, is_open: bool) -> None:
    def trusts(folder: Path) -> bool:
        return folder == OPEN

    licences = GatedLicences(ReadsLicences(), trusts)
    dependencies = GatedDependencies(ReadsDependencies(), trusts)
    assert (await licences.about(document(root))).uses_reuse is is_open
    assert (await dependencies.about(document(root)) is not None) is is_open
    assert bool(await dependencies.installed(document(root))) is is_open
    assert dependencies.is_manifest(Path("package.json"))
    if root is not None:
        assert bool((await GatedManifests(Reads(), trusts).build(root)).kinds) is is_open
        assert (GatedMentions(Reads(), trusts).line(root, FileFacts("a.py", "python", "", 1), "f") == 7) is is_open


def test_the_doctor_says_how_far_a_folder_is_trusted(tmp_path: Path) -> None:
    root, environment = tmp_path / "work", {"OMNI_STATE_DIR": str(tmp_path / "state")}
    (root / ".omni").mkdir(parents=True)
    (root / ".omni/policy.yaml").write_text("version: 1\n")
    asked, store = Asked(Config(trust=True), tmp_path, environment, root), TrustStore(state_dir(environment))
    assert trust_check(asked).said == "untrusted"
    store.refuse(root)
    assert trust_check(asked).said == "never"
    store.trust(root, {".omni/policy.yaml": "another"})
    assert trust_check(asked).said == "stale, as .omni/policy.yaml changed"
    store.file.chmod(0o666)
    check = trust_check(asked)
    assert (check.is_well, "written by others" in check.said) == (False, True)


def test_a_wrong_place_for_the_state_is_said() -> None:
    with pytest.raises(ConfigError, match="OMNI_STATE_DIR"):
        state_dir({"OMNI_STATE_DIR": "not/absolute"})
