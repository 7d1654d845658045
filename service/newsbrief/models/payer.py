"""The payer of calls to models: told of each as it is made, whatever becomes of the work that it was made for."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from newsbrief.models.usage import Usage

Payer = Callable[[Usage], None]


def _nobody(usage: Usage) -> None: ...


payer: ContextVar[Payer] = ContextVar("payer", default=_nobody)
"""The payer of the work in this context; by itself nobody counts."""
