"""Numerals read out of text, and back again."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.verification.numeral import Numeral, decimal, numerals


def one(text: str, language: str = "en") -> Numeral:
    found = numerals(text, language)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("They paid $1.5 billion.", 1.5e9, "money", "dollar"),
        ("They paid 1,500,000,000 dollars.", 1.5e9, "money", "dollar"),
        ("It cost £20m.", 2e7, "money", "pound"),
        ("It cost €2.5bn.", 2.5e9, "money", "euro"),
        ("It rose 12 percent.", 12, "percent", ""),
        ("It rose 12%.", 12, "percent", ""),
        ("It rose by two percentage points.", 2, "points", ""),
        ("A 30-year-old died.", 30, "age", ""),
        ("A woman aged 30 died.", 30, "age", ""),
        ("Luke Stanwick, 30, is a policeman.", 30, "age", ""),
        ("A dozen eggs broke.", 12, "count", ""),
        ("Two dozen eggs broke.", 24, "count", ""),
        ("Half a million people came.", 5e5, "count", ""),
        ("Two and a half million people came.", 2.5e6, "count", ""),
        ("Two hundred and four people came.", 204, "count", ""),
        ("Dozens of people came.", 12, "vague", ""),
        ("Hundreds of thousands of people came.", 1e5, "vague", ""),
        ("Two-thirds of the voters came.", 2 / 3, "fraction", ""),
        ("They walked 15 km.", 15, "count", "km"),
        ("They won 3-1.", 3, "score", ""),
        ("They came 17th.", 17, "ordinal", ""),
        ("They lost the third set.", 3, "ordinal", ""),
    ],
)
def test_reads(text: str, value: float, kind: str, unit: str) -> None:
    found = one(text)
    assert math.isclose(found.value, value)
    assert (found.kind, found.unit) == (kind, unit)


@pytest.mark.parametrize(
    "text",
    [
        "An F-35 shot down a drone.",
        "COVID-19 spread.",
        "It happened on 4 February 2026 at 5:30 p.m.",
        "It happened in the 1990s.",
        "In 2014-15 they won.",
        "Profit rose in the third quarter.",
        "A five-a-side pitch.",
        "",
    ],
)
def test_names_and_dates_are_no_numerals(text: str) -> None:
    assert numerals(text) == ()


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("At least 12 people died.", "least"),
        ("More than 12 people died.", "over"),
        ("Up to 12 people died.", "most"),
        ("Fewer than 12 people died.", "under"),
        ("Nearly 12 people died.", "nearly"),
        ("About 12 people died.", "about"),
        ("Just 12 people died.", ""),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    assert one(text).bound == bound


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "Es starben 1.500.000 Menschen.", 1.5e6),
        ("de", "Es kostete 1,5 Millionen Euro.", 1.5e6),
        ("de", "Zweihundertfünfzig Menschen kamen.", 250),
        ("es", "Murieron doscientos cincuenta hombres.", 250),
        ("fr", "Cela coûte 1 500 000 euros.", 1.5e6),
        ("fr", "Quatre-vingt-dix soldats sont morts.", 90),
        ("sw", "Watu 1.500 walikufa.", 1500),
    ],
)
def test_languages(language: str, text: str, value: float) -> None:
    assert one(text, language).value == value


def test_a_number_knows_what_it_counts() -> None:
    killed, injured = numerals("12 people were killed and 30 injured.")
    assert killed.near == {"peopl", "kill"}
    assert injured.near == {"injur"}


def test_joined_numbers_share_unit_and_scale() -> None:
    low, high = numerals("Prices rose 20 to 30 percent.")
    assert low.kind == high.kind == "percent"
    first, second = numerals("They want 2 or 3 million euros.")
    assert (first.other, second.value) == (2e6, 3e6)


@given(st.integers(0, 10**12))
def test_grouped_digits_are_read_back(value: int) -> None:
    assert decimal(f"{value:,}") == value
    assert decimal(f"{value:,}".replace(",", "."), "de") == value
    assert decimal(f"{value:,}".replace(",", " "), "fr") == value


@given(st.integers(0, 10**9), st.integers(1, 99))
def test_decimals_are_read_back(whole: int, hundredths: int) -> None:
    assert math.isclose(decimal(f"{whole:,}.{hundredths:02}"), whole + hundredths / 100)
    assert math.isclose(decimal(f"{whole},{hundredths:02}", "de"), whole + hundredths / 100)


@given(st.integers(2, 10**9), st.sampled_from(["people", "trees", "votes"]))
def test_numbers_in_text_are_read_back(value: int, noun: str) -> None:
    found = one(f"They counted {value:,} {noun} there.")
    assert (found.value, found.text) == (value, f"{value:,}")


SMALL = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@given(st.integers(2, 9), st.integers(2, 9), st.sampled_from([1, 1000, 1_000_000]))
def test_spelled_numbers_are_read(hundreds: int, tens: int, scale: int) -> None:
    words = {1: "", 1000: " thousand", 1_000_000: " million"}[scale]
    said = f"{SMALL[hundreds - 2]} hundred and {TENS[tens - 2]}{words}"
    assert one(f"They saw {said} birds.").value == (hundreds * 100 + tens * 10) * scale


@given(st.text(alphabet="0123456789.,-$%£ amk'’\n", max_size=60), st.sampled_from(["en", "de", "fr", "xx"]))
def test_anything_goes(text: str, language: str) -> None:
    for n in numerals(text, language):
        assert text[n.start : n.end] == n.text
        assert n.value >= 0
