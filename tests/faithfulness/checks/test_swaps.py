"""Swaps: names and numbers of something else fail, honest claims do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.article.reading import read
from service.verification.checks.swaps import check
from service.verification.claim import Claim
from service.verification.slot import slots
from tests.faithfulness.checks.honest import HONEST, article, cases, claim

WRONG = {
    "talks": [
        "Steve Witkoff traveled to Egypt ahead of the anticipated talks.",
    ],
    "earnings": [
        "Halden will close its plant in Tampere in March 2026 and cut about 1,200 jobs there.",
    ],
    "court": [
        "Sanjay Rao said 43 victims had lost their savings.",
    ],
    "science": [
        "Luis Araya of the University of Bergen said that every dive showed animals nobody had described.",
    ],
}


@pytest.mark.parametrize(("about", "text"), cases(WRONG))
def test_wrong_claims_fail(about: str, text: str) -> None:
    result = check(claim(text, article(about)), article(about))
    assert result.outcome == "fail"
    assert result.verdict == "contradicted"
    assert "there the article says" in result.detail


@pytest.mark.parametrize(("about", "text"), cases(HONEST))
def test_honest_claims_do_not(about: str, text: str) -> None:
    assert check(claim(text, article(about)), article(about)).outcome != "fail"


@pytest.mark.parametrize("about", HONEST)
def test_an_articles_own_sentences_do_not(about: str) -> None:
    for sentence in article(about).sentences:
        assert check(claim(sentence.text, article(about)), article(about)).outcome != "fail"


@pytest.mark.parametrize("language", ["de", "ar", "ja", "und"])
def test_other_languages_are_skipped(language: str) -> None:
    other = read("Der Kanzler traf in Berlin den Minister und sagte nichts. " * 5, language=language)
    assert check(Claim("k.0", "key_points", "Macron sprach in Paris.", evidence=(0,)), other).outcome == "skip"


def test_an_apposition_does_not_part_a_name_from_its_verb() -> None:
    found = slots("Claudia Riess, the managing director, apologised to customers.")
    assert [(s.kind, s.right_stem) for s in found] == [("person", "apologis")]


def test_countries_are_known_by_all_their_names() -> None:
    (iran,), (tehran,) = slots("It moved to Iran."), slots("It moved to Tehran.")
    assert iran.same(tehran)


@given(st.text(max_size=300))
def test_any_text_has_slots(text: str) -> None:
    assert all(slot.keys for slot in slots(text))


@pytest.mark.parametrize("text", ["", " ", "“", "U.S.", "5 " * 20_000, "Ab " * 20_000, "in Ab, " * 5_000])
def test_odd_claims_are_answered(text: str) -> None:
    assert check(claim(text, article("talks")), article("talks")).outcome in ("pass", "fail", "skip")
