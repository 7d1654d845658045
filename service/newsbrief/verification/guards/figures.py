"""Figures: every number of a claim is in the article, or follows from its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, combinations, groupby, zip_longest

import regex

from newsbrief.article import Article, per_article
from newsbrief.article.dates import find_dates, month_pattern
from newsbrief.verification.claim import CheckResult, Claim, fail, skip, succeed
from newsbrief.verification.counts import counts_things
from newsbrief.verification.days import find_known_days
from newsbrief.verification.east_asian import LANGUAGES as EAST_ASIAN
from newsbrief.verification.east_asian import find_numerals
from newsbrief.verification.number_words import may_be_worded
from newsbrief.verification.numerals import Figure, find_figures
from newsbrief.verification.values import Values, is_among

NAME = "figures"
_SMALL = 12.0
"""Counts up to here are often the writer's own (`the two leaders`, `five of the six`); shares and money are not."""
_CURRENCY = regex.compile(r"\p{Sc}\s?$")
_MOST = 80
"""Values of an article from which others are reckoned."""
_DAY = 16
"""Characters before a year in which the day of a month may stand."""
_RANGE = 9
"""Characters between the two figures of a range: `15 to 20 million`, `15 hingga 20 juta`."""
_STOP = re.compile(r"[.!?。]\s")
_OF = r"(?:\s|\.\s?|\sde\s|\sof\s)"
_SPACED = regex.compile(r"(\d)\s?([.,])\s?(?=\d)")
"""Tokenised text writes `1 , 237`."""


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail on the first number that is neither in the article, in whatever words, nor reckoned from two of its own."""
    return check_missing(NAME, claim.text, article, worded=False)


def check_missing(name: str, text: str, article: Article, *, worded: bool) -> CheckResult:
    """Fail on the first number that the article lacks of those that it may have in words (`worded`), or of the rest."""
    missing = _list_missing(text, article)
    return report(name, None if missing is None else [figure for figure, may_be in missing if may_be is worded])


# Two guards ask in turn about one claim.
@lru_cache(maxsize=16)
def _list_missing(text: str, article: Article) -> tuple[tuple[Figure, bool], ...] | None:
    """Return what `find_missing` returns, each with whether the article may have it in words that are not read."""
    known = list_values(article)
    missing = find_missing(text, article, article.language, known)
    if missing is None:
        return None
    return tuple((figure, may_be_worded(figure, text, article, known)) for figure in missing)


def report(name: str, missing: Sequence[Figure] | None) -> CheckResult:
    """Fail on the first number that is missing; None where there was none to look for."""
    if missing is None:
        return skip(name)
    if not missing:
        return succeed(name)
    detail = f"the article does not have the number “{missing[0].text}”"
    return fail(name, detail, fault=missing[0].text, verdict="unsupported")


def find_missing(
    text: str, article: Article, language: str, known: Values, *, across: bool = False
) -> tuple[Figure, ...] | None:
    """Return the numbers of a text that are not `known`, nor follow from two that are; None where none is looked for.

    `across`: the text is a translation. Marks are read as its language has them, and of what follows from others only
    what is left of a whole is let pass, as whoever translates has little reason to reckon.
    """
    counted = [f for f in find_figures(text, language, as_written=across) if not _is_small(f, text, language)]
    if not counted:
        return None
    days, dates = find_known_days(article), list(find_dates(text, language))
    meant = [(a, b) for a, b, day in dates if day in days]
    asked = [
        f
        for f in counted
        if not _is_within(f, meant)
        and (_is_within(f, [(a, b) for a, b, _ in dates]) or not _is_near_year(f, text, article))
    ]
    if not asked:
        return None
    return tuple(f for f in asked if not (is_among(f, known) or _follows(f, known, across)))


def _is_within(figure: Figure, places: Sequence[tuple[int, int]]) -> bool:
    return any(start <= figure.start and figure.end <= end for start, end in places)


def _is_near_year(figure: Figure, text: str, article: Article) -> bool:
    """Return whether a number is the year of publication or one beside it ("last year"), with no day before it."""
    year = article.published_at.year if article.published_at else None
    has_day = any(c.isdigit() for c in text[max(0, figure.start - _DAY) : figure.start])
    return year is not None and not has_day and any(abs(value - year) <= 1 for value in figure.values)


def _is_small(figure: Figure, text: str, language: str) -> bool:
    """Return whether a number is a small count, a share in words, or the day of a month."""
    is_count = not figure.is_share and not _CURRENCY.search(text, max(0, figure.start - 2), figure.start)
    if (figure.largest <= _SMALL and is_count) or (figure.is_idiom and figure.largest <= 100):
        return True
    if figure.largest > 31:
        return False
    before, after = text[max(0, figure.start - 20) : figure.start], text[figure.end : figure.end + 20]
    month_before, month_after = _month_patterns(language)
    return bool(month_before.search(before) or month_after.match(after))


@cache
def _month_patterns(language: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Return what stands before the day of a month, and what after it."""
    months = f"(?i:{month_pattern(language)})"
    return regex.compile(rf"\b{months}{_OF}$"), regex.compile(rf"{_OF}{months}\b")


