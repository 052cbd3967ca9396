"""A text without what is certain not to matter, for engines that do not look into it themselves."""

from omni_lsp.adapters.constants.blanks import Blanks
from omni_lsp.adapters.constants.branches import blank_branches
from omni_lsp.adapters.constants.elements import blank_elements
from omni_lsp.adapters.constants.fields import FIELDS, bracket_function
from omni_lsp.adapters.constants.names import FUNCTIONS, LocalNames
from omni_lsp.adapters.constants.slices import SLICE, index_slice
from omni_lsp.adapters.syntax.trees import DIALECTS, parse

_LARGEST = 300_000


def simplified(language: str, text: str) -> bytes:
    """The text as UTF-8, each byte and line at its place, with space for branches that never run, constants for
    elements of collections that are known to be such, elements for slices, and brackets around functions that are
    fields of classes; as it is where it has errors of syntax or is large.

    Only names that are local to a function are followed: constants of a file are there to be changed.
    """
    data = text.encode("utf-8", "replace")
    if language not in DIALECTS or len(data) > _LARGEST:
        return data
    parsed = parse(language, text)
    blanks = Blanks()
    if parsed.tree.root_node.has_error:
        return data
    wanted = (*FUNCTIONS, *FIELDS)
    for node, _ in parsed.nodes(
        [kind for kind in wanted if parsed.tree.language.id_for_node_kind(kind, True) is not None]
    ):
        if node.type in FIELDS:
            bracket_function(node, data, blanks)
            continue
        known = LocalNames(node)
        blank_branches(node, known, blanks)
        blank_elements(node, known, blanks)
    if language == "python":
        for node, _ in parsed.nodes([SLICE]):
            index_slice(node, blanks)
    new = blanks.applied(data)
    # Whatever the reason: a copy that does not parse would hide what is in it.
    return new if new == data or not parse(language, new.decode()).tree.root_node.has_error else data
