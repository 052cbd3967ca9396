"""What is made of the settings: in step with them, and nothing but its own part of a file is touched."""

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from omni_lsp.config.json_place import replaced, value_place
from omni_lsp.config.listing import settings
from omni_lsp.config.settings import USER_ONLY, from_client, load, told
from omni_lsp.config.settings_page import settings_page
from omni_lsp.config.vscode import in_manifest

ROOT = Path(__file__).parents[2]
CASE = ROOT / "tests" / "cases" / "settings" / "package.json"
MANIFEST = ROOT / "client-vscode" / "package.json"
STALE = "out of step with the settings: run `make generated`"


@pytest.fixture(scope="module")
def manifest() -> dict[str, dict[str, object]]:
    """The properties of the generated entry."""
    made = json.loads(in_manifest(CASE.read_text("utf-8"), settings()))
    ours = made["contributes"]["configuration"][1]
    assert ours["title"] == "OMNI"
    properties: dict[str, dict[str, object]] = ours["properties"]
    return properties


def test_the_page_is_in_step() -> None:
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == settings_page(settings()), STALE


def test_the_manifest_is_in_step() -> None:
    if MANIFEST.parent.is_dir():
        text = MANIFEST.read_bytes().decode()
        assert in_manifest(text, settings()) == text, STALE


def test_every_setting_is_on_the_page_with_all_there_is_to_know() -> None:
    page = settings_page(settings())
    for row in settings():
        section = page.partition(f"\n## `{row.name}`\n")[2].partition("\n## ")[0]
        assert row.description.split(". ")[0] in section
        assert row.variable in section
        assert ("Only the user may set it." in section) == row.is_users
        assert all(f"- `{value}`: " in section for value, _ in row.choices)
        assert "Default: " in section
        assert f"(#{row.name.replace('.', '')})" in page


def test_users_and_variables_are_those_of_the_settings() -> None:
    rows = {row.path: row for row in settings()}
    assert {path for path, row in rows.items() if row.is_users} == set(USER_ONLY)
    variables = {row.name: row.variable for row in rows.values() if row.variable}
    told_of = {name: origin for name, _, origin in told(load({}), dict.fromkeys(variables.values(), "x"))}
    assert told_of.keys() == {row.name for row in rows.values()}
    said = {name: origin.removeprefix("environment, ") for name, origin in told_of.items() if origin != "default"}
    assert said == variables
    assert all(row.choices for row in rows.values() if "enum" in row.schema)


def test_only_its_own_parts_of_a_manifest_are_touched() -> None:
    before = CASE.read_text("utf-8")
    after = in_manifest(before, settings())
    assert in_manifest(after, settings()) == after
    assert '\n      {\n        "title": "OMNI",\n        "properties": {\n          "omni.pipeline": {\n' in after
    for path in (
        ("contributes", "configuration", 1),
        ("capabilities", "untrustedWorkspaces", "restrictedConfigurations"),
    ):
        after = replaced(after, path, 0)
        before = replaced(before, path, 0)
    assert after == before


def test_an_entry_that_is_an_object_is_replaced() -> None:
    text = '{"contributes": {"configuration": {}}, "capabilities": {"untrustedWorkspaces": {"restrictedConfigurations": 1}}}'
    made = json.loads(in_manifest(text, settings()))
    assert "omni.pipeline" in made["contributes"]["configuration"]["properties"]


@pytest.mark.parametrize(
    ("configuration", "error"), [("[]", ValueError), ('[{"title": "x"}]', ValueError), ("{}", KeyError)]
)
def test_a_manifest_without_the_places_is_refused(configuration: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        in_manifest(f'{{"contributes": {{"configuration": {configuration}}}}}', settings())


def test_what_only_users_may_set_has_machine_scope_and_the_rest_has_not(manifest: dict[str, dict[str, object]]) -> None:
    machine = {key for key, value in manifest.items() if value["scope"] == "machine"}
    assert machine == {f"omni.{'.'.join(map(str, path))}" for path in USER_ONLY} - {"omni.trust"}
    assert {value["scope"] for value in manifest.values()} == {"machine", "machine-overridable", "window"}


def test_nothing_of_an_untrusted_workspace_counts(manifest: dict[str, dict[str, object]]) -> None:
    made = json.loads(in_manifest(CASE.read_text("utf-8"), settings()))
    restricted = made["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    assert restricted == ["omni.server.path", *manifest]


def test_each_setting_is_complete_for_vs_code(manifest: dict[str, dict[str, object]]) -> None:
    assert "omni.trust" not in manifest
    for key, value in manifest.items():
        assert str(value["markdownDescription"]).endswith("."), key
        assert ("enum" in value) == ("markdownEnumDescriptions" in value), key
        assert value["default"] is not None or "null" in str(value["type"]), key
        assert len(str(value["markdownDescription"])) > 20, key


def test_the_defaults_of_vs_code_change_nothing(manifest: dict[str, dict[str, object]]) -> None:
    """VS Code sends them all, whatever the user said; what a workspace has no say in must not become a complaint."""
    sent: dict[str, object] = {}
    for key, value in manifest.items():
        inside = sent
        *groups, name = key.removeprefix("omni.").split(".")
        for group in groups:
            inside = inside.setdefault(group, {})  # type: ignore[assignment]
        inside[name] = value["default"]
    assert from_client({}, sent) == (load({}), ())


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(
    before=st.dictionaries(st.text(max_size=3), JSON_VALUES, max_size=3),
    value=JSON_VALUES,
    indent=st.sampled_from([None, 1, 2, 4, "\t"]),
    is_ascii=st.booleans(),
)
def test_a_value_is_replaced_at_its_place(
    before: dict[str, object], value: object, indent: int | str | None, *, is_ascii: bool
) -> None:
    tree = {**before, "list": [1, {"here": 2}, 3], "last": before}
    text = json.dumps(tree, indent=indent, ensure_ascii=is_ascii)
    path = ("list", 1, "here")
    span = value_place(text, path)
    assert text[span.start : span.end] == "2"
    made = replaced(text, path, value)  # type: ignore[arg-type]
    assert (made[: span.start], made[len(made) - len(text) + span.end :]) == (text[: span.start], text[span.end :])
    assert json.loads(made) == {**tree, "list": [1, {"here": value}, 3]}
