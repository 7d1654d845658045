"""Numbers: thousands and per cent as CLDR has them in each language; small numbers in words, in English."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from newsbrief.style.conventions import SPACES, Conventions, find_conventions
from newsbrief.style.finding import StyleFault
from newsbrief.style.house import HouseStyle

USUAL = "usual"
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_SMALL = regex.compile(
    # A figure beside a unit, a currency, another figure or part of a name or date stays a figure.
    r"(?<![\p{L}\p{N}\p{Sc}.,:/–-])(?<!\d (?:to|and|or) )"
    # So does one behind a name: "Article 5 says", "Group 3 men", "on March 3 in".
    r"(?<!\b(?:\p{Lu}[\p{L}.]* ))"
    r"\d{1,2}(?= [a-z]{2,}\b)"
    r"(?! (?:am|pm|per|percent|million|billion|trillion|thousand|hundred|bn|km|kg|cm|mm|mph|kph|lb|oz|ft|to|and \d)\b)"
)
_BEGINS = regex.compile(r"(?:\n\s*|[.!?][”’\"']?\s+)$")
_MARKS = {"comma": ",", "space": "\u202f", "none": ""}


def check(text: str, style: HouseStyle, language: str) -> Iterator[StyleFault]:
    """Yield each number that is written otherwise than the style wants."""
    if style.numbers.words_up_to is not None and language == "en":
        yield from _check_small(text, style.numbers.words_up_to)
    conventions, unchecked = find_conventions(style, language), set(list_unchecked(style, language))
    if conventions is None:
        return
    if style.numbers.thousands and "numbers.thousands" not in unchecked:
        for match in _compile_large(conventions.marks).finditer(text):
            own = group_thousands(match.group(), style.numbers.thousands, conventions)
            if own != match.group():
                yield _report_number(match, own)
    if style.numbers.percent and "numbers.percent" not in unchecked:
        yield from _check_percent(text, style.numbers.percent, conventions)


def list_unchecked(style: HouseStyle, language: str) -> tuple[str, ...]:
    """Return what a style lays down of numbers that cannot be checked in the language."""
    numbers, conventions = style.numbers, find_conventions(style, language)
    unchecked = ["numbers.words_up_to"] if numbers.words_up_to is not None and language != "en" else []
    known = conventions if conventions and conventions.parts_words else None
    if numbers.thousands and not (known and known.decimal != _MARKS.get(numbers.thousands)):
        unchecked.append("numbers.thousands")
    if numbers.percent and not (known and _percent_form(numbers.percent, known)):
        unchecked.append("numbers.percent")
    return tuple(unchecked)


def _percent_form(wanted: str, conventions: Conventions) -> str:
    return conventions.percent_sign if wanted == "sign" else conventions.percent_word


def _check_small(text: str, most: int) -> Iterator[StyleFault]:
    for match in _SMALL.finditer(text):
        value = int(match.group())
        if value <= most and match.group() == str(value):
            begins = _BEGINS.search(text, max(0, match.start() - 4), match.start()) or match.start() == 0
            yield _report_number(match, _WORDS[value].capitalize() if begins else _WORDS[value])


def group_thousands(digits: str, thousands: str, conventions: Conventions) -> str:
    """Return a whole number whose thousands are parted, parted as wanted."""
    bare = regex.sub(r"\D", "", digits)
    if bare.startswith("0"):
        return digits
    if thousands != USUAL:
        return f"{int(bare):,}".replace(",", _MARKS[thousands])
    own = conventions.group(int(bare))
    return digits if _plain_spaces(own) == _plain_spaces(digits) else own


def _check_percent(text: str, wanted: str, conventions: Conventions) -> Iterator[StyleFault]:
    own = _percent_form(wanted, conventions)
    for match in _compile_percent(conventions.percent_word).finditer(text):
        if _plain_spaces(match.group()) == _plain_spaces(own):
            continue
        # Italian papers write "per cento", CLDR "percento": both are words. In English they tell Britain from America.
        if wanted == "word" and match["word"] and conventions.locale.language != "en":
            continue
        yield _report_number(match, own)


@cache
def _compile_large(marks: str) -> regex.Pattern[str]:
    """Return what finds numbers whose thousands are parted: of others none can tell a count from a post code."""
    return regex.compile(
        r"(?<![\p{L}\p{N}.,:/-])"
        rf"\d{{1,3}}(?:([{regex.escape(marks)}])\d{{3}})(?:\1\d{{3}})*(?![\p{{L}}\p{{N}}]|[.,]\d|[-/:]\d)"
    )


@cache
def _compile_percent(word: str) -> regex.Pattern[str]:
    """Return what finds a sign or a word for per cent behind a number: in the word a space may stand anywhere."""
    letters = rf"[{SPACES}]?".join(map(regex.escape, "".join(word.split())))
    return regex.compile(rf"(?<=\d)[{SPACES}]?(?:%(?![\p{{L}}-])|(?P<word>(?<=[{SPACES}])(?i:{letters or '(?!)'})\b))")


def _plain_spaces(text: str) -> str:
    return regex.sub(rf"[{SPACES}]", " ", text)


def _report_number(match: regex.Match[str], own: str) -> StyleFault:
    return StyleFault("numbers", f"“{match.group().strip()}”: write “{own.strip()}”", match.start(), match.end(), own)
