"""What rules cost, as measured, and so which of them answer first."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from omni_lsp.ports.engine import Pack

# Milliseconds of matching that a rule of the fast pack may take on the sample files: all of them together some ten.
FAST_MS = 1.0
COSTS = Path(__file__).parents[2] / "rules" / "costs.json"


@cache
def known_costs() -> Mapping[str, float]:
    """Milliseconds by rule id, as `omni-lsp rules list --timings` measured them."""
    return json.loads(COSTS.read_text("utf-8"))  # type: ignore[no-any-return]


def pack_of(rule: str, definition: Mapping[str, object], costs: Mapping[str, float]) -> Pack:
    """By its cost; a rule that had nothing to do when it was measured is dear when it follows data, and else cheap."""
    if costs.get(rule):
        return Pack.FAST if costs[rule] <= FAST_MS else Pack.DEEP
    return Pack.DEEP if definition.get("mode") == "taint" else Pack.FAST
