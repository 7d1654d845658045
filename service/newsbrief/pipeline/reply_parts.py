"""Build the parts of a reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from newsbrief.article import Article
from newsbrief.briefing.difference import Lines
from newsbrief.briefing.schema import BULLETED, SECTIONS, Briefing
from newsbrief.models.shortfall import Shortfall
from newsbrief.models.usage import CallUsage
from newsbrief.pipeline.clock import Clock
from newsbrief.pipeline.making import SOURCE_WORDS, MadeBriefing
from newsbrief.pipeline.shape import Shape
from newsbrief.reply import Meta, StyleStamp
from newsbrief.verification.claim import CheckedClaim, Claim


def publish(claims: Sequence[CheckedClaim]) -> Briefing:
    """Build the briefing from the claims: each is a bullet, or a sentence of a paragraph."""
    texts = {section: tuple(c.text for c in claims if c.section == section) for section in SECTIONS}
    return Briefing.model_validate({s: t if s in BULLETED else " ".join(t) for s, t in texts.items()})


def group_lines(claims: Sequence[Claim | CheckedClaim]) -> Lines:
    """Return the texts of claims by section, for comparison with others."""
    return {section: [c.text for c in claims if c.section == section] for section in SECTIONS}


def make_meta(
    article: Article,
    clock: Clock,
    made: MadeBriefing | None = None,
    *,
    usage: CallUsage | None = None,
    warnings: tuple[str, ...] = (),
) -> Meta:
    """Return how a reply was made: a briefing (`made`), or a report alone."""
    failure = made.written.failure if made else None
    said = made.warnings if made else warnings
    language = (made.shape.language if made else "") or article.language
    return Meta.model_validate(
        {
            "engine": made.written.engine.name if made else SOURCE_WORDS.name,
            "model": made.written.drafted.model if made else None,
            "degraded": failure is not None,
            "degraded_reason": f"{failure.reason}: {failure}" if failure else None,
            "language": language,
            "source_language": article.language if language != article.language else None,
            "style": _stamp(made.shape, language) if made else None,
            "prompt": made.written.drafted.prompt if made else None,
            "usage": (made.usage if made else usage) or CallUsage(),
            "timings_ms": clock.timings(),
            "source": article,
            "source_sha256": article.sha256,
            "created_at": datetime.now(UTC),
            "warnings": (*article.warnings, *said),
            "partial": any(isinstance(warning, Shortfall) for warning in said),
        }
    )


def _stamp(shape: Shape, language: str) -> StyleStamp | None:
    if shape.style is None:
        return None
    return StyleStamp(name=shape.style.name, sha256=shape.style.sha256, sections=shape.plan_sections(language))
