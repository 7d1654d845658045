"""Errors of fetching."""


class NotFetched(Exception):
    """Nothing came, or what came is no text; `str()` says why."""

    reason = "page-not-fetched"
