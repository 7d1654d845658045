"""Findings: departures of a text from a house style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rule = Literal["words", "spelling", "numbers", "dates", "length", "person"]


@dataclass(frozen=True, slots=True)
class StyleFault:
    """One departure from a style: characters `start` to `end` of a text; of a length they are 0."""

    rule: Rule
    detail: str
    start: int = 0
    end: int = 0
    instead: str | None = None
    """What code may write in its place without changing what is said; None where a writer has to."""


def apply_fixes(text: str, findings: list[StyleFault]) -> str:
    """Return `text` with every finding replaced that has an `instead`. Of two that overlap the first counts."""
    out, position = "", 0
    for finding in sorted(findings, key=lambda f: (f.start, -f.end)):
        if finding.instead is not None and finding.start >= position and finding.end > finding.start:
            out += text[position : finding.start] + finding.instead
            position = finding.end
    return out + text[position:]
