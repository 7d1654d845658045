"""Claims that have ahead what the article tells as changed."""

import pytest

from newsbrief.article.reading import read
from newsbrief.verification.claim import Claim
from newsbrief.verification.guards.changes import check

ARTICLE = (
    "The nuclear talks between Iran and the United States were moved from Istanbul to Muscat at the request of Tehran. "
    "Diplomats of both countries said on Wednesday that they would travel to Oman for the nuclear talks."
)


@pytest.mark.parametrize(
    "claim",
    [
        "Iran and the United States will hold nuclear talks in Istanbul.",
        "The next nuclear talks of Iran and the United States open in Istanbul.",
    ],
)
def test_what_was_moved_is_not_ahead_where_it_was(claim: str) -> None:
    assert check(Claim("key_points.0", "key_points", claim), read(ARTICLE)).verdict == "contradicted"


@pytest.mark.parametrize(
    "claim",
    [
        "Iran rejected nuclear talks in Istanbul proposed by Turkey.",
        "Iran and the United States held nuclear talks in Istanbul until May.",
        "Iran and the United States will hold nuclear talks in Muscat and not in Istanbul.",
    ],
)
def test_what_once_was_there_is_not_ahead(claim: str) -> None:
    assert check(Claim("key_points.0", "key_points", claim), read(ARTICLE)).outcome == "pass"


def test_another_event_is_not_overtaken() -> None:
    article = read(
        "The climate summit was moved from Geneva to Vienna. Activists will march in Geneva on Friday. The town hall "
        "gave no reasons for it, and no new day was named by its office."
    )
    claim = Claim("key_points.0", "key_points", "A protest over the climate summit is planned in Geneva.")
    assert check(claim, article).outcome == "pass"
