"""Rules that took too long on several files: they are left out for the session, so that the others are in time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from omni_lsp.model.leftout import LeftOut

_FILES = 3


class Quarantine:
    """`seconds` is the time that a rule has for a file."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._slow_on: dict[str, dict[str, None]] = defaultdict(dict)
        self._rules: dict[str, LeftOut] = {}

    @property
    def rules(self) -> Mapping[str, LeftOut]:
        """Those left out by id, in the order in which they were."""
        return self._rules

    def note(self, rules: Iterable[str], name: str, sources: Mapping[str, Path]) -> tuple[LeftOut, ...]:
        """These rules took too long on a file; those for which that was once too often.

        `sources` are the files of the user's rules by id.
        """
        new = []
        for rule in dict.fromkeys(rules):
            self._slow_on[rule][name] = None
            if len(self._slow_on[rule]) >= _FILES and rule not in self._rules:
                self._rules[rule] = LeftOut(rule, tuple(self._slow_on[rule]), self._seconds, sources.get(rule))
                new.append(self._rules[rule])
        return tuple(new)
