"""Values that only user settings may have are told of where a workspace tries to set them."""

from pathlib import Path

import pytest

from omni_lsp.adapters.controls.policy_file import PolicyFile
from omni_lsp.app.workspace_values import OUTSIDE_WORLD, is_reviewed, review
from omni_lsp.config.pipeline_file import PipelineFile
from omni_lsp.config.settings import USER_ONLY, settings_schema
from omni_lsp.model.finding import Severity
from omni_lsp.model.text import Snapshot

ROOT = Path("/src/shop")
SETTINGS = ".vscode/settings.json"
PIPELINE = ".omni/pipeline.yaml"


def document(name: str, text: str) -> Snapshot:
    path = ROOT / name
    return Snapshot(path.as_uri(), 1, "jsonc", text, path, ROOT)


def told(name: str, text: str) -> list[tuple[int, str, str]]:
    """Line, excerpt and name of each warning."""
    snapshot = document(name, text)
    found = review(snapshot).result.findings
    assert all(each.rule.severity is Severity.WARNING for each in found)
    return [
        (snapshot.lines.position(each.span.start).line, text[each.span.start : each.span.end], _named(each.message))
        for each in found
    ]


def _named(message: str) -> str:
    return message.removeprefix("Only user settings may have ").partition(":")[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (SETTINGS, True),
        ("below/.vscode/settings.json", True),
        ("shop.code-workspace", True),
        (PIPELINE, True),
        (".omni/policy.yaml", True),
        ("settings.json", False),
        (".vscode/launch.json", False),
        ("pipeline.yaml", False),
        (".omni/deep/er.yaml", False),
    ],
)
def test_which_files_are_looked_at(name: str, expected: bool) -> None:
    assert is_reviewed(document(name, "")) is expected


@pytest.mark.parametrize("path", USER_ONLY)
def test_each_setting_of_users_alone_is_told_of_dotted_and_nested(path: tuple[str, ...]) -> None:
    name = ".".join(path)
    nested = '"x"'
    for part in reversed(path):
        nested = f'{{"{part}": {nested}}}'
    for text in (f'{{"omni.{name}": "x"}}', f'{{"omni": {nested}}}', f'{{"settings": {{"omni.{name}": ["x", "y"]}}}}'):
        ((_, excerpt, said),) = told(SETTINGS, text)
        assert (excerpt, said) == ('"x"', f"omni.{name}")


def test_they_stand_on_their_lines_also_with_comments_and_for_one_language() -> None:
    text = """{
  // "omni.trust": true,
  "omni.log_level": "debug",
  "omni.trust": true,
  "[python]": {"omni.policy": "/tmp/p.yaml"},
  "omni": {"telemetry": {"endpoint": "http://evil.example"}},
"""
    assert [(line, said) for line, _, said in told(SETTINGS, text)] == [
        (3, "omni.trust"),
        (4, "omni.policy"),
        (5, "omni.telemetry.endpoint"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "is_told"),
    [
        ("omni.pipeline", '"fast"', False),
        ("omni.pipeline", '"/tmp/p.yaml"', True),
        ("omni.search.embedder", '"url"', True),
        ("omni.search.embedder", '"static"', False),
        ("omni.server.path", '"./omni"', True),
        ("omni.server.args", '["--x"]', True),
        ("omni.serverPath", '"./omni"', True),
        ("omni.env", '{"A": "b"}', True),
        ("omni.trace.server", '"verbose"', False),
        ("omni.trust", "null", False),
        ("omnivore.trust", "true", False),
        ("other.omni.trust", "true", False),
    ],
)
def test_what_is_open_to_a_workspace_and_what_is_not(name: str, value: str, is_told: bool) -> None:
    assert bool(told(SETTINGS, f'{{"{name}": {value}}}')) is is_told


def test_keys_of_our_own_files() -> None:
    text = """version: 1
# command: nothing
budget: 5s
command: ./evil.sh   # really
analysis:
  pipeline:
    stages:
      - agent: context
        env: {PATH: .}
      - {agent: security, enginePath: ./x, "url": "http://a"}
"""
    assert [(line, said) for line, _, said in told(PIPELINE, text)] == [
        (3, "command"),
        (8, "env"),
        (9, "enginePath"),
        (9, "url"),
    ]


def test_no_key_of_ours_is_among_the_forbidden() -> None:
    def keys(schema: object) -> set[str]:
        if isinstance(schema, dict):
            own = set(schema.get("properties", {}))
            return own.union(*(keys(each) for each in schema.values()))
        return set().union(*(keys(each) for each in schema)) if isinstance(schema, list) else set()

    for model in (PipelineFile, PolicyFile):
        assert keys(model.model_json_schema()).isdisjoint(OUTSIDE_WORLD)
    assert "engine_path" in settings_schema()


def test_a_document_of_any_size_is_told_of_in_bounds() -> None:
    assert len(told(SETTINGS, "{" + ",".join(f'"omni.server.{n}.path": "x"' for n in range(1_000)) + "}")) == 100
    assert told(SETTINGS, '{"omni.trust": true}' + " " * 1_000_000) == []
    assert told(SETTINGS, "{" * 5_000) == []
