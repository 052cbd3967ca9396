r"""The contract of an agent, checked: each breach is a sentence that says what to do.

    from omni_lsp.contract.kit import check_agent
    from omni_lsp.contract.samples import Sample

    def test_contract() -> None:
        check_agent(Spelling, [Sample("x = 1  # teh\n", finds=("spelling.typo",))])

No test framework is needed. With pytest, `@pytest.mark.parametrize("rule", RULES)` over `breaches` gives a test a rule.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from types import MappingProxyType

from omni_lsp.contract.asking import Make, Subject, ask
from omni_lsp.contract.findings import findings, guest, identity, odd_texts, same
from omni_lsp.contract.manners import cancel, frozen, pickles, quiet
from omni_lsp.contract.metadata import meta
from omni_lsp.contract.remedies import explains, remedies
from omni_lsp.contract.samples import Sample
from omni_lsp.ports.agent import Services

_SECONDS = 120.0

_CHECKS: Mapping[str, Callable[[Subject], AsyncIterator[str]]] = MappingProxyType(
    {
        "meta": meta,
        "guest": guest,
        "findings": findings,
        "odd-texts": odd_texts,
        "same": same,
        "identity": identity,
        "frozen": frozen,
        "cancel": cancel,
        "quiet": quiet,
        "explains": explains,
        "remedies": remedies,
        "pickles": pickles,
    }
)

RULES: tuple[str, ...] = tuple(_CHECKS)
"""The names of the rules, in the order in which they are best kept."""


class ContractError(AssertionError):
    """`breaches` has for each rule that is broken its name and what is wrong."""

    def __init__(self, breaches: Sequence[tuple[str, str]]) -> None:
        self.breaches = tuple(breaches)
        super().__init__("\n".join(f"{rule}: {said}" for rule, said in breaches))


def check_agent(make: Make, samples: Sequence[Sample], services: Services | None = None) -> None:
    """Checks everything; `make` is what the entry point names, `samples` are texts in which the agent finds something.

    Raises ContractError with all that is wrong.
    """
    wrong = [(rule, said) for rule in RULES for said in breaches(rule, make, samples, services)]
    if wrong:
        raise ContractError(wrong)


def breaches(rule: str, make: Make, samples: Sequence[Sample], services: Services | None = None) -> tuple[str, ...]:
    """How one of the `RULES` is broken, empty when it is kept. Raises KeyError for a rule that there is not."""
    return asyncio.run(_broken(_CHECKS[rule], Subject.of(make, samples, services)))


async def _broken(check: Callable[[Subject], AsyncIterator[str]], subject: Subject) -> tuple[str, ...]:
    told: list[str] = []

    async def listen() -> None:
        async for said in check(subject):
            told.append(said)  # noqa: PERF401 - what was said before it broke stays

    outcome = await ask(listen(), _SECONDS)
    if outcome.error is not None:
        told.append(f"it raised {outcome.error!r}: an agent raises AgentError, and nothing else, when it cannot answer")
    elif outcome.is_late:
        told.append(f"the check was not over after {_SECONDS:g} s: the agent blocks, or does not end")
    return tuple(dict.fromkeys(told))
