"""Dates, years, weekdays and clock times that a text names, as far as it names them."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import regex

from service.article.words import REMEMBERED
from service.faithfulness.date_words import WORD, YEAR, DateWords, date_words

Kind = Literal["day", "weekday", "month", "quarter", "year", "decade", "time", "offset"]

_DIGIT = regex.compile(r"\d")
_STEPS = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class DateMention:
    """One mention of a time; `start` inclusive and `end` exclusive offsets into the text. What is not said is None."""

    start: int
    end: int
    text: str
    kind: Kind
    year: int | None = None
    until: int | None = None
    """Of `2014-15`: the last year."""
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """0 is Monday."""
    toward: int = 0
    """Of a weekday: -1 for `last Friday`, 1 for `next Friday`, 0 where it is not said."""
    unit: str = ""
    """Of an offset: `day`, `week`, `month` or `year`."""
    steps: int = 0
    """Of an offset, in `unit`, from the day of writing: `yesterday` is -1 day."""
    clock: tuple[int, int] | None = None
    quarter: int | None = None
    half: str = ""
    """`am`, `pm` or empty: half of the day that a clock time names."""
    alternative: tuple[int, int] | None = None
    """Month and day read the other way round, where `4/2/2026` leaves it open."""


_NUMERIC = regex.compile(
    rf"(?<![\d/.-])(?:(?P<iso>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)|(?P<a>\d{{1,2}})(?P<sep>[/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{YEAR}))(?![\d/-])"
)
_BARE_YEAR = regex.compile(
    rf"(?<![\d.,$€£¥/\p{{L}}_#]|[\d\p{{L}}]-)(?P<year>{YEAR})(?P<until>\s?[-–/]\s?(?:\d\d(?:\d\d)?)(?!\d))?(?P<decade>['’]?s\b)?"
    r"(?![\d%]|[.,]\d|-?\p{L})(?!\s(?:people|men|women|children|soldiers|troops|workers|jobs|metres|meters|miles|km"
    r"|hours|seats|votes|tons|tonnes|homes|times|days|years|points|percent|per\scent|million|billion|dollars|euros)\b)"
)
_SHORT_DECADE = regex.compile(r"(?<![\p{L}\d])['’](?P<decade>[2-9]0)s\b|(?<=\bthe\s)(?P<plain>[2-9]0)s\b")
_CLOCK = regex.compile(
    r"(?<![\d.,:$€£-])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?)"
    r"|(?<![\d.,:$€£-])(?P<h24>[01]?\d|2[0-4]):(?P<m24>[0-5]\d)(?!:?\d)(?=\s?(?:GMT|UTC|BST|E[SD]?T|C[SE]?[SD]?T|P[SD]?T|IST|local|hours|Uhr|,|\.|\)|$|\son\b|\sin\b|\stoday|\syesterday))"
    r"|\b(?P<word>noon|midday|midnight)\b",
    regex.I,
)
_AGO = regex.compile(
    r"(?<![\d.,\p{L}])(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\s(?P<unit>day|week|month|year)s?\sago\b",
    regex.I,
)
_QUARTER = regex.compile(
    rf"(?<!\p{{L}})(?:Q(?P<q>[1-4])|(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]quarter(?![\s-]?final))\b"
    rf"(?:[\s-](?:of\s)?(?:fiscal\s(?:year\s)?)?(?P<year>{YEAR})\b)?",
    regex.IGNORECASE,
)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
           "nine": 9, "ten": 10, "twelve": 12, "twenty": 20}  # fmt: skip
_AMBIGUOUS = frozenset({"may", "march", "mar", "sat", "sun", "mon", "wed", "we", "tu", "th", "fr", "sa", "su", "mo",
                        "dec", "jan", "mi", "do", "so", "di", "ma", "me", "mars", "sept", "set", "out"})  # fmt: skip
"""English words too: they name a month or day only with a capital, and some only beside a number."""


@lru_cache(maxsize=REMEMBERED)
def date_mentions(text: str, language: str = "en") -> tuple[DateMention, ...]:
    """The mentions of time in `text`, in order, none overlapping another; years only where the language is unknown."""
    taken = bytearray(len(text))
    found: list[DateMention] = []
    for mention in _readings(text, language):
        if mention is not None and not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
            found.append(mention)
    return tuple(sorted(found, key=lambda m: m.start))


def _readings(text: str, language: str) -> Iterator[DateMention | None]:
    """Everything that reads as a time, the surest reading first."""
    lowered = text.lower()
    english = language == "en"
    digits = bool(_DIGIT.search(text))
    known = date_words(language)
    cues = known.cues.intersection(WORD.findall(lowered))
    month = not cues.isdisjoint(known.month_cues)
    if digits:
        yield from (_numeric(m, language) for m in _NUMERIC.finditer(text))
    if digits and month and known.day is not None and known.month_day is not None:
        yield from (_day(m, known) for pattern in (known.day, known.month_day) for m in pattern.finditer(text))
    if english and (digits or "noon" in lowered or "mid" in lowered):
        yield from map(_time, _CLOCK.finditer(text))
    if english and (digits or "quarter" in lowered):
        yield from map(_quarter, _QUARTER.finditer(text))
    if month and known.month is not None:
        yield from (_month(m, known) for m in known.month.finditer(text))
    if cues:
        yield from _near(text, known)
    if english and " ago" in lowered:
        yield from (_ago(m) for m in _AGO.finditer(text))
    if digits:
        yield from map(_year, _BARE_YEAR.finditer(text))
        yield from map(_decade, _SHORT_DECADE.finditer(text) if english else ())


def _near(text: str, known: DateWords) -> Iterator[DateMention | None]:
    """What is told from the day of writing."""
    for match in known.offset.finditer(text) if known.offset is not None else ():
        unit, steps = known.offsets[match.group().lower()]
        yield DateMention(*match.span(), match.group(), "offset", unit=unit, steps=steps)
    if known.weekday is not None:
        yield from (_weekday(m, known) for m in known.weekday.finditer(text))


def resolved(mention: DateMention, anchor: date | None) -> tuple[date, date] | None:
    """First and last day that a mention can mean when written on `anchor`; None where that cannot be told."""
    try:
        return _resolved(mention, anchor)
    except (ValueError, OverflowError):  # 30 February; and the calendar ends at the years 1 and 9999
        return None


def _resolved(mention: DateMention, anchor: date | None) -> tuple[date, date] | None:
    if mention.kind == "day" and mention.month and mention.day:
        year = mention.year or (_nearest(mention.month, mention.day, anchor) if anchor else None)
        return (date(year, mention.month, mention.day),) * 2 if year else None
    if mention.kind == "month" and mention.month:
        year = mention.year or (_nearest(mention.month, 15, anchor) if anchor else None)
        return (date(year, mention.month, 1), _month_end(year, mention.month)) if year else None
    if mention.kind == "year" and mention.year:
        return date(mention.year, 1, 1), date(mention.year, 12, 31)
    if mention.kind == "offset" and anchor is not None:
        return _moved(anchor, mention.unit, mention.steps)
    return None


def _nearest(month: int, day: int, anchor: date) -> int | None:
    """The year that brings a date nearest to the day of writing."""
    options = [
        (abs((date(y, month, day) - anchor).days), y)
        for y in (anchor.year - 1, anchor.year, anchor.year + 1)
        if day <= calendar.monthrange(y, month)[1]
    ]
    return min(options)[1] if options else None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _moved(anchor: date, unit: str, steps: int) -> tuple[date, date]:
    if unit == "day":
        return anchor + timedelta(steps), anchor + timedelta(steps)
    if unit == "week":
        monday = anchor - timedelta(anchor.weekday()) + timedelta(7 * steps)
        # "Last week" is said on a Sunday of the week that ends as well as on the Monday after.
        return monday - timedelta(1), monday + timedelta(6)
    if unit == "month":
        index = anchor.year * 12 + anchor.month - 1 + steps
        return date(index // 12, index % 12 + 1, 1), _month_end(index // 12, index % 12 + 1)
    return date(anchor.year + steps, 1, 1), date(anchor.year + steps, 12, 31)


def _numeric(match: regex.Match[str], language: str) -> DateMention | None:
    if match["iso"]:
        year, month, day, other = int(match["iso"]), int(match["m"]), int(match["d"]), None
    else:
        year, first, second = int(match["y"]), int(match["a"]), int(match["b"])
        # Points mean day first everywhere; slashes mean month first in America only.
        open_question = match["sep"] == "/" and language == "en" and first <= 12 and second <= 12 and first != second
        day, month = (second, first) if second > 12 else (first, second)
        other = (day, month) if open_question else None
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return DateMention(*match.span(), match.group(), "day", year, month=month, day=day, alternative=other)


def _day(match: regex.Match[str], known: DateWords) -> DateMention | None:
    groups = match.groupdict()
    name = groups["month"]
    if not (_capital(name, known, True) or name.lower() not in _AMBIGUOUS) or not 1 <= int(groups["day"]) <= 31:
        return None
    year = int(groups["year"]) if groups["year"] else None
    weekday = known.weekdays.get((groups["weekday"] or "").lower().rstrip("."))
    month = known.months[name.lower().rstrip(".")]
    return DateMention(*match.span(), match.group(), "day", year, month=month, day=int(groups["day"]), weekday=weekday)


def _month(match: regex.Match[str], known: DateWords) -> DateMention | None:
    name, year = match["month"], match["year"]
    lowered = name.lower().rstrip(".")
    sure = bool(year or match["cue"])
    if not _capital(name, known, sure) or (lowered in _AMBIGUOUS and not sure):
        return None
    if len(lowered) <= 3 and lowered not in ("may", "mai") and not year:
        return None
    start = match.start("month")
    text = match.string[start : match.end()]
    return DateMention(start, match.end(), text, "month", int(year) if year else None, month=known.months[lowered])


def _weekday(match: regex.Match[str], known: DateWords) -> DateMention | None:
    name = match["weekday"]
    if not _capital(name, known, name.lower() not in _AMBIGUOUS) or name.lower() in _AMBIGUOUS or len(name) < 3:
        return None
    toward = {"last": -1, "next": 1}.get((match.groupdict().get("toward") or "").lower(), 0)
    return DateMention(*match.span(), match.group(), "weekday", weekday=known.weekdays[name.lower()], toward=toward)


def _capital(name: str, known: DateWords, sure: bool) -> bool:
    """English and German write these with a capital; other languages don't, and there only what stands beside tells."""
    return name[0].isupper() or (sure and "march" not in known.months)


