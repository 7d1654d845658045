"""Openings that are no part of what a sentence says: a dateline, a clock, a label, a connective."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

import regex
from babel import Locale
from babel.core import get_global

from newsbrief.article.article import Article, Sentence, per_article
from newsbrief.article.calendar import any_of, calendar_names, find_locale
from newsbrief.article.readings import per_text
from newsbrief.resources import read_language_table, read_table

FEWEST_WORDS = 3
"""Words that must be left, or the opening was the sentence itself."""
_SEPARATOR = r"(?:\s?\.?\s?(?:[–—]|--?)|:)"
_DASH = r"\.?\s?(?:[–—]|--?)"
_BEGINS = r"(?=[\"“„«¿¡‘'(]{0,2}(?:\p{Lu}|\p{N})|[\"“„«])"
_HALF = r"\s?[apAP]\.?[mM]\.?(?!\p{L})"
_ZONE = r"\s(?:Uhr|local time|GMT|UTC|BST|CES?T|IST|[ECMP][SD]?T)(?!\p{L})"
_NUMBERED = regex.compile(r"(?:\[\d{1,3}\]\s*)+|S(?:entence )?\d{1,3}:\s+|\|\s+")
"""A number, or the bar between two columns."""
# A full stop between two numbers may be a price, `17.50 Euro`: something else has to tell that it is a time.
_CLOCK = regex.compile(
    rf"\[?(?:[01]?\d|2[0-3])(?:[:h][0-5]\d(?:{_HALF})?(?:{_ZONE})?\]?{_SEPARATOR}?|"
    rf"\.[0-5]\d(?:(?:{_HALF})(?:{_ZONE})?\]?{_SEPARATOR}?|{_ZONE}\]?{_SEPARATOR}?|\]?{_SEPARATOR})|"
    rf"{_HALF}(?:{_ZONE})?\]?{_SEPARATOR})\s+{_BEGINS}"
)
_CAPITALS = r"\p{Lu}{3}[\p{Lu}\s.'’/-]{0,37}"
_PLACE = r"\p{Lu}[\p{L}\p{M}.'’-]*+(?:[ /](?:(?:de|del|da|do|la|el|am|upon) )?\p{Lu}[\p{L}\p{M}.'’-]*+){0,3}"
_SHORT = 6
"""Letters of a word that is compared whole: `DENIED` is no Denmark."""
_NO_TOWNS = ("Antarctica/", "Arctic/", "Etc/")
_SET_OFF = regex.compile(r"[–—)]|-[\s-]")
_LONGEST = 120
"""Characters in which a dateline has such a mark: its long pattern is tried on few sentences."""
_LEAD = regex.compile(rf"{_CAPITALS}(?:\([^():]{{2,24}}\))?(?:\s?{_DASH}|\.-)\s+{_BEGINS}")
_LABEL = regex.compile(
    rf"(?:[\p{{Lu}} '’]{{3,40}}(?:\s?{_DASH}|:)|\([\p{{Lu}} '’]{{3,40}}\)|\p{{L}}+(?: \(\p{{L}}+\))?:)\s+{_BEGINS}"
)
_POSSESSIVE = regex.compile(r"['’]S\b")
_WORD = regex.compile(r"[\p{L}\p{N}]+")


def strip_opening(sentence: Sentence, article: Article) -> str:
    """Return the text of a sentence `without_opening`."""
    leads = sentence.index in _find_leads(article) and _opens_with_place(sentence.text, article)
    return without_opening(sentence.text, article.language, leads=leads)


@per_text
def without_opening(text: str, language: str, *, leads: bool = False) -> str:
    """Return `text` without a dateline, a live report's clock, a label or a connective at its start.

    What is left says the same, and begins with a capital. `text` itself where nothing of the kind opens it, or where
    fewer than `FEWEST_WORDS` words would be left. `leads`: it is the first of an article, and what stands in capitals
    before a dash is a place; elsewhere it may be who speaks, or a word on what follows, such as “DENIED”.
    """
    at = 0
    dateline = _dateline(language) if _SET_OFF.search(text, 0, _LONGEST) else None
    is_led = leads and (lead := _LEAD.match(text)) and not tells_rating(lead[0])
    for pattern in (_NUMBERED, _CLOCK, _LEAD if is_led else dateline, _connectives(language)):
        if pattern and (match := pattern.match(text, at)):
            at = match.end()
    left = text[at:]
    if not at or len(_WORD.findall(left)) < FEWEST_WORDS:
        return text
    return _capital(left[:1], language) + left[1:]


@per_article
def _find_leads(article: Article) -> frozenset[int]:
    """Return the sentence that opens the article, or each of several that were joined."""
    body = [s.index for s in article.sentences if not (s.is_heading or s.is_boilerplate)]
    return frozenset(body[at] for first in article.firsts if (at := bisect_left(body, first)) < len(body))


def _opens_with_place(text: str, article: Article) -> bool:
    """Return whether the capitals before a dash name a place: one that is known, or that the article names again."""
    lead = _LEAD.match(text)
    if lead is None:
        return False
    name = lead[0].partition("(")[0]
    words = _WORD.findall(name)
    if " ".join(words).casefold() in _list_places(article.language):
        return True
    return all(regex.search(rf"(?<=[\p{{Ll}},] ){_find_again(word)}", article.source) for word in words)


def _find_again(word: str) -> str:
    """Return a pattern of a word in small letters but for the first: of a long one without its end, often a case's."""
    stem = word[1:-2] if len(word) > _SHORT else word[1:]
    return rf"{word[0]}(?i:{regex.escape(stem)})\p{{Ll}}{{{0 if stem == word[1:] else 1},3}}(?!\p{{L}})"


