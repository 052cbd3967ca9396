"""Each test begins as a process does: tests of the application change the log and the trace of the whole process."""

import logging
from collections.abc import Iterator

import pytest

from omni_lsp.model.trace import enter_trace


@pytest.fixture(autouse=True)
def _as_at_the_start() -> Iterator[None]:
    enter_trace("")
    logger = logging.getLogger("omni_lsp")
    level = logger.level
    yield
    logger.setLevel(level)
