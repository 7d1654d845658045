"""Words by which a sentence shows that it stands alone, judges, or looks ahead: data, by language, in `cues.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import regex

Cue = Literal["leaning", "inside", "judging", "voiced", "ahead", "aside", "updating", "definite", "indefinite"]
_FOLD = regex.compile(r"\n\s*")
_NEVER = regex.compile(r"(?!)")
_QUOTED = regex.compile(r"“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|\"[^\"]*\"|「[^「」]*」")
_MARKS = "\"'“„«¿¡‘( "


def leans(text: str, language: str = "en") -> bool:
    """Return whether a sentence needs the one before it to be understood."""
    unquoted = _QUOTED.sub("“”", text)
    return bool(_cue(language, "leaning").match(text.lstrip(_MARKS)) or _cue(language, "inside").search(unquoted))


def pointed_back(text: str, before: str, language: str = "en") -> bool:
    """Return whether a sentence opens with `the bridge` where `before`, the article up to it, tells of `a bridge`."""
    words = _cues(language)
    if "definite" not in words:
        return False
    opening = regex.match(rf"(?:{words['definite']})\s+(\p{{L}}+)(?=\s)", text, regex.IGNORECASE)
    if not opening or (opening.group(1)[0].isupper() and language != "de"):
        return False
    told = rf"(?<!\p{{L}})(?:{words['indefinite']})\s+(?:[\p{{L}}-]+\s+){{0,2}}?{opening.group(1)}(?!\p{{L}})"
    return bool(regex.search(told, before, regex.IGNORECASE))


def set_aside(text: str, language: str = "en") -> bool:
    """Return whether a sentence tells what no longer holds, or speaks of the article itself."""
    return bool(_cue(language, "aside").search(text))


def judging(text: str, language: str = "en") -> int:
    """Return how many words of judgement a sentence has."""
    return len(_cue(language, "judging").findall(text))


def voiced(text: str, language: str = "en") -> int:
    """Return how many words of attribution a sentence has."""
    return len(_cue(language, "voiced").findall(text))


def looking_ahead(text: str, language: str = "en") -> int:
    """Return how many words about what has not happened yet a sentence has."""
    return len(_cue(language, "ahead").findall(text))


def updating(text: str, language: str = "en") -> bool:
    """Return whether a sentence says how things stand now: what the article told before it may be superseded."""
    return bool(_cue(language, "updating").search(text))


def _cue(language: str, cue: Cue) -> regex.Pattern[str]:
    return _patterns(language).get(cue, _NEVER)


@lru_cache(maxsize=64)
def _patterns(language: str) -> Mapping[str, regex.Pattern[str]]:
    return {cue: regex.compile(_FOLD.sub("", words), regex.IGNORECASE) for cue, words in _cues(language).items()}


def _cues(language: str) -> Mapping[str, str]:
    return _by_language().get("en" if language == "und" else language, {})


@lru_cache(maxsize=1)
def _by_language() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("cues.toml").read_text(encoding="utf-8"))
