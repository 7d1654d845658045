"""Dates: every date of a claim is in the article, said or implied, and belongs to the same event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from service.article import Article, per_article
from service.article.words import content_stems
from service.faithfulness.claim import CheckResult, Claim, Verdict, bare
from service.faithfulness.clause import Clauses
from service.faithfulness.date_mention import DateMention, date_mentions, resolved
from service.faithfulness.event_order import reversed_order
from service.faithfulness.overlap import shared

NAME = "dates"
_FAMILY = {
    "day": "day",
    "weekday": "day",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "year",
    "time": "time",
}
_NEAR = timedelta(days=6)
"""A weekday without a date means one within this distance of the day of writing; `next` and `last` a week more."""
_BOUND = 2
"""Words beside two dates that must be the same for both to date one event."""
_BEST = 3
"""Pieces of evidence in which a date counts as the claim's own."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """An article's mentions of time, by sentence and by meaning, and the day it was written where that is known."""

    by_sentence: tuple[tuple[DateMention, ...], ...]
    by_meaning: Mapping[DateMention, tuple[int, ...]]
    """Each mention with its place in the text taken away, and the sentences it stands in."""
    anchor: date | None
    years: Mapping[int, frozenset[int]]
    """Each year that is named, and the sentences that name it."""


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails on a date the article lacks (`unsupported`) or gives otherwise for the same event (`contradicted`)."""
    asked = date_mentions(claim.text, article.language)
    turned = reversed_order(claim, article)
    if turned:
        return _fail(turned, "contradicted")
    if not asked:
        return bare(NAME, "skip")
    calendar = read_calendar(article)
    clear = False
    for mention in asked:
        wrong = _disagreement(mention, calendar) or _wrong(mention, asked, claim, article, calendar)
        if isinstance(wrong, CheckResult):
            return wrong
        clear = clear or wrong
    return bare(NAME, "pass" if clear else "skip")


@per_article
def read_calendar(article: Article) -> Calendar:
    """The mentions of time in an article. Written on its publication date, else on the one full date it names."""
    by_sentence = tuple(() if s.boilerplate else date_mentions(s.text, article.language) for s in article.sentences)
    places: dict[DateMention, list[int]] = defaultdict(list)
    for index, mentions in enumerate(by_sentence):
        for m in mentions:
            places[_meaning(m)].append(index)
    full = {(m.year, m.month, m.day) for m in places if m.kind == "day" and m.year and m.alternative is None}
    anchor = article.published_at.date() if article.published_at else None
    if anchor is None and len(full) == 1:
        only = resolved(next(m for m in places if m.kind == "day" and m.year and m.alternative is None), None)
        # A date in the past of a story is not the day it was written: no later year may be named.
        anchor = only[0] if only and only[0].year >= max(m.year or 0 for m in places) else None
    years: dict[int, set[int]] = defaultdict(set)
    for m, found in places.items():
        if m.year and m.kind != "decade":
            years[m.year].update(found)
    return Calendar(
        by_sentence,
        {m: tuple(i) for m, i in places.items()},
        anchor,
        {year: frozenset(found) for year, found in years.items()},
    )


def _meaning(mention: DateMention) -> DateMention:
    return replace(mention, start=0, end=0, text="")


def _wrong(
    mention: DateMention, asked: Sequence[DateMention], claim: Claim, article: Article, calendar: Calendar
) -> CheckResult | bool:
    """What is wrong with one date of a claim; True where nothing is, False where that cannot be told."""
    meaning = _meaning(mention)
    answers = {m: carries(meaning, m, calendar) for m in calendar.by_meaning}
    homes = {i for m, answer in answers.items() if answer for i in calendar.by_meaning[m]}
    rival = _rival(mention, asked, claim, calendar, answers)
    if homes:
        if rival is None or not (
            _elsewhere(claim, article, homes, rival[1]) or _otherwise(mention, rival, claim, article, calendar, answers)
        ):
            return True
        return _fail(f"says {mention.text}; the article says {rival[0].text} (another event was on {mention.text})",
                     "contradicted")  # fmt: skip
    if (rival is None and _present(meaning, calendar)) or _now(meaning) or _unclear(meaning, claim, calendar, answers):
        return False
    if rival is not None:
        return _fail(f"says {_said(mention)}; the article says {_said(rival[0])}", "contradicted")
    return _fail(f"{_said(mention)} is not in the article", "unsupported")


