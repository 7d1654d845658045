"""What every test may use: the two seed documents, and no network."""

from pathlib import Path

import pytest

SEEDS = Path(__file__).parent.parent / "evals" / "seeds"


@pytest.fixture(scope="session")
def seed_article() -> str:
    """The raw article, as it came."""
    return (SEEDS / "iran_us_talks.article.txt").read_bytes().decode()


@pytest.fixture(scope="session")
def seed_briefing() -> str:
    """The finished briefing, as it came: written a day before the article."""
    return (SEEDS / "iran_us_talks.briefing.md").read_bytes().decode()
