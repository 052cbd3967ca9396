"""Rules of the engine that have a form for unsaved text, matched at every pause in typing."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from omni_lsp.adapters.process import start
from omni_lsp.adapters.python_child import python_child
from omni_lsp.adapters.semgrep.relevance import Need, Text, concerns, text_of, words_of
from omni_lsp.adapters.semgrep.rulefile import ParsedRule, PathFilter
from omni_lsp.adapters.semgrep.targets import ANALYZERS
from omni_lsp.adapters.structural.search import GRAMMARS, Hit, flaw, search
from omni_lsp.model.errors import AgentError, AgentTransientError
from omni_lsp.model.text import Snapshot, Span
from omni_lsp.ports.engine import Match, Ruleset

log = logging.getLogger(__name__)

# A larger text would keep hovers waiting: the search holds the interpreter's lock.
_INLINE_CHARACTERS = 300_000
_LARGEST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class _Quick:
    """A rule and what a text must have for it to match."""

    definition: Mapping[str, object]
    need: Need
    paths: PathFilter | None = None

    def is_for(self, name: str, text: Text) -> bool:
        return self.need.is_met(text) and (self.paths is None or self.paths.admits(name))


@dataclass(eq=False)
class StructuralMatcher:
    """`rules` gives those in force, as soon as they are loaded, and `rules_in_force` what is known of them."""

    rules: Callable[[], Awaitable[Sequence[ParsedRule]]]
    rules_in_force: Callable[[], Ruleset]
    _seen: Sequence[ParsedRule] = ()
    _by_language: dict[str, dict[str, _Quick]] = field(default_factory=dict)

    @property
    def ruleset(self) -> Ruleset:
        return self.rules_in_force()

    async def scan(self, snapshot: Snapshot) -> Sequence[Match]:
        if snapshot.language not in GRAMMARS or len(snapshot.text) > _LARGEST_CHARACTERS:
            return ()
        try:
            rules = await self.rules()
        except AgentError:
            return ()  # The engine, which cannot do without them, says so.
        text = text_of(snapshot.text)
        quick = self._quick(snapshot.language, rules)
        chosen = {name: rule.definition for name, rule in quick.items() if rule.is_for(snapshot.name, text)}
        hits = await self._hits(snapshot, chosen) if chosen else []
        known = self.ruleset.rules
        return sorted(
            {Match(hit.rule, Span(hit.start, hit.end), known[hit.rule].message) for hit in hits if hit.rule in known},
            key=lambda match: (match.span, match.rule),
        )

    async def _hits(self, snapshot: Snapshot, rules: Mapping[str, Mapping[str, object]]) -> Sequence[Hit]:
        if len(snapshot.text) <= _INLINE_CHARACTERS:
            return search(snapshot.language, snapshot.text, rules)
        return await _searched_elsewhere(snapshot, rules)

    def _quick(self, language: str, rules: Sequence[ParsedRule]) -> Mapping[str, _Quick]:
        if rules is not self._seen:
            self._seen, self._by_language = rules, {}
        if language not in self._by_language:
            concerned = [rule for rule in rules if concerns(rule.rule.languages, ANALYZERS[language])]
            self._by_language[language] = _usable(language, concerned)
        return self._by_language[language]


def _usable(language: str, rules: Sequence[ParsedRule]) -> dict[str, _Quick]:
    usable: dict[str, _Quick] = {}
    for rule in rules:
        written = json.loads(rule.typing or "{}")
        definition = written if "rule" in written else {"rule": written}
        if complaint := flaw(language, definition):
            log.warning("%s: no rule for unsaved text: %s", rule.source, complaint)
        else:
            usable[rule.rule.id] = _Quick(definition, _need(definition["rule"]), rule.paths)
    return usable


def _need(rule: object) -> Need:
    """The words of a rule's patterns; whatever else it asks for is left to the search."""
    parts: list[Need] = []
    for key, value in rule.items() if isinstance(rule, Mapping) else ():
        if key == "pattern":
            parts.append(words_of(value if isinstance(value, str) else str(value.get("context", ""))))
        elif key == "any":
            parts.append(Need(one_of=tuple(_need(each) for each in value)))
        elif key == "all":
            parts += [_need(each) for each in value]
        elif key in ("has", "inside", "precedes", "follows"):
            parts.append(_need(value))
    return Need(every=tuple(parts))


async def _searched_elsewhere(snapshot: Snapshot, rules: Mapping[str, Mapping[str, object]]) -> list[Hit]:
    """Raises AgentTransientError."""
    asked = json.dumps({"language": snapshot.language, "text": snapshot.text, "rules": rules})
    running = await start(python_child("omni_lsp.adapters.structural"))
    try:
        running.stdin.write(asked.encode("utf-8", "surrogatepass"))
        await running.stdin.drain()
        running.stdin.close()
        _, out, _ = await running.output()
        return [Hit(*hit) for hit in json.loads(out)]
    except (OSError, ValueError) as error:
        raise AgentTransientError("search in a large file", snapshot.name, str(error)) from error
    finally:
        await running.kill()
