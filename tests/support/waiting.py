"""Wait until something holds, within a limit."""

import time
from collections.abc import Callable
from typing import Any


def wait_until(look: Callable[[], Any], within_s: float = 180, every_s: float = 0.05) -> Any:
    """Return what `look` returns, once that is true; look every `every_s` seconds."""
    ends = time.monotonic() + within_s
    while not (found := look()):
        assert time.monotonic() < ends, f"not within {within_s} seconds: {found!r}"
        time.sleep(every_s)
    return found
