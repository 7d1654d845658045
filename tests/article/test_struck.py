"""Words that Markdown strikes out."""

import pytest

from newsbrief.article.reading import read
from newsbrief.article.struck import NOTE, drop_struck


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("It counted ~~12~~ 24 dead.", "It counted 24 dead."),
        ("It counted 24 dead ~~so far~~.", "It counted 24 dead."),
        ("The court, ~~in a\nnote~~, ruled.", "The court, ruled."),
        ("“~~No~~ Yes,” she said.", "“Yes,” she said."),
        ("안녕~~하세요 반가~~워요", "안녕~~하세요 반가~~워요"),
        ("좋아요~~ 정말 좋아요~~", "좋아요~~ 정말 좋아요~~"),
        (
            "A mark ~~left open.\n\nThe next paragraph~~ ends it.",
            "A mark ~~left open.\n\nThe next paragraph~~ ends it.",
        ),
        ("~~~\ncode\n~~~", "~~~\ncode\n~~~"),
        ("~~All of it is struck out, to the end.~~", "~~All of it is struck out, to the end.~~"),
    ],
)
def test_what_is_struck_out_is_left_out(text: str, left: str) -> None:
    assert drop_struck(text) == left


def test_an_article_without_its_struck_words_is_returned_and_says_so() -> None:
    article = read(
        "The council of Ashford met on Monday to discuss the fire in the old town. "
        "It counted ~~12~~ 24 dead, and some of those who live by the river are still missing."
    )
    assert "counted 24 dead" in article.sentences[1].text
    assert article.quote(1).startswith("It counted 24 dead")
    assert article.is_extracted
    assert NOTE in article.warnings


def test_time_is_linear() -> None:
    for text in ("~~a " * 100_000, " ~~" * 100_000, "~~" + " \n" * 100_000, ", " * 100_000 + "~~a~~"):
        drop_struck(text)
