"""The older briefing that an update starts from: a kept reply, or no more than its text."""

from __future__ import annotations

from dataclasses import dataclass

from newsbrief.article.language import detect
from newsbrief.briefing.absence import is_absence
from newsbrief.briefing.markdown import parse_markdown
from newsbrief.briefing.schema import SECTIONS, Briefing
from newsbrief.reply import CitedSource, Reply
from newsbrief.stories.revision import OlderClaims
from newsbrief.verification.claim import Claim
from newsbrief.verification.itemise import itemise_briefing


@dataclass(frozen=True, slots=True)
class OlderBriefing:
    """An older briefing, and where it came from."""

    claims: OlderClaims
    id: str | None = None
    sources: tuple[CitedSource, ...] = ()
    """The articles that it rests on; empty where they are not known."""
    writer: str = "unknown"
    """The model that wrote it; empty where all of it is the article's own sentences, `unknown` where nobody knows."""
    language: str = ""
    """Of the briefing, as a primary subtag; empty or `und` where it is not known."""


def read_older_reply(reply: Reply) -> OlderBriefing:
    """Read the briefing of a reply, with the verdicts that its claims have."""
    claims = [c for c in reply.faithfulness.claims if c.section in SECTIONS and not is_absence(c.text)]
    sources = reply.meta.sources or (_cite_source(reply),)
    known = OlderClaims(
        claims=tuple(Claim(c.id, c.section, c.text, c.kind) for c in claims),
        verified={c.id: c for c in claims},
        appeared=tuple(source.published_at for source in sources),
    )
    writer = reply.meta.model or reply.meta.earlier_writer or ""
    return OlderBriefing(known, reply.id, sources, writer, reply.meta.language)


def read_older_text(briefing: Briefing, language: str) -> OlderBriefing:
    """Read a briefing of which only the text, in `language`, is known.

    Its claims were never checked, as far as is known: those that the newer article does not mention are dropped.
    """
    claims = (c for c in itemise_briefing(briefing, language) if not is_absence(c.text))
    return OlderBriefing(OlderClaims(tuple(claims), {}), language=language)


def read_older_markdown(markdown: str) -> OlderBriefing:
    """Read a briefing from Markdown in the fixed format; its language is detected.

    Raises:
        MalformedBriefing: it is not in that format.
    """
    briefing, _ = parse_markdown(markdown)
    # Its language says how its paragraphs are cut into sentences.
    words = " ".join(text for section in SECTIONS for text in briefing.texts(section))
    return read_older_text(briefing, detect(words))


def _cite_source(reply: Reply) -> CitedSource:
    known = reply.meta.source.model_dump()
    return CitedSource(**known, sha256=reply.meta.source_sha256, briefing=reply.id)
