"""The callback that is told the cost of each model call in the current context."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from newsbrief.models.usage import CallUsage

Payer = Callable[[CallUsage], None]


def _nobody(usage: CallUsage) -> None: ...


payer: ContextVar[Payer] = ContextVar("payer", default=_nobody)
"""The callback for the work in this context; the default does nothing."""
