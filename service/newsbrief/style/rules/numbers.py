"""Numbers in English: small ones in words, thousands parted, per cent as a sign or a word."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from newsbrief.style.finding import Finding
from newsbrief.style.house import HouseStyle

_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_SMALL = regex.compile(
    # A figure beside a unit, a currency, another figure or part of a name or date stays a figure.
    r"(?<![\p{L}\p{N}\p{Sc}.,:/–-])(?<!\d (?:to|and|or) )"
    # So does one behind a name: "Article 5 says", "Group 3 men", "on March 3 in".
    r"(?<!\b(?:\p{Lu}[\p{L}.]* ))"
    r"\d{1,2}(?= [a-z]{2,}\b)"
    r"(?! (?:am|pm|per|percent|million|billion|trillion|thousand|hundred|bn|km|kg|cm|mm|mph|kph|lb|oz|ft|to|and \d)\b)"
)
_BEGINS = regex.compile(r"[.!?][”’\"']?\s+$")
_LARGE = regex.compile(
    r"(?<![\p{L}\p{N}.,:/-])"
    r"(?:\d{1,3}(?:([,\u00A0\u202F\u2009 ])\d{3})(?:\1\d{3})*|\d{5,})(?![\p{L}\p{N}]|[.,]\d|[-/:]\d)"
)
_PERCENT = regex.compile(r"(?<=\d)(?:\s?%|[ \u00A0]per\s?cent\b)")
_MARKS = {"comma": ",", "space": "\u202f", "none": ""}


def check(text: str, style: HouseStyle, language: str) -> Iterator[Finding]:
    """Yield each number that is written otherwise than the style wants; English alone is read."""
    if language != "en":
        return
    numbers = style.numbers
    if numbers.words_up_to is not None:
        for found in _SMALL.finditer(text):
            value = int(found.group())
            if value <= numbers.words_up_to and found.group() == str(value):
                begins = _BEGINS.search(text, max(0, found.start() - 4), found.start()) or found.start() == 0
                own = _WORDS[value].capitalize() if begins else _WORDS[value]
                yield _report_number(found, own)
    if numbers.thousands:
        for found in _LARGE.finditer(text):
            own = group_thousands(found.group(), numbers.thousands)
            if own != found.group():
                yield _report_number(found, own)
    if numbers.percent:
        own = "%" if numbers.percent == "sign" else " percent" if style.spelling == "american" else " per cent"
        for found in _PERCENT.finditer(text):
            if " ".join(found.group().split()) != own.strip() or (own == "%") != (found.group() == "%"):
                yield _report_number(found, own)


def group_thousands(digits: str, thousands: str) -> str:
    """Return a whole number with its thousands parted; one below 10,000 that was not parted stays as it is."""
    bare = regex.sub(r"\D", "", digits)
    if len(bare) < 5 and bare == digits:
        return digits
    return f"{int(bare):,}".replace(",", _MARKS[thousands]) if not bare.startswith("0") else digits


def _report_number(found: regex.Match[str], own: str) -> Finding:
    return Finding("numbers", f"“{found.group().strip()}”: write “{own.strip()}”", found.start(), found.end(), own)
