"""Bounds of a count, written as people write them: `40-80`, `at most 80`, `80`."""

from __future__ import annotations

from typing import Annotated, Any

import regex
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

_RANGE = regex.compile(r"\s*(\d{1,6})\s*(?:-|–|to)\s*(\d{1,6})\s*")
_MOST = regex.compile(r"\s*(?:(?:at most|up to)\s*)?(\d{1,6})\s*")
_LEAST = regex.compile(r"\s*at least\s*(\d{1,6})\s*")


class Count(BaseModel):
    """A count that lies between two numbers, both included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: int = Field(default=0, ge=0, le=100_000)
    at_most: int | None = Field(default=None, ge=1, le=100_000)

    @model_validator(mode="after")
    def _in_order(self) -> Count:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError(f"{self.at_least} to {self.at_most} is no range: the smaller number comes first")
        return self

    def __str__(self) -> str:
        if self.at_most is None:
            return f"at least {self.at_least}"
        return f"{self.at_least} to {self.at_most}" if self.at_least else f"at most {self.at_most}"

    def complaint(self, count: int) -> str:
        """Return what is wrong with `count`, such as `92, at most 80 allowed`; empty where it lies within."""
        if self.at_most is not None and count > self.at_most:
            return f"{count}, at most {self.at_most} allowed"
        return f"{count}, at least {self.at_least} wanted" if count < self.at_least else ""


def _read(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return {"at_most": value}
    if not isinstance(value, str):
        return value
    if match := _RANGE.fullmatch(value):
        return {"at_least": int(match[1]), "at_most": int(match[2])}
    if match := _MOST.fullmatch(value):
        return {"at_most": int(match[1])}
    if match := _LEAST.fullmatch(value):
        return {"at_least": int(match[1])}
    raise ValueError(f"“{value[:40]}” is no count, such as 40-80, 80 (at most) or “at least 40”")


Bounds = Annotated[Count, BeforeValidator(_read)]
