"""What never to do here: the same few words in the files that are in every conversation."""

import re

from omni_lsp.model.packs import PackInputs
from omni_lsp.pack.limits import Ranked
from omni_lsp.pack.plain import path
from omni_lsp.pack.section import SPANS, Section, listed, spans
from omni_lsp.pack.weaknesses import WEAKNESSES, known

_GENERATED = "- Edit generated files: "
_MOST = 10
_MOST_GENERATED = 4


def _never(inputs: PackInputs) -> Ranked:
    lines = [f"- {weakness.never}" for weakness, _ in known(inputs)[:_MOST]]
    generated = spans([path(each) for each in inputs.generated][:_MOST_GENERATED])
    # Second, as it is short and about this repository alone.
    return listed([*lines[:1], *([f"{_GENERATED}{generated}."] if generated else []), *lines[1:]])


def _critical(inputs: PackInputs) -> Ranked:
    return listed([f"- {weakness.never}" for weakness, _ in known(inputs)])


_HEADING = ("## Never", "")
_FORMS = tuple(re.escape(f"- {weakness.never}") for weakness in WEAKNESSES)

NEVER = Section("never", ("rules", "generated"), 300, _HEADING, _never, (*_FORMS, rf"{_GENERATED}{SPANS}\."))
CRITICAL_NEVER = Section("critical-never", ("rules",), 180, _HEADING, _critical, _FORMS)
