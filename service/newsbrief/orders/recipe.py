"""The recipe of a briefing: everything that it follows from, as one hash."""

from __future__ import annotations

import hashlib
import json

from newsbrief.drafting.draft import Engine
from newsbrief.models.prompts import list_stamps
from newsbrief.orders.order import Order
from newsbrief.pipeline import Submission
from newsbrief.pipeline.older_briefing import OlderBriefing
from newsbrief.pipeline.shape import describe_shape
from newsbrief.settings import Settings
from newsbrief.version import __version__


def make_key(order: Order, engine: Engine, settings: Settings) -> str:
    """Return the SHA-256 of everything that a briefing follows from: the article as it was sent, the engine, its model
    and server, the judge, every prompt, the options, this version, the briefing that it revises, and the newsroom.

    Left out is what changes no reply: the way of answering, and what is done when the engine fails (a degraded
    briefing is never given for an equal order).
    """
    submission, options = order.submission, order.options
    prompts = list_stamps() if engine.model or settings.judge_model not in ("auto", "off") else ()
    parts = (
        _describe(submission)
        | {
            "strategy": options.strategy,
            "engine": [engine.name, engine.model, settings.openai_base_url, str(settings.local_model)],
            "options": [settings.model_options, settings.context_tokens],
            "judge_model": [settings.judge_model, settings.unverified],
            "judge": [options.judge, settings.judge_base_url, settings.judge_options, settings.judge_reasons],
            "entailment": str(settings.entailment_model),
            "prompts": [[p.name, p.version, p.sha256] for p in prompts],
            "version": __version__,
            "revises": order.older and _describe_older(order.older),
            "further": [_describe(other) for other in submission.further],
            "team": order.caller.team,
        }
        | describe_shape(options, settings)
    )
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _describe(submission: Submission) -> dict[str, object]:
    return {
        "text": hashlib.sha256(submission.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "html": submission.html,
        "title": submission.title,
        "url": submission.url,
        "outlet": submission.outlet,
        "outlet_is_given": submission.outlet_is_given,
        "published_at": submission.published_at and submission.published_at.isoformat(),
        "language": submission.language,
    }


def _describe_older(older: OlderBriefing) -> list[object]:
    """Return the older briefing in its version: one that came as text has no id, and one that is kept is edited."""
    held = older.claims
    claims = [[c.id, c.text, c.kind, (v := held.verified.get(c.id)) and v.verdict] for c in held.claims]
    sources = [(source.sha256, source.published_at and source.published_at.isoformat()) for source in older.sources]
    return [older.id, older.language, sources, claims]