def carries(claimed: DateMention, found: DateMention, calendar: Calendar) -> bool | None:
    """Whether an article that says `found` says `claimed` too; None where it depends on what is not known."""
    if (claimed.kind == "time") != (found.kind == "time"):
        return False
    match claimed.kind:
        case "time":
            return _same_clock(claimed, found)
        case "decade":
            return _in_decade(claimed, found, calendar)
        case "weekday":
            return _on_weekday(claimed, found, calendar)
        case "day":
            options = [claimed]
            if claimed.alternative:
                options.append(replace(claimed, month=claimed.alternative[0], day=claimed.alternative[1]))
            answers = [_on_day(option, found, calendar) for option in options]
            return True if True in answers else None if None in answers else False
        case "month":
            return _in_month(claimed, found, calendar)
        case "quarter":
            return claimed.quarter == found.quarter and _years_agree(claimed, found, calendar)
        case "year":
            return _in_year(claimed, found, calendar)
        case "offset":
            return _at_offset(claimed, found, calendar)


def _same_clock(claimed: DateMention, found: DateMention) -> bool:
    if claimed.clock is None or found.clock is None or claimed.clock[1] != found.clock[1]:
        return False
    if claimed.half and found.half:
        return claimed.clock == found.clock
    return claimed.clock[0] % 12 == found.clock[0] % 12


def _in_decade(claimed: DateMention, found: DateMention, calendar: Calendar) -> bool:
    if found.year is None or claimed.year is None:
        return False
    if found.kind == "decade":
        return claimed.year % 100 == found.year % 100
    start = claimed.year if claimed.year >= 100 else found.year // 100 * 100 + claimed.year
    return start <= found.year < start + 10


def _on_weekday(claimed: DateMention, found: DateMention, calendar: Calendar) -> bool | None:
    if found.weekday is not None:
        return claimed.weekday == found.weekday and claimed.toward * found.toward >= 0
    if found.kind == "day" or (found.kind == "offset" and found.unit == "day"):
        days = resolved(found, calendar.anchor)
        if days is None:
            return None
        close = calendar.anchor is None or abs(days[0] - calendar.anchor) <= 2 * _NEAR
        return close and days[0].weekday() == claimed.weekday
    return None if found.kind == "offset" and found.unit == "week" else False


def _on_day(claimed: DateMention, found: DateMention, calendar: Calendar) -> bool | None:
    if found.kind == "day":
        same = (claimed.month, claimed.day) in ((found.month, found.day), found.alternative)
        return same and _years_agree(claimed, found, calendar)
    if found.kind not in ("weekday", "offset") or found.unit in ("month", "year"):
        return False
    days = resolved(claimed, calendar.anchor)
    if days is None or calendar.anchor is None:
        return None
    if found.kind == "weekday":
        reach = _NEAR * (2 if found.toward else 1)
        return days[0].weekday() == found.weekday and abs(days[0] - calendar.anchor) <= reach
    there = resolved(found, calendar.anchor)
    return there is not None and there[0] <= days[0] <= there[1]


def _years_agree(claimed: DateMention, found: DateMention, calendar: Calendar) -> bool:
    if claimed.year is None or found.year is None:
        return claimed.year is None or _year_beside(claimed.year, found, calendar)
    return claimed.year == found.year


def _year_beside(year: int, found: DateMention, calendar: Calendar) -> bool:
    """Whether a date without a year can be of this one: the nearest to the day of writing, or named just before."""
    if found.kind == "quarter":
        named = {m.year for m in calendar.by_meaning if m.quarter == found.quarter and m.year}
        return year in named if named else calendar.anchor is None or 0 <= calendar.anchor.year - year <= 1
    days = resolved(found, calendar.anchor)
    if days is None or days[0].year == year:
        return True
    places = calendar.years.get(year, frozenset())
    return any(i in places or i - 1 in places for i in calendar.by_meaning[found])


def _in_month(claimed: DateMention, found: DateMention, calendar: Calendar) -> bool | None:
    if found.month is not None:
        same = claimed.month in (found.month, found.alternative[0] if found.alternative else None)
        return same and _years_agree(claimed, found, calendar)
    if found.kind == "offset" or found.kind == "weekday":
        if calendar.anchor is None:
            return None
        span = resolved(found, calendar.anchor) or (calendar.anchor - _NEAR, calendar.anchor + _NEAR)
        months = {(d.month, d.year) for d in (span[0], span[1])}
        return any(m == claimed.month and claimed.year in (None, y) for m, y in months)
    return False


def _in_year(claimed: DateMention, found: DateMention, calendar: Calendar) -> bool | None:
    if found.kind == "decade":
        return False
    if found.year is not None:
        return found.year <= (claimed.year or 0) <= (found.until or found.year)
    if calendar.anchor is None:
        return None if found.kind == "offset" and found.unit == "year" else False
    span = resolved(found, calendar.anchor)
    if span is None:
        return calendar.anchor.year == claimed.year
    return span[0].year <= (claimed.year or 0) <= span[1].year


