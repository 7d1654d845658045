import pytest

from service.article.reading import read
from service.verification.checks import retractions
from service.verification.claim import Claim
from service.verification.verification import ground

THEFT = (
    "Museum theft\n\nThieves took part of the Orford hoard on Monday night, police said. Five guards were on duty.\n\n"
    "Correction: An earlier version of this article said that 14 objects had been stolen. The number is 11; 14 is the "
    "number of objects in the whole hoard."
)
LIVE = (
    "08:10 Police say five people have been injured, one of them badly.\n\n"
    "15:05 A correction on the number of injured. Three people were treated. Earlier today we reported five, a figure "
    "that came from the police."
)


@pytest.mark.parametrize(
    ("article", "text", "outcome"),
    [
        (THEFT, "Thieves stole 14 objects.", "fail"),
        (THEFT, "Fourteen objects were stolen from the museum.", "fail"),
        (THEFT, "Thieves stole 11 of the 14 objects.", "pass"),
        (THEFT, "The hoard has 14 pieces.", "pass"),
        (THEFT, "Five guards were on duty.", "pass"),
        (THEFT, "Thieves took part of the hoard.", "skip"),
        (LIVE, "Police say five people have been injured.", "fail"),
        (LIVE, "Three people were injured.", "pass"),
    ],
)
def test_figures_that_the_article_takes_back(article: str, text: str, outcome: str) -> None:
    found = read(article)
    result = retractions.check(ground(Claim("key_points.0", "key_points", text), found), found)
    assert result.outcome == outcome
    if outcome == "fail":
        assert result.verdict == "contradicted"
        assert "takes this back" in result.detail
