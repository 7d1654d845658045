"""The scripted upstream, and an article to brief."""

import pytest

from newsbrief.article import Article
from newsbrief.article.reading import read


@pytest.fixture(scope="session")
def article(seed_article: str) -> Article:
    return read(seed_article)
