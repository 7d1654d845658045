"""Shapes of pages and texts that would take minutes are refused, or read in seconds."""

import pytest

from newsbrief.article import ArticleError
from newsbrief.article.comments import comments, without_comments
from newsbrief.article.errors import ArticleTooLong
from newsbrief.article.markup import MOST_ATTRIBUTES
from newsbrief.article.reading import MOST_LINES, MOST_SENTENCES, read
from tests.support.processor_time import costs_less_than

BODY = "".join(
    f"<p>The harbour board agreed on Monday to buy crane number {n}, its spokesman said in the town hall.</p>"
    for n in range(10)
)
DEEP = "<div>" * 300


def attributes(count: int) -> str:
    return " ".join(f"a{n}=1" for n in range(count))


def page(inside: str) -> str:
    return f"<html><body>{inside}{BODY}</body></html>"


@pytest.mark.parametrize(
    "text",
    [
        page(f"<p {attributes(100_000)}>x</p>"),
        page(f"<p {attributes(MOST_ATTRIBUTES + 1)}>x</p>"),
        page(f"<p title='>' {attributes(100_000)} alt=\">\">x</p>"),
        page(f'<!-- " --><p {attributes(100_000)}>x</p>'),
        page(f"<script>'\"</script><img {attributes(100_000)}>"),
        page("".join(f"<p {attributes(400)}>x</p>" for _ in range(600))),
        page("".join(f"<html a{n}=1>" for n in range(50_000))),
        page("".join(f"<BODY a{n}=1>" for n in range(50_000))),
        "ab\n" * (MOST_LINES + 1),
        "ab\r" * (MOST_LINES + 1),
        "Ab be. " * (MOST_SENTENCES + 1),
        "* Ab cd\n" * 300_000,
    ],
    ids=range(12),
)
def test_more_than_any_article_has_is_refused_at_once(text: str) -> None:
    with costs_less_than(10), pytest.raises(ArticleTooLong):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        page(BODY + "<!--" * 400_000),
        page(f"{DEEP}{BODY}{'<!-- x -- >' * 150_000}"),
        page(f"<p style='{'a:b;' * 300_000}'>x</p>"),
        page(f"<p style='{'text-decoration:' * 300_000}'>x</p>"),
        page(f"<p {' '.join(['a=1'] * 300_000)}>x</p>"),
        page("<p " * 300_000),
        "word " * 30 + "<!--" * 400_000,
        "word " * 30 + "U." * 270_000,
        "word " * 30 + "\n" + "!? " * 170_000,
        "An earlier version of this article said so. " * 10_000,
    ],
    ids=range(10),
)
def test_what_is_odd_is_read_in_seconds(text: str) -> None:
    with costs_less_than(4):
        assert read(text).sentences


def test_a_page_as_news_sites_have_them_is_read() -> None:
    assert "crane number 9" in read(page(f"<p {attributes(MOST_ATTRIBUTES)}>x</p>")).source
    with pytest.raises(ArticleError):
        read("<html><body></body></html>")


def test_comments_are_found_where_they_close() -> None:
    text = "a<!-- b -->c<!----><!-- d --e-->f<!-- g"
    assert [text[start:end] for start, end in comments(text)] == ["<!-- b -->", "<!---->", "<!-- d --e-->"]
    assert without_comments(text) == "acf<!-- g"
