"""Errors of a store."""

from __future__ import annotations


class StoreUnavailable(Exception):
    """The database cannot be reached or used; `str()` says why in one line, without the address or its password."""

    reason = "store-unavailable"
