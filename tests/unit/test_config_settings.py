"""Settings: what is accepted, from where, and how mistakes are told."""

import json
import os
import tomllib
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError

from omni_lsp.config.model import Model
from omni_lsp.config.packs import MAP_TOKENS, PackName, Packs
from omni_lsp.config.search import Embedding
from omni_lsp.config.security import Security
from omni_lsp.config.settings import (
    USER_ONLY,
    Config,
    Telemetry,
    cache_dir,
    from_client,
    from_environment,
    load,
    settings_schema,
    told,
)
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.packs import PackFile
from omni_lsp.model.text import Span
from omni_lsp.pack import rendering

ENGINE = Path.cwd().absolute() / "engine"
RULES = Path.cwd().absolute() / "rules"
MODEL: dict[str, object] = {
    "use": "url",
    "url": "https://h/v1",
    "name": "m",
    "speaks": "anthropic",
    "key_variable": "MY_KEY",
    "allowed": ("h",),
    "prompt_tokens": 4_000,
    "answer_tokens": 500,
    "attempts": 2,
    "candidates": 1,
    "hedge_seconds": 2.5,
    "verify": ("make", "test"),
    "verify_seconds": 9,
    "tokens_per_hour": 1_000,
    "tokens_per_day": 2_000,
    "cost_per_hour": 1.5,
    "cost_per_day": 2.0,
    "input_price": 3.0,
    "output_price": 15.0,
}


