"""Where the pipeline in force is looked up: flag, setting, trusted folder, the wheel."""

import os
from pathlib import Path
from typing import NamedTuple

from omni_lsp.config.plain_file import read_plain
from omni_lsp.config.settings import Config
from omni_lsp.config.yaml_source import MAX_BYTES
from omni_lsp.model.errors import ConfigError, Mistake
from omni_lsp.model.text import Span

WORKSPACE_FILE = Path(".omni", "pipeline.yaml")

_DEFAULT = "default"
_ENDINGS = (".yaml", ".yml")


class PipelineText(NamedTuple):
    """`source` says for people where `text` came from."""

    source: str
    text: str

    @property
    def is_shipped(self) -> bool:
        """Whether it is one of ours."""
        return self.source in map(_source, shipped())


def find_pipeline(config: Config, root: Path | None, flag: str | None = None) -> PipelineText:
    """The pipeline file for a folder: `flag` (name or path), else the setting, else the folder's own, else the default.

    Reads the disk. The folder's own counts only where `config.trust` says so.
    Raises ConfigError for a name that is not shipped and for a file that cannot be read.
    """
    if flag is not None:
        return _named(flag, "--pipeline")
    if config.pipeline != _DEFAULT:
        return _named(config.pipeline, "settings")
    own = _own(root) if config.trust and root is not None else None
    return own or _named(_DEFAULT, "settings")


def shipped() -> dict[str, Path]:
    """The pipelines that come with us, by name, in the order of their names."""
    package = Path(__file__).parents[1]
    # A wheel carries them inside the package, a checkout has them beside it.
    folder = next(found for found in (package / "pipelines", package.parent / "pipelines") if found.is_dir())
    return {file.stem: file for file in sorted(folder.glob("*.yaml"))}


def _named(name: str, asked_by: str) -> PipelineText:
    known = shipped()
    if name in known:
        return PipelineText(_source(name), _text(known[name], name))
    if name.endswith(_ENDINGS) or Path(name).is_absolute():
        return PipelineText(name, _text(Path(name), name))
    raise _wrong(asked_by, f"no pipeline is called '{name}': it is one of {', '.join(known)}, or a file (.yaml, .yml)")


def _source(name: str) -> str:
    return f"pipeline '{name}'"


def _own(root: Path) -> PipelineText | None:
    file = root / WORKSPACE_FILE
    if not file.exists() and not file.is_symlink():
        return None
    # Trust was given to this folder, not to wherever a link in it leads.
    if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(root)):  # Path.resolve raises on a loop.
        raise _wrong(str(file), "the file is outside of the folder, behind a symbolic link")
    return PipelineText(str(file), _text(file, str(file)))


def _text(file: Path, source: str) -> str:
    if not file.is_file():
        raise _wrong(source, "there is no such file")
    try:
        data = read_plain(file, MAX_BYTES)
        if len(data) > MAX_BYTES:
            raise _wrong(source, f"the file is too large, at most {MAX_BYTES:,} bytes")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(source, f"the file is not UTF-8 text (byte {error.start})") from error
    except OSError as error:
        raise _wrong(source, f"the file cannot be read: {error.strerror or error}") from error


def _wrong(source: str, message: str) -> ConfigError:
    return ConfigError(source, (Mistake(message, Span(0, 0)),))
