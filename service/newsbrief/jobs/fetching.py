"""A page from its address: from the public internet alone, in one step, within limits of size and time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote, urlsplit, urlunsplit

import httpcore2

from newsbrief.jobs.targets import Guarded, TargetRefused

TIMEOUT_S = 15.0
"""How long a page has to arrive, from the first look at its name on."""
TEXTS = ("text/html", "application/xhtml+xml", "text/plain")
FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")
_PORTS = {"http": 80, "https": 443}
_AS_IT_IS = "/%:@!$&'()*+,;=~-._"


class NotFetched(Exception):
    """Nothing came, or what came is no text; `str()` says why."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came from an address."""

    url: str
    """The address as it was asked for, in ASCII."""
    body: bytes
    media_type: str
    charset: str | None


async def fetch(url: str, *, most: int, private: bool, types: tuple[str, ...] = TEXTS) -> Page:
    """Return the page at `url`, of at most `most` bytes and of one of the media `types`. `private`: see `Guarded`.

    Raises:
        NotFetched: it is no address that may be asked, or nothing came that is wanted.
    """
    address = _address(url, private=private)
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return await _page(address, most, types, private=private)
    except TargetRefused as refused:
        raise NotFetched(str(refused)) from None
    except TimeoutError:
        raise NotFetched(f"It did not come within {TIMEOUT_S:g} seconds.") from None
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError):
        raise NotFetched("Its server cannot be reached.") from None


def _address(url: str, *, private: bool) -> str:
    """The address as a client sends it, in ASCII."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:
        raise NotFetched("That is no address of a page.") from None
    if parts.scheme not in _PORTS or not host or parts.username is not None or parts.password is not None:
        raise NotFetched("An address starts with http:// or https://, and has no user name in it.")
    if port not in (None, _PORTS[parts.scheme]) and not private:
        raise NotFetched("Pages are fetched from the usual ports alone.")
    place = f"[{host}]" if ":" in host else host
    path, query = quote(parts.path or "/", safe=_AS_IT_IS), quote(parts.query, safe=_AS_IT_IS + "?")
    return urlunsplit((parts.scheme, f"{place}:{port}" if port else place, path, query, ""))


async def _page(address: str, most: int, types: tuple[str, ...], *, private: bool) -> Page:
    headers: dict[bytes | str, bytes | str] = {
        "accept": ", ".join(types),
        "accept-encoding": "identity",
        "user-agent": "newsbrief",
    }
    async with (
        httpcore2.AsyncConnectionPool(network_backend=Guarded(private=private)) as pool,
        pool.stream("GET", address, headers=headers) as answer,
    ):
        sent = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        if 300 <= answer.status < 400:
            raise NotFetched(f"The page is elsewhere now; try {sent.get('location', 'another address')[:300]}")
        if answer.status != 200:
            raise NotFetched(f"Its server answered {answer.status}.")
        message = Message()
        message["content-type"] = sent.get("content-type", "")
        charset = message.get_param("charset")
        if message.get_content_type() not in types or sent.get("content-encoding", "identity") != "identity":
            raise NotFetched("It is no page of text.")
        body = bytearray()
        async for piece in answer.aiter_stream():
            body += piece
            if len(body) > most:
                raise NotFetched(f"It has more than {most} bytes.")
    return Page(address, bytes(body), message.get_content_type(), charset if isinstance(charset, str) else None)
