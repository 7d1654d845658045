"""Asking the servers of feeds and articles: by name, as often as they allow, and where their robots.txt does.

Every address, also one that another leads to, goes through the guards of `newsbrief.fetching.pages`.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from protego import Protego

import newsbrief
from newsbrief.fetching.errors import NotFetched
from newsbrief.fetching.pages import PageAnswer, ask
from newsbrief.models.complaint import parse_retry_after

REDIRECTS = 5
ROBOTS_BYTES = 512 * 1024
"""Of a robots.txt that are read: RFC 9309 asks for 500 KiB at least (section 2.5)."""
ROBOTS_S = 24 * 3600.0
"""How long a robots.txt is remembered (RFC 9309, section 2.4)."""
UNREACHABLE_S = 600.0
"""How long one that did not come is taken to forbid everything."""
LONGEST_DELAY_S = 60.0
"""Of the `Crawl-delay` of a robots.txt."""
LONGEST_WAIT_S = 24 * 3600.0
"""Of a `Retry-After`."""
AGENT = "newsbrief"
"""By what name rules of a robots.txt call this program."""
_BUSY = (429, 503)
_MOVED = (301, 302, 303, 307, 308)
_HOSTS = 5_000


class RetryLater(NotFetched):
    """A server asks to be left alone for `wait_s` seconds."""

    def __init__(self, message: str, wait_s: float) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class HostClosed(RetryLater):
    """A server asked to be left alone for `wait_s` seconds more, and was not asked now."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("Its server asks to wait.", wait_s)


