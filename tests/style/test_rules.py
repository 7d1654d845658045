"""The rules that code checks: what they find, what they write instead, and what they leave alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.style.finding import StyleFault, apply_fixes
from newsbrief.style.house import HouseStyle
from newsbrief.style.reading import read_style
from newsbrief.style.review import review
from newsbrief.style.rules import check_wording, list_unchecked
from newsbrief.style.rules.lengths import count_words

BRITISH = read_style(
    "spelling: british\nnumbers: {words_up_to: 9, thousands: comma, percent: word}\ndates: 3 March 2026\n"
    "words: {prefer: {use: [utilise, make use of]}, ban: [shocking, slam]}"
)
AMERICAN = read_style("spelling: american\nnumbers: {thousands: none, percent: sign}\ndates: March 3, 2026")


def fix(text: str, style: HouseStyle = BRITISH, language: str = "en") -> str:
    return apply_fixes(text, check_wording(text, style, language))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The color of organized labor favored him.", "The colour of organised labour favoured him."),
        ("Color mattered.", "Colour mattered."),
        # Names, and what is right on both sides or means something else.
        ("The Labor Department and Pearl Harbor met.", "The Labor Department and Pearl Harbor met."),
        ("Labor Secretary Ann Day spoke.", "Labor Secretary Ann Day spoke."),
        ("A draft program for 5 tons of tires.", "A draft program for five tons of tires."),
        ("He installed a filter; the judgment was biased.", "He installed a filter; the judgment was biased."),
        ("See example.com/color and mail a.color@labor.org.", "See example.com/color and mail a.color@labor.org."),
        # What somebody said is theirs.
        ("“We favor 5 colors,” she said.", "“We favor 5 colors,” she said."),
        ("They utilise it and make  use of it. Utilise it!", "They use it and use it. Use it!"),
        ("The reutilised utiliser.", "The reutilised utiliser."),
        (
            "There were 3 people, 12 cars, 1.5 million coins.",
            "There were three people, 12 cars, 1.5 million coins.",
        ),
        ("5 men came. 3 men left.", "Five men came. Three men left."),
        ("From 5 to 6 men, $5 bills, 5 km away, 5 pm, 3-2.", "From 5 to 6 men, $5 bills, 5 km away, 5 pm, 3-2."),
        ("Article 5 says so on March 3 in Group 3 only.", "Article 5 says so on March 3 in Group 3 only."),
        ("12.000 of 10\u202f000 and 1234 in 2026", "12.000 of 10,000 and 1234 in 2026"),
        # Post codes, flights, files; and two numbers beside each other.
        ("Beverly Hills, California 90210", "Beverly Hills, California 90210"),
        ("Flight 12345 and case 202345", "Flight 12345 and case 202345"),
        ("On August 12 500 people gathered.", "On August 12 500 people gathered."),
        ("7% of 8 percent is 9 per cent.", "7 per cent of 8 per cent is 9 per cent."),
        ("On March 3, 2026, and May 3rd and 4th July.", "On 3 March 2026, and 3 May and 4 July."),
        ("They may 3 times march 5 miles.", "They may three times march five miles."),
        # The number may count what stands behind it.
        ("In May 20 people were killed.", "In May 20 people were killed."),
        ("In May 20-year-olds, in June 5–7 of them.", "In May 20-year-olds, in June 5–7 of them."),
        ("It opens on March 3, he said (or May 20).", "It opens on 3 March, he said (or 20 May)."),
    ],
)
def test_british_rules(text: str, wanted: str) -> None:
    assert fix(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The colour was organised at the centre.", "The color was organized at the center."),
        ("12,345 people, 12 per cent, on 3 March 2026 and 4 May.", "12345 people, 12%, on March 3, 2026 and May 4."),
        ("He lost 2 May elections.", "He lost 2 May elections."),
    ],
)
def test_american_rules(text: str, wanted: str) -> None:
    assert fix(text, AMERICAN) == wanted


@pytest.mark.parametrize("spelling", ["british", "american"])
def test_what_is_right_on_both_sides_is_left_alone(spelling: str) -> None:
    text = "An archaeologist took two buses, gave analyses of gases in medieval monologues, and rode minibuses."
    assert fix(text, read_style(f"spelling: {spelling}")) == text


def test_other_languages_keep_their_own_numbers_and_spelling() -> None:
    text = "Das Color Center zahlte 5 Leuten 12000 Euro am 3.3.2026."
    assert fix(text, BRITISH, "de") == text
    assert [f.rule for f in check_wording("Das ist shocking.", BRITISH, "de")] == ["words"]


USUAL = "numbers: {thousands: usual, percent: %s}\ndates: long"


@pytest.mark.parametrize(
    ("language", "text", "wanted", "percent"),
    [
        ("de", "Am 03.03.2026 kamen 12’000, 7% mehr.", "Am 3. März 2026 kamen 12.000, 7 Prozent mehr.", "word"),
        ("de", "10115 Berlin, Akte 123456", "10115 Berlin, Akte 123456", "sign"),
        ("de", "Die 5%-Hürde galt vom 3. bis 5. März 2026.", "Die 5%-Hürde galt vom 3. bis 5. März 2026.", "word"),
        ("de", "1500 oder 12.000 oder 8 Prozent", "1500 oder 12.000 oder 8\u00a0%", "sign"),
        ("fr", "12.000 le 03/03/2026, 7% et 8 pour cent", "12\u202f000 le 3 mars 2026, 7\u00a0% et 8\u00a0%", "sign"),
        ("es", "El 3/3/2026, 12\u00a0000 y 7%.", "El 3 de marzo de 2026, 12.000 y 7 por ciento.", "word"),
        ("it", "Il 3/03/2026, l’8 per cento e il 7%.", "Il 3 marzo 2026, l’8 per cento e il 7 percento.", "word"),
        ("pt", "Em 3 de mar. de 2026; a Ponte 25 de Abril.", "Em 3 de março de 2026; a Ponte 25 de Abril.", "sign"),
        ("ar", "في 3/3/2026 جاء 12\u00a0000.", "في 3 مارس 2026 جاء 12,000.", "sign"),
        ("ja", "2026/03/04に12000人、7%増。", "2026年3月4日に12000人、7%増。", "sign"),
        ("zh", "于2026-03-04来了12000人。", "于2026年3月4日来了12000人。", "sign"),
        ("pl", "3.03.2026 i 4 marca.", "3 marca 2026 i 4 marca.", "sign"),
        ("tr", "3.03.2026'da, %7", "3 Mart 2026'da, %7", "sign"),
        ("hi", "120,000", "1,20,000", "sign"),
        ("en", "On 3 March 2026, 12\u00a0000 and 7 per cent.", "On March 3, 2026, 12,000 and 7%.", "sign"),
        # No such day, and what CLDR does not know.
        ("de", "Am 31.02.2026.", "Am 31.02.2026.", "sign"),
        ("xx", "12000, 3.3.2026, 7%", "12000, 3.3.2026, 7%", "word"),
    ],
)
def test_numbers_and_dates_are_as_usual_in_the_language(language: str, text: str, wanted: str, percent: str) -> None:
    style = read_style(USUAL % percent)
    assert fix(text, style, language) == wanted
    assert fix(wanted, style, language) == wanted


def test_a_day_that_may_be_a_number_is_for_a_writer() -> None:
    (found,) = check_wording("In May 20 people were killed.", BRITISH, "en")
    assert (found.instead, found.detail) == (None, "“May 20”: write “20 May” if it is a date")


def test_the_first_of_a_month_is_for_a_writer() -> None:
    (found,) = check_wording("Le 01/03/2026.", read_style("dates: long"), "fr")
    assert (found.instead, found.detail) == (None, "“01/03/2026” is to be written out")
    assert check_wording("Le 1er mars 2026.", read_style("dates: long"), "fr") == []


def test_a_country_writes_otherwise_than_its_language() -> None:
    swiss = read_style(USUAL % "sign" + "\nlocale: de-CH")
    assert fix("12'000 am 3.3.2026, 7 %", swiss, "de") == "12’000 am 3. März 2026, 7%"
    # Of another language it is none.
    assert fix("12.000 le 3/3/2026", swiss, "fr") == "12\u202f000 le 3 mars 2026"
    assert fix("March 3, 2026", read_style("spelling: british\ndates: long")) == "3 March 2026"


@pytest.mark.parametrize(
    ("style", "language", "unchecked"),
    [
        (USUAL % "word", "de", []),
        (USUAL % "word", "ja", ["numbers.thousands", "numbers.percent"]),
        (USUAL % "sign", "tr", ["numbers.percent"]),
        ("numbers: {words_up_to: 9, thousands: comma}\ndates: 3 March 2026", "en", []),
        (
            "numbers: {words_up_to: 9, thousands: comma}\ndates: 3 March 2026",
            "de",
            ["numbers.words_up_to", "numbers.thousands", "dates"],
        ),
        ("spelling: british\nperson: third\ntone: plain", "fr", ["tone", "spelling", "person"]),
    ],
)
def test_what_is_not_checked_is_named(style: str, language: str, unchecked: list[str]) -> None:
    assert list(list_unchecked(read_style(style), language)) == unchecked


LANGUAGES = st.sampled_from(["ar", "de", "es", "fr", "it", "ja", "pt", "ru", "tr", "zh"])
PIECES = st.sampled_from(
    ["03.03.2026", "3/3/2026", "2026-03-03", "3 de marzo", "4. März", "12000", "1.234.567", "7%", "8 Prozent", "年"]
)


@given(st.lists(PIECES, max_size=8).map(" ".join), LANGUAGES)
def test_what_was_mended_of_numbers_and_dates_needs_no_mending(text: str, language: str) -> None:
    for percent in ("word", "sign"):
        style = read_style(USUAL % percent)
        once = fix(text, style, language)
        assert fix(once, style, language) == once


def test_a_banned_word_has_no_replacement() -> None:
    (found,) = check_wording("A shocking day.", BRITISH, "en")
    assert found == StyleFault("words", "“shocking” is not to be written", 2, 10)


@given(st.text(max_size=300))
def test_offsets_lie_in_the_text_and_mending_ends(text: str) -> None:
    for style in (BRITISH, AMERICAN):
        found = check_wording(text, style, "en")
        assert all(0 <= f.start < f.end <= len(text) for f in found)
        apply_fixes(text, found)


WORDS = st.sampled_from(
    ["colour", "color", "5", "men", "12000", "on", "March", "3,", "2026", "shocking", "“a", "b”", "utilise", "7%", "."]
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_what_was_mended_of_spelling_needs_no_mending(text: str) -> None:
    for style in (
        read_style("spelling: british"),
        read_style("spelling: american"),
        read_style("numbers: {percent: word}"),
    ):
        assert fix(fix(text, style), style) == fix(text, style)


def test_words_are_counted_as_people_do() -> None:
    assert count_words("The six-year-old’s bike — stolen.") == 4
    assert count_words("東京で会談") == 5
    assert count_words("ກອງປະຊຸມ") == 8
    assert count_words("– — …") == 0


def test_a_text_is_reviewed_by_line_and_column() -> None:
    places = review("Fine.\nA shocking color.\n", BRITISH, "en")
    assert [(p.line, p.column, p.finding.rule) for p in places] == [(2, 3, "words"), (2, 12, "spelling")]


def test_a_line_begins_as_a_sentence_does() -> None:
    places = review("Paris council\nColor of the buses\n\n3 people came.\n", BRITISH, "en")
    assert [(p.line, p.finding.instead) for p in places] == [(2, "Colour"), (4, "Three")]


def test_of_a_briefing_lengths_count_too(seed_briefing: str) -> None:
    style = read_style("title: {characters: 20}\nsections: [{name: key_points, items: 1-2, words_each: 3}, the_story]")
    lengths = [p.finding.detail for p in review(seed_briefing, style, "en") if p.finding.rule == "length"]
    assert any(detail.startswith("the title has characters") for detail in lengths)
    assert any(detail.startswith("key_points has items") for detail in lengths)
    assert any(detail.startswith("an item of key_points has words") for detail in lengths)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We think our plan helps you.", ["We", "our", "you"]),
        ("The US said Henry I of England and Part I of the report matter.", []),
        ("“We are ready,” he said of the coal mine.", []),
        ("The town is small, as I saw, and I’m sure of it.", ["I", "I"]),
        ("They told us that their house, not yours, burnt.", ["us", "yours"]),
    ],
)
def test_the_third_person_speaks_of_nobody_here(text: str, said: list[str]) -> None:
    style = HouseStyle(person="third")
    assert [text[f.start : f.end] for f in check_wording(text, style, "en")] == said
    assert check_wording(text, style, "de") == []
    assert check_wording(text, HouseStyle(person="first plural"), "en") == []
