"""What people have to know about rules that do not run: said once, in a message."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from omni_lsp.app.team import Team
from omni_lsp.lsp.core import Outbox
from omni_lsp.model.leftout import LeftOut


@dataclass(eq=False, slots=True)
class RuleNews:
    outbox: Outbox
    _left_out: set[str] = field(default_factory=set)

    def tell_problems(self, team: Team) -> None:
        """Rules and rule files that could not be used."""
        for problem in team.engine.ruleset.problems:
            rule = problem.rule or "the file"
            self.outbox.warn(f"{problem.source}: {rule}: {problem.message}. The other rules run.")

    def tell_left_out(self, team: Team) -> Sequence[LeftOut]:
        """Rules that were too slow, once a session; those that were not told before."""
        news = [one for one in team.engine.left_out if one.rule not in self._left_out]
        for one in news:
            self._left_out.add(one.rule)
            self.outbox.warn(one.message)
        return news
