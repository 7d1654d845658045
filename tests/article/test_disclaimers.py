import pytest

from newsbrief.article.disclaimers import find_retractions, find_satire
from newsbrief.article.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "This column is satire.",
        "This article is a work of satire.",
        "The above is a parody of a council meeting.",
        "Satire: Mayor annexes the Moon",
        "Mayor annexes the Moon (satire)",
        "This is a satirical piece.",
    ],
)
def test_an_article_calls_itself_satire(text: str) -> None:
    assert find_satire(["The mayor annexed the Moon.", text]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The magazine is known for its satire.",
        "He called the film a satire of office life.",
        "Satire is dead, the comedian said.",
        "The court heard that this was meant as a joke.",
    ],
)
def test_an_article_about_satire_is_none(text: str) -> None:
    assert find_satire([text]) is None


@pytest.mark.parametrize(
    "text",
    [
        "Correction: An earlier version of this article said that 14 objects had been stolen.",
        "A previous version misstated the minister’s title.",
        "Earlier today we reported five, a figure that came from the police.",
        "We previously reported that the road was closed.",
        "In an earlier version, the name was given wrongly; it had Miller for Muller.",
    ],
)
def test_what_an_earlier_version_said(text: str) -> None:
    assert find_retractions([text]) == (0,)


@pytest.mark.parametrize(
    "text",
    [
        "The company said that an earlier version of the software was safe.",
        "Police reported five injured on Monday.",
        "The first version of the bill failed in June.",
    ],
)
def test_an_earlier_version_of_something_else(text: str) -> None:
    assert find_retractions([text]) == ()


def test_no_claim_rests_on_what_is_taken_back() -> None:
    article = read(
        "Museum theft\n\nThieves took 11 objects from the museum in Orford on Monday night.\n\n"
        "Correction: An earlier version of this article said that the guard had been arrested."
    )
    assert [s.boilerplate for s in article.sentences] == [False, False, True]
    assert article.satire is None


def test_satire_is_warned_of() -> None:
    article = read(
        "The mayor of Dunmere annexed the Moon on Wednesday, in a ceremony on the roof of the town hall that took "
        "three minutes. This column is satire."
    )
    assert article.satire == 1
    assert any("satire" in warning for warning in article.warnings)
