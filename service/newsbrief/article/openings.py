"""Openings that are no part of what a sentence says: a dateline, a clock, a label, a connective."""

from __future__ import annotations

from functools import lru_cache

import regex

from newsbrief.article.readings import per_text
from newsbrief.resources import read_table

FEWEST_WORDS = 3
"""Words that must be left, or the opening was the sentence itself."""
_SEPARATOR = r"(?:\s?\.?\s?(?:[–—]|--?)|:)"
_DASH = r"\.?\s?(?:[–—]|--?)"
_BEGINS = r"(?=[\"“„«¿¡‘'(]{0,2}(?:\p{Lu}|\p{N})|[\"“„«])"
_HALF = r"\s?[apAP]\.?[mM]\.?(?!\p{L})"
_ZONE = r"\s(?:Uhr|local time|GMT|UTC|BST|CES?T|IST|[ECMP][SD]?T)(?!\p{L})"
_NUMBERED = regex.compile(r"(?:\[\d{1,3}\]\s*)+|S(?:entence )?\d{1,3}:\s+")
# A full stop between two numbers may be a price, `17.50 Euro`: something else has to tell that it is a time.
_CLOCK = regex.compile(
    rf"\[?(?:[01]?\d|2[0-3])(?:[:h][0-5]\d(?:{_HALF})?(?:{_ZONE})?\]?{_SEPARATOR}?|"
    rf"\.[0-5]\d(?:(?:{_HALF})(?:{_ZONE})?\]?{_SEPARATOR}?|{_ZONE}\]?{_SEPARATOR}?|\]?{_SEPARATOR})|"
    rf"{_HALF}(?:{_ZONE})?\]?{_SEPARATOR})\s+{_BEGINS}"
)
_PLACE = r"\p{Lu}[\p{L}\p{M}.'’-]*+(?:[ /](?:(?:de|del|da|do|la|el|am|upon) )?\p{Lu}[\p{L}\p{M}.'’-]*+){0,3}"
_DATE = r"(?:,\s[^—–:()\"“]{1,30}?)?"
_AGENCY = r"\s?\([\p{L}\p{M}/ .&-]{2,24}\)"
_DATELINE = regex.compile(
    # KYIV, Ukraine (AP) — The …; MADRID - El …; a colon alone may follow who speaks
    rf"\p{{Lu}}{{3}}[\p{{Lu}}\s.'’/-]{{0,37}}{_DATE}(?:{_AGENCY}:|(?:{_AGENCY})?(?:\s{_DASH}|\.-))\s+{_BEGINS}|"
    # القاهرة (رويترز) - أعلنت …
    r"[\p{Arabic}\p{Hebrew} ]{3,30}+\([\p{Arabic}\p{Hebrew} /.]{2,20}\)\s?(?:[–—:]|--?)\s*(?=\p{L})|"
    # (CNN) The …
    rf"\([\p{{Lu}}/&-]{{2,12}}\)(?:\s?{_SEPARATOR})?\s*{_BEGINS}|"
    # Berlin (dpa) - Der …
    rf"{_PLACE}{_DATE}{_AGENCY}\s?{_SEPARATOR}\s*{_BEGINS}"
)
_WORD = regex.compile(r"[\p{L}\p{N}]+")


@per_text
def without_opening(text: str, language: str) -> str:
    """Return `text` without a dateline, a live report's clock, a label or a connective at its start.

    What is left says the same, and begins with a capital. `text` itself where nothing of the kind opens it, or where
    fewer than `FEWEST_WORDS` words would be left.
    """
    at = 0
    for pattern in (_NUMBERED, _CLOCK, _DATELINE, _connectives(language)):
        if pattern and (match := pattern.match(text, at)):
            at = match.end()
    left = text[at:]
    if not at or len(_WORD.findall(left)) < FEWEST_WORDS:
        return text
    return _capital(left[:1], language) + left[1:]


def _capital(letter: str, language: str) -> str:
    return "İ" if letter == "i" and language in ("tr", "az") else letter.upper()


@lru_cache(maxsize=64)
def _connectives(language: str) -> regex.Pattern[str] | None:
    words = read_table("article/openings.toml").get(language if language != "und" else "en")
    if not words:
        return None
    bare = rf"(?:{'|'.join(words['bare'])})\s+(?!{words['not_before']}(?!\p{{L}}))" if words["bare"] else r"(?!)"
    return regex.compile(
        rf"(?:(?:{'|'.join(words['set_off']) or '(?!)'})\s?[,،]\s+|{bare})(?=[\p{{L}}\p{{N}}\"“„«¿¡‘(])",
        regex.IGNORECASE,
    )
