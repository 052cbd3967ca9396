"""The front matter of pack files: assistants leave a file out without a word when it is no YAML, or not at the very top."""

import re

from omni_lsp.model.packs import PackFile, PackProblem
from omni_lsp.pack.block import front_matter

CODE = "pack.front-matter"

_FRONTED = (PackFile.COPILOT_SECURITY, PackFile.COPILOT_COMPLIANCE, PackFile.CLAUDE_SECURITY, PackFile.CURSOR)
_PLAIN = re.compile(
    r"""\ufeff?---\r?\n(?:(?:applyTo:[ ]"[^"\\\n]*"|description:[ ][A-Za-z ,]+|(?:paths|globs):|[ ]{2}-[ ]"[^"\\\n]*"|alwaysApply:[ ]false)\r?\n)+---\r?\n""",
    re.VERBOSE,
)
_LATE = re.compile(
    r"\A\s*\S.*?^---[ \t]*\r?\n(?:applyTo|paths|globs|description|alwaysApply):", re.DOTALL | re.MULTILINE
)


def front_problem(file: PackFile, text: str) -> PackProblem | None:
    """What is wrong with the front matter of a file that needs some, as far as there is any."""
    if file not in _FRONTED:
        return None
    end = front_matter(text)
    if not end:
        late = _LATE.search(text[:20_000])
        if late is None:
            return None
        line = text.count("\n", 0, text.rindex("---", 0, late.end()))
        return PackProblem(file, line, CODE, "front matter must be the first bytes of the file, or it is not read")
    # As we write it; anything else is worth 20 ms of imports.
    if _PLAIN.fullmatch(text[:end]):
        return None
    from omni_lsp.config import yaml_source  # noqa: PLC0415

    body = text[:end].removeprefix("\ufeff").split("\n", 1)[1].rsplit("---", 1)[0]
    mistakes = yaml_source.read(body).mistakes
    if not mistakes:
        return None
    line = 1 + body.count("\n", 0, mistakes[0].span.start)
    return PackProblem(file, line, CODE, f"assistants do not read a file with such front matter: {mistakes[0].message}")