def messages(raw: dict[str, object]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(raw)
    assert caught.value.source == "settings"
    assert {mistake.span for mistake in caught.value.mistakes} == {Span(0, 0)}
    return [mistake.message for mistake in caught.value.mistakes]


def test_nothing_said_gives_the_defaults() -> None:
    config = load({})
    assert config == Config()
    assert (config.pipeline, config.trust, config.log_level, config.index_workspace) == (
        "default",
        None,
        "warning",
        True,
    )
    assert 1 <= config.max_parallel_files <= 4
    assert config.security == Security(engine_path=None, rules=(), engine="auto")


def test_everything_said_is_heard() -> None:
    raw = {
        "pipeline": "fast",
        "trust": True,
        "max_parallel_files": 7,
        "debounce_ms": 0,
        "typing_debounce_ms": 0,
        "max_file_bytes": 10_000,
        "index_workspace": False,
        "log_level": "DEBUG",
        "log_format": "JSON",
        "security": {
            "engine_path": str(ENGINE),
            "rules": [str(RULES)],
            "engines": 1,
            "idle_minutes": 9,
            "allowed_secrets": ["xyz"],
            "engine": "Core",
        },
        "policy": str(RULES),
        "agents": ["spelling", "units"],
        "search": {
            "index": False,
            "embedder": "url",
            "embedding": {"url": "https://h/v1/", "model": "m", "key_variable": "MY_KEY", "folder": str(RULES)},
            "megabytes": 50,
            "background": False,
            "background_files": 0,
        },
        "packs": {"mode": "SAVE", "without": ["cursor", "repo-map"], "map_tokens": 500},
        "model": MODEL,
        "telemetry": {"endpoint": "http://127.0.0.1:4318/", "file": str(RULES)},
    }
    config = load(raw)
    assert config.model_dump() == raw | {
        "log_level": "debug",
        "log_format": "json",
        "security": {
            "engine_path": ENGINE,
            "rules": (RULES,),
            "engines": 1,
            "idle_minutes": 9,
            "allowed_secrets": ("xyz",),
            "engine": "core",
        },
        "policy": RULES,
        "agents": ("spelling", "units"),
        "search": {
            "index": False,
            "embedder": "url",
            "embedding": {"url": "https://h/v1", "model": "m", "key_variable": "MY_KEY", "folder": RULES},
            "megabytes": 50,
            "background": False,
            "background_files": 0,
        },
        "packs": {"mode": "save", "without": ("cursor", "repo-map"), "map_tokens": 500},
        "telemetry": {"endpoint": "http://127.0.0.1:4318", "file": RULES},
    }


def test_a_base_keeps_what_is_not_said_again() -> None:
    base = load({"trust": True, "security": {"engine": "core", "engine_path": str(ENGINE)}})
    config = load({"pipeline": "ci", "security": {"engine": "Warm"}}, base)
    assert config == load({"pipeline": "ci", "trust": True, "security": {"engine": "warm", "engine_path": str(ENGINE)}})


def test_null_is_not_set() -> None:
    base = load({"log_level": "error", "security": {"engine": "core"}})
    assert load({"log_level": None, "security": None}, base) == base
    assert load({"security": {"engine": None}}, base) == base


def test_home_is_expanded_and_nobody_has_none() -> None:
    home = Path("~").expanduser()
    config = load({"pipeline": "~/p.yaml", "security": {"engine_path": "~/engine", "rules": ["~/rules"]}})
    assert config.pipeline == str(home / "p.yaml")
    assert config.security == Security(engine_path=home / "engine", rules=(home / "rules",))
    assert messages({"security": {"engine_path": "~nobody-of-this-name/x"}}) == [
        "security.engine_path: must be an absolute path; ~ stands for the home directory"
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (
            {"max_paralell_files": 2},
            "max_paralell_files: unknown key 'max_paralell_files', did you mean 'max_parallel_files'?",
        ),
        (
            {"maxParallelFiles": 2},
            "maxParallelFiles: unknown key 'maxParallelFiles', did you mean 'max_parallel_files'?",
        ),
        ({"DEBOUNCE-MS": 2}, "DEBOUNCE-MS: unknown key 'DEBOUNCE-MS', did you mean 'debounce_ms'?"),
        ({"security": {"engin": "x"}}, "security.engin: unknown key 'engin', did you mean 'engine'?"),
        ({"security": {"engine": "hot"}}, "security.engine: must be 'auto', 'warm', 'core' or 'cli'"),
        ({"security": {"engine": True}}, "security.engine: must be 'auto', 'warm', 'core' or 'cli'"),
        (
            {"security": {"qqq": None}},
            "security.qqq: unknown key 'qqq', known are engine_path, rules, engines, idle_minutes, allowed_secrets, engine",
        ),
        ({"security": 5}, "security: must hold keys and values, not a single value or a list"),
        ({"trust": "yes"}, "trust: must be true or false"),
        ({"trust": 1}, "trust: must be true or false"),
        (
            {"search": {"embedder": "url"}},
            "search: the embedder 'url' needs embedding.url and embedding.model",
        ),
        ({"search": {"embedder": "folder"}}, "search: the embedder 'folder' needs embedding.folder"),
        ({"search": {"embedding": {"url": "ftp://h"}}}, "search.embedding.url: must be an http or https address"),
        (
            {"search": {"embedding": {"url": "https://me:pw@h"}}},
            "search.embedding.url: must be an address without a password, `?` or `#`",
        ),
        (
            {"search": {"embedding": {"folder": "model"}}},
            "search.embedding.folder: must be an absolute path; ~ stands for the home directory",
        ),
        ({"max_parallel_files": 0}, "max_parallel_files: must be at least 1"),
        ({"max_parallel_files": 65}, "max_parallel_files: must be at most 64"),
        ({"max_parallel_files": True}, "max_parallel_files: must be a whole number"),
        ({"debounce_ms": 1.5}, "debounce_ms: must be a whole number"),
        ({"log_level": "loud"}, "log_level: must be 'debug', 'info', 'warning' or 'error'"),
        ({"log_level": 3}, "log_level: must be 'debug', 'info', 'warning' or 'error'"),
        ({"pipeline": "a/b.yaml"}, "pipeline: must be the name of a shipped pipeline or an absolute path"),
        ({"pipeline": "/x\0"}, "pipeline: must be the name of a shipped pipeline or an absolute path"),
        ({"pipeline": 5}, "pipeline: must be text"),
        ({"security": {"engine_path": 5}}, "security.engine_path: must be a path"),
        ({"security": {"rules": "x"}}, "security.rules: must be a list"),
        (
            {"security": {"rules": [str(RULES), "x"]}},
            "security.rules[1]: must be an absolute path; ~ stands for the home directory",
        ),
        (
            {"security": {"engine_path": "/\ud800"}},
            "security.engine_path: must be an absolute path; ~ stands for the home directory",
        ),
        ({"log_format": "xml"}, "log_format: must be 'text' or 'json'"),
        (
            {"telemetry": {"file": "spans.jsonl"}},
            "telemetry.file: must be an absolute path; ~ stands for the home directory",
        ),
        *(
            ({"telemetry": {"endpoint": address}}, f"telemetry.endpoint: {message}")
            for address, message in {
                "127.0.0.1:4318": "must be an http or https address",
                "ftp://127.0.0.1": "must be an http or https address",
                "http://": "must be an http or https address",
                "http://a b": "must be an http or https address",
                "http://[::1": "Invalid IPv6 URL",
                "http://h:x": "Port could not be cast to integer value as 'x'",
                "https://me:secret@h": "must be an address without a password, `?` or `#`",
                "https://h/?key=secret": "must be an address without a password, `?` or `#`",
            }.items()
        ),
    ],
)
def test_mistakes_are_told_in_words(raw: dict[str, object], message: str) -> None:
    assert messages(raw) == [message]


