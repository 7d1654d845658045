"""Refuse private addresses as the connection is made: a name that resolves differently later gains nothing."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import httpcore2

_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""RFC 6052 and RFC 8215: the last 32 bits are an IPv4 address that a gateway connects to."""
_CLOSED = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # RFC 6890, protocol assignments: public by the tables of some Pythons
            "100.64.0.0/10",  # RFC 6598, shared by a carrier's customers
            "192.88.99.0/24",  # RFC 7526, the old 6to4 relays
            "168.63.129.16/32",  # Azure's own services, on a public address
            "::/96",  # RFC 4291, the old IPv4-compatible addresses
            "fec0::/10",  # RFC 3879, site-local
        ),
    )
)


class TargetRefused(Exception):
    """The address may not be contacted; `str()` says why, without the address."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is in the public internet: not this machine, not its networks, nothing reserved."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if any(address in network for network in _NAT64):
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    if any(address in network for network in _CLOSED if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class CheckingBackend(httpcore2.AnyIOBackend):
    """Connects to what a name resolves to, once that is checked, and to nothing else. TLS still names the host."""

    def __init__(self, *, private: bool) -> None:
        """Create a back end. `private`: addresses of this machine and its networks are allowed too."""
        self._private = private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the backend's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        failure: Exception = httpcore2.ConnectError("The name has no address.")
        for address in await self._check_addresses(host, port):
            try:
                return await super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _check_addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses of `host`, all of them allowed.

        Raises:
            TargetRefused: one of them is not.
        """
        try:
            resolved = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):  # UnicodeError: it is no name, such as one with two dots in a row
            raise httpcore2.ConnectError("The name cannot be resolved.") from None
        addresses = list(dict.fromkeys(str(where[0]) for *_, where in resolved))
        if not self._private and not all(is_public(ip_address(address.partition("%")[0])) for address in addresses):
            raise TargetRefused("The host is not in the public internet.")
        return addresses
