"""An article from its address: from the public internet alone, in one step, within limits of size and time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote, urlsplit, urlunsplit

import httpcore2

from service.api.problems import ProblemError
from service.article import Article
from service.article.encoding import decode
from service.article.errors import ArticleError
from service.article.reading import read
from service.aside import aside
from service.jobs.targets import Guarded, TargetRefused

TIMEOUT_S = 15.0
"""How long a page has to arrive, from the first look at its name on."""
_PORTS = {"http": 80, "https": 443}
_AS_IT_IS = "/%:@!$&'()*+,;=~-._"
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain")


@dataclass(frozen=True, slots=True)
class Page:
    """What came from an address."""

    body: bytes
    media_type: str
    charset: str | None


async def article(url: str, *, most: int, private: bool) -> Article:
    """The article at `url`, whose page has at most `most` bytes. `private`: see `Guarded`.

    Raises:
        ProblemError: nothing came, or no article.
    """
    address = _address(url, private=private)
    try:
        async with asyncio.timeout(TIMEOUT_S):
            page = await _page(address, most, private=private)
    except TargetRefused as refused:
        raise _failed(str(refused)) from None
    except TimeoutError:
        raise _failed(f"It did not come within {TIMEOUT_S:g} seconds.") from None
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError):
        raise _failed("Its server cannot be reached.") from None
    try:
        text = await aside(len(page.body), decode, page.body, page.charset)
        return await aside(len(text), read, text, html=page.media_type != "text/plain", url=address)
    except ArticleError as error:
        raise _failed(str(error)) from None


def _address(url: str, *, private: bool) -> str:
    """The address as a client sends it, in ASCII."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:
        raise _failed("That is no address of a page.") from None
    if parts.scheme not in _PORTS or not host or parts.username is not None or parts.password is not None:
        raise _failed("An address starts with http:// or https://, and has no user name in it.")
    if port not in (None, _PORTS[parts.scheme]) and not private:
        raise _failed("Pages are fetched from the usual ports alone.")
    place = f"[{host}]" if ":" in host else host
    path, query = quote(parts.path or "/", safe=_AS_IT_IS), quote(parts.query, safe=_AS_IT_IS + "?")
    return urlunsplit((parts.scheme, f"{place}:{port}" if port else place, path, query, ""))


async def _page(address: str, most: int, *, private: bool) -> Page:
    headers: dict[bytes | str, bytes | str] = {
        "accept": ", ".join(_TEXTS),
        "accept-encoding": "identity",
        "user-agent": "newsbrief",
    }
    async with (
        httpcore2.AsyncConnectionPool(network_backend=Guarded(private=private)) as pool,
        pool.stream("GET", address, headers=headers) as answer,
    ):
        sent = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        if 300 <= answer.status < 400:
            raise _failed(f"The page is elsewhere now; try {sent.get('location', 'another address')[:300]}")
        if answer.status != 200:
            raise _failed(f"Its server answered {answer.status}.")
        message = Message()
        message["content-type"] = sent.get("content-type", "")
        charset = message.get_param("charset")
        if message.get_content_type() not in _TEXTS or sent.get("content-encoding", "identity") != "identity":
            raise _failed("It is no page of text.")
        body = bytearray()
        async for piece in answer.aiter_stream():
            body += piece
            if len(body) > most:
                raise _failed(f"It has more than {most} bytes.")
    return Page(bytes(body), message.get_content_type(), charset if isinstance(charset, str) else None)


def _failed(why: str) -> ProblemError:
    return ProblemError("page-not-fetched", why)
