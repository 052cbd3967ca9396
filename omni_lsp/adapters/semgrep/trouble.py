"""What the engine cannot do as it should, in words for people."""

from collections.abc import Sequence
from typing import Protocol

from omni_lsp.adapters.semgrep.methods import Method
from omni_lsp.model.leftout import LeftOut

_NAMES = 3


class Rests(Protocol):
    @property
    def is_resting(self) -> bool: ...


def trouble(method: Method, warm: Rests | None, left_out: Sequence[LeftOut]) -> str:
    """Empty for nothing; `warm` are the processes in use, `None` before there are any."""
    found = []
    if warm is not None and warm.is_resting:
        found.append("engine processes kept breaking and rest for a minute: " + _instead(method))
    if left_out:
        more = f" and {len(left_out) - _NAMES} more" if len(left_out) > _NAMES else ""
        names = ", ".join(each.rule for each in left_out[:_NAMES])
        found.append(f"left out for taking too long: {names}{more}")
    return "; ".join(found)


def _instead(method: Method) -> str:
    return "no rules run" if method is Method.WARM else "each scan starts one of its own, which is slower"
