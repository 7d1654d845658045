from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.briefing.wording import list_languages
from newsbrief.stories.marks import mark_contested, mark_date, name_source, strip_contested, strip_date

FEBRUARY = datetime(2026, 2, 3, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "Oil rose.", "Oil rose (as of 3 February 2026)."),
        ("en", "Is it over?", "Is it over (as of 3 February 2026)?"),
        ("en", "He said “no”", "He said “no” (as of 3 February 2026)"),
        ("de", "Öl stieg.", "Öl stieg (Stand: 2026-02-03)."),
        ("pl", "Ropa.", "Ropa (2026-02-03)."),
        ("hi", "तेल बढ़ा।", "तेल बढ़ा (2026-02-03)।"),
        ("ur", "تیل بڑھا۔", "تیل بڑھا (2026-02-03)۔"),
    ],
)
def test_the_mark_stands_before_the_full_stop(language: str, text: str, shown: str) -> None:
    assert mark_date(text, FEBRUARY, language) == shown


languages = st.sampled_from(list_languages())
lines = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1).filter(lambda t: t == t.strip())


@given(lines, st.datetimes(datetime(1900, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)), languages)
def test_a_day_comes_off_and_is_put_on_once(text: str, moment: datetime, language: str) -> None:
    marked = mark_date(text, moment, language)
    assert strip_date(marked) == text
    assert mark_date(marked, FEBRUARY, language) == marked


def test_a_date_in_brackets_is_the_claims_own() -> None:
    assert strip_date("The bridge opened (3 March 2025).") == "The bridge opened (3 March 2025)."
    assert mark_date("The bridge opened (3 March 2025).", FEBRUARY, "en") == (
        "The bridge opened (3 March 2025) (as of 3 February 2026)."
    )


words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)


def test_whose_word_it_is() -> None:
    assert mark_contested("31 died.", ["AP"], ["Reuters", "dpa (English)"], "en") == (
        "31 died (according to AP; not according to Reuters, dpa [English])."
    )


def test_it_is_told_in_each_language_of_a_briefing() -> None:
    told = [mark_contested("31", ["AP"], ["dpa"], language) for language in list_languages()]
    assert [text for text in told if "according to" in text] == told[:1]
    assert [name_source(1, language) for language in list_languages()].count("source 1") == 1


@given(words, st.lists(words, min_size=1, max_size=3), st.lists(words, min_size=1, max_size=3), languages)
def test_sources_come_off_and_are_put_on_once(text: str, own: list[str], others: list[str], language: str) -> None:
    marked = mark_contested(text, own, others, language)
    assert strip_contested(marked) == text
    assert mark_contested(marked, ["x"], ["y"], language) == marked
