"""Branches whose condition is certain: only the one that is taken is left standing."""

from collections.abc import Iterator, Mapping, Sequence

from tree_sitter import Node

from omni_lsp.adapters.constants.blanks import Blanks
from omni_lsp.adapters.constants.names import FUNCTIONS
from omni_lsp.adapters.constants.values import Value, value_of

_ALWAYS = b"with a:"  # In Python a block needs a head; this one is always entered.
_ENDS = frozenset({"break_statement", "return_statement", "throw_statement", "continue_statement"})
_LABELS = frozenset({"switch_label", "case", "default", ":"})
_TERNARIES = frozenset({"ternary_expression", "conditional_expression"})


def blank_branches(function: Node, known: Mapping[str, Value], blanks: Blanks) -> None:
    """What can never run in a function, those within it left to themselves."""
    for node in _own(function):
        if node.type == "if_statement":
            _if(node, known, blanks)
        elif node.type in _TERNARIES:
            _ternary(node, known, blanks)
        elif node.type in ("switch_statement", "switch_expression", "expression_switch_statement"):
            _switch(node, known, blanks)
        elif node.type == "match_statement":
            _match(node, known, blanks)


def _own(function: Node) -> Iterator[Node]:
    pending = list(reversed(function.children))
    while pending:
        node = pending.pop()
        yield node
        if node.type not in FUNCTIONS:
            pending += reversed(node.children)


def _if(node: Node, known: Mapping[str, Value], blanks: Blanks) -> None:
    taken = value_of(node.child_by_field_name("condition"), known)
    then = node.child_by_field_name("consequence")
    if not isinstance(taken, bool) or then is None or node.child_by_field_name("initializer") is not None:
        return
    others = node.children_by_field_name("alternative")
    if (
        node.children[-1].type != "comment"
        and then.type == "block"
        and node.children[0].type == "if"
        and _is_python(node)
    ):
        _python_if(node, then, others, blanks, taken=taken)
    elif taken:
        blanks.blank(node.start_byte, then.start_byte)
        blanks.blank(then.end_byte, node.end_byte)
    elif others:
        kept = others[0].named_children[-1] if others[0].type == "else_clause" else others[0]
        blanks.blank(node.start_byte, kept.start_byte)
    else:
        blanks.blank(node.start_byte, node.end_byte, b";")


def _is_python(node: Node) -> bool:
    return any(child.type == ":" for child in node.children)


def _python_if(node: Node, then: Node, others: Sequence[Node], blanks: Blanks, *, taken: bool) -> None:
    if taken:
        colon = next(child for child in node.children if child.type == ":")
        if blanks.blank(node.start_byte, colon.end_byte, _ALWAYS) and others:
            blanks.blank(others[0].start_byte, node.end_byte)
        return
    # Its head stays, as what follows it may hang on it; a name or two that only it knew are no loss.
    blanks.blank(then.start_byte, then.end_byte, b"0")


def _ternary(node: Node, known: Mapping[str, Value], blanks: Blanks) -> None:
    if node.type == "ternary_expression":
        condition, then, other = (
            node.child_by_field_name(name) for name in ("condition", "consequence", "alternative")
        )
    elif node.named_child_count == 3:
        then, condition, other = node.named_children
    else:
        return
    taken = value_of(condition, known)
    kept = then if taken else other
    if isinstance(taken, bool) and kept is not None:
        blanks.blank(node.start_byte, kept.start_byte)
        blanks.blank(kept.end_byte, node.end_byte)


def _switch(node: Node, known: Mapping[str, Value], blanks: Blanks) -> None:
    subject = value_of(node.child_by_field_name("value") or node.child_by_field_name("condition"), known)
    body = node.child_by_field_name("body") or node
    cases = [child for child in body.named_children if "case" in child.type or child.type.startswith("switch_block")]
    if subject is None or not cases:
        return
    chosen = _chosen(cases, [c for c in body.named_children if "default" in c.type], subject, known)
    if chosen is None:
        return
    statements = _statements(chosen)
    falls_through = node.type != "expression_switch_statement" and (not statements or statements[-1].type not in _ENDS)
    if falls_through and chosen is not body.named_children[-1]:
        return
    opening = next((child for child in body.children if child.type == "{"), None)
    if opening is None or not statements:
        return
    last = statements[-1]
    end = last.start_byte if last.type == "break_statement" else last.end_byte
    blanks.blank(node.start_byte, opening.start_byte)
    blanks.blank(opening.end_byte, statements[0].start_byte)
    blanks.blank(end, body.children[-1].start_byte)


def _chosen(cases: Sequence[Node], defaults: Sequence[Node], subject: Value, known: Mapping[str, Value]) -> Node | None:
    """The case for a subject, `None` where that is not certain."""
    for case in cases:
        values = [value_of(label, known) for label in _labels(case)]
        if any(_is(value, subject) for value in values):
            return case
        if None in values:
            return None
        if not values:  # Java writes the default like a case.
            defaults = (*defaults, case)
    return defaults[0] if len(defaults) == 1 else None


def _is(value: Value | None, subject: Value) -> bool:
    return value is not None and type(value) is type(subject) and value == subject


def _labels(case: Node) -> list[Node]:
    value = case.child_by_field_name("value")
    if value is not None:
        return value.named_children if value.type == "expression_list" else [value]
    labels = [child for child in case.named_children if child.type == "switch_label"]
    return [value for label in labels for value in label.named_children]


def _statements(case: Node) -> list[Node]:
    value = case.child_by_field_name("value")
    found = [c for c in case.named_children if c.type not in _LABELS and c.type != "comment" and c != value]
    only = found[0] if len(found) == 1 else None
    if only is not None and only.type in ("block", "statement_block", "statement_list") and only.named_children:
        return only.named_children
    return found


def _match(node: Node, known: Mapping[str, Value], blanks: Blanks) -> None:
    subjects = node.children_by_field_name("subject")
    subject = value_of(subjects[0], known) if len(subjects) == 1 else None
    body = node.child_by_field_name("body")
    if subject is None or body is None:
        return
    for case in body.named_children:
        pattern = case.named_child(0)
        consequence = case.child_by_field_name("consequence")
        if consequence is None or case.child_by_field_name("guard") is not None or pattern is None:
            return
        text = (pattern.text or b"").strip()
        value = None if text == b"_" else value_of(pattern.named_child(0), known)
        if text == b"_" or _is(value, subject):
            _keep_case(node, body, case, consequence, blanks)
            return
        if value is None:
            return


def _keep_case(node: Node, body: Node, case: Node, consequence: Node, blanks: Blanks) -> None:
    colon = next(child for child in case.children if child.type == ":")
    if colon.end_byte - case.start_byte < len(_ALWAYS) or body.start_byte - node.start_byte < len(_ALWAYS):
        return
    blanks.blank(node.start_byte, case.start_byte, _ALWAYS)
    blanks.blank(case.start_byte, colon.end_byte, _ALWAYS)
    blanks.blank(consequence.end_byte, node.end_byte)
