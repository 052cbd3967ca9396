"""`docs/settings.md`: every setting for people, made of the settings themselves."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import JsonValue

from omni_lsp.config.listing import Schema, Setting, mapping

_HEAD = """\
# Settings

<!-- Made of omni_lsp/config by `make generated`: what is written in here by hand is lost. -->

Settings come from three places, and a later one goes before an earlier one:

1. variables of the environment,
2. `initializationOptions`, which are the user's own,
3. `workspace/configuration`, section `omni`, in which a workspace can have a hand.
   What only the user may set does not count there; it is told, unless the user has said the same.

VS Code repeats the defaults of its settings page in `workspace/configuration`, so there they go before the environment.
On the command line flags go before the environment, and nothing else counts.

Names with a dot are objects inside of objects: `security.engine` is `{"security": {"engine": "auto"}}`.
`null` stands for "not set", and at the start of a path `~` for the home directory.
A wrong value is told, and the last good settings stay in force.

`OMNI_CACHE_DIR` is the one variable without a setting: the absolute path of the folder for what can be made anew, such as indexes and compiled rules.
`omni-lsp schema settings` prints the settings as JSON Schema.
`omni-lsp doctor` prints those in force on the command line, and where each comes from.

"""

_KINDS = {"integer": "a whole number", "number": "a number", "string": "text", "boolean": "`true` or `false`"}
_FORMATS = {"path": "an absolute path", "uri": "an http or https address"}
_MANY = {"an absolute path": "absolute paths", "an http or https address": "addresses", "text": "texts"}


def settings_page(rows: Sequence[Setting]) -> str:
    """Markdown: a table of all, then each under a heading of its own, in their order."""
    return _HEAD + "\n".join((*_table(rows), *(line for row in rows for line in _section(row))))


def _table(rows: Iterable[Setting]) -> Iterator[str]:
    yield "| Setting | Default | Who may set it | Environment |"
    yield "|---|---|---|---|"
    for row in rows:
        name = f"[`{row.name}`](#{row.name.replace('.', '')})"
        yield f"| {name} | {_default(row)} | {_who(row)} | {f'`{row.variable}`' if row.variable else ''} |"


def _section(row: Setting) -> Iterator[str]:
    yield from ("", f"## `{row.name}`", "", row.description.replace(". ", ".\n"))
    if row.choices:
        yield ""
        yield from (f"- `{value}`: {meaning[:1].lower()}{meaning[1:]}" for value, meaning in row.choices)
    yield ""
    if not row.choices:
        kind = _kind(row.schema)
        yield f"{kind[:1].upper()}{kind[1:]}."
    yield f"Default: {_default(row)}."
    if row.is_users:
        yield "Only the user may set it."
    if row.variable:
        yield f"Also `{row.variable}` in the environment."


def _who(row: Setting) -> str:
    return "the user" if row.is_users else "the user, a workspace"


def _kind(schema: Schema) -> str:
    if inner := mapping(schema.get("items")):
        one = _kind(inner)
        return f"a list of {_MANY.get(one, one)}"
    values = schema.get("enum")
    if isinstance(values, list):
        return ", ".join(f"`{value}`" for value in values)
    kind = _FORMATS.get(str(schema.get("format"))) or _KINDS[str(schema["type"])]
    least, most = schema.get("minimum"), schema.get("maximum")
    return f"{kind} from {least:,} to {most:,}" if isinstance(least, int) and isinstance(most, int) else kind


def _default(row: Setting) -> str:
    if row.default is None or row.default == []:
        return "not set"
    return f"`{_written(row.default)}`"


def _written(value: JsonValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
