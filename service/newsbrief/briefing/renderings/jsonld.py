"""The briefing as linked data: a `NewsArticle` of schema.org, to put into a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.news_item import Basis, NewsItem, list_basis
from newsbrief.briefing.renderings.times import format_instant
from newsbrief.briefing.schema import BULLETED, HEADINGS
from newsbrief.briefing.source import make_link, make_urn
from newsbrief.briefing.wording import load_wording

_TYPES = {
    "trainedAlgorithmicMedia": "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
    "compositeWithTrainedAlgorithmicMedia": "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource",
}
# A script element ends at the first `</script`, whatever is in its strings.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def render(item: NewsItem) -> str:
    """Return JSON-LD that is safe as it is in `<script type="application/ld+json">`."""
    briefing, meta, review, disclosure = item.briefing, item.meta, item.review, disclose(item)
    words, articles = load_wording(meta.language), [_describe_source(article) for article in list_basis(item)]
    document = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"urn:uuid:{item.id}",
        "identifier": item.id,
        "headline": briefing.title,
        "abstract": briefing.the_story,
        "inLanguage": meta.language if meta.language != "und" else None,
        "dateCreated": format_instant(meta.created_at),
        "creativeWorkStatus": review.status.capitalize(),
        "backstory": disclosure.text,
        "digitalSourceType": _TYPES[disclosure.source_type.code] if disclosure.source_type else None,
        "editor": {"@type": "Person", "name": review.by} if review.by else None,
        "hasPart": [
            {
                "@type": "CreativeWork",
                "name": words.headings[section],
                "text": ("\n" if section in BULLETED else " ").join(briefing.texts(section)),
            }
            for section in HEADINGS
        ],
        "isBasedOn": articles[0] if len(articles) == 1 else articles,
    }
    return json.dumps(_without_none(document), ensure_ascii=False, indent=2).translate(_ESCAPES)


def _describe_source(source: Basis) -> dict[str, Any]:
    url = make_link(source.url)
    return _without_none(
        {
            "@type": "CreativeWork",
            "@id": url or make_urn(source.sha256),
            "url": url,
            "headline": source.title,
            "datePublished": format_instant(source.published_at) if source.published_at else None,
            "publisher": {"@type": "Organization", "name": source.outlet} if source.outlet else None,
            "identifier": make_urn(source.sha256),
        }
    )


def _without_none(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}
