"""One heap for all threads of the server."""

from __future__ import annotations

import ctypes
import sys

# Numbers of glibc's <malloc.h>.
_TRIM_THRESHOLD, _ARENA_MAX = -1, -8


def share_one_heap() -> None:
    """Let threads share what they gave back.

    Each run of a page is a thread of its own. glibc gives up to eight heaps per core to threads,
    each of which then holds on to the most that any run ever took there.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # not there beside other C libraries
    if mallopt:
        mallopt(_ARENA_MAX, 1)
        mallopt(_TRIM_THRESHOLD, 1 << 17)
