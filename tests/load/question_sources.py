"""Labelled questions and the published sources that they are about, fetched once from the configured package indexes."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUESTIONS = Path(__file__).parents[1] / "cases" / "retrieval" / "questions"
PYTHON_INDEX = "https://pypi.org/simple"


@dataclass(frozen=True, slots=True)
class Source:
    """A release and the folder in it that is searched; `sha256` is that of the archive."""

    name: str
    version: str
    root: str
    sha256: str
    is_npm: bool = False


SOURCES = (
    Source("flask", "3.1.3", "src/flask", "0ef0e52b8a9cd932855379197dd8f94047b359ca0a78695144304cb45f87c9eb"),
    Source("click", "8.3.3", "src/click", "398329ad4837b2ff7cbe1dd166a4c0f8900c3ca3a218de04466f38f6497f18a2"),
    Source("requests", "2.33.1", "src/requests", "18817f8c57c6263968bc123d237e3b8b08ac046f5456bd1e307ee8f4250d3517"),
    Source("fastapi", "0.135.4", "fastapi", "d87c41b0a7bcaa6f14629d73fe48e360821605c7b6d518caacbc00dcf8fa5e0e"),
    Source("pydantic", "2.13.5", "pydantic", "51a9c5f7b2f8e636f04c6cada605d9b6a3bf1348fdf945a3d8869b19bba0ee08"),
    Source("aiohttp", "3.14.5", "aiohttp", "5558a7f5a05af9ecf744af91e5baefc436f93c9333e656c27ec253f9a6bbe178"),
    Source("model2vec", "0.8.2", "model2vec", "4e88d1a5eb2136475ebd90505689046f61caf25c69371c331f21c6499637c110"),
    Source("express", "5.2.1", "lib", "1773a16c02b4422653479b9c4d211268f7022bdac0d817b5698535bb485dd005", is_npm=True),
    Source("redux", "5.0.1", "src", "adacd4f8a377e638a3feb568e45e8b8ff22c926516941db25b1acfc34d94398b", is_npm=True),
    Source("zod", "4.6.7", "src", "84efd155bed93270286e793fc951be270b536cbd5b0eeb111f0fa3967201d698", is_npm=True),
)


@dataclass(frozen=True, slots=True)
class Target:
    """A file that answers, or lines `start` to `end` of it, from 1 and both included."""

    path: str
    start: int = 1
    end: int = sys.maxsize


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question about one source and everything that answers it."""

    source: str
    text: str
    category: str
    targets: tuple[Target, ...]


def unpacked(source: Source, cache: Path) -> Path:
    """The folder that is searched. Raises OSError when the release cannot be had, ValueError when it is another one."""
    folder = cache / f"{source.name}-{source.version}"
    if not folder.exists():
        archive = _npm(source, cache) if source.is_npm else _sdist(source, cache)
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != source.sha256:
            raise ValueError(f"{archive.name} has the hash {found}, not {source.sha256}")
        partial = folder.with_suffix(".part")
        shutil.rmtree(partial, ignore_errors=True)
        with tarfile.open(archive) as opened:
            opened.extractall(partial, filter="data")
        partial.rename(folder)
    (top,) = folder.iterdir()
    return top / source.root


def labelled(source: Source, paths: Sequence[str]) -> Iterator[Labelled]:
    """Questions with the targets that are among `paths`, which are below the folder that is searched; others are left out."""
    # The data files are somebody else's: values of JSON are checked by being used.
    entries: list[dict[str, Any]] = json.loads((QUESTIONS / f"{source.name}.json").read_text("utf-8"))
    for entry in entries:
        wanted = [*entry["relevant"], *entry["secondary"]]
        targets = tuple(target for one in wanted if (target := _target(one, source, paths)) is not None)
        if targets:
            yield Labelled(source.name, entry["query"], entry["category"], targets)


def _target(label: str | Mapping[str, Any], source: Source, paths: Sequence[str]) -> Target | None:
    """Labels name paths from the root of a repository: the longest path that is an end of one is meant."""
    about = {"path": label} if isinstance(label, str) else label
    wanted = about["path"]
    exact = [path for path in paths if f"{source.root}/{path}".endswith(wanted)]
    near = [path for path in paths if path == wanted or path.endswith(f"/{wanted}") or wanted.endswith(f"/{path}")]
    found = max(exact or near, key=len, default=None)
    return found and Target(found, about.get("start_line") or 1, about.get("end_line") or sys.maxsize)


def _sdist(source: Source, cache: Path) -> Path:
    # Not `pip download`, which runs the build system of what it downloads to know its name.
    page = f"{_index().rstrip('/')}/{source.name}/"
    accept = {"Accept": "application/vnd.pypi.simple.v1+json"}
    name = f"{source.name}-{source.version}.tar.gz"
    with urllib.request.urlopen(urllib.request.Request(page, headers=accept), timeout=60) as answer:  # noqa: S310 - the user's own index
        files = json.load(answer)["files"]
    url = next((file["url"] for file in files if file["filename"] == name), None)
    if url is None:
        raise FileNotFoundError(f"{name} is not in the package index")
    with urllib.request.urlopen(urllib.parse.urljoin(page, url), timeout=60) as answer:  # noqa: S310 - as above
        (cache / name).write_bytes(answer.read())
    return cache / name


def _index() -> str:
    configured = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    done = subprocess.run(configured, check=False, capture_output=True, text=True)
    return os.environ.get("PIP_INDEX_URL") or done.stdout.strip() or PYTHON_INDEX


def _npm(source: Source, cache: Path) -> Path:
    pack = ["npm", "pack", "--silent", "--pack-destination", str(cache), f"{source.name}@{source.version}"]
    done = subprocess.run(pack, check=False, capture_output=True, text=True)
    if done.returncode:
        raise FileNotFoundError(f"npm has no {source.name}@{source.version}: {done.stderr.strip()[:200]}")
    return cache / f"{source.name}-{source.version}.tgz"
