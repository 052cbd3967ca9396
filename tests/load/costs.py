"""What `make costs` runs: measures each bundled rule on the sample files, which decides when its findings are shown."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from omni_lsp.adapters.semgrep.costs import COSTS, FAST_MS
from omni_lsp.adapters.semgrep.engine import EngineOptions, SemgrepEngine
from omni_lsp.adapters.semgrep.ruletest import rule_timings
from omni_lsp.app.team import BUNDLED_RULES

SAMPLES = sorted((Path(__file__).parents[1] / "cases").glob("*_300.*"))
ROUNDS = 3


async def measured() -> dict[str, float]:
    """Milliseconds by rule on the sample where it takes longest; of several rounds the quickest, as others only add."""
    with tempfile.TemporaryDirectory() as cache:
        engine = SemgrepEngine(EngineOptions(BUNDLED_RULES, Path(cache)))
        costs: dict[str, float] = {}
        for sample in SAMPLES:
            rounds = [await rule_timings(engine, [sample]) for _ in range(ROUNDS)]
            for rule in rounds[0]:
                costs[rule] = max(costs.get(rule, 0.0), min(each[rule] for each in rounds))
        await engine.close()
    return costs


def main() -> int:
    costs = asyncio.run(measured())
    COSTS.write_text(json.dumps({rule: round(costs[rule], 2) for rule in sorted(costs)}, indent=1) + "\n", "utf-8")
    deep = sorted((rule for rule in costs if costs[rule] > FAST_MS), key=lambda rule: -costs[rule])
    print(f"{len(costs)} rules, {len(deep)} above {FAST_MS} ms:")
    print("\n".join(f"{costs[rule]:8.1f} ms  {rule}" for rule in deep))
    return 0


if __name__ == "__main__":
    sys.exit(main())
