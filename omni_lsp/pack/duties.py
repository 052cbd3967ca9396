"""What a policy asks for, with the controls that it comes from."""

import re

from omni_lsp.model.packs import Duty, PackInputs
from omni_lsp.pack.limits import Ranked
from omni_lsp.pack.plain import glob
from omni_lsp.pack.section import Section, listed, spans

_CONTROL = re.compile(r"[a-z0-9.-]+ [A-Za-z0-9. ()]+")
_MOST_CONTROLS = 6


def _duties(inputs: PackInputs) -> Ranked:
    return listed([f"- {each.text}" for each in inputs.duties if not each.paths and each.text])


def _compliance(inputs: PackInputs) -> Ranked:
    return listed([_full(each) for each in inputs.duties if each.text])


def _full(duty: Duty) -> str:
    controls = spans(f"`{key}`" for key in duty.controls[:_MOST_CONTROLS] if _CONTROL.fullmatch(key))
    places = spans(f"`{glob(each)}`" for each in duty.paths if glob(each))
    return f"- {duty.text}{f' In {places}.' if places else ''}{f' ({controls})' if controls else ''}"


def patterns(inputs: PackInputs) -> tuple[str, ...]:
    """Globs of the files that duties are for, all files where one is for all or cannot be said."""
    wanted = [_globs(each) for each in inputs.duties]
    if not all(wanted) or not wanted:
        return ("**",)
    return tuple(sorted({one for each in wanted for one in each}))


def _globs(duty: Duty) -> list[str]:
    """Gitignore patterns as globs from the top of the folder; none when any of them says more than a glob can."""
    found: list[str] = []
    for pattern in duty.paths:
        if not glob(pattern) or pattern.startswith("!"):
            return []
        is_anchored = "/" in pattern.rstrip("/")
        whole = pattern.strip("/") if is_anchored else f"**/{pattern.rstrip('/')}"
        is_folder = pattern.endswith("/") or ("." not in whole.rpartition("/")[2] and not whole.endswith("*"))
        found += [f"{whole}/**"] if is_folder else [whole]
    return found


DUTIES = Section("duties", ("duties",), 130, ("## Duties", ""), _duties)
COMPLIANCE = Section("compliance", ("duties",), 700, ("## Duties of this repository", ""), _compliance)
