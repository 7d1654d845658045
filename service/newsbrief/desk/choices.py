"""Choices in the form of a new briefing, where a model writes: house styles, lengths, tone and languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from babel import Locale, UnknownLocaleError
from pydantic_core import to_json

from newsbrief.models.model_session import LANGUAGE_NAMES
from newsbrief.style.house import HouseStyle
from newsbrief.verification.translated import list_languages

Length = Literal["short", "long"]
LENGTHS: Mapping[Length, HouseStyle] = {
    "short": HouseStyle.model_validate(
        {
            "name": "short",
            "sections": [
                {"name": "the_story", "words": "20-50"},
                {"name": "key_points", "items": "2-3", "words_each": 20},
                {"name": "critical_analysis", "words": 35},
                {"name": "key_takeaways", "items": 2, "words_each": 20},
                {"name": "impact_analysis", "words": 35},
            ],
        }
    ),
    "long": HouseStyle.model_validate(
        {
            "name": "long",
            "sections": [
                {"name": "the_story", "words": "120-200"},
                {"name": "key_points", "items": "5-8"},
                {"name": "critical_analysis", "words": "60-140"},
                {"name": "key_takeaways", "items": "4-6"},
                {"name": "impact_analysis", "words": "60-140"},
            ],
        }
    ),
}
"""Lengths beside the usual one, each a style that keeps the fixed format and lays down nothing else."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The styles and languages that a person may choose among."""

    styles: tuple[str, ...]
    """Names of those beside the usual one."""
    usual: str
    """Name of the style that is followed where none is chosen; empty for none."""
    languages: tuple[tuple[str, str], ...]
    """Codes and names of the languages that a briefing can be put into, by name; none where no judge could tell."""

    @property
    def has_styles(self) -> bool:
        """Return whether there is any house style."""
        return bool(self.styles or self.usual)

    @property
    def lengths(self) -> dict[Length, str]:
        """Return each length as a request has it, as JSON."""
        return {name: _sent(style) for name, style in LENGTHS.items()}


def list_choices(styles: Iterable[str], usual: str, language: str, *, translates: bool) -> Choices:
    """Return what is offered.

    Args:
        styles: the names of those that can be chosen.
        usual: the name of the one that is followed where none is; empty for none.
        language: in which languages are named.
        translates: whether a judge checks briefings in other languages.
    """
    codes = [code for code in list_languages() if code in LANGUAGE_NAMES] if translates else []
    named = sorted(((code, _name(code, language)) for code in codes), key=lambda each: each[1].casefold())
    return Choices(tuple(name for name in styles if name != usual), usual, tuple(named))


def _sent(style: HouseStyle) -> str:
    fields: dict[str, Any] = style.model_dump(exclude_defaults=True)
    return to_json(fields).decode()


def _name(code: str, language: str) -> str:
    """Return what a language is called in another; in English where it has no name there."""
    try:
        found = Locale(code).get_display_name(language)
    except UnknownLocaleError:
        found = None
    return found or LANGUAGE_NAMES[code]
