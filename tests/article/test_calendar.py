"""Names of months and days of the week are those of the language asked for, whichever was asked for before."""

import pytest

from newsbrief.article.calendar import calendar_names, find_number


def test_names_are_of_their_own_language_after_another_was_asked() -> None:
    assert calendar_names("months", "he")
    japanese, arabic = calendar_names("months", "ja"), calendar_names("months", "ar")
    assert japanese["1月"] == 1
    assert set(japanese.values()) == set(arabic.values()) == set(range(1, 13))
    assert not calendar_names("months", "he").keys() & (japanese.keys() | arabic.keys())


@pytest.mark.parametrize(
    ("language", "name", "number"),
    [("en", "february", 2), ("ru", "мая", 5), ("ru", "май", 5), ("pl", "styczeń", 1), ("tr", "eylül", 9)],
)
def test_months_inside_a_date_and_alone(language: str, name: str, number: int) -> None:
    assert calendar_names("months", language)[name] == number


def test_short_names_and_those_of_single_countries_on_demand() -> None:
    assert "dec" not in calendar_names("months", "en")
    assert calendar_names("months", "en", abbreviated=True)["dec"] == 12
    assert "jänner" not in calendar_names("months", "de")
    assert calendar_names("months", "de", of_countries=True)["jänner"] == 1


@pytest.mark.parametrize(("found", "number"), [("Ekim", 10), ("EKİM", 10), ("KASIM", 11)])
def test_a_name_is_known_in_capitals(found: str, number: int) -> None:
    assert find_number(calendar_names("months", "tr"), found) == number


def test_a_week_begins_on_monday_and_an_unknown_language_has_no_names() -> None:
    assert calendar_names("days", "en") == {
        day: number
        for number, day in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    }
    assert calendar_names("days", "xx") == {}
