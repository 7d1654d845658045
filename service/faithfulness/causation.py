"""What a sentence gives as the cause of what. English only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

_BECAUSE = (
    r"because of|because|due to|owing to|as a result of|as a consequence of|in response to|in retaliation for"
    r"|in reaction to|in protest (?:at|against|over)|thanks to|on account of"
)
_LED = (
    r"(?:has |have |had )?(?:led to|leads to|prompted|prompts|caused|causes|triggered|triggers|resulted in|results in"
    r"|sparked|sparks|provoked|brought about|gave rise to)"
)
_MIDDLE = regex.compile(
    rf"^(?P<effect>.+?),?\s(?:(?:part|main|large|on|simp|most)ly )?(?P<link>{_BECAUSE})\s(?P<cause>.+)$",
    regex.IGNORECASE,
)
_OPENING = regex.compile(rf"^(?P<link>{_BECAUSE})\s(?P<cause>[^,]+),\s(?P<effect>.+)$", regex.IGNORECASE)
_GIVEN = regex.compile(
    rf"^(?P<effect>.+?),?\s(?:{_BECAUSE}|after|when|following|citing)\s(?P<cause>.+)$", regex.IGNORECASE
)
_FORWARD = regex.compile(rf"^(?P<cause>.+?),?\s(?P<link>{_LED})\s(?P<effect>.+)$", regex.IGNORECASE)
_TAIL = regex.compile(
    r",?\s(?:while|whereas|although|though|but|which|who)\s.*$|,?\s(?:and|according to)\s.*$"
    r"|,[^,]*\b(?:said|says|told)\b.*$"
    r"|,\s[^,]*$",
    regex.IGNORECASE,
)
"""What follows a cause or an effect, and is neither."""
_TANGLED = regex.compile(r"\b(?:that|which|who|after|before|when|as|said|says|if)\b", regex.IGNORECASE)
"""Words by which the subject of a causal verb may be another than all that stands before it."""
_NOT = regex.compile(r"\b(?:not|never|no|n[’']t|neither|nor|without|rather than|only)\s*$", regex.IGNORECASE)


_SIGNS = (
    "because", "due to", "owing to", "result", "consequence of", "response to", "retaliation", "reaction to", "protest",
    "thanks to", "account of", "led to", "leads to", "prompt", "cause", "trigger", "spark", "provoked",
    "brought about", "gave rise to",
)  # fmt: skip
"""One of them is in every link: most sentences have none, and are not searched for the rest."""


@dataclass(frozen=True, slots=True)
class Causation:
    """One event given as the cause of another."""

    cause: str
    effect: str
    link: str


@lru_cache(maxsize=4096)
def causation(text: str) -> Causation | None:
    """What `text` gives as cause and effect; None where it links nothing, or denies the link."""
    lowered = text.lower()
    if not any(sign in lowered for sign in _SIGNS):
        return None
    plain = text.strip().rstrip('.!?”"')
    for pattern in (_OPENING, _MIDDLE, _FORWARD):
        match = pattern.match(plain)
        if match is None or _NOT.search(plain[: match.start("link")]) or _scheduled(plain, match):
            continue
        if pattern is _FORWARD and (_TANGLED.search(match["cause"]) or match["effect"].lower().startswith("by ")):
            continue
        effect = match["effect"].rpartition(", and ")[2] if pattern is _MIDDLE else match["effect"]
        return Causation(_TAIL.sub("", match["cause"]), _TAIL.sub("", effect), match["link"].lower())
    return None


@lru_cache(maxsize=4096)
def occasion(text: str) -> Causation | None:
    """What a sentence of an article names first as the reason or the occasion of an event; None where it does not."""
    match = _GIVEN.match(text.strip())
    return Causation(_TAIL.sub("", match["cause"]), match["effect"], "") if match else None


def _scheduled(text: str, match: regex.Match[str]) -> bool:
    """`Is due to appear` gives no cause."""
    before = text[: match.start("link")]
    return match["link"].lower() == "due to" and bool(regex.search(r"\b(?:is|are|was|were|be|been)\s$", before))
