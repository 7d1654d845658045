"""Test that a teaser is warned of, and that no briefing rests on a sentence that was cut off."""

import pytest

from newsbrief.article.reading import read
from newsbrief.article.teasers import CUT, LOCKED

BODY = (
    "Fossum closes ferry quay\n\nThe town of Fossum will close its ferry quay for three weeks from Monday. "
    "Inspectors found cracks in two piers. Some 1,400 commuters use the quay each day. A bus will run instead."
)


@pytest.mark.parametrize(
    "tail",
    [
        'The post <a href="https://fossum.example/quay">Fossum closes ferry quay</a> appeared first on '
        '<a href="https://fossum.example">Fossum Posten</a>.',
        "The post Fossum closes its quay. For good? appeared first on Fossum Posten.",
        "Der Beitrag Kai wird geschlossen erschien zuerst auf Fossum Posten.",
        "L’article Le quai ferme est apparu en premier sur Fossum Posten.",
        "La entrada Cierra el muelle se publicó primero en Fossum Posten.",
        "L'articolo Chiude il molo proviene da Fossum Posten.",
        "O post Cais fecha apareceu primeiro em Fossum Posten.",
        "Innlegget Kaia stenges dukket først opp på Fossum Posten.",
    ],
)
def test_the_tail_of_a_feed_is_no_part_of_an_article(tail: str) -> None:
    article = read(f"{BODY}\n\n{tail}")
    assert article.sentences[-1].is_boilerplate
    assert article.warnings == ()


def test_news_of_a_post_is_news() -> None:
    article = read(f"{BODY}\n\nThe post of harbour master will be filled first, the council said on Tuesday.")
    assert not article.sentences[-1].is_boilerplate


@pytest.mark.parametrize("cut", ["[…]", "[...]", "[&hellip;]", "(…)", "…", "[&#8230;]"])
@pytest.mark.parametrize("tail", ["", "\n\nThe post Fossum closes ferry quay appeared first on Fossum Posten."])
def test_a_sentence_that_was_cut_off_is_not_asserted(cut: str, tail: str) -> None:
    article = read(f"{BODY} Shop owners asked for money, and the council has not yet {cut}{tail}")
    (last,) = (s for s in article.sentences if "has not yet" in s.text)
    assert not last.is_asserted
    assert CUT in article.warnings
    assert all(s.is_asserted for s in article.sentences[: last.index])


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("To continue reading this article, subscribe from 1 krone a week. Already a subscriber? Log in.", "en"),
        ("You have read 3 of 3 free articles this month.", "en"),
        ("Subscribe to read the full story.", "en"),
        ("Weiterlesen mit dem Digital-Abo. Sie haben bereits ein Abo?", "de"),
        ("La suite est réservée aux abonnés. Déjà abonné ?", "fr"),
    ],
)
def test_a_paywall_is_warned_of(line: str, language: str) -> None:
    article = read(f"{BODY}\n\n{line}", language=language)
    assert article.sentences[-1].is_boilerplate
    assert article.warnings == (LOCKED,)


@pytest.mark.parametrize("line", ["Read more: Ferries in Brunn", "Sign up to our newsletter.", "Photo: Ada Moen / AP"])
def test_other_lines_around_an_article_are_no_paywall(line: str) -> None:
    assert read(f"{BODY}\n\n{line}").warnings == ()