def _quarter(match: regex.Match[str]) -> DateMention:
    number = int(match["q"]) if match["q"] else _NTH[match["nth"].lower()]
    year = int(match["year"]) if match["year"] else None
    return DateMention(*match.span(), match.group(), "quarter", year=year, quarter=number)


def _ago(match: regex.Match[str]) -> DateMention:
    steps = _COUNTS.get(match["n"].lower()) or int(match["n"])
    return DateMention(*match.span(), match.group(), "offset", unit=match["unit"].lower(), steps=-steps)


def _decade(match: regex.Match[str]) -> DateMention:
    return DateMention(*match.span(), match.group(), "decade", year=int(match["decade"] or match["plain"]))


def _time(match: regex.Match[str]) -> DateMention:
    if match["word"]:
        hour = 0 if match["word"].lower() == "midnight" else 12
        return DateMention(*match.span(), match.group(), "time", clock=(hour, 0), half="am" if hour == 0 else "pm")
    if match["h24"]:
        return DateMention(*match.span(), match.group(), "time", clock=(int(match["h24"]) % 24, int(match["m24"])))
    half = match["half"].lower().replace(".", "")
    hour = int(match["hour"]) % 12 + (12 if half == "pm" else 0)
    return DateMention(*match.span(), match.group(), "time", clock=(hour, int(match["minute"] or 0)), half=half)


def _year(match: regex.Match[str]) -> DateMention | None:
    year = int(match["year"])
    if match["decade"]:
        return DateMention(*match.span(), match.group(), "decade", year=year % 100 if year >= 1900 else year)
    until = (match["until"] or "").strip(" -–/")
    last = int(until) if len(until) == 4 else year // 100 * 100 + int(until) if until else None
    return DateMention(*match.span(), match.group(), "year", year=year, until=last)