@lru_cache(maxsize=8)
def _list_places(language: str) -> frozenset[str]:
    """Return countries, American states, the cities that time zones go by, and other large ones, in small letters."""
    locale = find_locale(language) or Locale("en")
    zones = (zone for zone in get_global("zone_territories") if not zone.startswith(_NO_TOWNS))
    towns = (zone.rpartition("/")[2].replace("_", " ") for zone in zones)
    local = (
        zone["city"] for name, zone in locale.time_zones.items() if "city" in zone and not name.startswith(_NO_TOWNS)
    )
    known = _datelines()
    names = (*known["states"], *known["cities"], *locale.territories.values(), *towns, *local)
    return frozenset(" ".join(_WORD.findall(name.casefold())) for name in names)


def opens_refuted(text: str) -> bool:
    """Return whether a sentence opens with a word on it that it is not so: `FALSE - …`, `Rumour (false): …`."""
    label = _LABEL.match(text)
    return bool(label and set(_WORD.findall(label[0].casefold())) & set(_datelines()["refuting"]))


def tells_rating(opening: str) -> bool:
    """Return whether an opening or a label has a word for whether something is so."""
    known = {*_datelines()["refuting"], *_datelines()["ratings"]}
    return bool(_POSSESSIVE.search(opening) or set(_WORD.findall(opening.casefold())) & known)


def _datelines() -> Mapping[str, Sequence[str]]:
    words: Mapping[str, Sequence[str]] = read_table("article/openings.toml")["datelines"]
    return words


@lru_cache(maxsize=64)
def _dateline(language: str) -> regex.Pattern[str]:
    """Return the pattern of datelines: an agency that is known, a date or a country tells them from who speaks."""
    known = _datelines()
    agency = rf"\((?:{any_of(known['agencies'])}(?:[ /][\p{{L}} /]{{1,20}})?)\)"
    locale = find_locale(language) or Locale("en")
    months = any_of(calendar_names("months", locale.language, abbreviated=True))
    within = any_of((*known["states"], *locale.territories.values()))
    where = rf",\s(?:the\s)?(?i:{within})\.?"
    day = rf"(?:\d{{1,2}}\.?\s(?:de\s)?(?i:{months})|(?i:{months})\.?\s\d{{1,2}})\b"
    when = rf",\s(?:\p{{L}}+,?\s)?{day}[^—–:()\"“]{{0,10}}?"
    return regex.compile(
        # LONDON, March 3 (Reuters) - The …; Berlin (dpa) - Der …
        rf"(?:{_CAPITALS}|{_PLACE})(?:,\s[^—–:()\"“]{{1,30}}?)?\s?{agency}\s?{_DASH}\s*{_BEGINS}|"
        # VALDARÉS, Spain — The …; PELL, 3 March (Coast Press) - The …
        rf"{_CAPITALS}(?:{where})?(?:{where}|{when})(?:\s?\([^():]{{2,24}}\))?\s?{_DASH}\s+{_BEGINS}|"
        # (CNN) The …
        rf"{agency}(?:\s?{_DASH})?\s*{_BEGINS}|"
        # القاهرة (رويترز) - أعلنت …
        rf"[\p{{Arabic}}\p{{Hebrew}} ]{{3,30}}+{agency}\s?{_DASH}\s*(?=\p{{L}})"
    )


def _capital(letter: str, language: str) -> str:
    return "İ" if letter == "i" and language in ("tr", "az") else letter.upper()


@lru_cache(maxsize=64)
def _connectives(language: str) -> regex.Pattern[str] | None:
    words = read_language_table("article/openings.toml", language)
    if not words:
        return None
    bare = rf"(?:{'|'.join(words['bare'])})\s+(?!{words['not_before']}(?!\p{{L}}))" if words["bare"] else r"(?!)"
    return regex.compile(
        rf"(?:(?:{'|'.join(words['set_off']) or '(?!)'})\s?[,،]\s+|{bare})(?=[\p{{L}}\p{{N}}\"“„«¿¡‘(])",
        regex.IGNORECASE,
    )
