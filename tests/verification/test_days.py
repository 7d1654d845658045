"""A date that the article means without saying all of it is no number that it lacks."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article.dates import find_dates
from newsbrief.article.reading import read
from newsbrief.verification.claim import Claim
from newsbrief.verification.guards.figures import check

TEXT = """Ferry quay in Fossum shut after storm

The ferry quay in Fossum was shut on Sunday after a storm. Inspectors will return next Tuesday. The council met last
Friday to hear the harbour master. A vote on the budget is due on 3 February. The harbour fair was held on December 5.
"""
NEW_YEAR = datetime(2026, 1, 1, 9, tzinfo=UTC)  # a Thursday


def outcome(text: str, language: str = "en", article: str = TEXT, published: datetime | None = NEW_YEAR) -> str:
    read_article = read(article, language=language, published_at=published)
    return check(Claim("key_points.0", "key_points", text), read_article).outcome


@pytest.mark.parametrize(
    "text",
    [
        "The quay was shut on 28 December 2025.",
        "The quay was shut on December 28, 2025.",
        "The quay was shut on Dec. 28, 2025.",
        "The quay was shut on the 28th of December 2025.",
        "Inspectors will return on 6 January 2026.",
        "The council met on 26 December 2025.",
        "A vote on the budget is due on 3 February 2026.",
        "The harbour fair was held on 5 December 2025.",
    ],
)
def test_days_that_the_article_means(text: str) -> None:
    assert outcome(text) != "fail"


@pytest.mark.parametrize(
    "text",
    [
        "The quay was shut on 4 January 2026.",
        "The quay was shut on 28 December 2024.",
        "A vote on the budget is due on 3 February 2027.",
        "The harbour fair was held on 5 December 2026.",
        "The council met on 31 February 2026.",
    ],
)
def test_other_days_are_not_in_the_article(text: str) -> None:
    assert outcome(text) == "fail"


def test_without_a_day_of_publication_a_year_is_a_number_like_any_other() -> None:
    assert outcome("The quay was shut on 28 December 2025.", published=None) == "fail"


def test_in_other_languages_a_weekday_is_the_last_or_the_next() -> None:
    german = (
        "Der Kai in Fossum wurde am Sonntag nach einem Sturm geschlossen. Der Rat der Stadt tagt wieder im neuen Jahr. "
        "Am 3. Februar wird über den Haushalt der Stadt abgestimmt, teilte die Verwaltung mit."
    )
    for day in ("28. Dezember 2025", "4. Januar 2026", "3. Februar 2026"):
        assert outcome(f"Es geht um den {day}.", "de", german) != "fail"
    assert outcome("Es geht um den 29. Dezember 2025.", "de", german) == "fail"


def test_months_in_capitals_are_months() -> None:
    found = [day for _, _, day in find_dates("12 EKİM 2025, 3 KASIM 2025", "tr")]
    assert found == [date(2025, 10, 12), date(2025, 11, 3)]


@given(st.text(), st.sampled_from(["en", "de", "fa", "zh", "und", "xx"]))
def test_any_text_has_its_dates(text: str, language: str) -> None:
    for start, end, day in find_dates(f"{text} 3 May 2024 {text}", language):
        assert 0 <= start < end
        assert day.year > 0
