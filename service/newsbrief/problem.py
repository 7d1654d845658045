"""A problem as it is stored, and how its kind is named."""

from __future__ import annotations

from dataclasses import dataclass

PREFIX = "urn:newsbrief:problem:"
"""What the URN of each kind of problem begins with; its reason follows."""


@dataclass(frozen=True, slots=True)
class RecordedProblem:
    """The problem that an order ended with: `reason` is a stable word, `detail` says what went wrong."""

    reason: str
    detail: str

    @classmethod
    def from_text(cls, text: str) -> RecordedProblem:
        """Return the problem in the text that `to_text` gave."""
        reason, _, detail = text.partition(" ")
        return cls(reason, detail)

    def to_text(self) -> str:
        """Return the problem as the store holds it."""
        return f"{self.reason} {self.detail}"
