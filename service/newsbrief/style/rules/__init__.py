"""The rules of a style that code can check: one file each, functions of a text, a style and a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from newsbrief.article.quoted_words import blank_quotations
from newsbrief.style.finding import StyleFault
from newsbrief.style.house import HouseStyle
from newsbrief.style.rules import dates, numbers, person, spelling, words

RULES: tuple[Callable[[str, HouseStyle, str], Iterator[StyleFault]], ...] = (
    words.check,
    spelling.check,
    numbers.check,
    dates.check,
    person.check,
)
_TOLD = ("audience", "tone", "tense", "persons", "places")


def list_unchecked(style: HouseStyle, language: str) -> tuple[str, ...]:
    """Return the fields that a style lays down and that code does not check in a text of that language."""
    names = [name for name in _TOLD if getattr(style, name)]
    if style.spelling and language != "en":
        names.append("spelling")
    names += numbers.list_unchecked(style, language)
    if dates.is_unchecked(style, language):
        names.append("dates")
    if style.person == "first plural" or (style.person and language != "en"):
        names.append("person")
    return tuple(names)


def check_wording(text: str, style: HouseStyle, language: str) -> list[StyleFault]:
    """Return what a text has against the style's rules on wording, in order; quoted words are nobody's to change."""
    # Blanked, not cut out: offsets stay, and no rule sees across a quotation.
    plain = blank_quotations(text)
    faults = [finding for rule in RULES for finding in rule(plain, style, language)]
    return sorted(faults, key=lambda f: (f.start, f.end))
