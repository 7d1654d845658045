"""Who says a quotation, as far as the words beside it tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from service.article.words import REMEMBERED

_VERBS = (
    "said|says|saying|told|tells|telling|added|adds|adding|stated|states|stating|warned|warns|warning|insisted|insists"
    "|argued|argues|claimed|claims|declared|declares|announced|announces|replied|responded|wrote|writes|tweeted|posted"
    "|explained|explains|noted|notes|noting|called|calling|described|describing|stressed|stressing|admitted|joked"
    "|continued|concluded|commented|recalled|remarked|asked|asks|quipped|vowed|pledged|urged|testified|asserted"
    "|cautioned|cautioning|maintained|complained|confirmed|acknowledged|emphasized|emphasised|reiterated|reported"
)
_NAME = r"\p{Lu}[\p{L}'’.-]*(?:\s(?:(?:de|van|von|der|bin|al|el|la|da|di|du)\s)?\p{Lu}[\p{L}'’.-]*){0,6}"
_ADVERB = r"(?:\s(?:has|had|have|also|later|then|once|repeatedly|publicly|further|is|was)){0,2}"
_BEFORE = regex.compile(rf"(?P<name>{_NAME}|\b(?:[Hh]e|[Ss]he)\b)(?:,[^,;.\"“”]{{1,60}},)?{_ADVERB}\s(?:{_VERBS})\b")
_AFTER = regex.compile(
    r"[\"”'’»]\s?(?:said|says|added|adds|told|wrote|writes|warned|asked|replied)\s"
    r"(?P<name>(?:(?!(?:on|in|at|to|by|after|before|during|as|when|while|who|that|from|and|with|of)\b)[\p{L}'’.-]++\s?){1,8}+)"
)
_UNNAMED = regex.compile(
    rf"\b(?P<name>(?:[Aa]n?|[Aa]nother|[Oo]ne)\s(?:[\p{{L}}.-]++\s){{0,4}}?"
    rf"(?:official|spokes\p{{L}}+|source|witness|diplomat|aide|adviser|officer|lawmaker|resident|lawyer|expert))"
    rf"{_ADVERB}\s(?:{_VERBS})\b"
)
_RUN = regex.compile(_NAME)
_PERSON = regex.compile(rf"(?<![\p{{L}}])(?:{_NAME})")
_BODIES = frozenset(
    {
        "House",
        "Ministry",
        "Department",
        "States",
        "Kingdom",
        "Arabia",
        "Union",
        "Council",
        "Office",
        "Committee",
        "Party",
        "Court",
        "Police",
        "Agency",
        "Government",
        "Corps",
        "Army",
        "Association",
        "Company",
        "Bank",
        "University",
        "Commission",
        "Congress",
        "Senate",
        "Parliament",
        "Nations",
        "Times",
        "Post",
        "Journal",
        "Street",
        "League",
        "Group",
        "Inc",
        "Ltd",
        "Corporation",
        "Foundation",
        "Institute",
        "Center",
        "Centre",
        "Command",
        "Force",
        "Forces",
        "Guard",
        "Team",
        "Club",
        "News",
        "Radio",
        "Television",
        "Church",
        "School",
        "Hospital",
        "Service",
        "Authority",
        "Board",
        "Federation",
        "Society",
        "Trust",
        "Korea",
        "Zealand",
        "Africa",
        "America",
        "Republic",
        "Emirates",
        "City",
        "County",
        "State",
        "Israel",
        "Iran",
        "Russia",
        "China",
        "Ukraine",
        "Washington",
        "Tehran",
        "Moscow",
    }
)
_PRONOUNS = frozenset({"he", "she"})
_NO_NAMES = frozenset(
    {
        "He",
        "She",
        "It",
        "They",
        "We",
        "I",
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "But",
        "And",
        "As",
        "When",
        "While",
        "After",
        "Before",
        "If",
        "This",
        "That",
    }
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as named: `surname` is the last word of the name, or `he` or `she`."""

    name: str
    surname: str

    @property
    def pronoun(self) -> bool:
        return self.surname in _PRONOUNS


def speaker(text: str, start: int, end: int) -> Speaker | None:
    """Who says what is quoted from `start` to `end`: the named subject of a verb of saying nearest to it, or None.

    `text` must have its quotations blanked, so that nobody inside one is taken for its speaker.
    """
    found: list[tuple[int, Speaker]] = []
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(text):
            # "said Rovers manager Carla Brandt" names her; "said the Rovers manager" names nobody.
            said = match["name"].strip()
            run = next((r for r in _RUN.finditer(said) if r.end() == len(said)), None)
            named = _named(run.group() if run else said.lower())
            if named is not None:
                distance = start - match.end() if match.end() <= start else match.start() - end
                found.append((max(distance, 0), named))
    for match in _UNNAMED.finditer(text):
        distance = start - match.end() if match.end() <= start else match.start() - end
        found.append(
            (max(distance, 0), Speaker(match["name"][0].lower() + match["name"][1:], match["name"].split()[-1]))
        )
    return min(found, key=lambda f: f[0])[1] if found else None


@lru_cache(maxsize=REMEMBERED)
def people(text: str) -> tuple[str, ...]:
    """The people a text names in full (`Steve Witkoff`), bodies and most places left out."""
    found = []
    for match in _PERSON.finditer(text):
        named = _named(match.group())
        if named is not None and len(named.name.split()) > 1:
            found.append(named.name)
    return tuple(found)


def _named(name: str) -> Speaker | None:
    if name.lower() in _PRONOUNS:
        return Speaker(name.lower(), name.lower())
    if not name[:1].isupper():
        return None
    words = (w.removesuffix("'s").removesuffix("’s").strip(".") for w in name.split())
    parts = [w for w in words if w not in _NO_NAMES]
    surname = parts[-1] if parts else ""
    if len(surname) < 3 or surname in _BODIES or surname.isupper():
        return None
    return Speaker(" ".join(parts), surname)
