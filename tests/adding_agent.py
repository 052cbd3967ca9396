"""The package of `docs/adding_agent.md`: its very code blocks, built and laid where an installer would."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs" / "adding_agent.md"


def blocks() -> dict[str, str]:
    """The files in the document, by name."""
    found = re.findall(r'^```\w+ title="([^"]+)"\n(.*?)^```$', DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return dict(found)


def install(folder: Path) -> Path:
    """A folder for the search path of Python with the package and its metadata in it, built without a network."""
    source, site = folder / "source", folder / "site"
    source.mkdir(parents=True)
    for name, text in blocks().items():
        (source / name).write_text(text, "utf-8")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, check=True, capture_output=True, cwd=source)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    return site
