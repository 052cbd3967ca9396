"""The `Matcher` port for text that people do not see, and its remedy: taking that text out."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from omni_lsp.adapters.hidden.characters import ASCII_CONTROLS
from omni_lsp.adapters.hidden.hit import Hit
from omni_lsp.adapters.hidden.names import Role, is_likely, role_of
from omni_lsp.model.text import Edit, Snapshot, Span
from omni_lsp.ports.engine import Match, Ruleset

READERS_RULE = "assistant.invisible-characters"
_INLINE_LENGTH = 50_000
"""Code points; up to this many take a few milliseconds at most."""
_MOST = 500
"""Finds of a rule in a file: a hostile text shall not flood an editor."""


class HiddenTextScanner:
    """Looks at any text for hidden characters and misleading names, and at the files of assistants and editors for more.

    Plain ASCII text in a file of an ordinary name costs a few microseconds.
    """

    @cached_property
    def ruleset(self) -> Ruleset:
        """The bundled rules; the first access reads them."""
        # Reads YAML, which most texts need not wait for.
        from omni_lsp.adapters.hidden.catalog import read_catalog  # noqa: PLC0415

        return read_catalog()

    async def scan(self, snapshot: Snapshot) -> Sequence[Match]:
        """In document order; each place once for each rule."""
        hits = await self._hits(snapshot)
        return tuple(self._match(hit) for hit in hits)

    async def fixes(self, snapshot: Snapshot, matches: Sequence[Match]) -> Sequence[Edit | None]:
        """What takes the hidden text out, one change a match, in their order; `None` where nobody can be sure."""
        if not matches:
            return ()
        changes = {(hit.rule, hit.span): hit.change for hit in await self._hits(snapshot)}
        wanted = (changes.get((match.rule, match.span)) for match in matches)
        return tuple(
            Edit(snapshot.uri, snapshot.version, (change,)) if change is not None else None for change in wanted
        )

    async def _hits(self, snapshot: Snapshot) -> Sequence[Hit]:
        role = _role(snapshot)
        if role is None and snapshot.text.isascii() and not _has_controls(snapshot.text):
            return ()
        if len(snapshot.text) > _INLINE_LENGTH:
            return await asyncio.to_thread(_sorted_hits, snapshot, role)
        return _sorted_hits(snapshot, role)

    def _match(self, hit: Hit) -> Match:
        message = self.ruleset.rules[hit.rule].message
        return Match(hit.rule, hit.span, f"{message} {hit.detail}".rstrip())


def _role(snapshot: Snapshot) -> Role | None:
    path = snapshot.path.as_posix() if snapshot.path is not None else snapshot.uri
    # The name below the workspace folder counts, since folders above it may be called anything; it is slower to get.
    return role_of(snapshot.name) if is_likely(path) else None


def _has_controls(text: str) -> bool:
    # Each is one search by the C library; together they are quicker than a pattern.
    return any(control in text for control in ASCII_CONTROLS)


def _sorted_hits(snapshot: Snapshot, role: Role | None) -> Sequence[Hit]:
    hits: dict[tuple[Span, str], Hit] = {}
    counts: Counter[str] = Counter()
    for hit in (*_characters(snapshot, role), *_obeyed(snapshot, role)):
        counts[hit.rule] += 1
        if counts[hit.rule] <= _MOST:
            hits.setdefault((hit.span, hit.rule), hit)
    return [hits[key] for key in sorted(hits)]


def _characters(snapshot: Snapshot, role: Role | None) -> Iterator[Hit]:
    """What is wrong with single characters and names."""
    # Patterns of this size are made when they are needed for the first time.
    from omni_lsp.adapters.hidden.families import family_of  # noqa: PLC0415
    from omni_lsp.adapters.hidden.identifiers import misleading_names, suspects  # noqa: PLC0415
    from omni_lsp.adapters.hidden.invisible import CONTROL_RULE, has_unseen, unseen, unseen_by_readers, unusual_spaces  # noqa: PLC0415
    from omni_lsp.adapters.hidden.regions import regions  # noqa: PLC0415

    text, family = snapshot.text, family_of(snapshot.language, snapshot.name)
    is_code = family is not None and family.is_code
    words = suspects(text) if is_code else ()
    if not words and not has_unseen(text, is_code=is_code):
        return
    parts = regions(snapshot, family)
    if role in (Role.ADVICE, Role.CONFIG) or (role is not None and family is None):
        yield from unseen_by_readers(text, parts, snapshot.lines, READERS_RULE)
        return
    found = unseen(text, parts, snapshot.lines)
    yield from (hit for hit in found if hit.rule != CONTROL_RULE or family is None or not family.has_controls)
    yield from misleading_names(words, text, parts)
    if family is not None and family.is_code and not family.has_prose:
        yield from unusual_spaces(text, parts)


def _obeyed(snapshot: Snapshot, role: Role | None) -> Iterator[Hit]:
    """What is wrong with what an assistant or editor is told."""
    if role is None or role is Role.OTHER:
        return
    from omni_lsp.adapters.hidden.advice import advice_hits  # noqa: PLC0415
    from omni_lsp.adapters.hidden.config import config_hits  # noqa: PLC0415
    from omni_lsp.adapters.hidden.editor_files import idea_hits, script_hits  # noqa: PLC0415

    text = snapshot.text
    match role:
        case Role.ADVICE:
            yield from advice_hits(text, snapshot.name)
        case Role.CONFIG:
            yield from config_hits(text, snapshot.name)
        case Role.IDEA:
            yield from idea_hits(text)
        case Role.SCRIPT:
            yield from script_hits(text, snapshot.name)
