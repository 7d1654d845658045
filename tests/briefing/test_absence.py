"""Test that each language tells what was not taken in one sentence a section, known again wherever it stands."""

import pytest

from newsbrief.briefing.absence import is_absence, write_absence
from newsbrief.briefing.schema import SECTIONS, Briefing
from newsbrief.briefing.wording import list_languages
from newsbrief.resources import read_table
from newsbrief.verification.itemise import itemise_briefing

LANGUAGES = tuple(read_table("briefing/absence.toml"))


def test_each_language_of_a_briefing_tells_it() -> None:
    assert set(list_languages()) <= set(LANGUAGES)
    assert write_absence("title", "xx") == write_absence("title", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_is_read_back_as_one_claim(language: str) -> None:
    title, story, points, analysis, takeaways, impact = (write_absence(section, language) for section in SECTIONS)
    briefing = Briefing(
        title=title,
        the_story=story,
        key_points=(points,),
        critical_analysis=analysis,
        key_takeaways=(takeaways,),
        impact_analysis=impact,
    )
    claims = itemise_briefing(briefing, language)
    assert [claim.section for claim in claims] == list(SECTIONS)
    assert all(is_absence(claim.text, claim.section) for claim in claims)


def test_no_sentence_tells_of_one_section_here_and_of_another_there() -> None:
    told = [(write_absence(section, language), section) for language in LANGUAGES for section in SECTIONS]
    assert [
        text for text, section in told if any(is_absence(text, other) for other in SECTIONS if other != section)
    ] == []
