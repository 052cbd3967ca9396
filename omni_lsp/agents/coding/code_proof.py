"""What new code by a model is worth: each check that it must pass before anybody is offered it.

Those that are about what was there before count only where it takes the place of code.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from omni_lsp.agents.coding.change import Changed
from omni_lsp.agents.coding.code_answer import parsed_code
from omni_lsp.agents.coding.code_edit import changed_by, merged
from omni_lsp.agents.coding.guards import decorators_kept, errors_handled, limits_kept, refusals_kept
from omni_lsp.agents.coding.imports import imports_hold
from omni_lsp.agents.coding.order import nothing_unreachable
from omni_lsp.agents.coding.proof import APPLIES, LONGEST, NONE_NEW, PARSES, SMALL, Proof, checked, key, meets
from omni_lsp.agents.coding.purpose import no_placeholder, not_commented_out
from omni_lsp.agents.coding.reach import (
    imports_at_the_start,
    no_code_from_data,
    no_new_address,
    no_strange_module,
    nothing_switched_off,
)
from omni_lsp.agents.coding.region import family
from omni_lsp.agents.coding.shape import names_kept, no_strangers
from omni_lsp.agents.coding.task import Check, Means
from omni_lsp.agents.coding.text import imports_alone, no_hidden_characters, no_secrets, no_suppression
from omni_lsp.agents.coding.wish import Look, Wish, asked_reach, no_stub
from omni_lsp.agents.coding.words import SCRIPT_REACHING, words
from omni_lsp.model.finding import Finding
from omni_lsp.model.markdown import code
from omni_lsp.ports.syntax import Outline

NAMES_KEPT = "names kept"
_MOST_LINES, _LONGEST_LINE = 300, 300
_ORDINARY = frozenset(
    f"__{name}__"
    for name in words(
        "init repr str eq hash len iter next enter exit aenter aexit aiter anext call contains getitem setitem delitem bool "
        "lt le gt ge ne add sub mul truediv post_init name doc version slots all file bytes int float format"
    )
)
"""Names of Python that any class may have; a repair needs none of them."""
# RFC 2606: nobody is there.
_NOBODYS = "example.com example.org example.net user@example.com www.example.com api.example.com"

_OF_ALL: tuple[Look, ...] = (
    ("imports alone", imports_alone, "before the code only imports were added"),
    ("no suppression", no_suppression, "no comment hides a finding"),
    ("no hidden characters", no_hidden_characters, "every character can be seen"),
    ("no placeholder", no_placeholder, "nothing is left to be filled in"),
    ("no stub", no_stub, "every definition has a body"),
    ("errors seen", errors_handled, "no error is passed over"),
    ("nothing unreachable", nothing_unreachable, "every line is reached"),
    ("imports at the start", imports_at_the_start, "nothing is imported in between"),
    ("no code from data", lambda changed: no_code_from_data(changed, _ORDINARY), "no code is made out of data"),
    ("nothing switched off", nothing_switched_off, "no protection is turned off"),
)
_OF_REPLACED: tuple[Look, ...] = (
    ("no code commented out", not_commented_out, "no code was made a comment"),
    ("limits kept", limits_kept, "all limits and protecting arguments are there"),
    ("refusals kept", refusals_kept, "all assertions and errors that are raised are there"),
    ("decorators kept", decorators_kept, "all decorators and annotations are there"),
)


async def code_proof(wish: Wish, answer: str, means: Means) -> Proof:
    """Raises AgentError when a port fails: then nothing is known about the answer."""
    said = parsed_code(answer)
    if said.declined:
        return Proof((), declined=said.declined)
    if said.problems:
        return Proof(tuple(Check(APPLIES, passed=False, words=flaw) for flaw in said.problems))
    changed = changed_by(wish.task, wish.place, said)
    if flaw := _size(wish, changed):
        return Proof((Check(SMALL, passed=False, words=flaw),))
    checks = [
        Check(APPLIES, passed=True, words="the answer is one piece of code"),
        Check(SMALL, passed=True, words="the code can be read at once"),
        *(checked(name, look(changed), good) for name, look, good in _looks(wish)),
        checked("no secrets", no_secrets(changed, means.redact), "no secret was brought in"),
        *await _by_tree(wish, changed, means),
    ]
    if all(check.passed for check in checks):
        checks.append(_by_judgement(changed, await means.judge(changed.snapshot)))
    if all(check.passed for check in checks) and (tried := await means.trial(changed.snapshot)) is not None:
        checks.append(tried)
    is_proven = all(check.passed for check in checks)
    return Proof(tuple(checks), merged(changed.edit) if is_proven else None)


def _looks(wish: Wish) -> tuple[Look, ...]:
    known = f"{wish.said} {_NOBODYS}"
    is_script = family(wish.task.snapshot.language) == "javascript"
    beside = wish.beside | (SCRIPT_REACHING if is_script else frozenset())
    told: tuple[Look, ...] = (
        ("no new address", lambda changed: no_new_address(changed, known), "it names no address that nobody spoke of"),
        ("names known", lambda changed: no_strangers(changed, beside), "every name that is called is known"),
    )
    reach: Look = ("reach", lambda changed: asked_reach(changed, wish.said), "it reaches no further than was asked for")
    return (
        *_OF_ALL,
        *told,
        *(wish.bar or (reach,)),
        *(_OF_REPLACED if wish.place.replaces else ()),
    )


def _size(wish: Wish, changed: Changed) -> str:
    body = wish.task.body
    if max(body.end - body.start, sum(len(change.text) for change in changed.edit.changes)) > LONGEST:
        return f"the code is longer than {LONGEST} characters"
    if len(changed.new.lines) > _MOST_LINES:
        return f"the code has more than {_MOST_LINES} lines"
    if max(map(len, changed.new.lines), default=0) > max([_LONGEST_LINE, *map(len, changed.old.lines)]):
        return f"a line is longer than {_LONGEST_LINE} characters"
    return ""


async def _by_tree(wish: Wish, changed: Changed, means: Means) -> tuple[Check, ...]:
    snapshot, syntax = changed.task.snapshot, means.syntax
    if await syntax.error_count(changed.snapshot) > await syntax.error_count(snapshot):
        return (Check(PARSES, passed=False, words="it breaks the syntax"),)
    before, after = await syntax.outline(snapshot), await syntax.outline(changed.snapshot)
    known = {one.module for one in before.imports}
    strange = tuple(one for one in after.imports if one.module in known or not wish.may_import(one.module))
    return (
        Check(PARSES, passed=True, words="the text has no new mistake of syntax"),
        checked(NAMES_KEPT, _outside(wish, before, after), "all other definitions have their names and signatures"),
        checked("names new", _twice(before, after), "nothing is defined twice"),
        checked(
            "imports hold", imports_hold(changed, before.imports, after.imports), "all imports are needed and there"
        ),
        checked("modules known", no_strange_module(changed, before.imports, strange), "every import is known"),
    )


def _outside(wish: Wish, before: Outline, after: Outline) -> str:
    span = wish.place.span
    others = tuple(one for one in before.symbols if not (span.start <= one.span.start and one.span.end <= span.end))
    # What others can see of the file is more than before, as it should be.
    return names_kept(replace(before, symbols=others, interface=after.interface), after)


def _twice(before: Outline, after: Outline) -> str:
    """Methods of one name with other parameters are several, where a language has that."""
    old, new = (Counter((one.kind, one.qualified, one.signature) for one in some.symbols) for some in (before, after))
    doubled = sorted(one[1] for one in new - old if new[one] > 1 and one[0] not in {"variable", "constant"})
    return f"{code(doubled[0])} is defined already" if doubled else ""


def _by_judgement(changed: Changed, found: Sequence[Finding]) -> Check:
    """Findings are compared as those of a repair are; one around the code is still the same, though its text has changed."""
    task = changed.task
    left = Counter(key(task.snapshot, one) for one in task.before)
    now = Counter(key(changed.snapshot, one) for one in found)
    missing = left - now
    around = Counter(
        one.rule.id for one in task.before if key(task.snapshot, one) in missing and meets(one, changed.edit)
    )
    new = Counter(rule for rule, _ in (now - left).elements()) - around
    rules = {one.rule.id: one.message or one.rule.message for one in found}
    flaw = f"it brings a finding of {code(min(new))}: {rules[min(new)]}" if new else ""
    return checked(NONE_NEW, flaw, "no finding came")
