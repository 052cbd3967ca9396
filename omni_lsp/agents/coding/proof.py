"""What an answer of a model is worth: each check that an edit must pass before anybody is offered it.

The dear ones, which scan, are made only where all others have passed; what failed is told in words for the next attempt.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from omni_lsp.agents.coding.answer import Answer, parsed
from omni_lsp.agents.coding.change import Changed
from omni_lsp.agents.coding.edit import edit_of
from omni_lsp.agents.coding.guards import (
    conditions_kept,
    decorators_kept,
    errors_seen,
    limits_kept,
    refusals_kept,
    words_kept,
)
from omni_lsp.agents.coding.imports import imports_hold
from omni_lsp.agents.coding.order import called_as_often, meanings_kept, nothing_unreachable, order_kept
from omni_lsp.agents.coding.purpose import calls_kept, data_used, no_placeholder, not_commented_out, only_what_must
from omni_lsp.agents.coding.reach import (
    imports_at_the_start,
    no_code_from_data,
    no_new_address,
    no_new_reach,
    no_strange_module,
    nothing_switched_off,
)
from omni_lsp.agents.coding.shape import names_kept, no_strangers
from omni_lsp.agents.coding.task import Check, Means, Task
from omni_lsp.agents.coding.text import imports_alone, is_small, no_hidden_characters, no_secrets, no_suppression
from omni_lsp.agents.coding.work import arguments_kept, statement_kept, work_done
from omni_lsp.model.finding import Finding
from omni_lsp.model.markdown import code
from omni_lsp.model.text import Edit, Snapshot

APPLIES, PARSES, GONE, NONE_NEW, SMALL = "applies", "parses", "finding gone", "none new", "small"

LONGEST = 30_000
"""Code points of the part or of what comes instead that are looked at; a function on one line may be a whole library."""

_BY_WORDS: tuple[tuple[str, Callable[[Changed], str], str], ...] = (
    ("imports alone", imports_alone, "outside of the part around the finding only imports changed"),
    ("no suppression", no_suppression, "no comment hides a finding"),
    ("no hidden characters", no_hidden_characters, "every new character can be seen"),
    ("no placeholder", no_placeholder, "nothing is left to be filled in"),
    ("no code commented out", not_commented_out, "no code was made a comment"),
    ("conditions kept", conditions_kept, "all other conditions are as they were"),
    ("limits kept", limits_kept, "no time limit or protection of a cookie is missing"),
    ("refusals kept", refusals_kept, "whatever was refused still is"),
    ("returns and waits kept", words_kept, "no return, wait or clean-up is missing"),
    ("decorators kept", decorators_kept, "all decorators and annotations are there"),
    ("errors seen", errors_seen, "no error is passed over"),
    ("order kept", order_kept, "what stays stands where it stood"),
    ("nothing unreachable", nothing_unreachable, "every line is still reached"),
    ("meanings kept", meanings_kept, "names that others depend on mean what they meant"),
    ("called as often", called_as_often, "what the finding is about is done once"),
    ("data used", data_used, "the data still goes where it went"),
    ("work done", work_done, "what was done there is still done"),
    ("statement kept", statement_kept, "the statement or command is the same"),
    ("arguments kept", arguments_kept, "what was passed on still is"),
    ("calls kept", calls_kept, "all other calls are there"),
    ("only what must", only_what_must, "nothing changed that has nothing to do with the finding"),
    ("imports at the start", imports_at_the_start, "nothing is imported in between"),
    ("no new reach", no_new_reach, "no program, connection or deletion was added"),
    ("no code from data", no_code_from_data, "no new code is made out of data"),
    ("nothing switched off", nothing_switched_off, "no protection was turned off"),
    ("no new address", no_new_address, "no address was added"),
    ("names known", no_strangers, "every name that is called is defined or imported"),
    (SMALL, is_small, "the change is small"),
)


@dataclass(frozen=True, slots=True)
class Proof:
    """`edit` is there only when all checks passed; those that were not made, since others failed, are left out.

    `declined` is the model's reason for not answering.
    """

    checks: tuple[Check, ...]
    edit: Edit | None = None
    declined: str = ""

    @property
    def flaws(self) -> tuple[str, ...]:
        """What is wrong, in words to be told to the model."""
        return tuple(check.words for check in self.checks if not check.passed)


async def proof(task: Task, answer: str, means: Means) -> Proof:
    """Raises AgentError when a port fails: then nothing is known about the answer."""
    said = parsed(answer)
    if said.declined:
        return Proof((), declined=said.declined)
    edit = _edit(task, said, means)
    if isinstance(edit, tuple):
        return Proof(tuple(Check(APPLIES, passed=False, words=words) for words in edit))
    changed = Changed(task, edit)
    if max(task.body.end - task.body.start, sum(len(change.text) for change in edit.changes)) > LONGEST:
        return Proof((Check(SMALL, passed=False, words=f"the part is longer than {LONGEST} characters"),))
    checks = [
        Check(APPLIES, passed=True, words="the answer fits the text at one place alone"),
        *(checked(name, look(changed), good) for name, look, good in _BY_WORDS),
        checked("no secrets", no_secrets(changed, means.redact), "no secret was brought in"),
        *await _by_tree(changed, means),
    ]
    if all(check.passed for check in checks):
        checks += _by_judgement(changed, await means.judge(changed.snapshot))
    if all(check.passed for check in checks) and (tried := await means.trial(changed.snapshot)) is not None:
        checks.append(tried)
    is_proven = all(check.passed for check in checks)
    return Proof(tuple(checks), edit if is_proven else None)


def _edit(task: Task, said: Answer, means: Means) -> Edit | tuple[str, ...]:
    return said.problems or edit_of(task, said.blocks, means.redact)


def checked(name: str, flaw: str, good: str) -> Check:
    """A check by the words for what is wrong, empty for nothing."""
    return Check(name, not flaw, flaw or good)


async def _by_tree(changed: Changed, means: Means) -> tuple[Check, ...]:
    snapshot, syntax = changed.task.snapshot, means.syntax
    old, new = await syntax.error_count(snapshot), await syntax.error_count(changed.snapshot)
    if new > old:
        return (Check(PARSES, passed=False, words="it breaks the syntax"),)
    before, after = await syntax.outline(snapshot), await syntax.outline(changed.snapshot)
    return (
        Check(PARSES, passed=True, words="the text has no new mistake of syntax"),
        checked("names kept", names_kept(before, after), "all definitions have their names and signatures"),
        checked(
            "imports hold", imports_hold(changed, before.imports, after.imports), "all imports are needed and there"
        ),
        checked("modules known", no_strange_module(changed, before.imports, after.imports), "every import is known"),
    )


def _by_judgement(changed: Changed, found: Sequence[Finding]) -> tuple[Check, ...]:
    """Findings are compared by rule and text, white space left out, as the security agent does with its own fixes."""
    task = changed.task
    target = key(task.snapshot, task.finding)
    left = Counter(key(task.snapshot, one) for one in task.before)
    left[target] = max(0, left[target] - 1)
    now = Counter(key(changed.snapshot, one) for one in found)
    stays = now[target] > left[target]
    # A finding around the edit is still the same one, though its text has changed.
    missing = left - now
    around = Counter(
        one.rule.id for one in task.before if key(task.snapshot, one) in missing and meets(one, changed.edit)
    )
    new = _rules(now - left - Counter({target: now[target]} if stays else {})) - (_rules(missing) & around)
    return (
        checked(GONE, "the finding stays" if stays else "", "the finding is gone"),
        checked(NONE_NEW, f"a finding of {code(min(new))} comes instead" if new else "", "no other finding came"),
    )


def key(snapshot: Snapshot, finding: Finding) -> tuple[str, str]:
    """What a finding is known by before and after a change."""
    return finding.rule.id, "".join(snapshot.text[finding.span.start : finding.span.end].split())


def _rules(keys: Counter[tuple[str, str]]) -> Counter[str]:
    return Counter(rule for rule, _ in keys.elements())


def meets(finding: Finding, edit: Edit) -> bool:
    return any(finding.span.touches(change.span) for change in edit.changes)