def test_every_mistake_is_told() -> None:
    assert len(messages({"trust": 0, "nonsense": 1, "security": {"engine": "no", "rules": [1, 2]}})) == 5


def test_a_config_does_not_change() -> None:
    with pytest.raises(ValidationError):
        Config().trust = True  # type: ignore[misc]


@pytest.mark.parametrize(
    "raw",
    [
        {"pipeline": "ci"},
        {"trust": True},
        {"max_file_bytes": 1234},
        {"index_workspace": False},
        {"security": {"engine_path": str(ENGINE)}},
        {"security": {"rules": [str(RULES)]}},
    ],
)
def test_the_digest_changes_with_what_changes_results(raw: dict[str, object]) -> None:
    assert load(raw).digest != Config().digest
    assert load(raw).digest == load(raw).digest


def test_the_digest_does_not_change_with_speed_and_talk() -> None:
    raw = {"max_parallel_files": 9, "debounce_ms": 1, "log_level": "debug", "security": {"engine": "core"}}
    talk = {"log_format": "json", "telemetry": {"endpoint": "http://h", "file": str(RULES)}}
    assert load(raw | talk).digest == Config().digest


@pytest.mark.skipif(os.name == "nt", reason="file names there have no undecodable bytes")
def test_a_path_in_no_encoding_has_a_digest() -> None:
    assert load({"security": {"engine_path": os.fsdecode(b"/\xff")}}).digest != Config().digest


class TestFromClient:
    def test_users_may_set_everything(self) -> None:
        init = {"trust": True, "pipeline": str(ENGINE), "security": {"engine_path": str(ENGINE), "rules": [str(RULES)]}}
        assert from_client(init, None) == (load(init), ())

    def test_a_workspace_may_not_name_programs_rules_or_files_nor_trust_itself(self) -> None:
        shared = {
            "trust": True,
            "log_level": "error",
            "pipeline": str(ENGINE),
            "security": {"engine_path": str(ENGINE), "rules": [str(RULES)], "engine": "core"},
        }
        config, notes = from_client(None, shared)
        assert config == load({"log_level": "error", "security": {"engine": "core"}})
        assert [note.split()[0] for note in notes] == ["trust", "security.engine_path", "security.rules", "pipeline"]
        assert notes[0] == "trust is ignored here: a workspace could have set it, so it must come from the user"

    @pytest.mark.parametrize("engine", ["cli", "CLI"])
    def test_it_may_not_have_the_engine_looked_for_on_the_path(self, engine: str) -> None:
        config, notes = from_client(None, {"security": {"engine": engine}})
        assert config == Config()
        assert [note.split()[0] for note in notes] == ["security.engine"]
        assert from_client({"security": {"engine": engine}}, {"security": {"engine": engine}})[1] == ()

    def test_it_may_not_say_where_telemetry_goes(self) -> None:
        config, notes = from_client(None, {"telemetry": {"endpoint": "http://elsewhere", "file": str(RULES)}})
        assert config == Config()
        assert [note.split()[0] for note in notes] == ["telemetry.endpoint", "telemetry.file"]

    def test_it_may_not_have_texts_sent_anywhere(self) -> None:
        embedding = {"url": "https://elsewhere/v1", "model": "m", "key_variable": "AWS_SECRET_ACCESS_KEY"}
        config, notes = from_client(None, {"search": {"embedder": "url", "embedding": embedding}})
        assert config == Config()
        assert [note.split()[0] for note in notes] == [
            "search.embedding.url",
            "search.embedding.model",
            "search.embedding.key_variable",
            "search.embedder",
        ]
        # Nor to where the user has texts of other folders sent.
        user = {"search": {"embedding": {"url": "https://mine/v1", "model": "m"}}}
        assert from_client(user, {"search": {"embedder": "url"}})[0] == load(user)

    def test_it_may_do_without_a_service(self) -> None:
        user = {"search": {"embedder": "url", "embedding": {"url": "https://mine/v1", "model": "m"}}}
        config, notes = from_client(user, {"search": {"embedder": "none"}})
        assert (config.search.embedder, notes) == ("none", ())
        assert from_client(user, user) == (load(user), ())

    def test_it_may_name_a_shipped_pipeline(self) -> None:
        assert from_client({"pipeline": "ci"}, {"pipeline": "fast"}) == (load({"pipeline": "fast"}), ())

    @pytest.mark.parametrize("value", ["a/../b.yaml", 5, {"x": 1}])
    def test_it_may_name_no_other(self, value: object) -> None:
        config, notes = from_client(None, {"pipeline": value})
        assert config == Config()
        assert len(notes) == 1

    def test_it_may_not_take_trust_or_rules_away(self) -> None:
        init = {"trust": True, "security": {"rules": [str(RULES)]}}
        config, notes = from_client(init, {"trust": False, "security": {"rules": []}})
        assert config == load(init)
        assert len(notes) == 2

    def test_what_changes_nothing_needs_no_note(self) -> None:
        init = {"trust": True, "security": {"engine_path": str(ENGINE)}}
        shared = {"trust": True, "security": {"engine_path": str(ENGINE), "rules": []}, "pipeline": None}
        assert from_client(init, shared) == (load(init), ())

    def test_the_editors_own_trace_setting_is_not_ours(self) -> None:
        assert from_client(None, {"trace": {"server": "verbose"}}) == (Config(), ())

    def test_the_base_comes_first(self) -> None:
        base = load({"log_level": "debug", "debounce_ms": 5})
        config, _ = from_client({"debounce_ms": 6}, {"max_parallel_files": 2}, base)
        assert config == load({"log_level": "debug", "debounce_ms": 6, "max_parallel_files": 2})

    @pytest.mark.parametrize(
        ("init", "shared", "source"),
        [
            ([], None, "initializationOptions"),
            (None, "x", "workspace/configuration"),
            ({"trust": 5}, None, "initializationOptions"),
            (None, {"security": 5}, "workspace/configuration"),
            (None, {"nonsense": 5}, "workspace/configuration"),
        ],
    )
    def test_mistakes_say_where_they_were_made(self, init: object, shared: object, source: str) -> None:
        with pytest.raises(ConfigError) as caught:
            from_client(init, shared)
        assert caught.value.source == source


