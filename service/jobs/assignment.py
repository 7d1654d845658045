"""An article and how it is to be briefed, as a job keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from service.pipeline import Options, Submission


@dataclass(frozen=True, slots=True)
class Assignment:
    """One article of a job."""

    submission: Submission
    options: Options

    def to_json(self) -> str:
        return _JSON.dump_json(self, exclude_defaults=True).decode()

    @classmethod
    def from_json(cls, text: str) -> Assignment:
        return _JSON.validate_json(text)


_JSON = TypeAdapter(Assignment)
