"""Shortfalls: warnings of what failed or ran out of time, and may well succeed when it is asked for again."""

from __future__ import annotations


class Shortfall(str):
    """A warning that a part of a briefing fell short: it is not kept as the answer to an equal article."""

    __slots__ = ()
