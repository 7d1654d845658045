"""Which addresses are this machine's own."""

from __future__ import annotations

import ipaddress


def on_loopback(host: str) -> bool:
    """Whether only this machine reaches, or is, `host`. A name that is not `localhost` may resolve to anything."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
