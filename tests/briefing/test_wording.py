from typing import get_args

import pytest

from newsbrief.briefing.review import Status
from newsbrief.briefing.schema import HEADINGS
from newsbrief.briefing.wording import find_direction, list_languages, load_wording
from newsbrief.resources import read_table
from newsbrief.verification import translated
from newsbrief.verification.claim import Verdict


def test_each_language_that_can_be_asked_for_has_words() -> None:
    assert list_languages()[0] == "en"
    assert set(list_languages()) >= set(translated.list_languages())
    assert set(read_table("briefing/own_headings.toml")) == set(list_languages())


@pytest.mark.parametrize("language", list_languages())
def test_no_word_is_missing(language: str) -> None:
    words = load_wording(language)
    assert words.language == language
    assert set(words.verdicts) == set(get_args(Verdict))
    assert set(words.statuses) == set(get_args(Status))
    assert len({*words.headings.values()}) == len(HEADINGS)
    said = [*words.headings.values(), *words.verdicts.values(), *words.statuses.values()]
    assert all(word == word.strip() and word and not word.endswith((":", ".", "।", "。")) for word in said)
    phrases = words.disclosure
    assert "{model}" in phrases.model
    assert "{name}" in phrases.approved
    assert "{date}" in phrases.approved


def test_english_has_the_fixed_headings() -> None:
    assert load_wording("en").headings == HEADINGS


def test_the_first_heading_tells_the_language() -> None:
    assert len({load_wording(language).headings["the_story"] for language in list_languages()}) == len(list_languages())


def test_no_heading_names_one_section_here_and_another_there() -> None:
    named: dict[str, set[str]] = {}
    for language in list_languages():
        for section, heading in load_wording(language).headings.items():
            named.setdefault(heading.casefold(), set()).add(section)
    assert {heading: sections for heading, sections in named.items() if len(sections) > 1} == {}


def test_no_language_has_the_words_of_another() -> None:
    for part in ("headings", "disclosure", "labels"):
        found = [str(getattr(load_wording(language), part)) for language in list_languages()]
        assert len(set(found)) == len(found)


def test_what_has_no_words_has_the_english() -> None:
    for language in ("sw", "und", "../en"):
        assert load_wording(language).language == "en"


@pytest.mark.parametrize(
    ("language", "way"), [("ar", "rtl"), ("fa", "rtl"), ("he", "rtl"), ("ur", "rtl"), ("tr", "ltr"), ("und", "auto")]
)
def test_the_direction(language: str, way: str) -> None:
    assert find_direction(language) == way