class HostQueued(NotFetched):
    """A server is to be asked for other things first, for some `wait_s` seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("Its server is asked for other things first.")
        self.wait_s = wait_s


class FetchForbidden(NotFetched):
    """A robots.txt does not allow it, or there is nothing at the address: asking again is no use."""


@dataclass
class _Host:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    robots_turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    """When our own pause ends."""
    closed_until: float = 0.0
    """When the pause ends that the server asked for."""
    waiting: int = 0
    """Requests that wait for their turn."""
    robots: Protego | None = None
    """None: everything is forbidden."""
    robots_until: float = 0.0
    delay_s: float = 0.0


class Client:
    """Asks one server after the other, and each no faster than it allows."""

    def __init__(self, *, contact: str | None, interval_s: float, most: int, private: bool) -> None:
        """`contact` goes into the User-Agent; `interval_s` lies between two requests to a host; a body has at most
        `most` bytes; `private`: see `CheckingBackend`."""
        about = f" (+{contact})" if contact else ""
        self.agent = f"{AGENT}/{newsbrief.__version__}{about}"
        self._interval_s, self._most, self._private = interval_s, most, private
        self._hosts: dict[str, _Host] = {}

    async def get(self, url: str, headers: Mapping[str, str] | None = None, patience_s: float = math.inf) -> PageAnswer:
        """Return the answer to a GET, with status 200, or 304 where `headers` ask conditionally.

        Raises:
            Later: the server asks to wait, or asked before (`HostClosed`).
            Queued: its turn would come in more than `patience_s` seconds.
            Forbidden: its robots.txt does not allow it, or the answer is final.
            NotFetched: nothing came, or an address on the way may not be asked.
        """
        until = time.monotonic() + patience_s
        for _ in range(REDIRECTS + 1):
            await self._check_robots(url, until)
            answer = await self._ask(url, headers or {}, self._most, until)
            if answer.status not in _MOVED:
                return _require_success(answer)
            url = _find_redirect_target(url, answer)
        raise NotFetched(f"It leads on more than {REDIRECTS} times.")

    async def _ask(
        self, url: str, headers: Mapping[str, str], most: int, until: float, *, cut: bool = False
    ) -> PageAnswer:
        host = self._host(url)
        now, interval_s = time.monotonic(), max(self._interval_s, host.delay_s)
        _require_open(host, until)
        turn_at = max(now, host.free_at, host.closed_until) + host.waiting * interval_s
        if turn_at > until:
            raise HostQueued(turn_at - now)
        host.waiting += 1
        try:
            await host.turn.acquire()
        finally:
            host.waiting -= 1
        try:
            _require_open(host, until)
            await asyncio.sleep(max(0.0, max(host.free_at, host.closed_until) - time.monotonic()))
            try:
                sent = {"user-agent": self.agent, **headers}
                answer = await ask(url, most=most, private=self._private, headers=sent, cut=cut)
            finally:
                host.free_at = time.monotonic() + max(self._interval_s, host.delay_s)
            if answer.status in _BUSY and (after := retry_after(answer.headers.get("retry-after"))) is not None:
                host.closed_until = time.monotonic() + after
            return answer
        finally:
            host.turn.release()

    async def _check_robots(self, url: str, until: float) -> None:
        host = self._host(url)
        async with host.robots_turn:
            if time.monotonic() >= host.robots_until:
                await self._read_robots(url, host, until)
        if host.robots is None:
            raise NotFetched("The robots.txt of its server cannot be read, so it is not asked.")
        if not host.robots.can_fetch(url, AGENT):
            raise FetchForbidden("The robots.txt of its server does not allow it.")

    async def _read_robots(self, url: str, host: _Host, until: float) -> None:
        """Read the rules of a host: none where it has no file, no leave at all where it cannot be read (RFC 9309)."""
        at = urljoin(url, "/robots.txt")
        host.robots, host.robots_until = None, time.monotonic() + UNREACHABLE_S
        for _ in range(REDIRECTS + 1):
            try:
                answer = await self._ask(at, {}, ROBOTS_BYTES, until, cut=True)
            except (HostQueued, HostClosed):
                # It was not asked: nothing is known of its rules.
                host.robots_until = 0.0
                raise
            if answer.status not in _MOVED:
                break
            at = _find_redirect_target(at, answer)
        else:
            answer = PageAnswer(at, 404, {})
        if answer.status >= 500 or answer.status == 429:
            return
        rules = answer.body if answer.status == 200 else b""
        if len(rules) == ROBOTS_BYTES:
            # A rule that is cut off would forbid or allow more than it says.
            rules = rules[: rules.rfind(b"\n") + 1]
        host.robots = await asyncio.to_thread(Protego.parse, rules.decode("utf-8", "replace"))
        delay = host.robots.crawl_delay(AGENT)
        host.delay_s = min(float(delay or 0), LONGEST_DELAY_S)
        host.robots_until = time.monotonic() + ROBOTS_S

    def _host(self, url: str) -> _Host:
        parts = urlsplit(url)
        if len(self._hosts) > _HOSTS:
            self._hosts.clear()
        return self._hosts.setdefault(f"{parts.scheme}://{parts.netloc}".lower(), _Host())


def _require_open(host: _Host, until: float) -> None:
    """Check that a server did not ask to be left alone for long, or beyond the instant `until`.

    Raises:
        Closed: it did.
    """
    now = time.monotonic()
    if host.closed_until > min(until, now + LONGEST_DELAY_S):
        raise HostClosed(host.closed_until - now)


def retry_after(value: str | None) -> float | None:
    """Return the seconds of a `Retry-After`, a number or a date, at most `LONGEST_WAIT_S`; None where it is neither."""
    wait_s = parse_retry_after({"retry-after": value or ""})
    return None if wait_s is None else min(wait_s, LONGEST_WAIT_S)


def _require_success(answer: PageAnswer) -> PageAnswer:
    if answer.status in (200, 304):
        return answer
    if answer.status in _BUSY:
        wait_s = retry_after(answer.headers.get("retry-after"))
        raise RetryLater(f"Its server answered {answer.status}.", 0.0 if wait_s is None else wait_s)
    if answer.status in (401, 402, 403, 404, 410, 451):
        raise FetchForbidden(f"Its server answered {answer.status}.")
    raise NotFetched(f"Its server answered {answer.status}.")


def _find_redirect_target(url: str, answer: PageAnswer) -> str:
    """Return where a redirect leads.

    Raises:
        NotFetched: nowhere.
    """
    location = answer.headers.get("location", "")
    try:
        # As browsers do: bytes beyond ASCII are UTF-8.
        target = urljoin(url, location.encode("latin-1").decode("utf-8", "replace"))
        urlsplit(target)
    except ValueError:
        raise NotFetched("It leads to no address of a page.") from None
    if not location:
        raise NotFetched("It leads nowhere.")
    return target
