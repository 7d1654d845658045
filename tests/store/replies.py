"""Replies as the pipeline makes them, without the work."""

from datetime import UTC, datetime
from typing import Literal

from uuid_utils.compat import uuid7

from newsbrief.briefing.schema import Briefing
from newsbrief.reply import Meta, Reply, Timings, Usage
from newsbrief.verification.claim import Faithfulness

NOON = datetime(2026, 2, 4, 12, tzinfo=UTC)


def reply(
    *,
    source_text: str | None = None,
    verdict: Literal["pass", "review", "fail"] = "pass",
    title: str = "Talks move to Oman",
    **meta: object,
) -> Reply:
    """Return a reply whose `meta` is as given."""
    known = {
        "engine": "openai",
        "model": "writer",
        "degraded": False,
        "degraded_reason": None,
        "language": "en",
        "prompt": None,
        "usage": Usage(calls=1, prompt_tokens=1000, completion_tokens=100, cost_usd=0.1),
        "timings_ms": Timings(read=1.5),
        "source_sha256": "a" * 64,
        "created_at": NOON,
        "warnings": ("Zero\u0000 and “ü”",),
    }
    return Reply(
        id=str(uuid7()),
        briefing=Briefing(
            title=title,
            the_story="It moved.",
            key_points=("It moved.",),
            critical_analysis="It may matter.",
            key_takeaways=("It moved.",),
            impact_analysis="More may follow.",
        ),
        faithfulness=Faithfulness(verdict=verdict, score=0.9, claims=(), dropped=()),
        meta=Meta.model_validate(known | meta),
        source_text=source_text,
    )
