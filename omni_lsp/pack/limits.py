"""How much fits: what each assistant reads at most, what packs may take of that, and the most valuable part that fits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from omni_lsp.model.packs import PackFile
from omni_lsp.ports.retrieval import TokenCounter

ALWAYS_ON = (PackFile.AGENTS, PackFile.CLAUDE, PackFile.COPILOT)
"""The files that are in every conversation."""
ALWAYS_ON_TOKENS = 1_500
"""Of these files together."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What one reader takes of a file: at most so many characters, bytes in UTF-8 and lines, 0 for no limit."""

    reader: str
    source: str
    characters: int = 0
    bytes: int = 0
    lines: int = 0

    def exceeded(self, text: str) -> str:
        """What is too much, in words, empty when all of the text is read."""
        measures = (
            (self.characters, len(text), "characters"),
            (self.bytes, len(text.encode("utf-8", "surrogatepass")), "bytes"),
            (self.lines, text.count("\n") + (not text.endswith("\n")), "lines"),
        )
        return next((f"{limit:,} {unit}" for limit, size, unit in measures if limit and size > limit), "")


_OURS = Limit("every assistant", "ours: what is longer is followed less", characters=4_000, lines=120)
_CODEX = Limit(
    "Codex",
    "developers.openai.com/codex/guides/agents-md: project_doc_max_bytes, all AGENTS.md on the way together",
    bytes=32 * 1024,
)
_COPILOT = Limit(
    "Copilot code review",
    "docs.github.com: custom instructions of code review, the first 4,000 characters; github/docs#42761",
    characters=3_999,
)
_COPILOT_CLI = Limit("Copilot CLI", "github/copilot-cli#2111: cut at about 160 lines", lines=150)
_CLAUDE = Limit("Claude Code", "code.claude.com/docs/en/memory: a target of 200 lines", lines=199)
_CURSOR = Limit("Cursor", "cursor.com/docs/context/rules: rules under 500 lines", lines=499)
_WINDSURF = Limit("Windsurf", "docs.windsurf.com: rule files of at most 12,000 characters", characters=12_000)

LIMITS: Mapping[PackFile, tuple[Limit, ...]] = MappingProxyType(
    {
        PackFile.AGENTS: (_OURS, _COPILOT_CLI, _CLAUDE, _CURSOR, _WINDSURF, _CODEX),
        PackFile.CLAUDE: (_CLAUDE,),
        PackFile.COPILOT: (_COPILOT, _COPILOT_CLI),
        PackFile.COPILOT_SECURITY: (_COPILOT, _COPILOT_CLI),
        PackFile.COPILOT_COMPLIANCE: (_COPILOT, _COPILOT_CLI),
        PackFile.CLAUDE_SECURITY: (_CLAUDE,),
        PackFile.CURSOR: (_CURSOR,),
        PackFile.REPO_MAP: (),
    }
)
"""What is documented or was seen, the strictest first; whoever is not named has no limit that is known."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A text that can be shorter: `text(n)` has its `n` most valuable items, `text(0)` is empty."""

    count: int
    text: Callable[[int], str]


def fitted(ranked: Ranked, tokens: int, counter: TokenCounter) -> str:
    """The text with as many items as the tokens allow, exactly: never one token more."""
    low, best, high, step = 0, ranked.text(0), ranked.count, 1
    while low < high:
        # Most of a long list will not fit, so it is not looked at: twice as many each time, then halves.
        middle = min(step, (low + high + 1) // 2)
        text = ranked.text(middle)
        if counter.count(text) <= tokens:
            low, best, step = middle, text, max(step, middle * 2)
        else:
            high, step = middle - 1, ranked.count
    return best
