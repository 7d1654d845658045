"""Whether one number carries another: units, rounding, and words such as `about` and `more than`."""

from __future__ import annotations

import math
from functools import lru_cache

from service.faithfulness.numeral import Numeral

EXACT = 0.0051
"""Relative difference that a number may have without a word such as `about`: 99.5 for 100 is rounding, 99 is not."""
VAGUE_REACH = 30.0
"""`Hundreds` are fewer than this many hundred."""
_SENSE = {"least": "up", "over": "up", "most": "down", "under": "down", "nearly": "near", "about": "near"}
"""Bounds that mean nearly the same: between two of one sense the numbers themselves must be the same."""


def agrees(claimed: Numeral, found: Numeral) -> bool:
    """Whether an article that says `found` supports a claim that says `claimed`, whatever they count."""
    if claimed.kind == "score":
        return found.kind == "score" and {claimed.value, claimed.other} == {found.value, found.other}
    if not _same_measure(claimed, found):
        return False
    readings = [v for v in (found.value, found.other) if not math.isnan(v)]
    wanted = [v for v in (claimed.value, claimed.other) if not math.isnan(v)]
    return any(_worth(claimed, w, found, v) for w in wanted for v in readings)


def _same_measure(claimed: Numeral, found: Numeral) -> bool:
    kinds = {claimed.kind, found.kind}
    if claimed.unit != found.unit and ((claimed.unit and found.unit) or not _bare(claimed, found)):
        return False
    if len(kinds) == 1:
        return True
    if "vague" in kinds or kinds in ({"count", "age"}, {"count", "score"}, {"percent", "fraction"}):
        return True
    # A table or headline drops the currency or the percent sign; prose that counts people does not mean dollars.
    bare = claimed if claimed.kind == "count" else found
    return "count" in kinds and bool(kinds & {"money", "percent", "points"}) and not bare.unit and not bare.head


def _bare(claimed: Numeral, found: Numeral) -> bool:
    """Where only one says a unit: whether the other counts nothing else (`five` and, later, `five years`)."""
    other = found if claimed.unit else claimed
    return not other.after or other.kind != "count"


def _worth(claimed: Numeral, wanted: float, found: Numeral, value: float) -> bool:
    if claimed.kind == "vague" or found.kind == "vague":
        if claimed.kind == found.kind:
            return wanted == value
        vague, exact = (wanted, value) if claimed.kind == "vague" else (value, wanted)
        return claimed.kind == "vague" and vague * 1.5 <= exact < vague * VAGUE_REACH
    if {claimed.kind, found.kind} == {"percent", "fraction"}:
        share = wanted * 100 if claimed.kind == "fraction" else wanted
        return abs(share - (value * 100 if found.kind == "fraction" else value)) < 4
    low, high = _range(claimed, wanted, found, value)
    return low <= value <= high


def _range(claimed: Numeral, wanted: float, found: Numeral, value: float) -> tuple[float, float]:
    """The values in the article that carry a claim of `wanted`."""
    # Rounded to fewer digits than the article gives, and by next to nothing: 2.85 billion for 2,854 million.
    coarser = grain(wanted) > grain(value) * 1.5
    exact = min(abs(wanted) * EXACT, grain(wanted) / 2) if coarser else abs(wanted) * 1e-9
    rounded = max(abs(wanted) * 0.06, grain(wanted) / 2) if coarser or not found.bound else exact
    if found.bound and _SENSE.get(found.bound) == _SENSE.get(claimed.bound):
        return _alike(_SENSE[found.bound], wanted, grain(wanted) if coarser else exact)
    match claimed.bound:
        case "about":
            return wanted - rounded, wanted + rounded
        case "nearly":
            return wanted * 0.8, wanted + (exact if not found.bound else rounded)
        case "least":
            return wanted - exact, wanted * (2.0 if wanted == grain(wanted) else 1.5)
        case "over":
            low = wanted * 1.0000001 if found.bound in ("nearly", "under", "most") else wanted - exact
            return low, wanted * (2.0 if wanted == grain(wanted) else 1.5)
        case "most":
            return wanted * 0.66, wanted + exact
        case "under":
            return wanted * 0.66, (wanted * 0.9999999 if found.bound in ("over", "least") else wanted + exact)
    return wanted - exact, wanted + exact


def _alike(sense: str, wanted: float, slack: float) -> tuple[float, float]:
    """`More than 2 million` carries `more than 2.3 million`, but not the other way round."""
    tiny = abs(wanted) * 1e-9
    if sense == "up":
        return wanted - tiny, wanted + slack
    if sense == "down":
        return wanted - slack, wanted + tiny
    return wanted - slack / 2 - tiny, wanted + slack / 2 + tiny


@lru_cache(maxsize=4096)
def grain(value: float) -> float:
    """The size of the last digit that is not zero: 0.1 million for 1.5 million."""
    if not value:
        return 0.0
    size = 10.0 ** math.floor(math.log10(abs(value)))
    while size > 1e-4 and abs(value / size - round(value / size)) > 1e-6:
        size /= 10
    return size
