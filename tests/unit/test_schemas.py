"""The JSON Schemas that `omni-lsp schema` prints: standard ones, in which every key and every value of a set is described."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.cli.main import run

OF = ("pipeline", "policy", "settings")


@pytest.fixture(params=OF)
def schema(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return printed(request.param, capsys)


def printed(of: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert run(["schema", of], None) == 0
    return dict(json.loads(capsys.readouterr().out))


def parts(value: object) -> Iterator[dict[str, Any]]:
    """Every object in a schema, however deep."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(inner)


def test_it_is_a_schema(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_key_is_described(schema: dict[str, Any]) -> None:
    keys = {name: key for part in parts(schema) for name, key in part.get("properties", {}).items()}
    assert len(keys) > 5
    assert [name for name, key in keys.items() if not key.get("description")] == []


def test_nothing_has_the_name_of_our_class(schema: dict[str, Any]) -> None:
    assert [part["title"] for part in parts(schema) if isinstance(part.get("title"), str)] == []


def test_the_meanings_are_as_many_as_the_values(schema: dict[str, Any]) -> None:
    said = [part for part in parts(schema) if "enumDescriptions" in part]
    sets = schema["$defs"]
    for part in said:
        values = part.get("enum") or sets[part["$ref"].removeprefix("#/$defs/")]["enum"]
        assert len(values) == len(part["enumDescriptions"])
    assert said


def test_a_policy_names_frameworks_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    schema = printed("policy", capsys)
    jsonschema.validate({"version": 1, "frameworks": [each.id for each in bundled().frameworks]}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": 1, "frameworks": ["gdrp"]}, schema)


@pytest.mark.parametrize("arguments", [["schema"], ["schema", "packs"]])
def test_another_one_is_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(arguments, None)
    assert "pipeline|policy|settings" in capsys.readouterr().err
