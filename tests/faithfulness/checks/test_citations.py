"""Citations: sentence numbers that exist, or not."""

import pytest

from service.article.reading import read
from service.verification.checks.citations import check
from service.verification.claim import Claim


@pytest.mark.parametrize(
    ("cited", "outcome", "detail"),
    [
        ((), "skip", ""),
        ((0, 3), "pass", ""),
        ((0, 99), "fail", "cites sentence 99; the article has"),
        ((-1,), "fail", "cites sentence -1; the article has"),
        (tuple(range(100, 110)), "fail", "cites sentence 100, 101, 102, 103, 104 …; the article has"),
    ],
)
def test_citations(seed_article: str, cited: tuple[int, ...], outcome: str, detail: str) -> None:
    result = check(Claim("the_story.0", "the_story", "Talks resumed.", cited=cited), read(seed_article))
    assert result.outcome == outcome
    assert result.detail.startswith(detail)
    assert result.verdict is None