def _at_offset(claimed: DateMention, found: DateMention, calendar: Calendar) -> bool | None:
    if found.kind == "offset" and found.unit == claimed.unit:
        return found.steps == claimed.steps
    if calendar.anchor is None:
        return None
    mine = resolved(claimed, calendar.anchor)
    if found.kind == "weekday":
        if claimed.unit == "day" and mine is not None:
            return mine[0].weekday() == found.weekday
        return None
    there = resolved(found, calendar.anchor)
    if mine is None or there is None:
        return None
    return mine[0] <= there[1] and there[0] <= mine[1]


def _present(claimed: DateMention, calendar: Calendar) -> bool:
    """A date that the day of writing itself gives."""
    if calendar.anchor is None:
        return False
    if claimed.kind == "year":
        return claimed.year == calendar.anchor.year
    days = resolved(claimed, calendar.anchor)
    if claimed.kind == "day" or (claimed.kind == "offset" and claimed.unit == "day"):
        return days is not None and days[0] == calendar.anchor
    if claimed.kind == "weekday":
        return claimed.weekday == calendar.anchor.weekday()
    return claimed.kind in ("month", "offset") and days is not None and days[0] <= calendar.anchor <= days[1]


def _now(claimed: DateMention) -> bool:
    """`This year` and `today` colour a report more than they date an event."""
    return claimed.kind == "offset" and claimed.steps == 0


def _unclear(
    claimed: DateMention, claim: Claim, calendar: Calendar, answers: Mapping[DateMention, bool | None]
) -> bool:
    return any(
        answers[_meaning(m)] is None
        for i in claim.evidence
        for m in (calendar.by_sentence[i] if i < len(calendar.by_sentence) else ())
    )


def _rival(
    mention: DateMention,
    asked: Sequence[DateMention],
    claim: Claim,
    calendar: Calendar,
    answers: Mapping[DateMention, bool | None],
) -> tuple[DateMention, int] | None:
    """A date of the same sort in the best evidence that is none of the claim's, and the sentence it stands in."""
    for index in claim.evidence[:_BEST]:
        for m in calendar.by_sentence[index] if index < len(calendar.by_sentence) else ():
            meaning = _meaning(m)
            if _family(m) != _family(mention) or answers[meaning] is not False:
                continue
            if not any(carries(_meaning(other), meaning, calendar) for other in asked):
                return m, index
    return None


def _family(mention: DateMention) -> str:
    return mention.unit if mention.kind == "offset" else _FAMILY[mention.kind]


def _elsewhere(claim: Claim, article: Article, homes: Iterable[int], best: int) -> bool:
    """Whether the claim's date stands only with other events, while the sentence on the claim's own has another."""
    if any(i in homes or i - 1 in homes or i + 1 in homes for i in claim.evidence[:_BEST]):
        return False
    wanted = len(set(content_stems(claim.text, article.language)))
    own = shared(claim.text, article, best)
    return own * 2 >= wanted and all(shared(claim.text, article, i) * 2 <= own for i in homes)


def _otherwise(
    mention: DateMention,
    rival: tuple[DateMention, int],
    claim: Claim,
    article: Article,
    calendar: Calendar,
    answers: Mapping[DateMention, bool | None],
) -> bool:
    """Whether the words beside the claim's date stand beside the rival in the article, not beside that date."""
    beside = _beside(mention, claim.text, article.language)
    bonds = len(beside & _beside(rival[0], article.sentences[rival[1]].text, article.language))
    if bonds < _BOUND:
        return False
    homes = {i for m, answer in answers.items() if answer for i in calendar.by_meaning[m]}
    return not any(
        len(beside & _beside(m, article.sentences[i].text, article.language)) * 2 > bonds
        for i in homes
        for m in calendar.by_sentence[i]
        if answers[_meaning(m)]
    )


def _beside(mention: DateMention, text: str, language: str) -> frozenset[str]:
    clauses = Clauses.of(text, language, passed=[(m.start, m.end) for m in date_mentions(text, language)])
    return frozenset(clauses.before(mention.start) + clauses.after(mention.end))


def _disagreement(mention: DateMention, calendar: Calendar) -> CheckResult | None:
    """`Friday, 4 February 2026`, which was a Wednesday."""
    if mention.kind != "day" or mention.weekday is None or mention.alternative:
        return None
    days = resolved(mention, calendar.anchor)
    if days is None or days[0].weekday() == mention.weekday:
        return None
    if any(
        m.weekday == mention.weekday and (m.month, m.day) == (mention.month, mention.day) for m in calendar.by_meaning
    ):
        return None  # the article's own mistake, faithfully kept
    return _fail(f"says {mention.text}, which was a {days[0]:%A}", "contradicted")


def _said(mention: DateMention) -> str:
    return mention.text.strip(" .,")


def _fail(detail: str, verdict: Verdict) -> CheckResult:
    return CheckResult(name=NAME, outcome="fail", detail=detail, verdict=verdict)
