"""Figures of a text: which there are, what they are worth, and which are shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.verification.numerals import find_figures


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("It cost 2.4bn crowns.", "en", [{2.4e9}]),
        ("It cost 2,4 Milliarden Euro.", "de", [{2.4e9}]),
        ("About 1.500 came.", "de", [{1.5, 1500.0}]),
        ("Half a million tonnes, a dozen ships and 35 crore rupees.", "en", [{5e5}, {12.0}, {3.5e8}]),
        ("Eleven days and twelve hundred farmers.", "en", [{11.0}, {1200.0}]),
        ("The F-35 left at 7.30pm on the 3rd, at 19:45 and in 5G.", "en", []),
        ("A 24-year-old ran 300m.", "en", [{24.0}, {300.0, 3e8}]),
        ("قتل ١٢ شخصا", "ar", [{12.0}]),
        ("Some 20 cars¹ on 3 km².", "en", [{20.0}, {3.0}]),
    ],
)
def test_what_numbers_are_worth(text: str, language: str, values: list[set[float]]) -> None:
    assert [set(f.values) for f in find_figures(text, language)] == values


@pytest.mark.parametrize(
    ("text", "language", "shares"),
    [
        ("Two firms cut 5% of jobs.", "en", [False, True]),
        ("Two leaders shared a stage.", "en", [False]),
        ("The mayor appoints two judges.", "en", [False]),
        ("From 3 to 5 per cent, or four points.", "en", [True, True, True]),
        ("Zwei Firmen stiegen um 3 bis 5 Prozent.", "de", [False, True, True]),
        ("Deux maires gagnent 5 pour cent.", "fr", [False, True]),
        ("Entre el 3 y el 5 por ciento de dos barrios.", "es", [True, True, False]),
        ("İki kişi yüzde 8 ve %9 istedi.", "tr", [True, True]),
        ("٧ في المئة و 8 رجال", "ar", [True, False]),
        ("Ledigheden steg 12 pct. til 4,5 procent for 40 mio. kroner.", "da", [True, True, False]),
    ],
)
def test_a_share_is_a_number_with_its_own_word_for_per_cent(text: str, language: str, shares: list[bool]) -> None:
    assert [f.is_share for f in find_figures(text, language)] == shares


@given(st.text(max_size=200), st.sampled_from(["en", "de", "fr", "ar", "zh", "und"]))
def test_any_text_has_figures_in_its_bounds(text: str, language: str) -> None:
    last = 0
    for figure in find_figures(text, language):
        assert last <= figure.start < figure.end <= len(text)
        assert figure.values
        last = figure.end
