"""What a briefing is made of: two that share a recipe are the same briefing, made twice."""

from __future__ import annotations

import hashlib
import json

import newsbrief
from newsbrief.drafting.draft import Engine
from newsbrief.models.prompts import stamps
from newsbrief.pipeline import Options, Submission
from newsbrief.pipeline.shape import shaping
from newsbrief.settings import Settings


def recipe(
    submission: Submission, options: Options, engine: Engine, settings: Settings, revises: str | None = None
) -> str:
    """SHA-256 of all that a briefing follows from: the article as it was sent, the engine and model and where it
    runs, every prompt, the options, this version of the service, and the id of the briefing that it `revises`.

    Left out is what changes no reply: the way of answering, and what is done when the engine fails (a degraded
    briefing is never given for an equal one).
    """
    prompts = stamps() if engine.model or settings.judge_model not in ("auto", "off") else ()
    parts = _sent(submission) | {
        "strategy": options.strategy,
        "engine": [engine.name, engine.model, settings.openai_base_url, str(settings.local_model)],
        "options": [settings.model_options, settings.context_tokens],
        "judge_model": [settings.judge_model, settings.unverified],
        "judge": [options.judge, settings.judge_base_url, settings.judge_options],
        "entailment": str(settings.entailment_model),
        "prompts": [[p.name, p.version, p.sha256] for p in prompts],
        "version": newsbrief.__version__,
    }
    parts |= shaping(options, settings)
    if revises:
        parts |= {"revises": revises}
    if submission.further:
        parts["further"] = [_sent(other) for other in submission.further]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _sent(submission: Submission) -> dict[str, object]:
    return {
        "text": hashlib.sha256(submission.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "html": submission.html,
        "title": submission.title,
        "url": submission.url,
        "outlet": submission.outlet,
        "published_at": submission.published_at and submission.published_at.isoformat(),
        "language": submission.language,
    }
