"""The article that a judge is asked about."""

import pytest

from newsbrief.article import Article
from newsbrief.article.reading import read
from tests.support.harbour import TEXT


@pytest.fixture
def article() -> Article:
    return read(TEXT, language="en")
