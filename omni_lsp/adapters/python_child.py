"""Parts of our own that run in a Python of their own, which imports nothing that a workspace brings."""

import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from omni_lsp.adapters.process import Program

_PACKAGES = Path(__file__).parents[2]  # Where this very package is imported from.
# The same package as ours, and the rest as an isolated interpreter finds it: no folder goes before the standard library.
_RUN = (
    "import runpy, sys; packages, module = sys.argv[1:]; sys.path.insert(0, packages); import omni_lsp; "
    "sys.path.pop(0); sys.argv[1:] = []; runpy.run_module(module, run_name='__main__', alter_sys=True)"
)


def python_child(module: str, environment: Mapping[str, str] = MappingProxyType({})) -> Program:
    """A module of ours, such as `omni_lsp.adapters.index`, as a program; variables of Python have no say in it."""
    return Program(
        Path(sys.executable), ("-P", "-E", "-c", _RUN, str(_PACKAGES), module), _PACKAGES, environment=environment
    )
