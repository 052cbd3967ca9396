"""The values of `--format` and the functions behind them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from omni_lsp.formats.github import github
from omni_lsp.formats.json_v1 import json_v1
from omni_lsp.formats.result import CheckResult
from omni_lsp.formats.sarif import sarif
from omni_lsp.formats.text import PLAIN, Style, text
from omni_lsp.model.controls import ControlMap

_DOCUMENTS: Mapping[str, Callable[[CheckResult, ControlMap | None], str]] = MappingProxyType(
    {"json": json_v1, "sarif": lambda result, _: sarif(result), "github": lambda result, _: github(result)}
)

FORMATS = ("text", *_DOCUMENTS)


def render(result: CheckResult, form: str, style: Style = PLAIN, controls: ControlMap | None = None) -> str:
    """The result in one of FORMATS, to be written as UTF-8; `style` is for text only, `controls` for JSON."""
    return text(result, style) if form == "text" else _DOCUMENTS[form](result, controls)