@pytest.mark.parametrize("raw", [{"use": "url"}, {"url": "https://h/v1"}, {"use": "url", "url": "https://h/v1"}])
def test_a_service_without_a_model_is_none(raw: dict[str, object]) -> None:
    (said,) = messages({"model": raw})
    assert "model.name" in said


def test_a_workspace_has_no_say_in_the_model() -> None:
    said: dict[str, object] = {
        "url": "https://evil.example/v1",
        "name": "m",
        "allowed": ["evil.example"],
        "verify": ["x"],
    }
    config, notes = from_client({}, {"model": said})
    assert config == Config()
    assert [note.partition(" ")[0] for note in notes] == ["model.url", "model.name", "model.allowed", "model.verify"]
    mine, _ = from_client({"model": {**said, "url": "https://h/v1"}}, {"model": said})
    assert mine.model.url == "https://h/v1"


def test_the_environment() -> None:
    environment = {"OMNI_LOG_LEVEL": "Warning", "OMNI_ENGINE_PATH": str(ENGINE), "OMNI_TRUST": "1", "PATH": "/x"}
    expected = load({"log_level": "warning", "security": {"engine_path": str(ENGINE)}})
    assert from_environment(environment) == expected
    assert from_environment({"OMNI_LOG_LEVEL": "", "OMNI_ENGINE_PATH": ""}, expected) == expected
    talk = {"OMNI_LOG_FORMAT": "json", "OMNI_TELEMETRY_ENDPOINT": "http://h:1", "OMNI_TELEMETRY_FILE": str(RULES)}
    assert from_environment(talk) == load(
        {"log_format": "json", "telemetry": {"endpoint": "http://h:1", "file": str(RULES)}}
    )
    assert from_environment({"OMNI_PIPELINE": "fast"}) == load({"pipeline": "fast"})
    with pytest.raises(ConfigError, match="OMNI_PIPELINE: must be the name of a shipped pipeline or an absolute path"):
        from_environment({"OMNI_PIPELINE": "here/pipeline.yaml"})


