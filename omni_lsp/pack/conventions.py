"""Habits that the code or a configuration file proves."""

import re

from omni_lsp.model.knowledge import Convention
from omni_lsp.model.packs import PackInputs
from omni_lsp.pack.limits import Ranked
from omni_lsp.pack.plain import path, word
from omni_lsp.pack.section import SPAN, Section

_TOPIC = r"[A-Z][A-Za-z+#]*(?: [A-Za-z+#]+){0,4}"
_FORM = rf"- {_TOPIC}: {SPAN}(?: \({SPAN}\))?"


def _conventions(inputs: PackInputs) -> Ranked:
    # What a file declares goes before what only most of the code does.
    valuable = sorted(inputs.conventions, key=lambda each: not each.source)
    lines = [line for each in valuable if (line := _line(each))]

    def text(count: int) -> str:
        return "\n".join(sorted(lines[:count]))

    return Ranked(len(lines), text)


def _line(convention: Convention) -> str:
    value, source = word(convention.value), path(convention.source)
    topic = convention.topic[:1].upper() + convention.topic[1:]
    line = f"- {topic}: {value}{f' ({source})' if source else ''}"
    return line if value and re.fullmatch(_FORM, line) else ""


CONVENTIONS = Section("conventions", ("conventions",), 220, ("## Conventions", ""), _conventions, (_FORM,))
