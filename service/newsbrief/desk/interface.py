"""The words of the desk's pages in one language: labels, buttons, verdicts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import regex

from newsbrief.briefing import layout, wording
from newsbrief.briefing.schema import ALL_SECTIONS, Section
from newsbrief.desk.remarks import Remark, Translator, list_remarks
from newsbrief.resources import read_table

NAMES: dict[str, str] = {
    "en": "English",
    "ar": "العربية",
    "de": "Deutsch",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "he": "עברית",
    "tr": "Türkçe",
    "ur": "اردو",
}
"""What each language of the desk calls itself."""
_SCRIPT = "script."
"""How the keys begin of words that the pages' script needs."""
_ACCEPTED = regex.compile(r"\s*([A-Za-z]{2,3})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q=([0-9.]{1,5}))?\s*")
_MOST_ACCEPTED = 20


@dataclass(frozen=True)
class Interface:
    """The desk's words in a language; `interface("title")` gives those under a key."""

    language: str
    words: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the words under `key`, with `values` put in."""
        return self.words[key].format(**values)

    @property
    def direction(self) -> str:
        """Return `ltr` or `rtl`."""
        return wording.find_direction(self.language)

    @property
    def script(self) -> str:
        """Return the words that the pages' script needs, as JSON."""
        scripted = {key.removeprefix(_SCRIPT): words for key, words in self.words.items() if key.startswith(_SCRIPT)}
        return json.dumps(scripted, ensure_ascii=False)

    @property
    def headings(self) -> dict[Section, str]:
        """Return what each section is called, those of house styles among them."""
        return {section: self.section_heading(section) for section in ALL_SECTIONS}

    def section_heading(self, section: Section) -> str:
        """Return what a section is called."""
        return self("title") if section == "title" else layout.find_heading(section, self.language)

    def detail(self, text: str) -> str:
        """Return what the service tells in English, in the language; empty where that is not known in it."""
        remark = self.remark(text)
        return remark if remark != text or self.language == "en" else ""

    @cached_property
    def remark(self) -> Translator:
        """Return what puts English remarks of checks and histories into the language."""
        isolated = wording.load_wording(self.language).isolate
        return Translator(_load_remarks(), self.words, self.section_heading, isolated)


@cache
def load_interface(language: str) -> Interface:
    """Return the desk's words in `language`; in English where there are none in that."""
    code = language if language in NAMES else "en"
    table = read_table(f"desk/languages/{code}.toml")
    return Interface(code, dict(_flatten(table)))


@cache
def _load_remarks() -> tuple[Remark, ...]:
    return list_remarks(load_interface("en").words)


def choose(chosen: str, accepted: str) -> str:
    """Return the language of the pages: the `chosen` one, else the best of an `Accept-Language`, else English."""
    if chosen in NAMES:
        return chosen
    best, most = "en", 0.0
    for part in accepted.split(",")[:_MOST_ACCEPTED]:
        match = _ACCEPTED.fullmatch(part)
        code, weight = (match[1].lower(), _parse_weight(match[2])) if match else ("", 0.0)
        if code in NAMES and weight > most:
            best, most = code, weight
    return best


def _parse_weight(text: str | None) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0


def _flatten(table: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in table.items():
        flat += _flatten(value, f"{before}{key}.") if isinstance(value, Mapping) else [(before + key, str(value))]
    return flat
