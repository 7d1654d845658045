import pytest

from service.article.reading import read
from service.verification.checks import satire
from service.verification.claim import Claim
from service.verification.verification import ground

JOKE = (
    "Dunmere mayor claims the Moon\n\n"
    "Mayor Grady Plunkett annexed the Moon to the borough of Dunmere on Wednesday.\n\n"
    "This column is satire. What prompted it is true: the council voted to close the Quay Street car park."
)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Mayor Grady Plunkett annexed the Moon.", "fail"),
        ("A satirical column has Mayor Grady Plunkett annex the Moon.", "pass"),
        ("The council voted to close the Quay Street car park.", "pass"),
        ("This column is satire.", "pass"),
    ],
)
def test_jokes_are_not_told_as_news(text: str, outcome: str) -> None:
    article = read(JOKE)
    result = satire.check(ground(Claim("key_points.0", "key_points", text), article), article)
    assert result.outcome == outcome
    assert result.verdict == ("unattributed" if outcome == "fail" else None)


def test_any_other_article_is_skipped() -> None:
    article = read(
        "The council of Dunmere voted on Tuesday to close the Quay Street car park for repairs, "
        "which will take more than a year."
    )
    claim = ground(Claim("key_points.0", "key_points", "The council voted."), article)
    assert satire.check(claim, article).outcome == "skip"
