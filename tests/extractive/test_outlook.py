"""Sentences about the future: a day that is named is worth printing, wherever it stands."""

from datetime import UTC, datetime

from newsbrief.article.reading import read
from newsbrief.extractive.engine import extract

BODY = (
    "The council of Pell fined the ferry company Tarn Lines 40,000 crowns on Monday for 14 trips without a captain.",
    "Inspector Karl Holm found no captain on board of the Orm in 14 of 20 nights that he looked at, he told Pell.",
    "The company of Ormsby had sold 9,000 tickets for these nights, by its own books of January and February.",
    "Treasurer Lena Orth of Pell said that the fine is the highest that the law of 1961 on ferries lets her ask for.",
    "Tarn Lines runs four ferries between Pell and Ormsby and carries 600,000 people a year, a third of them by night.",
    "Captain Emre Taylor left the company in 2029, after he had told its board of two nights without a mate.",
)
PUBLISHED = datetime(2031, 3, 10, tzinfo=UTC)


def outlook(*more: str) -> list[str]:
    article = read("\n\n".join((*BODY, *BODY[1:3], *more)), title="Pell fines ferry company", published_at=PUBLISHED)
    return [item.text for item in extract(article).impact_analysis if item.sources]


def test_a_day_ahead_is_told_though_it_stands_last() -> None:
    told = "A vote could come on 4 April."
    assert outlook(told) == [told]


def test_a_day_behind_is_no_outlook() -> None:
    assert not outlook("A vote was held on 4 March.")
