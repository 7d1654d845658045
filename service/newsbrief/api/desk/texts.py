"""The texts of articles that the desk keeps for a team, and those that come with a form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from fastapi import Request

from newsbrief.api.gate import read_key
from newsbrief.api.state import read_state
from newsbrief.article import Article
from newsbrief.article.errors import ArticleError
from newsbrief.editorial.original import OtherArticle, read_original
from newsbrief.store.briefings import KeptBriefing
from newsbrief.store.desk_texts import DeskText
from newsbrief.workers import run_in_worker


async def keep_text(request: Request, id: UUID, text: str) -> datetime | None:
    """Keep the text for the team; return when it will be forgotten, None where it is not kept."""
    settings, store = read_state(request).settings, read_state(request).store
    if settings.keep_text or not settings.desk_text_days or not may_keep(request):
        return None
    forget_at = datetime.now(UTC) + timedelta(days=settings.desk_text_days)
    await store.ask(store.desk_texts.keep, id, text, forget_at=forget_at)
    kept: DeskText | None = await store.ask(store.desk_texts.find, id)
    return kept and kept.forget_at


def may_keep(request: Request) -> bool:
    """Return whether the caller may have a text kept; to see an article takes no more than `read`."""
    key = read_key(request)
    return key is None or "write" in key.scopes


async def find_desk_text(request: Request, kept: KeptBriefing) -> DeskText | None:
    """Return the text that the desk keeps for the team; None where the service keeps it anyway."""
    store = read_state(request).store
    if kept.reply.source_text is not None:
        return None
    return await store.ask(store.desk_texts.find, UUID(kept.reply.id))


async def find_text(request: Request, kept: KeptBriefing, sent: str) -> str | None:
    """Return the article's text: as it was sent, else as it is kept, else None."""
    if sent or kept.reply.source_text is not None:
        return sent or kept.reply.source_text
    desk_text = await find_desk_text(request, kept)
    return desk_text and desk_text.text


async def read_kept_article(kept: KeptBriefing, desk_text: DeskText | None) -> Article | None:
    """Return the article of a briefing; None where its text is not kept, or is another's."""
    text = kept.reply.source_text if kept.reply.source_text is not None else desk_text and desk_text.text
    if text is None:
        return None
    try:
        return await run_in_worker(len(text), read_original, kept.reply, text)
    except (OtherArticle, ArticleError):
        return None
