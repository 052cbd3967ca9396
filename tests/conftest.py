"""Each test begins as a process does: tests of the application change the log and the trace of the whole process."""

import gc
import logging
from collections.abc import Generator, Iterator

import pytest

from omni_lsp.model.trace import enter_trace


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end, so that looking through it for garbage again and again finds nothing."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.fixture(autouse=True)
def _as_at_the_start() -> Iterator[None]:
    enter_trace("")
    logger = logging.getLogger("omni_lsp")
    level = logger.level
    yield
    logger.setLevel(level)
