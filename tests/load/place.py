"""Where the benchmarks run: the checkout, a scratch folder, the environment of what is started, the rules for both."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from figures import NotMeasurableError

from omni_lsp.adapters.semgrep.binary import find_engine
from omni_lsp.adapters.semgrep.rules import load_rules
from omni_lsp.app.team import BUNDLED_RULES

ROOT = Path(__file__).resolve().parents[2]
OMNI = (sys.executable, "-m", "omni_lsp")
SEMGREP = Path(sys.executable).with_name("semgrep")


@dataclass(frozen=True, slots=True)
class Place:
    """`scratch` is empty and thrown away at the end."""

    scratch: Path

    def folder(self, name: str) -> Path:
        """A new empty folder."""
        made = self.scratch / name
        made.mkdir(parents=True)
        return made

    def env(self, cache: Path) -> dict[str, str]:
        """Ours, with every cache and settings file in the scratch folder."""
        own = {
            "OMNI_CACHE_DIR": str(cache),
            "OMNI_STATE_DIR": str(self.scratch / "state"),
            "SEMGREP_SETTINGS_FILE": str(self.scratch / "semgrep.yml"),
            "SEMGREP_LOG_FILE": str(self.scratch / "semgrep.log"),
        }
        return {**os.environ, **own}

    async def rules(self) -> Path:
        """The bundled rules as semgrep reads them. Raises NotMeasurableError."""
        engine = find_engine()
        if engine is None:
            raise NotMeasurableError("there is no engine that could judge the rules")
        ours = (await load_rules(BUNDLED_RULES, self.scratch / "rules", engine)).everything.path
        document = json.loads(ours.read_text("utf-8"))
        for rule in document["rules"]:
            rule.pop("paths", None)  # They are for the names of our copies.
        theirs = self.scratch / "semgrep-rules.json"
        theirs.write_text(json.dumps(document), "utf-8")
        return theirs


def semgrep(rules: Path, target: Path, *options: str) -> list[str]:
    """The command that scans a target with exactly these rules, offline and without asking for news."""
    quiet = ["--json", "--quiet", "--metrics=off", "--disable-version-check", "--no-git-ignore"]
    return [str(SEMGREP), "scan", "--config", str(rules), *quiet, *options, str(target)]


def seconds_of(command: Sequence[str], env: Mapping[str, str], allowed: Sequence[int] = (0,)) -> tuple[float, bytes]:
    """Wall time and stdout of a command. Raises NotMeasurableError for a status that is not allowed."""
    begun = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    seconds = time.perf_counter() - begun
    if done.returncode not in allowed:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise NotMeasurableError(f"{Path(command[0]).name} ended with status {done.returncode}: {last}")
    return seconds, done.stdout
