"""A recipe: one way to rewrite what a rule found, as the list `fixes` of a rule file tells it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_KEYS = frozenset(
    {
        "file",
        "pattern",
        "where",
        "of",
        "rewrite",
        "wrap",
        "bind",
        "regex",
        "replacement",
        "imports",
        "drops",
        "anywhere",
        "unquoted",
        "whole",
        "decorator",
        "split",
        "delete",
        "inside",
    }
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """`file` is a regular expression that the text must have; `imports` are what the new code needs.

    One of these is done:
    - `regex` and `replacement` change the text that was found, or what a variable in it was set to.
    - `rewrite` takes the place of what `pattern` matches, in words of ast-grep, where its variables fit `where`.
    - `wrap` goes around each value that data comes into the text from: the text that was found, or `of` in the pattern.
    - `bind` puts a placeholder for each value into the text `of`; `rewrite` names the `$VALUES`.
    - `is_split` makes words of the command line `of`; `rewrite` names the `$WORDS`.
    - `is_deletion` takes the statement away, or the decorator that fits `decorator`.

    What may be wrapped: where `is_inside` a part of the text, where `is_whole` all of it. All of it must be where data
    comes in, unless `is_anywhere`. Where `is_unquoted` it must not stand in quotes that are part of the text.
    `drops` is the package of Go that only the old code needed.
    """

    file: str = ""
    pattern: str = ""
    where: tuple[tuple[str, str], ...] = ()
    of: str = ""
    rewrite: str = ""
    wrap: str = ""
    bind: str = ""
    regex: str = ""
    replacement: str = ""
    imports: tuple[str, ...] = ()
    drops: str = ""
    decorator: str = ""
    is_inside: bool = False
    is_anywhere: bool = False
    is_unquoted: bool = False
    is_whole: bool = False
    is_split: bool = False
    is_deletion: bool = False


def recipes(written: object) -> tuple[Recipe, ...]:
    """The recipes in their order. Raises ValueError for what is none."""
    if not isinstance(written, list):
        raise ValueError("fixes must be a list")  # noqa: TRY004 - a mistake in a file, not in the program
    return tuple(_recipe(each) for each in written)


def _recipe(entry: object) -> Recipe:
    if not isinstance(entry, Mapping):
        raise ValueError("a fix must be a mapping")  # noqa: TRY004 - as above
    if unknown := sorted({*map(str, entry)} - _KEYS):
        raise ValueError(f"unknown key {unknown[0]} in a fix")
    if not {"regex", "rewrite", "wrap", "delete"} & {*entry}:
        raise ValueError("a fix without regex, rewrite, wrap or delete")
    where = entry.get("where")
    texts = {key: str(value) for key, value in entry.items() if isinstance(value, str)}
    recipe = Recipe(
        file=texts.get("file", ""),
        pattern=texts.get("pattern", ""),
        where=tuple((str(key), str(value)) for key, value in where.items()) if isinstance(where, Mapping) else (),
        of=texts.get("of", ""),
        rewrite=texts.get("rewrite", ""),
        wrap=texts.get("wrap", ""),
        bind=texts.get("bind", ""),
        regex=texts.get("regex", ""),
        replacement=texts.get("replacement", ""),
        imports=_texts(entry.get("imports")),
        drops=texts.get("drops", ""),
        decorator=texts.get("decorator", ""),
        is_split=entry.get("split") is True,
        is_whole=entry.get("whole") is True,
        is_anywhere=entry.get("anywhere") is True,
        is_unquoted=entry.get("unquoted") is True,
        is_inside=entry.get("inside") is True,
        is_deletion=entry.get("delete") is True,
    )
    for expression in (recipe.file, recipe.regex, *(value for _, value in recipe.where)):
        _compiled(expression)
    return recipe


def _compiled(expression: str) -> None:
    try:
        re.compile(expression)
    except re.error as error:
        raise ValueError(f"{expression!r} in a fix: {error}") from error


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(each) for each in value) if isinstance(value, list) else ()
