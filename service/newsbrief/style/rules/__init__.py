"""The rules of a style that code can check: one file each, functions of a text, a style and a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from newsbrief.style.finding import Finding
from newsbrief.style.house import HouseStyle
from newsbrief.style.rules import dates, numbers, spelling, words
from newsbrief.verification.quotation import unquoted

RULES: tuple[Callable[[str, HouseStyle, str], Iterator[Finding]], ...] = (
    words.check,
    spelling.check,
    numbers.check,
    dates.check,
)


def check_wording(text: str, style: HouseStyle, language: str) -> list[Finding]:
    """Return what a text has against the style's rules on wording, in order; quoted words are nobody's to change."""
    # Blanked, not cut out: offsets stay, and no rule sees across a quotation.
    plain = unquoted(text)
    found = [finding for rule in RULES for finding in rule(plain, style, language)]
    return sorted(found, key=lambda f: (f.start, f.end))
