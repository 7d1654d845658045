"""Forwarded headers: used only if they come from a trusted proxy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Network = IPv4Network | IPv6Network
_SCHEMES = frozenset({"http", "https"})
_CALLER_BITS = 64
"""Leading bits of an IPv6 address that belong to one holder."""


class ForwardedHeaders:
    """ASGI middleware that takes client, scheme and host from `X-Forwarded-…`, where trusted proxies sent them.

    Of the addresses in `X-Forwarded-For` the last that is no trusted proxy's is the client: what stands before it is
    what the client itself claimed.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[Network]) -> None:
        self._app, self._trusted = app, trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._trusts((scope.get("client") or ("", 0))[0]):
            scope = {**scope, **self._read_forwarded(scope)}
        await self._app(scope, receive, send)

    def _read_forwarded(self, scope: Scope) -> Scope:
        headers = Headers(scope=scope)
        changed: Scope = {}
        if client := self._client(headers.getlist("x-forwarded-for")):
            changed["client"] = (client, 0)
        scheme = _take_last(headers.getlist("x-forwarded-proto")).lower()
        if scheme in _SCHEMES:
            changed["scheme"] = scheme
        if host := _take_last(headers.getlist("x-forwarded-host")):
            others = [(name, value) for name, value in scope["headers"] if name != b"host"]
            changed["headers"] = [(b"host", host.encode("latin-1")), *others]
        return changed

    def _client(self, lines: Iterable[str]) -> str | None:
        named = [part.strip() for line in lines for part in line.split(",")]
        for part in reversed(named):
            address = _parse_address(part)
            if address is None:
                return None
            if not self._trusts(str(address)):
                return str(address)
        return None

    def _trusts(self, host: str) -> bool:
        address = _parse_address(host)
        return address is not None and any(address in network for network in self._trusted)


def widen_address(host: str) -> str:
    """Return the address as limits count it: for IPv6 its network, as one holder has all addresses in it."""
    address = _parse_address(host)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _CALLER_BITS), strict=False))
    return str(address) if address else host


def _parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """Parse an address, with or without a port; None if it is none."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def _take_last(lines: Sequence[str]) -> str:
    """Return the value that the nearest proxy added."""
    return lines[-1].rpartition(",")[2].strip() if lines else ""
