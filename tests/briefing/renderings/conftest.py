"""A reply as the pipeline makes it, without a model."""

from datetime import UTC, datetime

import pytest

from newsbrief.extractive import ExtractiveEngine
from newsbrief.pipeline import MakingRequest, Submission, summarize
from newsbrief.reply import Reply
from tests.support.settings import make_settings


@pytest.fixture
async def seed_reply(seed_article: str) -> Reply:
    submission = Submission(
        seed_article, url="https://example.org/iran", outlet="AP", published_at=datetime(2026, 2, 5, tzinfo=UTC)
    )
    return await summarize(submission, MakingRequest(ExtractiveEngine(), make_settings()))
