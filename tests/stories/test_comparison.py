"""What sources disagree on, claim by claim."""

import pytest

from newsbrief.article.dossier import join_articles
from newsbrief.article.reading import read
from newsbrief.stories.comparison import Comparison, compare, prepare_claims
from newsbrief.verification.claim import CheckResult, Claim
from newsbrief.verification.verdict import with_judgement
from newsbrief.verification.verification import examine

ALPHA = """\
At least 23 people were killed in the floods in Montalba and 40 were hurt, the rescue service said on Wednesday. The \
river burst its banks early on Tuesday. A school has been opened for those who cannot go home.
"""
BETA = """\
The floods in Montalba have killed 31 people, two of them children, the governor said on Wednesday. Two ministers \
resigned over the dike. The death toll of 31 is the highest in years. A third of the bridges are closed.
"""
DENIED = (
    "At least 23 people were killed in the floods in Montalba and 40 were hurt, the rescue service said on Wednesday."
)


def compared(*further: str, url: str | None = None) -> Comparison:
    """Return the briefing of both articles, where a judge finds that the second denies the first claim.

    `url`: that of the first, in place of an outlet.
    """
    articles = [read(ALPHA, outlet=None if url else "Alpha", url=url), read(BETA, outlet="Beta")]
    dossier = join_articles(articles)
    claims = examine(
        [Claim(f"key_points.{n}", "key_points", text) for n, text in enumerate((DENIED, *further))], dossier.whole
    )
    assert all(claim.verdict == "supported" for claim in claims)
    by_source = [examine(prepare_claims(claims), article) for article in articles]
    denied = CheckResult(name="judge", outcome="fail", detail="31, not 23", verdict="contradicted", sentences=(0,))
    by_source[1] = (with_judgement(by_source[1][0], denied, articles[1]), *by_source[1][1:])
    return compare(claims, by_source, dossier, "en")


@pytest.mark.parametrize(
    ("url", "name"),
    [("https://www.alpha.example/floods", "alpha.example"), ("http://[bad", "source 1"), ("alpha", "source 1")],
)
def test_a_source_without_an_outlet_goes_by_its_address_or_number(url: str, name: str) -> None:
    found = compared(url=url)
    assert any(claim.text.endswith(f"(according to {name}; not according to Beta).") for claim in found.claims)


def test_a_number_that_coincides_contradicts_nothing() -> None:
    found = compared("Two ministers resigned over the dike.")
    assert [d.contradicted_by for d in found.disagreements] == [(1,)]
    assert "Two ministers resigned over the dike." in [c.text for c in found.claims]


def test_the_other_figure_is_told_as_its_sources_word_wherever_it_stands() -> None:
    found = compared("The death toll of 31 is the highest in years.")
    assert [d.contradicted_by for d in found.disagreements] == [(1,), (0,)]
    assert "The death toll of 31 is the highest in years (according to Beta; not according to Alpha)." in [
        c.text for c in found.claims
    ]
