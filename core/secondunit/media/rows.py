"""A picture by a few rows at a time, on several threads: blocks that stay in a core's cache."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from .picture import Pixels

T = TypeVar("T")
#: Changes rows in place; (rows, width, channels), contiguous.
RowChange = Callable[[Pixels], None]
#: Rows of 4K RGBA float that stay in a core's cache.
_BLOCK_VALUES = 1 << 18


def by_rows(pixels: Pixels, work: Callable[[slice], T], *, channels: int = 0, threads: int = 0) -> list[T]:
    """What `work` gives for every block of rows of `pixels`, in order; the blocks cover it once.

    A block is as high as `channels` (0: the picture's own) of float32 allow; `threads` 0 means one a core.
    """
    height, width, own = pixels.shape
    rows = max(1, _BLOCK_VALUES // max(1, width * (channels or own)))
    blocks = [slice(top, min(top + rows, height)) for top in range(0, height, rows)]
    workers = min(threads or os.cpu_count() or 1, len(blocks))
    if workers <= 1:
        return [work(block) for block in blocks]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, blocks))
