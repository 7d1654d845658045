"""The person in English: a text in the third person speaks neither of its writers nor to its readers."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from newsbrief.style.finding import StyleFault
from newsbrief.style.house import HouseStyle

# “US” is a country and “mine” a pit; “I” counts before a verb alone, as in “Part I” it is a number.
_FIRST_OR_SECOND = regex.compile(
    r"(?<![\p{L}\p{N}’'-])(?:[Ww]e|us|[Oo]urs?|[Oo]urselves|[Mm]y|me|[Mm]yself|[Yy]ou|[Yy]ours?|[Yy]oursel(?:f|ves)"
    r"|(?<!\p{Lu}[\p{L}.]* )I(?= \p{Ll}|[’'](?:m|ve|d|ll)\b))(?![\p{L}\p{N}-])"
)


def check(text: str, style: HouseStyle, language: str) -> Iterator[StyleFault]:
    """Yield each word of the first or second person where the style wants the third; English alone is read."""
    if style.person != "third" or language != "en":
        return
    for match in _FIRST_OR_SECOND.finditer(text):
        yield StyleFault("person", f"“{match.group()}” is not the third person", match.start(), match.end())
