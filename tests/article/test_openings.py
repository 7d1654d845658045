"""Test which words may be cut from the start of a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article.dossier import join_articles
from newsbrief.article.openings import strip_opening, without_opening
from newsbrief.article.reading import read


@pytest.mark.parametrize(
    ("whole", "bare", "language"),
    [
        ("At the same time, the bank raised rates.", "The bank raised rates.", "en"),
        ("But the court agreed.", "The court agreed.", "en"),
        ("VALDARÉS, Spain — The market closed.", "The market closed.", "en"),
        ("(AFP) The bank cut its rate.", "The bank cut its rate.", "en"),
        ("| PELL, Ormland (AP) -- The bank cut its rate.", "The bank cut its rate.", "en"),
        ("(AFP)The bank cut its rate.", "The bank cut its rate.", "en"),
        ("LONDON (Reuters) - The bank cut its rate.", "The bank cut its rate.", "en"),
        ("PELL, March 3 (Coast Press) - The bank cut its rate.", "The bank cut its rate.", "en"),
        ("17:10 Hollins Primary will be closed on Wednesday.", "Hollins Primary will be closed on Wednesday.", "en"),
        ("9:15 AM ET -- Divers went down to the wreck.", "Divers went down to the wreck.", "en"),
        ("10 p.m. -- The vote begins in the town.", "The vote begins in the town.", "en"),
        ("[2] Second place went to Tobias Renn.", "Second place went to Tobias Renn.", "en"),
        ("PELL, Ireland — But the council has not paid.", "The council has not paid.", "en"),
        ("القاهرة (رويترز) - أعلنت الحكومة خطة جديدة.", "أعلنت الحكومة خطة جديدة.", "ar"),
        ("14.05 Uhr: Die Polizei sperrt die Brücke.", "Die Polizei sperrt die Brücke.", "de"),
        ("Pellheim (dpa) - Der Bund zahlt mehr.", "Der Bund zahlt mehr.", "de"),
        ("Aber die Bahn bleibt im Tal.", "Die Bahn bleibt im Tal.", "de"),
        ("Pell, 3 mar (EFE).- El rey viajó ayer.", "El rey viajó ayer.", "es"),
        ("Sin embargo, el rey viajó ayer.", "El rey viajó ayer.", "es"),
        ("Ancak, istasyon pazartesi açılacak.", "İstasyon pazartesi açılacak.", "tr"),
        ("اما دولت این طرح را پذیرفت.", "دولت این طرح را پذیرفت.", "fa"),
    ],
)
def test_what_only_ties_a_sentence_to_its_place_goes(whole: str, bare: str, language: str) -> None:
    assert without_opening(whole, language) == bare


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("But for the rain, they would have won.", "en"),
        ("The court did not, however, agree.", "en"),
        ("“However, we wait,” she said.", "en"),
        ("Overall, sales rose by a third.", "en"),
        ("Elsewhere, two people died in the storm.", "en"),
        ("But he left.", "en"),
        ("MINISTER: The money has all been spent.", "en"),
        ("John Berry (Labour): The government has lied to us all.", "en"),
        ("Anna Cole (Conservative) - The opposition has stolen the money.", "en"),
        ("JOHN BERRY, Labour — The government has lied to us all.", "en"),
        ("FALSE - The bridge is closed until autumn.", "en"),
        ("(FALSE) The minister has left her office.", "en"),
        ("Rumour (false): The minister has left her office.", "en"),
        ("Jan Vik (Ap) - Regjeringen har løyet for oss.", "no"),
        ("Petra Lang (Grüne) - Die Regierung hat gelogen.", "de"),
        ("BULO — La ministra ha dejado su cargo.", "es"),
        ("أحمد علي (حزب العمل) - كذبت الحكومة على الناس.", "ar"),
        ("17.50 Euro kostet die Karte.", "de"),
        ("Doch hat die Bahn kein Geld.", "de"),
        ("Aber auch die Bahn bleibt.", "de"),
        ("Pero no hay dinero para todos.", "es"),
    ],
)
def test_what_a_sentence_says_stays(text: str, language: str) -> None:
    assert without_opening(text, language) == text


@given(st.text(max_size=80), st.sampled_from(["en", "de", "tr", "ar", "und", "xx"]))
def test_what_is_left_is_the_end_of_the_sentence(text: str, language: str) -> None:
    left = without_opening(text, language)
    assert left == text or text.endswith(left[2:])


def test_a_name_in_capitals_is_a_place_where_it_leads_an_article() -> None:
    assert without_opening("PELL — The council has paid.", "en", leads=True) == "The council has paid."
    assert without_opening("PELL — The council has paid.", "en") == "PELL — The council has paid."


def test_each_of_several_articles_has_a_lead() -> None:
    rest = " It said so on Monday, after a vote of nine members.\n\nThe work begins in spring, and takes two years."
    told = ("MADRID — The council has paid for the bridge.", "LIMA — The council has paid for the school.")
    whole = join_articles([read(lead + rest) for lead in told]).whole
    leads = [strip_opening(whole.sentences[at], whole) for at in whole.firsts]
    assert leads == ["The council has paid for the bridge.", "The council has paid for the school."]


@pytest.mark.parametrize("opening", ["FALSE - ", "THE CLAIM — ", "RUMOUR – ", "THE MAYOR'S VERSION — "])
def test_a_verdict_that_leads_an_article_is_no_place(opening: str) -> None:
    text = f"{opening}The council has paid for the bridge."
    assert without_opening(text, "en", leads=True) == text


@pytest.mark.parametrize("opening", ["UNCONFIRMED", "DENIED", "ALLEGED", "PARODY", "POLICE REPORT", "TROLL", "DENTAL"])
def test_what_is_said_of_a_sentence_is_no_place(opening: str) -> None:
    lead = f"{opening} — The president of Ashford died on Monday."
    rest = "The Ashford police met in Denmark with Allen Reed of Paris, and heard a report on the budget of the year."
    article = read(f"{lead} {rest}")
    assert strip_opening(article.sentences[0], article) == lead


@pytest.mark.parametrize(
    ("opening", "language"),
    [("VIENNA", "en"), ("WIEN", "de"), ("ASHFORD", "en"), ("FLUSHING MEADOWS", "en"), ("WASHINGTON", "en")]
    + [(name, "en") for name in ("NEW DELHI", "THE HAGUE", "GAZA CITY", "MUNICH", "RAMALLAH, West Bank")],
)
def test_a_place_that_is_known_or_named_again_is_a_place(opening: str, language: str) -> None:
    rest = "The council met in Ashford, and at Flushing Meadows a report was heard on the budget of the coming year."
    article = read(f"{opening} — The president died on Monday. {rest}", language=language)
    assert strip_opening(article.sentences[0], article) == "The president died on Monday."


def test_only_in_turkish_is_no_connective() -> None:
    assert without_opening("Ancak üç kişi kazadan sağ kurtuldu.", "tr") == "Ancak üç kişi kazadan sağ kurtuldu."
