"""Python's collector of cyclic garbage, in a process that does nothing but work through articles."""

from __future__ import annotations

import gc

_EVERY = (10_000, 20, 20)
"""Objects made before the young are looked at, and how many such looks there are to one at the older."""


def seldom() -> None:
    """Look for garbage less often than Python does by itself.

    An article makes and drops some hundred thousand objects, hardly any in cycles, and every look at the old ones goes
    through all that is loaded: 6 of 47 ms of processor time an article. Memory does not grow by it.
    """
    gc.set_threshold(*_EVERY)
