"""Translated dates: months and days of the week that a claim names, the article names too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache

import regex

from newsbrief.article import Article, per_article
from newsbrief.article.calendar import Kind, any_of, calendar_names, find_locale, find_number
from newsbrief.article.quoted_words import blank_quotations
from newsbrief.article.scripts import UNSPACED
from newsbrief.verification.claim import CheckResult, Claim, fail, skip, succeed

NAME = "translated_dates"
_KINDS: tuple[Kind, ...] = ("months", "days")
_NUMERIC = r"\d{4}-(?P<month>\d\d)-\d\d|(?P<month>\d{1,2})月"
_OTHER_MONTHS = frozenset({"fa"})
"""Languages of which the months are others, in another calendar: they are held against none."""
_INFLECTED = frozenset({"bg", "cs", "el", "fi", "pl", "ro", "ru", "uk"})
"""Languages in which the last letter of a name changes with its case."""
_FEWEST = 3
"""Letters of a name that counts: shorter ones are other words as well."""


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail where a claim names a month or a day of the week, and the article names others alone; a doubt."""
    own = _find_calendar_words(blank_quotations(claim.text), claim.translated_into)
    if not own:
        return skip(NAME)
    known = _named_in(article)
    is_other = (claim.translated_into in _OTHER_MONTHS) != (article.language in _OTHER_MONTHS)
    for kind, number in own:
        if kind == "months" and is_other:
            continue
        others = {n for k, n in known if k == kind}
        if others and number not in others:
            said = own[kind, number]
            detail = f"“{said}”: the article names another {'month' if kind == 'months' else 'day of the week'}"
            return fail(NAME, detail, fault=said, verdict="unsupported")
    return succeed(NAME)


@per_article
def _named_in(article: Article) -> Mapping[tuple[str, int], str]:
    named: dict[tuple[str, int], str] = {}
    day = article.published_at
    for sentence in article.sentences:
        named |= _find_calendar_words(sentence.text, article.language)
    if day is None or not named:
        return named
    # Of what is told relative to the day of publication, as of yesterday, today or tomorrow, that day may be named.
    near = {("days", (day + timedelta(days=away)).weekday()): "" for away in (-1, 0, 1)}
    return named | near | {("months", day.month): ""}


def _find_calendar_words(text: str, language: str) -> dict[tuple[str, int], str]:
    """Return the months (from 1) and the days of the week (Monday is 0) that a text names, each with its words."""
    words: dict[tuple[str, int], str] = {}
    for kind in _KINDS:
        names = _list_names(language, kind)
        if not names:
            continue
        for match in _compile_pattern(language, kind).finditer(text):
            words[kind, find_number(names, match.group())] = match.group()
    for match in _compile_numeric(language).finditer(text):
        if 1 <= (month := int(match["month"])) <= 12:
            words["months", month] = match.group()
    return words


@cache
def _compile_numeric(language: str) -> regex.Pattern[str]:
    """Return the pattern of dates in digits alone, the month second where the language writes the day first."""
    locale = find_locale(language)
    order = str(locale.date_formats["short"].pattern) if locale else ""
    mark = next((mark for mark in "./-" if mark in order), "")
    day_first = rf"|\d{{1,2}}{regex.escape(mark)}\s?(?P<month>\d{{1,2}}){regex.escape(mark)}"
    return regex.compile(rf"(?<![\d.,/])(?:{_NUMERIC}{day_first if mark and order.startswith('d') else ''})")


@cache
def _compile_pattern(language: str, kind: Kind) -> regex.Pattern[str]:
    # Names are inflected: what follows the stem is no matter, but a name never begins inside a word that is parted.
    return regex.compile(
        rf"(?<![[\p{{L}}\p{{M}}]--[{UNSPACED}]]){any_of(_list_names(language, kind))}", regex.IGNORECASE | regex.V1
    )


@cache
def _list_names(language: str, kind: Kind) -> Mapping[str, int]:
    """Return the full names of months or days of the week in every country of a language, in lower case.

    Left out is what means something else as well: English “may”, “march” and “sun”.
    """
    names = calendar_names(kind, language, of_countries=True)
    if language in _INFLECTED:
        names = {name[:-1] if len(name) > _FEWEST else name: number for name, number in names.items()}
    return {name: number for name, number in names.items() if len(name) >= _FEWEST and name not in ("may", "march")}
