"""Content negotiation (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request

from newsbrief.api.problems import ProblemError


def negotiate_media_type(request: Request, offers: Sequence[str], subject: str = "This") -> str:
    """Return the offer that a request prefers, the first of equals; `subject` is what can be written so.

    Raises:
        ProblemError: `not-acceptable`.
    """
    chosen = choose_media_type(request.headers.get("accept"), offers)
    if chosen is None:
        raise ProblemError("not-acceptable", f"{subject} can be written as {', '.join(offers)}.")
    return chosen


def choose_media_type(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer that the `Accept` header prefers, the first of equals; None if it accepts none of them.

    The most specific range that fits an offer sets its quality. Ranges that cannot be read are passed over, and
    parameters too, but for a `profile` that tells one offer from another of its type.
    """
    if accept is None or not accept.strip():
        return offers[0]
    ranges = [r for part in accept[:2000].split(",") if (r := _parse_range(part, offers))]
    quality = {offer: _weigh(offer, ranges) for offer in offers}
    best = max(offers, key=lambda offer: quality[offer])
    return best if quality[best] > 0 else None


def _parse_range(part: str, offers: Sequence[str]) -> tuple[str, float] | None:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    if "/" not in name:
        return None
    quality = 1.0
    for parameter in parameters:
        if f"{name};{parameter}" in offers:
            name = f"{name};{parameter}"
        elif parameter.startswith("q="):
            try:
                quality = float(parameter[2:])
            except ValueError:
                return None
    return (name, quality) if 0 <= quality <= 1 else None


def _weigh(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    by_range = dict(reversed(ranges))
    kind = offer.partition(";")[0]
    for name in (offer, kind, kind.split("/")[0] + "/*", "*/*"):
        if name in by_range:
            return by_range[name]
    return 0.0
