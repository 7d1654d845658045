"""A reply in the media type that the client accepts."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import Response
from pydantic import BaseModel
from pydantic_core import to_json

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.renderings import RENDERINGS, Rendering
from newsbrief.briefing.renderings.html import POLICY
from newsbrief.reply import Reply

JSON, EVENTS = "application/json", "text/event-stream"
NEGOTIATED: Mapping[str, Rendering] = {r.media_type: r for r in RENDERINGS if r.negotiated}
"""Renderings that `Accept` may ask for, by media type."""
KEPT = (JSON, *NEGOTIATED)
"""What a kept briefing can be written as, best first."""
OFFERS = (*KEPT, EVENTS)
"""What a briefing can be written as as it is made, best first."""


def respond(reply: Reply, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the whole reply as JSON, or its briefing in the rendering of `media_type`."""
    vary = {"Vary": "Accept", **(headers or {})}
    rendering = NEGOTIATED.get(media_type)
    return respond_rendered(reply, rendering, vary) if rendering else respond_json(reply, headers=vary)


def respond_rendered(reply: Reply, rendering: Rendering, headers: Mapping[str, str] | None = None) -> Response:
    """Return the briefing in `rendering`."""
    more = dict(headers or {})
    if rendering.media_type == "text/html":
        more["Content-Security-Policy"] = POLICY
    if rendering.name == "md":
        # The fixed format has no place for it.
        more["Newsbrief-Disclosure"] = _encode_display_string(disclose(reply).text)
    return Response(rendering.write(reply), media_type=rendering.media_type, headers=more)


def respond_json(body: BaseModel, headers: dict[str, str] | None = None) -> Response:
    """Return `body` as UTF-8 JSON, written by pydantic-core."""
    return Response(to_json(body), media_type=JSON, headers=headers)


def _encode_display_string(text: str) -> str:
    """Encode text in any script as the value of a header (RFC 9651, section 4.1.11)."""
    escaped = "".join(c if " " <= c <= "~" and c not in '%"' else quote(c, safe="").lower() for c in text)
    return f'%"{escaped}"'
