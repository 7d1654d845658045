"""An article and the options to brief it with, as a job stores them."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import TypeAdapter

from newsbrief.pipeline import Options, Submission


@dataclass(frozen=True, slots=True)
class Assignment:
    """One article of a job."""

    submission: Submission
    options: Options
    trace: dict[str, str] = field(default_factory=dict)
    """Headers that tell whose trace its work is part of (W3C Trace Context); empty where nothing is traced."""

    def to_json(self) -> str:
        return _JSON.dump_json(self, exclude_defaults=True, exclude=None if self.trace else {"trace"}).decode()

    @classmethod
    def from_json(cls, text: str) -> Assignment:
        return _JSON.validate_json(text)


_JSON = TypeAdapter(Assignment)
