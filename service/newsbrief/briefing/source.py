"""What a briefing was made of, as far as the sender or the page said."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, ValidationError

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._~-]+)(:\d+)?")
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


class Source(BaseModel):
    """The article: where it stands, and who published it. What is not known is null."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    url: str | None = Field(default=None, description="As it was sent: whatever the sender calls its address.")
    title: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None


def link(url: str | None) -> str | None:
    """`url` as an absolute `http` or `https` address (RFC 3986) that may be put in a link; None for anything else.

    What carries a user name or a password is no address to print.
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
    return urlunsplit((scheme, host, _escaped(path, ""), _escaped(query, "?"), _escaped(fragment, "?")))


def urn(source_sha256: str) -> str:
    """The name of an article's text by its SHA-256 in hexadecimal, for what has no address."""
    return f"urn:sha256:{source_sha256}"


def _escaped(part: str, more: str) -> str:
    return quote(_BROKEN_ESCAPE.sub("%25", part), safe="%!$&'()*+,/:;=@~" + more)
