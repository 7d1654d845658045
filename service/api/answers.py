"""A reply in the media type that the client accepts."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Response
from pydantic import BaseModel
from pydantic_core import to_json

from service.briefing import html, markdown
from service.reply import Reply

JSON, MARKDOWN, HTML, EVENTS = "application/json", "text/markdown", "text/html", "text/event-stream"
OFFERS = (JSON, MARKDOWN, HTML, EVENTS)
"""What a briefing can be written as, best first."""


def answer(reply: Reply, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """The whole reply as JSON, or its briefing as Markdown or a page."""
    vary = {"Vary": "Accept", **(headers or {})}
    match media_type:
        case "text/markdown":
            text = markdown.render(reply.briefing, reply.meta.created_at)
            return Response(text, media_type="text/markdown; charset=utf-8", headers=vary)
        case "text/html":
            page = html.render(
                reply.briefing.title, reply.faithfulness.claims, reply.meta.created_at, reply.meta.language
            )
            return Response(page, media_type=HTML, headers=vary | {"Content-Security-Policy": html.POLICY})
        case _:
            return as_json(reply, headers=vary)


def as_json(body: BaseModel, headers: dict[str, str] | None = None) -> Response:
    """`body` as UTF-8 JSON, straight from pydantic-core."""
    return Response(to_json(body), media_type=JSON, headers=headers)
