"""One figure of a run, and what it is held against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; `aim` is what it should be at most, or with `least` at least."""

    name: str
    value: float
    unit: str
    aim: float | None = None
    least: bool = False

    @property
    def is_reached(self) -> bool | None:
        """Return whether the aim is reached; None where there is none."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.least else self.value <= self.aim
