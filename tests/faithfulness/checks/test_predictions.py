import pytest

from service.article.reading import read
from service.verification.checks import predictions
from service.verification.claim import Claim
from service.verification.verification import ground

ARTICLE = (
    "The council closed the car park on Quay Street on Monday. Shops by the harbour sold less than in May. "
    "The car park will open again in June, the council said. The port lost three of its cranes in the storm."
)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("The fall in sales will ruin shops by the harbour.", "fail"),
        ("Shops by the harbour are certain to sell less.", "fail"),
        ("The car park will open in June.", "pass"),
        ("The council expects that the shops by the harbour will sell less.", "skip"),
        ("The port may lose more cranes.", "skip"),
        ("“The port will lose more cranes,” the owner wrote.", "skip"),
        ("The council closed the car park.", "skip"),
    ],
)
def test_nothing_is_foretold_that_the_article_does_not(text: str, outcome: str) -> None:
    article = read(ARTICLE)
    result = predictions.check(ground(Claim("impact_analysis.0", "impact_analysis", text), article), article)
    assert result.outcome == outcome
