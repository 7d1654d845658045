"""Headings, labels and phrases around a briefing's own text, from the files under `languages/`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from newsbrief.briefing.review import Status
from newsbrief.briefing.schema import HEADINGS, Section
from newsbrief.resources import read_table

Direction = Literal["ltr", "rtl", "auto"]
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages that are written from right to left."""
_ISOLATE, _END = "\u2068", "\u2069"


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Labels(_Words):
    """Words of the page."""

    evidence: str
    back: str
    source: str


class Phrases(_Words):
    """Pieces of the sentence that tells how a briefing was made."""

    joint: str
    stop: str
    model: str
    extractive: str
    kept: str
    """An update took claims over from an older briefing, which was no copy of its article."""
    kept_of_model: str
    edited: str
    judged: str
    """Every claim of a model was checked; a person may have kept one that names nobody who says it."""
    unchecked: str
    """Some claims are unverified."""
    fail: str
    """A person saved claims against their checks: nothing else that was refuted is ever in a briefing."""
    draft: str
    approved: str
    obligation: str


class Wording(_Words):
    """The words of one language."""

    language: str
    headings: dict[Section, str]
    labels: Labels
    verdicts: dict[str, str]
    statuses: dict[Status, str]
    disclosure: Phrases

    def isolate(self, text: str) -> str:
        """Return a name or a date in marks that keep its direction, so that it cannot jumble a sentence in Arabic."""
        return f"{_ISOLATE}{text}{_END}" if find_direction(self.language) == "rtl" else text


@cache
def list_languages() -> tuple[str, ...]:
    """Return the languages that have a file, English first."""
    names = [entry.name for entry in (files("newsbrief.briefing") / "languages").iterdir()]
    codes = [name.removesuffix(".toml") for name in names if name.endswith(".toml")]
    return tuple(sorted(codes, key=lambda code: (code != "en", code)))


def load_wording(language: str) -> Wording:
    """Return the words of `language`, a primary subtag; English ones where it has no file (see `Wording.language`)."""
    return _read(language if language in list_languages() else "en")


def find_direction(language: str) -> Direction:
    """Return the direction in which `language` is written; `auto` where it is not known."""
    return "auto" if language == "und" else "rtl" if language in RIGHT_TO_LEFT else "ltr"


@cache
def _read(code: str) -> Wording:
    table = read_table(f"briefing/languages/{code}.toml")
    read = Wording.model_validate({"language": code, **table})
    if list(read.headings) != list(HEADINGS):
        raise ValueError(f"languages/{code}.toml has to name the sections in their order")
    return read
