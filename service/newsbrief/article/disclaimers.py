"""Statements of an article about itself: that it is satire, or that it corrects an earlier version."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

import regex

from newsbrief.article.assertions import tells_earlier_version
from newsbrief.article.quotations import strip_quotations
from newsbrief.article.readings import per_text
from newsbrief.resources import read_table

_SATIRE = regex.compile(
    r"""\b(?:this|the\ (?:above|following|foregoing))\b[^.!?]{0,40}?
        (?:\b(?:is|was|are)\b|\bis\ a\ work\ of\b)[^.!?]{0,25}?\b(?:satire|satirical|parody|spoof|humou?r\ column)\b
      | ^\W*(?:satire|parody)\b\W*(?:$|[:–—|-])
      | \((?:satire|parody)\)\s*$""",
    regex.IGNORECASE | regex.VERBOSE,
)
_SATIRE_WORDS = ("satir", "parody", "spoof", "humor column", "humour column")
"""One of these is in whatever the above finds; most sentences have none, and are not searched."""
_RETRACTION = regex.compile(
    r"""(?<!\bas\ )\b(?:we|this\ \w+)\ (?:earlier|previously|initially|wrongly)\ (?:reported|said|stated|wrote)\b
      | \b(?:earlier(?:\ today)?|previously|yesterday),?\ we\ (?:\w+\ )?(?:reported|said|stated|wrote)\b
      | \bthis\ (?:article|story|report|post|headline)\b[^.!?]{0,40}?\b(?:misstated|misspelled|misidentified)\b""",
    regex.IGNORECASE | regex.VERBOSE,
)
_RETRACTION_WORDS = ("earlier", "previous", "initial", "wrongly", "yesterday", "misstated", "misspell", "misidentif")


def find_satire(texts: Sequence[str]) -> int | None:
    """Return the sentence by which an article calls itself satire; None where it does not."""
    return next((i for i, text in enumerate(texts) if _is_satire(text)), None)


@per_text
def _is_satire(text: str) -> bool:
    lowered = text.lower()
    return any(word in lowered for word in _SATIRE_WORDS) and _SATIRE.search(text) is not None


def is_satirical(outlet: str | None, url: str | None) -> bool:
    """Return whether an outlet or an address is known for satire alone."""
    names, hosts = _outlets()
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    return host in hosts or (outlet or "").casefold().removeprefix("the ") in names


@lru_cache(maxsize=1)
def _outlets() -> tuple[frozenset[str], frozenset[str]]:
    read = read_table("article/satire.toml")
    return frozenset(name.casefold().removeprefix("the ") for name in read["names"]), frozenset(read["hosts"])


def find_retractions(texts: Sequence[str], language: str) -> tuple[int, ...]:
    """Return sentences that tell what an earlier version said and no longer holds."""
    return tuple(i for i, text in enumerate(texts) if _is_retraction(text, language))


@per_text
def _is_retraction(text: str, language: str) -> bool:
    # Somebody else may speak of what was reported.
    unquoted = strip_quotations(text, language)
    if tells_earlier_version(unquoted, language):
        return True
    lowered = unquoted.lower() if language in ("en", "und") else ""
    return any(word in lowered for word in _RETRACTION_WORDS) and _RETRACTION.search(unquoted) is not None
