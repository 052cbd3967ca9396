"""Sections as texts: worked out where an input changed, else as they were; a text with a secret in it is left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from omni_lsp.model.packs import PackInputs, PackState
from omni_lsp.pack.block import made
from omni_lsp.pack.limits import fitted
from omni_lsp.pack.repo_map import REPO_MAP
from omni_lsp.pack.section import Section, digest_of
from omni_lsp.ports.retrieval import TokenCounter

_JOINTS = 2
"""Tokens that may come of joining two texts."""


def _is_none(_text: str) -> bool:
    return False


MAP_TOKENS = REPO_MAP.tokens
"""The room of the map where nobody says another."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What sections are held to. `counter` must be the same on every machine, else the bytes are not.

    `map_tokens` is the room of the file with the map, `is_secret` looks at a whole section.
    """

    counter: TokenCounter
    map_tokens: int = MAP_TOKENS
    is_secret: Callable[[str], bool] = _is_none

    def tokens(self, section: Section) -> int:
        """The room of a section; that of the map is the room of its file, whose markers count, too."""
        if section is not REPO_MAP:
            return section.tokens
        return max(0, self.map_tokens - self.counter.count(made("")) - _JOINTS)


@dataclass(frozen=True, slots=True)
class Rendered:
    """`texts` and the digests of what they were made of, by section; `fresh` were worked out, `secret` left out."""

    texts: Mapping[str, str]
    inputs: Mapping[str, Mapping[str, str]]
    fresh: tuple[str, ...]
    secret: frozenset[str]


def rendered(sections: Iterable[Section], inputs: PackInputs, state: PackState, terms: Terms) -> Rendered:
    """`inputs` are in order; a section that is not in the state, or was left out, is worked out again."""
    texts: dict[str, str] = {}
    digests: dict[str, Mapping[str, str]] = {}
    members: dict[str, str] = {}
    fresh: list[str] = []
    secret: set[str] = set()
    for section in {each.name: each for each in sections}.values():
        for name in section.reads:
            # Several sections read the same: a digest of all rules is worked out once.
            if name not in members:
                members[name] = digest_of(getattr(inputs, name))
        read = {name: members[name] for name in section.reads}
        read["room"] = f"{terms.tokens(section)} {terms.counter.id}"
        text = state.sections.get(section.name)
        if text is None or state.inputs.get(section.name) != read:
            text = fitted(section.whole(inputs), terms.tokens(section), terms.counter)
            fresh.append(section.name)
            if terms.is_secret(text):
                secret.add(section.name)
                continue
        texts[section.name], digests[section.name] = text, read
    return Rendered(texts, digests, tuple(fresh), frozenset(secret))
