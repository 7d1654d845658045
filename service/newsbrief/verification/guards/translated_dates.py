"""Translated dates: months and days of the week that a claim names, the article names too."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import regex
from babel import Locale, UnknownLocaleError

from newsbrief.article import Article, per_article
from newsbrief.verification.claim import CheckResult, Claim, bare
from newsbrief.verification.quotation import unquoted

NAME = "translated_dates"
_NUMERIC = regex.compile(
    r"(?<!\d)(?:\d{1,2}[./]\s?(?P<month>\d{1,2})[./]|\d{4}-(?P<month>\d\d)-\d\d|(?P<month>\d{1,2})月)"
)
_UNPARTED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]"
_INFLECTED = frozenset({"bg", "cs", "el", "fi", "pl", "ro", "ru", "uk"})
"""Languages in which the last letter of a name changes with its case."""
_FEWEST = 3
"""Letters of a name that counts: shorter ones are other words as well."""


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail where a claim names a month or a day of the week, and the article names others alone; a doubt."""
    own = _named(unquoted(claim.text), claim.language)
    if not own:
        return bare(NAME, "skip")
    known = _named_in(article)
    for kind, number in own:
        others = {n for k, n in known if k == kind}
        if others and number not in others:
            said = own[kind, number]
            detail = f"“{said}”: the article names another {'month' if kind == 'months' else 'day of the week'}"
            return CheckResult(name=NAME, outcome="fail", detail=detail, fault=said, verdict="unsupported")
    return bare(NAME, "pass")


@per_article
def _named_in(article: Article) -> Mapping[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    day = article.published_at
    for sentence in article.sentences:
        found |= _named(sentence.text, article.language)
    # Of what is told relative to the day of publication, that day may be named.
    return found | ({("months", day.month): "", ("days", day.weekday()): ""} if day and found else {})


def _named(text: str, language: str) -> dict[tuple[str, int], str]:
    """Return the months (from 1) and the days of the week (Monday is 0) that a text names, each with its words."""
    found: dict[tuple[str, int], str] = {}
    for kind in ("months", "days"):
        names = _names(language, kind)
        if not names:
            continue
        for match in _pattern(language, kind).finditer(text):
            found[kind, names[match.group().lower()]] = match.group()
    for match in _NUMERIC.finditer(text):
        if 1 <= (month := int(match["month"])) <= 12:
            found["months", month] = match.group()
    return found


@cache
def _pattern(language: str, kind: str) -> regex.Pattern[str]:
    longest = sorted(map(regex.escape, _names(language, kind)), key=len, reverse=True)
    # Names are inflected: what follows the stem is no matter, but a name never begins inside a word that is parted.
    return regex.compile(rf"(?<![[\p{{L}}\p{{M}}]--{_UNPARTED}])(?:{'|'.join(longest)})", regex.IGNORECASE | regex.V1)


@cache
def _names(language: str, kind: str) -> Mapping[str, int]:
    """Return the full names of months or days of the week, as CLDR has them in sentences and alone, in lower case.

    Left out is what means something else as well: English “may”, “march” and “sun”.
    """
    try:
        table = getattr(Locale(language), kind)
    except (UnknownLocaleError, ValueError):
        return {}
    found = {name.lower(): number for form in table.values() for number, name in form.get("wide", {}).items()}
    if language in _INFLECTED:
        found = {name[:-1] if len(name) > _FEWEST else name: number for name, number in found.items()}
    return {name: number for name, number in found.items() if len(name) >= _FEWEST and name not in ("may", "march")}
