"""Fetch pages from the public internet alone, within limits of size and time. Redirects are not followed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.message import Message
from types import MappingProxyType
from urllib.parse import quote, urlsplit, urlunsplit

import httpcore2

from newsbrief.fetching.errors import NotFetched
from newsbrief.fetching.targets import CheckingBackend, TargetRefused

TIMEOUT_S = 15.0
"""How long a page has to arrive, from the first look at its name on."""
TEXTS = ("text/html", "application/xhtml+xml", "text/plain")
FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")
_NONE: Mapping[str, str] = MappingProxyType({})
_PORTS = {"http": 80, "https": 443}
_AS_IT_IS = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """One HTTP answer. `headers` go by their names in small letters; `body` is read with status 200 alone."""

    url: str
    """The address as it was asked for, in ASCII."""
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A text that came from an address."""

    url: str
    """The address as it was asked for, in ASCII."""
    body: bytes
    media_type: str
    charset: str | None


async def fetch(url: str, *, most: int, private: bool, types: tuple[str, ...] = TEXTS) -> FetchedPage:
    """Return the page at `url`, of at most `most` bytes and of one of the media `types`.

    `private`: see `CheckingBackend`.

    Raises:
        NotFetched: it is no address that may be asked, or nothing came that is wanted.
    """
    answer = await ask(url, most=most, private=private, headers={"accept": ", ".join(types)}, types=types)
    if 300 <= answer.status < 400:
        elsewhere = answer.headers.get("location", "another address")[:300]
        raise NotFetched(f"The page is elsewhere now; try {elsewhere}")
    if answer.status != 200:
        raise NotFetched(f"Its server answered {answer.status}.")
    kind, charset = read_content_type(answer)
    return FetchedPage(answer.url, answer.body, kind, charset)


async def ask(
    url: str,
    *,
    most: int,
    private: bool,
    headers: Mapping[str, str] = _NONE,
    types: tuple[str, ...] | None = None,
    cut: bool = False,
) -> PageAnswer:
    """Return what the server of `url` answers to one GET, within `TIMEOUT_S`; a redirect is an answer.

    The body has at most `most` bytes, a longer one is refused or `cut`; and one of the media `types` (None: any).
    `private`: see `CheckingBackend`.

    Raises:
        NotFetched: it is no address that may be asked, nothing came, or a body that is not wanted.
    """
    address = _encode_address(url, private=private)
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return await _exchange(address, most, headers, types, private=private, cut=cut)
    except TargetRefused as refused:
        raise NotFetched(str(refused)) from None
    except TimeoutError:
        raise NotFetched(f"It did not come within {TIMEOUT_S:g} seconds.") from None
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError):
        raise NotFetched("Its server cannot be reached.") from None


def read_content_type(answer: PageAnswer) -> tuple[str, str | None]:
    """Return the media type of an answer and the charset it names; `text/plain` where it names none."""
    message = Message()
    message["content-type"] = answer.headers.get("content-type", "")
    charset = message.get_param("charset")
    return message.get_content_type(), charset if isinstance(charset, str) else None


def _encode_address(url: str, *, private: bool) -> str:
    """Return the address as a client sends it, in ASCII."""
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


async def _exchange(
    address: str, most: int, headers: Mapping[str, str], types: tuple[str, ...] | None, *, private: bool, cut: bool
) -> PageAnswer:
    wanted: dict[bytes | str, bytes | str] = {"accept-encoding": "identity", "user-agent": "newsbrief"}
    wanted.update(headers.items())
    async with (
        httpcore2.AsyncConnectionPool(network_backend=CheckingBackend(private=private)) as pool,
        pool.stream("GET", address, headers=wanted) as answer,
    ):
        sent = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        page = PageAnswer(address, int(answer.status), sent)
        if page.status != 200:
            return page
        if sent.get("content-encoding", "identity") != "identity" or (
            types and read_content_type(page)[0] not in types
        ):
            raise NotFetched("It is no page of text.")
        body = bytearray()
        async for piece in answer.aiter_stream():
            body += piece
            if len(body) > most:
                if cut:
                    break
                raise NotFetched(f"It has more than {most} bytes.")
    return replace(page, body=bytes(body[:most]))
