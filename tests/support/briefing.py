"""A briefing in the article's own words."""

from datetime import datetime

from newsbrief.extractive import ExtractiveEngine
from newsbrief.pipeline import MakingRequest, Submission, summarize
from newsbrief.reply import Reply
from tests.support.settings import make_settings


async def brief(text: str, published_at: datetime | None = None) -> Reply:
    submission = Submission(text, published_at=published_at)
    return await summarize(submission, MakingRequest(ExtractiveEngine(), make_settings()))
