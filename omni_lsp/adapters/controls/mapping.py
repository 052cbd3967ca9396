"""The bundled controls, read when somebody asks for the first time: about two milliseconds, then a look-up."""

from collections.abc import Sequence
from functools import cache

from omni_lsp.adapters.controls.framework_files import COMPILED, read_compiled
from omni_lsp.model.controls import Control, ControlMap


@cache
def bundled() -> ControlMap:
    """All frameworks that come with us."""
    return read_compiled(COMPILED.read_text("utf-8"))


def controls_of(cwe: Sequence[str]) -> tuple[Control, ...]:
    """Controls of weaknesses such as `CWE-89`, by framework; none for what no framework of ours names."""
    return bundled().controls_of(cwe)
