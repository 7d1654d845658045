"""Hooks of a process on its calls to models: who is told of what, and the batch run that they are part of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from newsbrief.models.bulk import BatchRun

CanaryOutcome = Literal["held", "failed", "none"]
"""Of the canaries in one answer of a judge: both judged right, one judged wrong, or none could be made."""
OnCircuit = Callable[[str, bool], None]
"""Called with the name of a circuit breaker and whether it is open, at first and whenever that changes."""
OnCanaries = Callable[[str, CanaryOutcome], None]
"""Called with the model of a judge and the outcome of its canaries, for each answer."""


@dataclass(frozen=True, slots=True)
class ModelHooks:
    """Hooks on every call to a model; by default nobody is told, and calls are made at once."""

    on_circuit: OnCircuit = lambda name, is_open: None
    on_canaries: OnCanaries = lambda model, outcome: None
    batch_run: BatchRun | None = None
    """Calls go by the Batch API, as those of this run."""


NO_HOOKS = ModelHooks()
