"""Ports of servers that have to be told theirs."""

import secrets
import socket
from contextlib import suppress

_LOWEST, _FIRST_OF_SYSTEM = 20_000, 32_768


def find_free_port() -> int:
    """Return a port that nobody listens on, below those that the system hands out by itself.

    Of those it might give this one to a connection, or to a server at port 0, before it is bound.
    """
    while True:
        port = _LOWEST + secrets.randbelow(_FIRST_OF_SYSTEM - _LOWEST)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
