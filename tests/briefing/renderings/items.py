"""News items: replies as the service makes them, and replies with any text in every place that holds one."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from newsbrief.briefing.review import Review
from newsbrief.briefing.schema import BULLETED, SECTIONS, Briefing
from newsbrief.briefing.source import Source
from newsbrief.reply import Meta, Reply, Timings, Usage
from newsbrief.verification.claim import CheckedClaim, Evidence, Faithfulness

MADE = datetime(2026, 2, 4, 3, 37, 23, 500, tzinfo=UTC)
APPROVED = Review(status="reviewed", by="Jane Doe", at=datetime(2026, 2, 4, 9, tzinfo=UTC))
NASTY = "</script><script>alert(1)</script> ]]> &amp; \" ' <b onload=x> -->"
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda text: text == text.strip() and len(text.splitlines()) == 1
)


def item(
    text: str = "Talks move to Oman.",
    *,
    review: Review | None = None,
    source: Source | None = None,
    source_text: str | None = None,
    verdict: Any = "pass",
    quote: str | None = None,
    **meta: Any,
) -> Reply:
    """Return a reply that says `text` everywhere: title, sections, evidence."""
    evidence = Evidence(sentence=0, start=0, end=len(quote or text), quote=quote or text)
    known: dict[str, Any] = {
        "engine": "openai",
        "model": "writer-1",
        "language": "en",
        "created_at": MADE,
    }
    return Reply(
        id="0190c5a0-0000-7000-8000-0123456789ab",
        briefing=Briefing.model_validate({s: (text, text) if s in BULLETED else text for s in SECTIONS}),
        faithfulness=Faithfulness(
            verdict=verdict,
            score=0.9,
            claims=tuple(
                CheckedClaim(
                    id=f"{section}.{n}",
                    section=section,
                    text=text,
                    kind="reported",
                    verdict="supported",
                    score=0.9,
                    evidence=(evidence,) * n,
                    checks=(),
                )
                for section in SECTIONS
                for n in range(1 + (section in BULLETED))
            ),
        ),
        meta=Meta(
            degraded=False,
            degraded_reason=None,
            prompt=None,
            usage=Usage(),
            timings_ms=Timings(),
            source_sha256="a" * 64,
            warnings=(),
            source=source or Source(),
            **(known | meta),
        ),
        review=review or Review(),
        source_text=source_text,
    )
