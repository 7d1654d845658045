"""A text that was paid for is told by what it says of itself, and news of advertising stays news."""

import pytest

from newsbrief.article.genre import mark_title
from newsbrief.article.opinion import PageStatements
from newsbrief.article.reading import read
from newsbrief.article.sponsored import is_sponsored

BODY = (
    "VitaMax strengthens the body by 40 per cent, and holds 12 vitamins that everybody in Pell needs in the winter. "
    "It costs 30 crowns a month in all shops of the town. Until 31 March it costs 20 per cent less."
)


@pytest.mark.parametrize(
    ("stated", "lines", "language"),
    [
        (PageStatements(sections=("Health", "Sponsored content")), (), "en"),
        (PageStatements(sections=("Advertorial",)), (), "de"),
        (PageStatements(titles=("Anzeige: Gesund durch den Winter",)), (), "de"),
        (PageStatements(titles=("【PR】冬を元気に過ごす",)), (), "ja"),
        (PageStatements(), ("Publirreportaje", "Un invierno con salud en todo Pelo"), "es"),
        (PageStatements(), ("Gesund", BODY, "Dieser Beitrag entstand in Zusammenarbeit mit der VitaMax GmbH."), "de"),
        (PageStatements(), ("Зима без болезней", BODY, "На правах рекламы."), "ru"),
    ],
)
def test_a_text_says_that_it_was_paid_for(stated: PageStatements, lines: tuple[str, ...], language: str) -> None:
    assert is_sponsored(stated, lines, language)


@pytest.mark.parametrize(
    ("stated", "lines", "language"),
    [
        (PageStatements(sections=("Publicidad",)), (), "es"),
        (PageStatements(titles=("Sponsored refugees arrive in Pell",)), (), "en"),
        (PageStatements(), ("Anzeige", "Sturm schließt die Küstenstraße bei Pell"), "de"),
        (PageStatements(), ("The council paid for the article in its own paper, the mayor said.",), "en"),
    ],
)
def test_news_is_not_paid_for(stated: PageStatements, lines: tuple[str, ...], language: str) -> None:
    assert not is_sponsored(stated, lines, language)


def test_its_title_says_so() -> None:
    article = read(f"Sponsored content\n\nHealthy through the winter\n\n{BODY}")
    assert mark_title("Healthy through the winter", article) == "Healthy through the winter (advertisement)"
    assert mark_title("Advertisement: Healthy winter", article) == "Advertisement: Healthy winter"
    assert any("advertisement" in warning for warning in article.warnings)
