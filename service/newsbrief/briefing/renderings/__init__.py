"""The renderings of a briefing: pure functions of a `NewsItem`, one file each. Their names stand in `forms`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newsbrief.briefing import markdown
from newsbrief.briefing.news_item import NewsItem
from newsbrief.briefing.rendering_names import RenderingName
from newsbrief.briefing.renderings import html, jsonld, ninjs, rss, web_annotations


@dataclass(frozen=True, slots=True)
class Rendering:
    """A form of a briefing."""

    name: RenderingName
    """The suffix of its address, and its name on the command line."""
    media_type: str
    """The `Content-Type` it is served with."""
    write: Callable[[NewsItem], str]
    purpose: str
    """Its description in the API's documentation."""
    negotiated: bool = True
    """`Accept` may ask for it: no other rendering has its media type, and it is no plain JSON."""


def _render_markdown(item: NewsItem) -> str:
    if item.layout:
        return markdown.render_layout(item.layout, item.meta.created_at)
    return markdown.render_markdown(item.briefing, item.meta.created_at, item.meta.language)


RENDERINGS: tuple[Rendering, ...] = (
    Rendering(
        "md",
        "text/markdown",
        _render_markdown,
        "The fixed format. The header `Newsbrief-Disclosure` (RFC 9651, Display String) tells how it was made.",
    ),
    Rendering("html", "text/html", html.render_page, "A page: the evidence as footnotes, no script."),
    Rendering(
        "fragment",
        "text/html",
        html.render_fragment,
        "An `article` element for a page of your own: the evidence as footnotes, no style, no script, and ids that no "
        "other briefing has.",
        negotiated=False,
    ),
    Rendering(
        "ninjs",
        "application/json",
        ninjs.render,
        "A news item in IPTC ninjs 3.1; a draft is `withheld`.",
        negotiated=False,
    ),
    Rendering(
        "jsonld",
        "application/ld+json",
        jsonld.render,
        "A `NewsArticle` of schema.org as JSON-LD, safe to stand in a `script` element as it is.",
    ),
    Rendering(
        "annotations",
        web_annotations.PROFILE,
        web_annotations.render,
        "W3C Web Annotations: each claim on the passages of the article that it rests on.",
    ),
    Rendering("rss", "application/rss+xml", rss.render, "A feed of one item, RSS 2.0."),
)
"""Best first, where a client takes several."""
