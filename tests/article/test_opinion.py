"""Opinion is told by what a page or a text says of itself, and a report stays one."""

import pytest

from newsbrief.article.genre import mark_title
from newsbrief.article.opinion import PageStatements, is_opinion
from newsbrief.article.reading import read

BODY = (
    "The council of Pell has lost its way, and everybody in the town knows it but the mayor and her friends. "
    "It spent 3.2 million euros on a harbour that no ship enters. It should resign before the winter comes."
)


@pytest.mark.parametrize(
    ("stated", "language"),
    [
        (PageStatements(sections=("Politics", "Opinion")), "en"),
        (PageStatements(sections=("Gastkommentar",)), "de"),
        (PageStatements(sections=("OpinionNewsArticle",)), "tr"),
        (PageStatements(titles=("Opinion | The harbour of Pell",)), "en"),
        (PageStatements(titles=("Kommentar: Der Hafen von Pell",)), "de"),
        (PageStatements(titles=("（社説）港の費用を問う",)), "ja"),
        (PageStatements(addresses=("https://tide.example/meinung/hafen-pell.html",)), "de"),
        (PageStatements(addresses=("https://tide.example/news/opinion/harbour/story-17",)), "en"),
    ],
)
def test_a_page_says_that_it_is_an_opinion(stated: PageStatements, language: str) -> None:
    assert is_opinion(stated, (), language)


@pytest.mark.parametrize(
    ("stated", "language"),
    [
        (PageStatements(sections=("Politics", "Analysis")), "en"),
        (PageStatements(titles=("Opinion polls: mayor ahead",)), "en"),
        (PageStatements(titles=("Pell: opinion is divided on the harbour",)), "en"),
        (PageStatements(sections=("Leder",)), "de"),
        (PageStatements(addresses=("https://tide.example/news/opinion",)), "en"),
        (PageStatements(addresses=("https://tide.example/politics/opinion-of-the-court", "https://[")), "en"),
    ],
)
def test_a_report_is_none(stated: PageStatements, language: str) -> None:
    assert not is_opinion(stated, (), language)


@pytest.mark.parametrize("above", ["OPINION\n\nThe harbour that no ship enters", "Opinion: No ship"])
def test_a_text_says_so_above_its_body(above: str) -> None:
    article = read(f"{above}\n\n{BODY}")
    assert article.is_opinion
    assert any("opinion piece" in warning for warning in article.warnings)


def test_a_menu_above_a_text_says_nothing_of_it() -> None:
    assert not read(f"Home\nOpinion\nSport\nWeather\nHarbour of Pell empty\n\n{BODY}").is_opinion


def test_a_page_of_opinion_is_read_as_one() -> None:
    page = (
        "<html><head><title>No ship in the harbour of Pell</title>"
        "<meta property='article:section' content='Opinion'></head>"
        f"<body><article><h1>No ship in the harbour of Pell</h1><p>{BODY}</p></article></body></html>"
    )
    article = read(page)
    assert article.is_opinion
    assert mark_title("No ship in the harbour of Pell", article) == "No ship in the harbour of Pell (opinion)"
    assert mark_title("Opinion: No ship", article) == "Opinion: No ship"
    assert not read(page.replace("Opinion", "Politics")).is_opinion


def test_a_title_is_marked_in_the_language_of_its_article() -> None:
    body = "Der Rat von Pell hat sich verrannt, und alle in der Stadt wissen es außer der Bürgermeisterin. " * 3
    article = read(body, title="Kein Schiff im Hafen", url="https://tide.example/kommentare/hafen")
    assert mark_title("Kein Schiff im Hafen", article) == "Kein Schiff im Hafen (Meinung)"
