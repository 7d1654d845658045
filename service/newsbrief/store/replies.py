"""Replies as they are written into the database: as JSON, without the text of any article."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag, TypeAdapter

from newsbrief.briefing.schema import SECTIONS
from newsbrief.reply import Reply, Together, Update


def _kind(kept: Any) -> str:
    return "update" if "standings" in kept else "together" if "disagreements" in kept else "reply"


_REPLIES: TypeAdapter[Reply] = TypeAdapter(
    Annotated[
        Annotated[Update, Tag("update")] | Annotated[Together, Tag("together")] | Annotated[Reply, Tag("reply")],
        Discriminator(_kind),
    ]
)
"""A revised briefing is kept with what became of the older one, one of several articles with what they disagree on."""


def dump_reply(reply: Reply) -> str:
    """Return the reply as it is kept."""
    several = {"source_texts": (None,) * len(reply.source_texts)} if isinstance(reply, Together) else {}
    return reply.model_copy(update={"source_text": None, **several}).model_dump_json()


def search_columns(reply: Reply) -> dict[str, str | None]:
    """Return the columns that a list of briefings is searched by."""
    outlet = reply.meta.source.outlet
    texts = (text for section in SECTIONS for text in reply.briefing.texts(section))
    return {"outlet": outlet, "words": "\n".join([*texts, outlet or ""]).casefold()}


def read(kept: str, source_text: str | None) -> Reply:
    """Return the reply that was kept, with the article's text, where texts are kept."""
    return _REPLIES.validate_json(kept).model_copy(update={"source_text": source_text})