def test_mistakes_in_the_environment_name_the_variable() -> None:
    with pytest.raises(ConfigError) as caught:
        from_environment({"OMNI_LOG_LEVEL": "loud", "OMNI_ENGINE_PATH": "engine"})
    assert caught.value.source == "environment"
    assert [mistake.message for mistake in caught.value.mistakes] == [
        "OMNI_LOG_LEVEL: must be 'debug', 'info', 'warning' or 'error'",
        "OMNI_ENGINE_PATH: must be an absolute path; ~ stands for the home directory",
    ]


def test_the_cache_directory() -> None:
    assert cache_dir({"OMNI_CACHE_DIR": str(RULES)}) == RULES
    assert cache_dir({"OMNI_CACHE_DIR": "~/x"}) == Path("~/x").expanduser()
    for environment in ({}, {"OMNI_CACHE_DIR": ""}):
        assert cache_dir(environment).is_absolute()
        assert "omni-lsp" in cache_dir(environment).parts
    with pytest.raises(ConfigError, match="OMNI_CACHE_DIR: must be an absolute path"):
        cache_dir({"OMNI_CACHE_DIR": "cache"})


def test_the_schema_describes_every_setting() -> None:
    schema = json.loads(settings_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"trust": True, "security": {"engine": "cli"}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"security": {"warn": False}}, schema)
    assert undescribed(Config) == []


def test_what_only_users_may_set_says_so() -> None:
    fields = {(name,): Config.model_fields[name] for name in ("trust", "agents", "policy")} | {
        (group, name): field
        for group, model in (("security", Security), ("packs", Packs), ("model", Model), ("telemetry", Telemetry))
        for name, field in model.model_fields.items()
    }
    fields |= {("search", "embedding", name): field for name, field in Embedding.model_fields.items()}
    said = {path for path, field in fields.items() if "From user settings only." in (field.description or "")}
    assert said == set(USER_ONLY)


def test_the_wheel_carries_the_pipelines() -> None:
    pyproject = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    included = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included["pipelines"] == "omni_lsp/pipelines"


def undescribed(model: type[BaseModel]) -> list[str]:
    inner = [
        name
        for field in model.model_fields.values()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for name in undescribed(field.annotation)
    ]
    return inner + [name for name, field in model.model_fields.items() if not field.description]


def test_each_setting_is_told_with_its_origin_and_no_secret() -> None:
    environment = {"OMNI_LOG_LEVEL": "info", "OMNI_ENGINE": "Core"}
    named = {"trust": True, "security": {"allowed_secrets": ["hunter2"], "rules": [str(RULES)]}}
    settings = list(told(load(named, from_environment(environment)), environment))
    assert len({name for name, _, _ in settings}) == len(settings) == 50
    said = {name: (value, origin) for name, value, origin in settings}
    assert said["log_level"] == ("info", "environment, OMNI_LOG_LEVEL")
    assert said["security.engine"] == ("core", "environment, OMNI_ENGINE")
    assert said["security.rules"] == (str(RULES), "flag")
    assert said["security.engine_path"] == ("none", "default")
    assert said["trust"] == ("true", "flag")
    assert said["security.allowed_secrets"] == ("1", "flag")
    assert "hunter2" not in str(settings)


def test_the_pack_settings_are_those_of_the_command_and_of_the_packs() -> None:
    assert set(get_args(PackName)) == {file.slug for file in PackFile}
    assert MAP_TOKENS == rendering.MAP_TOKENS


def test_a_workspace_turns_on_no_agent_of_another_package() -> None:
    config, notes = from_client({"agents": ["units"]}, {"agents": ["spelling"]})
    assert config.agents == ("units",)
    assert [note.split()[0] for note in notes] == ["agents"]


def test_the_environment_lists_agents_with_commas() -> None:
    assert from_environment({"OMNI_AGENTS": "spelling, units,"}).agents == ("spelling", "units")
    with pytest.raises(ConfigError, match=r"OMNI_AGENTS\[0\]|OMNI_AGENTS|agents\[0\]"):
        from_environment({"OMNI_AGENTS": "Spelling"})


def test_a_workspace_cannot_have_packs_written() -> None:
    config, notes = from_client({}, {"packs": {"mode": "save", "without": ["cursor"]}})
    assert (config.packs.mode, config.packs.without) == ("manual", ("cursor",))
    assert [note.partition(" is ignored")[0] for note in notes] == ["packs.mode"]
    assert from_client({"packs": {"mode": "save"}}, {"packs": {"map_tokens": 100}})[0].packs.mode == "save"
