"""Words by which a sentence is somebody's word: data, by language, in `speech.toml`."""

from __future__ import annotations

from functools import cache

import regex

from newsbrief.resources import read_language_table


def spoken_words(language: str, *, views: bool = False) -> str:
    """Return a regular expression for the words of speaking, with `views` those of judging too; empty without data."""
    words = read_language_table("article/speech.toml", language)
    if not words:
        return ""
    either = "|".join(words[kind] for kind in (("said", "viewed") if views else ("said",)) if kind in words)
    return rf"(?<!\p{{L}})(?:{either})(?!\p{{L}})" if words.get("whole", True) else f"(?:{either})"


def has_spoken(language: str) -> bool:
    """Return whether the words of speaking are known."""
    return bool(spoken_words(language))


@cache
def find_spoken(language: str) -> regex.Pattern[str]:
    """Return the pattern of the words of speaking and judging; one that nothing matches without data."""
    return regex.compile(spoken_words(language, views=True) or "(?!)", regex.IGNORECASE)


def has_persons(language: str) -> bool:
    """Return whether the words of the first and second person are known."""
    return "person" in read_language_table("article/speech.toml", language)


def speaks_in_person(bare: str, language: str) -> bool:
    """Return whether a text without its quotations has a first or second person: nothing told as fact."""
    return bool(_find_person(language).search(bare))


@cache
def _find_person(language: str) -> regex.Pattern[str]:
    words = read_language_table("article/speech.toml", language)
    found = words.get("person", "(?!)")
    whole = rf"(?<![\p{{L}}\p{{M}}])(?:{found})(?![\p{{L}}\p{{M}}])" if words.get("whole", True) else found
    return regex.compile(whole, regex.IGNORECASE)
