"""What the start leaves behind is cleared away, also what was put aside before."""

import gc
import platform
import weakref

import pytest

from omni_lsp.adapters.memory import settle, share_heap


class _Ring:
    def __init__(self) -> None:
        self.itself = self


def test_settling_clears_rings_that_were_frozen_and_freezes_what_is_left() -> None:
    ring = _Ring()
    gone = weakref.ref(ring)
    gc.freeze()
    del ring
    try:
        settle()
        assert gone() is None
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries do not have these settings")
def test_the_c_library_has_one_heap_for_all_threads() -> None:
    assert share_heap()