@per_article
def list_values(article: Article) -> Values:
    """Return the distinct values of an article's figures, smallest first."""
    blocks = (" ".join(s.text for s in block) for _, block in groupby(article.sentences, key=lambda s: s.paragraph))
    return read_values((article.title or "", *blocks), article.language)


def read_values(blocks: Sequence[str], language: str, *, as_written: bool = False) -> Values:
    """Return the distinct values of the figures of some texts, smallest first. `as_written` as in `find_figures`."""
    known: set[float] = set()
    for block in blocks:
        for text in {block, _SPACED.sub(r"\1\2", block)}:
            found = list(find_figures(text, language, as_written=as_written))
            known.update(chain(*(figure.values for figure in found)), _lend_scales(found, text, language))
        known.update(numeral.value for numeral in find_numerals(block) if language in EAST_ASIAN)
    return tuple(sorted(known))


def _lend_scales(found: Sequence[Figure], text: str, language: str) -> Iterator[float]:
    """Yield values by a scale word that stands behind another figure: "15 to 20 million", "6.8 million, after 4.1".

    Of a whole number, which may count things, only in a range or where it is compared with a figure before it, that is
    where no noun follows: "$340 million, from $275 a year ago", but not "6 million for 88 members".
    """
    scales = {figure.scale for figure in found} - {1.0}
    scaled: Figure | None = None
    end = 0
    for figure, following in zip_longest(found, found[1:]):
        if _STOP.search(text, end, figure.start):
            scaled = None
        end = figure.end
        if figure.scale != 1:
            scaled = figure
            continue
        by = {following.scale} if following and following.start - figure.end <= _RANGE else set()
        if scaled and not counts_things(text, figure.end, language):
            by.add(scaled.scale)
        yield from (value * scale for value in figure.values for scale in (by if value.is_integer() else scales))


def _follows(figure: Figure, known: Values, across: bool) -> bool:
    """Return whether a figure follows from two others; `across` languages, from one that leaves it of 100 per cent."""
    may_be_share = figure.is_share is not False
    if across:
        return may_be_share and is_among(figure, _list_rests(known))
    return is_among(figure, _list_reckoned(known[:_MOST], may_be_share))


@lru_cache(maxsize=32)
def _list_rests(known: Values) -> Values:
    return tuple(100 - value for value in reversed(known))


@lru_cache(maxsize=32)
def _list_reckoned(known: Values, shares: bool) -> Values:
    """Return the values that follow from two that are known, smallest first, `shares` too where these are asked for."""
    return tuple(sorted(chain(_reckon(known), _compute_shares(known) if shares else ())))


def _reckon(known: Values) -> Iterator[float]:
    """Yield sums, differences, products, ratios and hundredths of products of any two values."""
    for a, b in combinations(known, 2):
        yield from (a + b, abs(a - b), a * b, a * b / 100)
        yield from (top / bottom for top, bottom in ((a, b), (b, a)) if bottom)


def _compute_shares(known: Values) -> Iterator[float]:
    """Yield one value as a percentage of another, and the difference of two as one of either."""
    for a in known:
        yield 100 - a
    for a, b in combinations(known, 2):
        for top, bottom in ((a, b), (b, a)):
            if bottom:
                yield from (top / bottom * 100, abs(top - bottom) / bottom * 100)
