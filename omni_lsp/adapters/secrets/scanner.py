"""The secret scanner: secrets in a text as matches of rules, at every pause in typing."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pathspec

from omni_lsp.adapters.secrets.book import book
from omni_lsp.adapters.secrets.found import Found
from omni_lsp.adapters.secrets.places import Place, place
from omni_lsp.adapters.secrets.search import secrets_in
from omni_lsp.model.text import Snapshot
from omni_lsp.ports.engine import Match, Ruleset

_IN_TESTS = "secret.in-tests"
# Longer texts are searched in a thread, so that the loop takes turns with it.
_INLINE_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class SecretScanner:
    """`allowed` is what is no secret here: a pattern allows the values it is found in, a string the value it is equal
    to and the files it matches as a gitignore pattern of the path below the workspace folder.
    """

    allowed: tuple[str | re.Pattern[str], ...] = ()

    @property
    def ruleset(self) -> Ruleset:
        return book().ruleset

    async def scan(self, snapshot: Snapshot) -> Sequence[Match]:
        """Matches in document order; their spans are the secrets, their messages never hold them."""
        if len(snapshot.text) <= _INLINE_CHARACTERS:
            return self._matches(snapshot)
        return await asyncio.to_thread(self._matches, snapshot)

    def _matches(self, snapshot: Snapshot) -> list[Match]:
        where = _place(snapshot)
        found = secrets_in(snapshot.text, where)
        if not found or self._allows_file(where.path):
            return []
        return [_match(one, where) for one in found if not self._allows(snapshot.text[one.span.start : one.span.end])]

    def _allows(self, value: str) -> bool:
        return any(one == value if isinstance(one, str) else one.search(value) for one in self.allowed)

    def _allows_file(self, path: str) -> bool:
        globs = [one for one in self.allowed if isinstance(one, str)]
        return bool(globs) and pathspec.GitIgnoreSpec.from_lines(globs).match_file(path.lstrip("/"))


def _match(found: Found, where: Place) -> Match:
    rules = book().ruleset.rules
    # Only shapes of providers are looked for there.
    if not where.is_test:
        return Match(found.rule, found.span, rules[found.rule].message)
    title = rules[found.rule].title
    message = f"{title} in test data: it works wherever it was ever valid. Make sure that it never was, or revoke it."
    return Match(_IN_TESTS, found.span, message)


def _place(snapshot: Snapshot) -> Place:
    is_relative = snapshot.root is not None and snapshot.path is not None
    return place(snapshot.name, snapshot.language, snapshot.text, is_relative=is_relative)
