"""The claims as W3C Web Annotations on the article (https://www.w3.org/TR/annotation-model/): one each, its evidence
selected by quotation and by position.

Positions count characters (Unicode code points) of the text that was briefed: the one that was sent, or that was
extracted from HTML. On a page, anchor by the quotation."""

from __future__ import annotations

import json
from typing import Any

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.news_item import CitedClaim, NewsItem, Passage, list_basis
from newsbrief.briefing.renderings.times import format_instant
from newsbrief.briefing.source import make_link, make_urn

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_TERMS = {
    "backstory": "http://schema.org/backstory",
    "creativeWorkStatus": "http://schema.org/creativeWorkStatus",
    "digitalSourceType": {"@id": "http://schema.org/digitalSourceType", "@type": "@id"},
}
PROFILE = f'application/ld+json;profile="{_CONTEXT}"'
"""The media type (Web Annotation Protocol, section 4.1)."""
_GENERATOR = {"type": "Software", "name": "Newsbrief"}
AROUND = 32
"""Characters of `prefix` and `suffix`."""


def render(item: NewsItem) -> str:
    """Return an `AnnotationCollection` with all its annotations in its first page."""
    disclosure, name = disclose(item), f"urn:uuid:{item.id}"
    made = [_annotate(claim, item) for claim in item.faithfulness.claims]
    document = {
        "@context": [_CONTEXT, _TERMS],
        "id": name,
        "type": "AnnotationCollection",
        "label": item.briefing.title,
        "created": format_instant(item.meta.created_at),
        "generator": _GENERATOR,
        "creativeWorkStatus": item.review.status.capitalize(),
        "backstory": disclosure.text,
        **({"digitalSourceType": disclosure.source_type.uri} if disclosure.source_type else {}),
        "total": len(made),
        # A page has at least one annotation (section 5.2).
        **({"first": {"id": f"{name}#page", "type": "AnnotationPage", "startIndex": 0, "items": made}} if made else {}),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _annotate(claim: CitedClaim, item: NewsItem) -> dict[str, Any]:
    language = {"language": item.meta.language} if item.meta.language != "und" else {}
    articles = [make_link(article.url) or make_urn(article.sha256) for article in list_basis(item)]
    text = {"type": "TextualBody", "value": claim.text, "format": "text/plain", "purpose": "describing"}
    return {
        "@context": _CONTEXT,
        "id": f"urn:uuid:{item.id}#{claim.id}",
        "type": "Annotation",
        "motivation": "assessing",
        "created": format_instant(item.meta.created_at),
        "body": [text | language, {"type": "TextualBody", "value": claim.verdict, "purpose": "assessing"}],
        "target": [
            _select_passage(e, articles[e.source], None if e.source else item.source_text) for e in claim.evidence
        ]
        or articles[0],
    }


def _select_passage(passage: Passage, source: str, text: str | None) -> dict[str, Any]:
    quotation = {"type": "TextQuoteSelector", "exact": passage.quote}
    if text is not None:
        quotation |= {
            "prefix": text[max(0, passage.start - AROUND) : passage.start],
            "suffix": text[passage.end : passage.end + AROUND],
        }
    position = {"type": "TextPositionSelector", "start": passage.start, "end": passage.end}
    return {"type": "SpecificResource", "source": source, "selector": [quotation, position]}
