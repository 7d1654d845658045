import pytest

from service.article.reading import read
from service.verification.checks import voice
from service.verification.claim import Claim
from service.verification.verification import ground

ARTICLE = (
    "A court in Halden sentenced Maria Lind to four years in prison on Monday for fraud. Her lawyer called the "
    "judgment “terrible”. “We will appeal,” she said. World War I records were used as evidence in the case."
)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("The shocking truth is that Maria Lind was sentenced.", "fail"),
        ("We learn that Maria Lind was sentenced.", "fail"),
        ("As you can see, Maria Lind was sentenced.", "fail"),
        ("This is not an ideal outcome for Maria Lind.", "fail"),
        ("The article is about how Maria Lind was sentenced.", "fail"),
        ("“We will appeal,” her lawyer said.", "pass"),
        ("Her lawyer said the judgment was terrible.", "pass"),
        ("Records of World War I were used as evidence.", "pass"),
        ("Maria Lind was jailed for four years.", "pass"),
    ],
)
def test_a_briefing_reports(text: str, outcome: str) -> None:
    article = read(ARTICLE)
    assert voice.check(ground(Claim("key_points.0", "key_points", text), article), article).outcome == outcome


def test_of_an_essay_that_says_we_a_claim_may_too() -> None:
    article = read(
        "We buy more than our parents did, and we throw more of it away, writes the author of a new book about the "
        "history of shopping in British towns."
    )
    claim = ground(Claim("key_points.0", "key_points", "We throw away more than our parents did."), article)
    assert voice.check(claim, article).outcome == "pass"
