"""Addresses of the systems that a newsroom works in, which a secret is sent to."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsbrief.fetching.addresses import is_loopback


def check_address(url: str) -> str:
    """Return an address that a secret may be sent to, without the slash at its end.

    Raises:
        ValueError: it is none, or what is sent there could be read on its way.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise ValueError(f"{url} is no address of a site")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("the password would travel unencrypted: use https://")
    return url.rstrip("/")
