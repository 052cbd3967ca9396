"""Memory of this process that nobody uses, given back to the system.

Only the C library of most Linux systems can be told so; elsewhere the collector alone does its part.
"""

import gc
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

# Of malloc.h: https://man7.org/linux/man-pages/man3/mallopt.3.html
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_LARGE_BYTES = 131_072


def share_heap() -> bool:
    """From here on all threads have one heap, and what is large has pages of its own, which go when it does.

    A heap for each thread keeps the most that any of them ever needed at once. Returns whether the C library does so.
    """
    library = _c_library()
    wanted = ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _LARGE_BYTES), (_TRIM_THRESHOLD, _LARGE_BYTES))
    return hasattr(library, "mallopt") and all(library.mallopt(option, value) for option, value in wanted)


def settle() -> None:
    """Clears away what the start left behind, which takes some 50 ms; what is there now is not looked through again."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    library = _c_library()
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)


@cache
def _c_library() -> "ctypes.CDLL":
    import ctypes  # noqa: PLC0415 - loaded after the start, not with it

    return ctypes.CDLL(None)
