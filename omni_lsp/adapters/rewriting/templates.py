"""Templates of recipes with code put in."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from omni_lsp.adapters.rewriting.values import Value

if TYPE_CHECKING:
    from ast_grep_py import SgNode

_VARIABLE = re.compile(r"\$\$\$([A-Z][A-Z_\d]*)|\$([A-Z][A-Z_\d]*)")
# What a method can be called on as it stands.
_SINGLE = frozenset(
    [
        "identifier",
        "attribute",
        "call",
        "subscript",
        "member_expression",
        "call_expression",
        "subscript_expression",
        "method_invocation",
        "field_access",
        "selector_expression",
        "index_expression",
        "parenthesized_expression",
        "array_access",
    ]
)


def filled(template: str, node: "SgNode", known: Mapping[str, str]) -> str | None:
    """The template with what its variables stand for, `None` where one stands for nothing."""
    missing = False

    def text(match: re.Match[str]) -> str:
        nonlocal missing
        if match[1]:
            parts = node.get_multiple_matches(match[1])
            return (
                node.get_root().root().text()[parts[0].range().start.index : parts[-1].range().end.index]
                if parts
                else ""
            )
        if match[2] in known:
            return known[match[2]]
        found = node.get_match(match[2])
        missing = missing or found is None
        return found.text() if found is not None else ""

    made = _VARIABLE.sub(text, template)
    # A list without members leaves its comma.
    made = re.sub(r",\s*\)", ")", made) if "$$$" in template else made
    return None if missing else made


def around(template: str, value: Value) -> str:
    """The template around a value, empty where it cannot stand in the string around."""
    code = template.replace("$VALUE", "")
    is_in_python_text = value.quote in ("'", '"')
    if is_in_python_text and ("\\" in code or value.quote in code):
        return ""
    if value.quote == "`" and "`" in code:
        return ""
    text = value.node.text()
    needs_brackets = template.startswith("$VALUE") and value.node.kind() not in _SINGLE
    return template.replace("$VALUE", f"({text})" if needs_brackets and template != "$VALUE" else text)
