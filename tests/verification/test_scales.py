"""Scale words: those of CLDR, long and short, in the article's own language."""

import pytest

from newsbrief.verification.numerals import find_figures


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("10 milyon lira", "tr", 1e7),
        ("3 bin kişi", "tr", 3e3),
        ("45,25 mia. kr.", "da", 45.25e9),
        ("800 tusinde", "da", 8e5),
        ("5 млрд рублей", "ru", 5e9),
        ("3,5 тыс. человек", "ru", 3.5e3),
        ("7 млн гривень", "uk", 7e6),
        ("3 Mds d’euros", "fr", 3e9),
        ("20 Tsd. Euro", "de", 2e4),
        ("R$ 5 bi", "pt", 5e9),
        ("2,5 mil millones de euros", "es", 2.5e9),
        ("35 crore rupees", "hi", 3.5e8),
    ],
)
def test_a_scale_word_in_full_or_short_multiplies(text: str, language: str, value: float) -> None:
    (figure,) = find_figures(text, language)
    assert figure.values == {value}


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("5 mil. korun", "cs", 5e6),
        ("5 mil euros", "es", 5e3),
        ("2 Billionen Euro", "de", 2e12),
        ("1 Billion Euro", "de", 1e12),
        ("1 billion euros", "en", 1e9),
        ("5 bln zł", "pl", 5e12),
        ("3 tn kronor", "sv", 3e3),
    ],
)
def test_a_word_of_many_languages_has_the_factor_of_its_own(text: str, language: str, value: float) -> None:
    (figure,) = find_figures(text, language)
    assert figure.values == {value}


@pytest.mark.parametrize(("text", "value"), [("5 लाख लोग", 5e5), ("35 करोड़ रुपये", 3.5e8)])
def test_words_with_combining_marks_are_read(text: str, value: float) -> None:
    (figure,) = find_figures(text, "hi")
    assert figure.values == {value}


@pytest.mark.parametrize("language", ["sr", "uz"])
def test_a_language_has_the_words_of_each_of_its_scripts(language: str) -> None:
    cyrillic, latin = {"sr": ("3 милијарде", "3 milijarde"), "uz": ("3 миллиард", "3 milliard")}[language]
    assert [f.values for text in (cyrillic, latin) for f in find_figures(text, language)] == [{3e9}, {3e9}]


@pytest.mark.parametrize(("text", "language"), [("5 km", "ca"), ("3 ok", "und"), ("3 км", "ru")])
def test_a_unit_is_no_scale_word(text: str, language: str) -> None:
    (figure,) = find_figures(text, language)
    assert figure.scale == 1
