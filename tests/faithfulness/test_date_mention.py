"""Mentions of time read out of text, and resolved."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.verification.date_mention import DateMention, date_mentions, resolved

WRITTEN = date(2026, 2, 4)  # a Wednesday


def one(text: str, language: str = "en") -> DateMention:
    found = date_mentions(text, language)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        ("on February 4, 2026", "day", (2026, 2, 4)),
        ("on Feb. 4", "day", (None, 2, 4)),
        ("on the 4th of February", "day", (None, 2, 4)),
        ("on 2026-02-04", "day", (2026, 2, 4)),
        ("on 14/2/2026", "day", (2026, 2, 14)),
        ("on 04.02.2026", "day", (2026, 2, 4)),
        ("in May", "month", (None, 5, None)),
        ("in September 2025", "month", (2025, 9, None)),
        ("in 2023", "year", (2023, None, None)),
        ("in the 1990s", "decade", (90, None, None)),
        ("in the '90s", "decade", (90, None, None)),
        ("in Q3 2025", "quarter", (2025, None, None)),
    ],
)
def test_reads(text: str, kind: str, fields: tuple[int | None, ...]) -> None:
    found = one(text)
    assert (found.kind, (found.year, found.month, found.day)) == (kind, fields)


@pytest.mark.parametrize(
    "text",
    [
        "They may march.",
        "He sat down by the sun.",
        "It cost $2000.",
        "2000 people came.",
        "Room 2014b",
        "They scored a second goal in the quarter-final.",
        "",
    ],
)
def test_reads_no_time(text: str) -> None:
    assert date_mentions(text) == ()


@pytest.mark.parametrize(
    ("text", "clock", "half"),
    [
        ("at 5pm", (17, 0), "pm"),
        ("at 5.30 a.m.", (5, 30), "am"),
        ("at 17:30 GMT", (17, 30), ""),
        ("at noon", (12, 0), "pm"),
    ],
)
def test_clocks(text: str, clock: tuple[int, int], half: str) -> None:
    found = one(text)
    assert (found.kind, found.clock, found.half) == ("time", clock, half)


def test_a_slashed_date_may_be_read_both_ways() -> None:
    assert one("on 4/2/2026").alternative == (4, 2)
    assert one("on 14/2/2026").alternative is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("yesterday", date(2026, 2, 3), date(2026, 2, 3)),
        ("tomorrow", date(2026, 2, 5), date(2026, 2, 5)),
        ("last month", date(2026, 1, 1), date(2026, 1, 31)),
        ("next year", date(2027, 1, 1), date(2027, 12, 31)),
        ("three days ago", date(2026, 2, 1), date(2026, 2, 1)),
        ("on December 30", date(2025, 12, 30), date(2025, 12, 30)),
        ("in March", date(2026, 3, 1), date(2026, 3, 31)),
        ("in 1999", date(1999, 1, 1), date(1999, 12, 31)),
    ],
)
def test_resolves(text: str, first: date, last: date) -> None:
    assert resolved(one(text), WRITTEN) == (first, last)


def test_without_a_day_of_writing_nothing_relative_resolves() -> None:
    assert resolved(one("yesterday"), None) is None
    assert resolved(one("on 31 February 2026"), None) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "am 4. Februar 2026"),
        ("es", "el 4 de febrero de 2026"),
        ("fr", "le 4 février 2026"),
        ("it", "il 4 febbraio 2026"),
        ("pt", "em 4 de fevereiro de 2026"),
        ("nl", "op 4 februari 2026"),
        ("ru", "4 февраля 2026"),
        ("pl", "4 lutego 2026"),
    ],
)
def test_languages(language: str, text: str) -> None:
    assert resolved(one(text, language), None) == (date(2026, 2, 4), date(2026, 2, 4))


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%Y-%m-%d"])
)
def test_dates_are_read_back(day: date, style: str) -> None:
    assert resolved(one(f"It happened on {day.strftime(style)} there."), None) == (day, day)


@given(st.text(alphabet="0123456789/.-:, MayFridaypm'", max_size=60), st.sampled_from(["en", "de", "xx", "../os"]))
def test_anything_goes(text: str, language: str) -> None:
    for m in date_mentions(text, language):
        assert text[m.start : m.end] == m.text
        resolved(m, WRITTEN)
