"""A wrong setting takes none of the good ones with it."""

from pathlib import Path

import pytest

from omni_lsp.app.inforce import put_in_force
from omni_lsp.lsp.core import Setup
from omni_lsp.telemetry.switch import Telemetry

NOWHERE = Path("/nowhere/engine")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"OMNI_ENGINE_PATH": str(NOWHERE), "OMNI_CACHE_DIR": str(tmp_path)}


def test_a_wrong_option_leaves_the_settings_of_the_environment(environment: dict[str, str]) -> None:
    now = put_in_force(Setup((), {"no": 1}, {}), environment, Telemetry())
    assert now.config.security.engine_path == NOWHERE
    assert "no" in now.complaints[0]


def test_a_wrong_option_later_leaves_what_was_in_force(environment: dict[str, str]) -> None:
    before = put_in_force(Setup((), {"debounce_ms": 7}, {}), environment, Telemetry())
    now = put_in_force(Setup((), {"debounce_ms": 7}, {"no": 1}), environment, Telemetry(), before)
    assert now.config == before.config
    assert now.config.debounce_ms == 7
    assert now.team is before.team
