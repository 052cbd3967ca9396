"""A policy file: its schema, and the way from its text to a `Policy` or to every mistake in it."""

import hashlib
import re
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from omni_lsp.adapters.controls.mapping import bundled
from omni_lsp.agents.compliance_expressions import is_licence_id, normalised_expression
from omni_lsp.config import yaml_source
from omni_lsp.config.json_schema import meaning, schema_text
from omni_lsp.config.schema import FirstVersion, Pattern, schema_mistakes
from omni_lsp.model.errors import ConfigError
from omni_lsp.model.policy import Duties, Level, Part, Policy

_CWE = re.compile(r"CWE-[1-9][0-9]{0,4}")
_RULE = re.compile(r"[A-Za-z][\w-]*(\.[\w-]+)*\.(\*|[\w-]+)|[a-z][\w]*(-[\w]+)+")
_REQUIRED = "required"


def parse_policy(text: str, source: str) -> Policy:
    """`source` says where the text came from, for people.

    Raises ConfigError with every mistake on the key or value that is wrong, in document order.
    """
    tree = yaml_source.read(text)
    mistakes = list(tree.mistakes)
    if tree.root is not None:
        try:
            file = PolicyFile.model_validate(yaml_source.plain(tree.root))
        except ValidationError as error:
            found = schema_mistakes(error, PolicyFile, tree.root, {mistake.span for mistake in mistakes})
            mistakes += [replace(one, message=_as_written(one.message)) for one in found]
        else:
            if not mistakes:
                return _policy(file, text)
    raise ConfigError(source, tuple(sorted(mistakes, key=lambda mistake: mistake.span)))


def policy_schema() -> str:
    """JSON Schema of a policy file, for editors that complete and check YAML."""
    return schema_text(PolicyFile)


@cache
def _frameworks() -> tuple[str, ...]:
    return tuple(framework.id for framework in bundled().frameworks)


@cache
def _controls() -> frozenset[str]:
    return frozenset(control.key for control in bundled().controls)


def _framework(value: str) -> str:
    if value not in _frameworks():
        raise ValueError(f"no framework is called '{value[:40]}': it is one of {', '.join(_frameworks())}")
    return value


def _concern(value: str) -> str:
    """What a severity can be given for."""
    framework, space, name = value.partition(" ")
    if space:
        _framework(framework)
        if value not in _controls():
            raise ValueError(f"'{name[:40]}' is no control of {framework} that anything here leads to")
    elif not _CWE.fullmatch(value) and not _RULE.fullmatch(value):
        raise ValueError("must be a rule id, py.*, a CWE id such as CWE-89, or a control such as 'pci-dss-4.0.1 6.2.4'")
    return value


def _filled(patterns: tuple[str, ...]) -> tuple[str, ...]:
    # Not `min_length`: for pydantic, a list is also too short when its items are wrong.
    if not patterns:
        raise ValueError("must not be empty")
    return patterns


def _licence(value: str) -> str:
    if not is_licence_id(value):
        raise ValueError(f"'{value[:40]}' is no id of the SPDX licence list")
    return value


def _expression(value: str) -> str:
    known = normalised_expression(value)
    if known is None:
        raise ValueError("must be an SPDX licence expression such as MIT or Apache-2.0 OR MIT")
    return known


def _off(value: object) -> object:
    """YAML reads `off` as text here, and `false` means the same."""
    return Level.OFF if value is False else value


def _required(value: object) -> object:
    """`required` is another word for `error`."""
    return Level.ERROR if value == _REQUIRED else _off(value)


Framework = Annotated[
    str,
    AfterValidator(_framework),
    Field(json_schema_extra=lambda schema: schema.update(enum=[*_frameworks()])),
]
Concern = Annotated[str, AfterValidator(_concern)]
LicenceId = Annotated[str, AfterValidator(_licence)]
_GRADES = ("Not reported.", "Reported as information.", "Reported as a warning.", "Reported as an error.")
Grade = Annotated[
    Level,
    BeforeValidator(
        _off,
        json_schema_input_type=Annotated[
            Literal["off", "info", "warning", "error"], Field(json_schema_extra=meaning(*_GRADES))
        ],
    ),
]
Duty = Annotated[
    Level,
    BeforeValidator(
        _required,
        json_schema_input_type=Annotated[
            Literal["off", "info", "warning", "error", "required"],
            Field(json_schema_extra=meaning(*_GRADES, "Another word for `error`.")),
        ],
    ),
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-"))


class DutiesTable(_Strict):
    """Each duty is off, or reported as info, warning or error; `required` means error."""

    spdx_header: Duty | None = Field(default=None, description="A licence header in every source file.")
    spdx_licence: Annotated[str, AfterValidator(_expression)] | None = Field(
        default=None, description="The SPDX expression that new headers get."
    )
    licence_allow: tuple[LicenceId, ...] | None = Field(
        default=None, description="Licences that files and dependencies may have, as SPDX ids."
    )
    dependency_licences: Duty | None = Field(default=None, description="Dependencies have an allowed licence.")
    personal_data: Duty | None = Field(default=None, description="No personal data in logs, analytics, URLs, storage.")
    realistic_test_data: Duty | None = Field(default=None, description="No data that may be a real person's in tests.")
    pinned_dependencies: Duty | None = Field(default=None, description="Dependencies have one version.")
    dependency_sources: Duty | None = Field(default=None, description="Dependencies come from an encrypted registry.")
    lock_files: Duty | None = Field(default=None, description="Lock files fit their manifests.")


class PartTable(_Strict):
    """What is different for the files that match some patterns."""

    paths: Annotated[tuple[Pattern, ...], AfterValidator(_filled), Field(json_schema_extra={"minItems": 1})] = Field(
        description="Gitignore patterns below the folder of the files this is about."
    )
    frameworks: tuple[Framework, ...] | None = Field(default=None, description="Frameworks in force there.")
    severities: dict[Concern, Grade] = Field(default={}, description="As above, for these files.")
    duties: DutiesTable = Field(default=DutiesTable(), description="As above, for these files.")


class PolicyFile(_Strict):
    """What a project has to comply with."""

    version: FirstVersion = Field(description="Version of this format.")
    name: Annotated[str, Field(min_length=1, max_length=80)] = Field(default="policy", description="For reports.")
    frameworks: tuple[Framework, ...] | None = Field(
        default=None, description="Frameworks in force; without it all that are known."
    )
    severities: dict[Concern, Grade] = Field(
        default={},
        description="How grave findings of a rule, a CWE or a control are; ids of rules go first. Off reports none.",
    )
    duties: DutiesTable = Field(default=DutiesTable(), description="What the project owes.")
    folders: tuple[PartTable, ...] = Field(
        default=(), description="What is different for some files; later entries overrule earlier ones."
    )


def _as_written(message: str) -> str:
    """A message that names keys, with hyphens as people write them."""
    for name in DutiesTable.model_fields:
        message = message.replace(name, name.replace("_", "-"))
    return message


def _policy(file: PolicyFile, text: str) -> Policy:
    parts = tuple(
        Part(part.paths, part.frameworks, MappingProxyType(part.severities), _duties(part.duties))
        for part in file.folders
    )
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Policy(file.name, file.frameworks, MappingProxyType(file.severities), _duties(file.duties), parts, digest)


def _duties(table: DutiesTable) -> Duties:
    return Duties(**{name: getattr(table, name) for name in DutiesTable.model_fields})
