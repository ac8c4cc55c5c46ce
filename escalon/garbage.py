"""Looking for garbage less often while much is made that is kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (100_000, 50, 100)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Leave what is there alone, and collect seldom, until the end of the block.

    Tickets and clocks at hand live long and hold no cycles; going through them over and over took
    a tenth of a long replay, and had clocks that fall due wait for up to 0.3 seconds.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
