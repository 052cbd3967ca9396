"""What the schemas of our files have in common: a version, patterns of paths, and mistakes at their places."""

from typing import Annotated, Literal

import pathspec
from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError

from omni_lsp.config import yaml_source
from omni_lsp.config.wording import problems
from omni_lsp.model.errors import Mistake
from omni_lsp.model.text import Span


def _first(value: object) -> object:
    if type(value) is not int or value != 1:  # For Python, True and 1.0 are 1 as well.
        raise ValueError("must be 1, the only version there is")
    return value


def _pattern(value: str) -> str:
    # A pattern without a verdict is empty, a comment, or one that git would ignore in silence.
    try:
        patterns = pathspec.GitIgnoreSpec.from_lines([value]).patterns
    except ValueError:
        patterns = []
    if all(pattern.include is None for pattern in patterns):
        raise ValueError("must be a gitignore pattern such as vendor/ or *.min.js")
    return value


FirstVersion = Annotated[Literal[1], BeforeValidator(_first)]
Pattern = Annotated[str, AfterValidator(_pattern)]


def schema_mistakes(
    error: ValidationError, model: type[BaseModel], root: yaml_source.Fields, told: set[Span]
) -> list[Mistake]:
    """Mistakes of the schema; one at a place already `told` of follows from it and would be noise."""
    mistakes = []
    for problem in problems(error, model):
        # Pydantic marks a key of a mapping that is wrong itself by a step of this name.
        on_key = problem.on_key or problem.path[-1:] == ("[key]",)
        find = yaml_source.key_place if on_key else yaml_source.place
        span = find(root, problem.path)
        if span not in told:
            mistakes.append(Mistake(problem.message, span))
    return mistakes
