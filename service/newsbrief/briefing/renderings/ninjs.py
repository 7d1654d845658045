"""The briefing as a news item of the IPTC: ninjs 3.1 (https://iptc.org/std/ninjs/)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from newsbrief.briefing import markdown
from newsbrief.briefing.disclosure import Disclosure, disclose
from newsbrief.briefing.news_item import Basis, NewsItem, list_basis
from newsbrief.briefing.renderings.html import render_fragment
from newsbrief.briefing.renderings.times import format_instant
from newsbrief.briefing.source import make_link, make_urn
from newsbrief.briefing.wording import load_wording

_SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"


def render(item: NewsItem) -> str:
    """Return a ninjs 3.1 document. A draft is `withheld` until a person approves it."""
    briefing, meta, disclosure = item.briefing, item.meta, disclose(item)
    text = markdown.render_markdown(briefing, meta.created_at, meta.language)
    outlets = dict.fromkeys(article.outlet for article in list_basis(item) if article.outlet)
    document = {
        "standard": {"name": "ninjs", "version": "3.1", "schema": _SCHEMA},
        "uri": f"urn:uuid:{item.id}",
        "type": "text",
        "representationType": "full",
        "profile": "newsbrief",
        "pubStatus": "withheld" if item.review.status == "draft" else "usable",
        "firstCreated": format_instant(meta.created_at),
        "versionCreated": format_instant(item.review.at or meta.created_at),
        "language": meta.language if meta.language != "und" else None,
        "title": briefing.title,
        "headlines": [_make_text("main", "text/plain", briefing.title)],
        "descriptions": [
            _make_text("summary", "text/plain", briefing.the_story),
            _make_text("disclosure", "text/plain", disclosure.text),
        ],
        "bodies": [
            _make_text("main", "text/html", render_fragment(item)),
            _make_text("markdown", "text/markdown", text),
        ],
        "edNote": _note(item, disclosure),
        "digitalSourceType": {"name": disclosure.source_type.name, "uri": disclosure.source_type.uri}
        if disclosure.source_type
        else None,
        "infoSources": [{"name": outlet} for outlet in outlets] or None,
        "associations": [_describe_source(article, number) for number, article in enumerate(list_basis(item), 1)],
        "altIds": [
            {"role": "newsbrief", "value": item.id},
            {"role": "source-sha256", "value": meta.source_sha256},
        ],
    }
    return json.dumps(_without_none(document), ensure_ascii=False, indent=2)


def _make_text(role: str, content_type: str, value: str) -> dict[str, str]:
    return {"role": role, "contentType": content_type, "value": value}


def _note(item: NewsItem, disclosure: Disclosure) -> str:
    """Return the note for the receiving desk: the status, the disclosure, and the duties of whoever publishes it."""
    status = load_wording(disclosure.language).statuses[item.review.status]
    return " ".join(filter(None, (f"{status}.", disclosure.text, disclosure.obligation)))


def _describe_source(source: Basis, number: int) -> dict[str, Any]:
    return _without_none(
        {
            "name": "source" if number == 1 else f"source-{number}",
            "rel": "isBasedOn",
            "uri": make_link(source.url) or make_urn(source.sha256),
            "type": "text",
            "headlines": [_make_text("main", "text/plain", source.title)] if source.title else None,
            "firstCreated": format_instant(source.published_at) if source.published_at else None,
        }
    )


def _without_none(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}
