"""Sentences whose place or year only a heading or an earlier sentence names."""

from datetime import UTC, datetime

from newsbrief.article.reading import read
from newsbrief.extractive.engine import extract
from newsbrief.extractive.frames import find_frame_dependent

PARTS = """Storm hits two towns

The storm hit Leeds and Whitby on Monday, and both towns closed their harbours.

LEEDS

In Leeds, the council closed the market hall after its roof was torn off.

Six crews and two helicopters were sent there from the county's depot.

WHITBY

In Whitby, the pier of 1909 broke in two under the waves.

Forty houses were left without power until the evening.
"""
YEARS = """Rivals fall out

Marek and Brandt refused to shake hands after the race on Sunday, the organisers said.

Their quarrel began at the race of Leeds in 2019. After three corners the stewards had to part them in the garage.

The league will hear both drivers on Friday in its court at Whitby.
"""


def test_under_the_name_of_a_place() -> None:
    article = read(PARTS)
    texts = [article.sentences[index].text for index in sorted(find_frame_dependent(article))]
    assert texts == [
        "Six crews and two helicopters were sent there from the county's depot.",
        "Forty houses were left without power until the evening.",
    ]


def test_after_an_earlier_year() -> None:
    article = read(YEARS, published_at=datetime(2024, 12, 2, tzinfo=UTC))
    assert [article.sentences[i].text for i in find_frame_dependent(article)] == [
        "After three corners the stewards had to part them in the garage."
    ]


def test_printed_after_its_frame_or_not_at_all() -> None:
    article = read(PARTS)
    draft = extract(article)
    for section in (draft.the_story, draft.key_points, draft.key_takeaways, draft.impact_analysis):
        cited = [index for item in section for index in item.sources]
        assert all(index - 1 in cited for index in cited if index in find_frame_dependent(article))
