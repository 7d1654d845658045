"""The article of a briefing, as far as the sender or the page described it."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, ValidationError

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._~-]+)(:\d+)?")
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


class Source(BaseModel):
    """Address, title, outlet and date of an article. A field that is not known is null."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    url: str | None = Field(default=None, description="As it was sent: whatever the sender calls its address.")
    title: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None


def make_link(url: str | None) -> str | None:
    """Return `url` as an absolute `http` or `https` address (RFC 3986), safe in a link; None for anything else.

    An address with a user name or a password is never printed.
    """
    try:
        parsed = AnyHttpUrl(url or "")
    except ValidationError:
        return None
    if parsed.username or parsed.password:
        return None
    scheme, host, path, query, fragment = urlsplit(str(parsed))
    if not _HOST.fullmatch(host):
        return None
    return urlunsplit((scheme, host, _escape(path, ""), _escape(query, "?"), _escape(fragment, "?")))


def make_urn(source_sha256: str) -> str:
    """Return a URN for an article without an address, from the SHA-256 of its text in hexadecimal."""
    return f"urn:sha256:{source_sha256}"


def _escape(part: str, more: str) -> str:
    return quote(_BROKEN_ESCAPE.sub("%25", part), safe="%!$&'()*+,/:;=@~" + more)
