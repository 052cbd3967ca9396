"""What a check tells the shell: clean, found something, or could not tell."""

from collections.abc import Mapping
from types import MappingProxyType

from omni_lsp.formats.result import CheckResult
from omni_lsp.model.finding import Severity

CLEAN = 0
FOUND = 1
WRONG_USAGE = 2
INCOMPLETE = 3

FAIL_ON: Mapping[str, Severity | None] = MappingProxyType(
    {"info": Severity.INFO, "warning": Severity.WARNING, "error": Severity.ERROR, "never": None}
)
"""The values of `--fail-on` and the severity from which a finding counts; `None` is above them all."""


def exit_code(result: CheckResult, fail_on: Severity | None) -> int:
    """INCOMPLETE, FOUND or CLEAN.

    An incomplete run wins over findings and over `never`: a stage that timed out or a file that could not be read
    may hide more, so neither "clean" nor "these are the findings" would be an honest answer.
    """
    if not result.is_complete:
        return INCOMPLETE
    if fail_on is not None and any(severity >= fail_on for severity in result.counts):
        return FOUND
    return CLEAN
