"""Models of what people write as JSON Schemas, for editors that complete and check by them."""

import json

from pydantic import BaseModel, JsonValue
from pydantic.json_schema import GenerateJsonSchema

ADDRESS: dict[str, JsonValue] = {"format": "uri"}


def meaning(*values: str) -> dict[str, JsonValue]:
    """What each value of a closed set means, in the order of the set, as VS Code has it in its JSON Schemas."""
    return {"enumDescriptions": list(values)}


def schema_text(model: type[BaseModel]) -> str:
    """JSON Schema, draft 2020-12."""
    return json.dumps(schema_of(model), indent=2, ensure_ascii=False) + "\n"


def schema_of(model: type[BaseModel]) -> dict[str, JsonValue]:
    """Without the titles that pydantic makes of names: editors show them above what is said of a key."""
    dialect: JsonValue = GenerateJsonSchema.schema_dialect
    return {"$schema": dialect} | {
        key: _untitled(value) for key, value in model.model_json_schema().items() if key != "title"
    }


def _untitled(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_untitled(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _untitled(inner) for key, inner in value.items() if key != "title" or not isinstance(inner, str)}
