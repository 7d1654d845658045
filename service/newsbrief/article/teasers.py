"""Texts that are only the beginning of an article: cut off by a feed, or by a paywall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import regex

from newsbrief.article.article import Sentence
from newsbrief.resources import read_table

CUT = "The text breaks off at its end: it may be the teaser of a longer article."
LOCKED = "The text ends in the words of a paywall: it may be only the beginning of the article."
_BREAK = r"(?:\.\.\.|…|&hellip;|&#8230;|&#x2026;)"
_BROKEN_OFF = regex.compile(rf"{_BREAK}[\])]?$")
_CUT_OUT = regex.compile(rf"[\[(]\s?{_BREAK}\s?[\])]$")
"""What feeds write where they cut a text; unlike dots alone, no author does."""
_CLOSING = 4
"""Lines around an article, after its text, among which a paywall's stand."""


def find_teaser(sentences: Sequence[Sentence], language: str) -> str | None:
    """Return the warning that a text is only the beginning of an article; None where nothing tells so."""
    body = [s for s in sentences if not s.is_boilerplate]
    if body and _BROKEN_OFF.search(body[-1].text):
        return CUT
    after = sentences[body[-1].index + 1 :] if body else ()
    return LOCKED if any(_is_of_paywall(s.text, language) for s in after[:_CLOSING]) else None


def without_ends(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Return the sentences, those that were cut off marked as not asserted: what is missing may deny the rest."""
    last = next((s.index for s in reversed(sentences) if not s.is_boilerplate), -1)
    return tuple(
        replace(s, is_asserted=False)
        if _CUT_OUT.search(s.text) or (s.index == last and _BROKEN_OFF.search(s.text))
        else s
        for s in sentences
    )


def _is_of_paywall(line: str, language: str) -> bool:
    return any(_patterns()[code].search(line) for code in {language, "en"} if code in _patterns())


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    raw = read_table("article/teasers.toml")
    return {language: regex.compile(rf"\b(?:{words})", regex.IGNORECASE) for language, words in raw.items()}
