"""Replies as they are written into the database: as JSON, without the text of any article."""

from __future__ import annotations

from newsbrief.briefing.schema import SECTIONS
from newsbrief.reply import Reply, Together, Update, parse_reply
from newsbrief.verification.editing import EDIT


def dump_reply(reply: Reply) -> str:
    """Return the reply as it is kept."""
    several = {"source_texts": (None,) * len(reply.source_texts)} if isinstance(reply, Together) else {}
    return reply.model_copy(update={"source_text": None, **several}).model_dump_json()


def search_columns(reply: Reply) -> dict[str, str | None]:
    """Return the columns that a list of briefings is searched by."""
    outlet = reply.meta.source.outlet
    texts = (text for section in SECTIONS for text in reply.briefing.texts(section))
    return {"outlet": outlet, "words": "\n".join([*texts, outlet or ""]).casefold()}


def read_reply(kept: str, source_text: str | None) -> Reply:
    """Return the reply that was kept, with the article's text, where texts are kept."""
    reply = parse_reply(kept).model_copy(update={"source_text": source_text})
    return _drop_stale_ids(reply) if isinstance(reply, Update) and not reply.follows_edits else reply


def _drop_stale_ids(reply: Update) -> Update:
    """Return an update kept by a version whose edits moved claims and left the ids of standings as they were.

    Where it was edited or redrafted, an id may be another claim's by now. An older claim that stays is found by its
    words; what took the place of one that is out of date cannot be told any more.
    """
    claims = (*reply.faithfulness.claims, *reply.faithfulness.dropped)
    if not reply.review.edited and not any(claim.find_check(EDIT) for claim in claims):
        return reply.model_copy(update={"follows_edits": True})
    ids = {(claim.section, claim.text): claim.id for claim in reply.faithfulness.claims}
    standings = (
        s.model_copy(update={"became": ids.get((s.section, s.text)) if s.standing == "holds" else None})
        for s in reply.standings
    )
    return reply.model_copy(update={"standings": tuple(standings), "follows_edits": True})
