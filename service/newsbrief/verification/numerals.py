"""Figures of a text: every number it writes, in digits or in words, with each value that it can be read as."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex
from text_to_num import find_numbers

from newsbrief.article.calendar import find_locale
from newsbrief.article.readings import per_text
from newsbrief.article.words import part_by_part
from newsbrief.resources import read_table
from newsbrief.verification.east_asian import LANGUAGES as EAST_ASIAN
from newsbrief.verification.east_asian import find_numerals
from newsbrief.verification.scales import scale_words

_DIGITS = regex.compile(
    r"(?<![\p{L}\d_/:.,-])(?<!\p{L}[-.])"
    r"(?P<number>\d{1,3}(?:(?P<mark>[.,'’٬ \u00A0\u202F\u2009])\d{3}(?!\d))(?:(?P=mark)\d{3}(?!\d))*(?:[.,٫]\d+)?"
    r"|\d+(?:[.,٫]\d+)*)"
)
_NO_FIGURE = regex.compile(r"[:/]\d|\.?\d*\s?[ap]\.?m\b|(?:st|nd|rd|th)\b|\p{L}")
"""What follows digits that are a time of day, an ordinal or part of a name, where no scale word does."""
_TOKEN = regex.compile(r"\d[\d.,]*|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*")
_OTHER_DIGIT = regex.compile(r"[^\P{Nd}0-9]")
_PARTS = regex.compile(r"['’٬ \u00A0\u202F\u2009]")
_RANGE = r"(?:(?:\s?[–—-]\s?|(?:\s\p{L}{1,3}){1,2}\s)[\p{L}\d.,]++)?"
"""What may stand between a number and its word for per cent: the other number of a range, `5 to 6 percent`."""
_LONGEST = 16
"""Characters before a number in which a word for per cent stands."""
_READ_FROM = 1e4
"""Factor from which numbers are read in the characters of Chinese, Japanese and Korean."""
_WORD = regex.compile(r"\s?-?(?P<word>\p{L}[\p{L}\p{M}]*)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number; `start` inclusive and `end` exclusive offsets into its text."""

    start: int
    end: int
    text: str
    values: frozenset[float]
    """In ones: `1.5 billion` is 1.5e9; `1.500` is 1.5 and 1500, as decimal marks differ."""
    scale: float = 1.0
    """The factor of a scale word behind it; 1 where there is none."""
    is_share: bool | None = False
    """A percentage; None where the language's words for it are not known, so that it may be one."""
    is_idiom: bool = False
    """Said by an idiom, such as `a third` or `a dozen`."""

    @property
    def largest(self) -> float:
        """Return the largest of its values."""
        return max(self.values)


def last_digit_size(value: float) -> float:
    """Return the size of the last digit of `value` that is not zero: 0.1 million for 1.5 million."""
    if not value:
        return 0.0
    size = 10.0 ** math.floor(math.log10(abs(value)))
    while size > 1e-4 and abs(value / size - round(value / size)) > 1e-6:
        size /= 10
    return size


def is_rounded(stated: float, known: float) -> bool:
    """Return whether `told` is `known`, or `known` rounded or cut to the digits that `told` has."""
    if math.isclose(stated, known):
        return True
    size = last_digit_size(stated)
    return abs(stated - known) <= size / 2 or stated <= known < stated + size


@per_text
def find_figures(text: str, language: str, *, as_written: bool = False) -> tuple[Figure, ...]:
    """Return the figures of `text` in order, without times of day, ordinals and digits inside names (`F-35`).

    A mark before three digits may part thousands or decimals; `as_written`: it does what it does in the language.
    """
    plain = _to_ascii_digits(text)
    decimal = _find_decimal_mark(language) if as_written else ""
    figures = [*_find_east_asian(plain, language), *_find_in_digits(plain, language, decimal)]
    are_numbers = _tell_number(plain.lower(), language)
    if True in are_numbers:
        figures += [*_find_idioms(plain), *_find_spelled(plain, are_numbers.index(True), language)]
    figures.sort(key=lambda f: (f.start, -f.end))
    apart: list[Figure] = []
    end = 0
    for figure in figures:
        if figure.start >= end and all(map(math.isfinite, figure.values)):
            # The hundred in "pour cent" is no number.
            word = _share_patterns(language)[1].match(plain, figure.end)
            end = word.end() if word else figure.end
            apart.append(replace(figure, is_share=_is_share(plain, figure, language)))
    return tuple(apart)


def _is_share(text: str, figure: Figure, language: str) -> bool | None:
    if language not in _data().percent:
        return False if language in EAST_ASIAN and figure.scale > 1 else None
    before, _, after = _share_patterns(language)
    return bool(after.match(text, figure.end) or before.search(text, max(0, figure.start - _LONGEST), figure.start))


@cache
def _share_patterns(language: str) -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    """Return what stands before a share, the word behind it, and the same behind the first number of a range."""
    data = _data()
    before = "|".join(map(regex.escape, data.percent_before.get(language, ())))
    word = rf"[\s-]?(?:[%٪]|{'|'.join(map(regex.escape, data.percent.get(language, ()))) or '(?!)'})"
    return (
        regex.compile(rf"(?:[%٪]|(?<!\p{{L}})(?:{before or '(?!)'})\s)$", regex.IGNORECASE),
        regex.compile(word, regex.IGNORECASE),
        regex.compile(rf"{_RANGE}{word}", regex.IGNORECASE),
    )


def _to_ascii_digits(text: str) -> str:
    """Return `text` with the digits of every script as 0 to 9; offsets stay."""
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda found: str(unicodedata.digit(found.group(), found.group())), text)


@cache
def _find_decimal_mark(language: str) -> str:
    """Return the mark before decimals, from CLDR; empty where the language is unknown, or its countries differ."""
    locale = None if language == "ar" else find_locale(language)
    return "" if locale is None else str(locale.number_symbols.get("latn", {}).get("decimal", ""))


def _find_in_digits(text: str, language: str, decimal: str) -> Iterator[Figure]:
    for match in _DIGITS.finditer(text):
        start, end = match.span("number")
        stop, scale = _scale(text, end, language)
        if stop == end and _NO_FIGURE.match(text, end):
            continue
        # `300m` are metres as often as millions.
        scales = {scale, 1.0} if stop - end == 1 else {scale}
        values = frozenset(value * by for value in _read_values(match["number"], decimal) for by in scales)
        # A date or a version (`10.4.2`) is worth nothing.
        if values:
            yield Figure(start, stop, text[start:stop], values, scale)


def _find_east_asian(text: str, language: str) -> Iterator[Figure]:
    """Yield the numbers in digits that a character of the language multiplies: `3億円`, `1.2억 원`."""
    for start, end, value, factor, has_digits in find_numerals(text) if language in EAST_ASIAN else ():
        if has_digits and factor > 1:
            yield Figure(start, end, text[start:end], frozenset({value}), factor)


def _read_values(number: str, decimal: str) -> Iterator[float]:
    """Yield what digits with marks can be worth: a mark parts thousands in one language and decimals in another.
    `decimal` is the one before decimals, where that is known."""
    bare = _PARTS.sub("", number).replace("٫", ".")
    marks = [c for c in bare if c in ".,"]
    if not marks:
        yield float(bare)
        return
    last = marks[-1]
    head, tail = bare.rsplit(last, 1)
    whole = head.replace(".", "").replace(",", "") or "0"
    parts_thousands = len(tail) == 3 and len(set(marks)) == 1
    if marks.count(last) == 1 and not (parts_thousands and decimal and decimal != last):
        yield float(f"{whole}.{tail}")
    if parts_thousands and decimal != last:
        yield float(whole + tail)


def _scale(text: str, end: int, language: str) -> tuple[int, float]:
    """Return where the scale word behind a number ends, and its factor; `end` and 1 where there is none."""
    sizes = scale_words(language)
    factor, stop = 1.0, end
    while (word := _WORD.match(text, stop)) and (size := sizes.get(word["word"].lower())):
        factor, stop = factor * size, word.end()
    return stop, factor


def reads_words(figure: Figure, language: str) -> bool:
    """Return whether a number would be read of an article in words, too: in characters, where these multiply it."""
    return reads_spelled(language) or (language in EAST_ASIAN and figure.scale >= _READ_FROM)


def reads_spelled(language: str) -> bool:
    """Return whether numbers that are spelled in words are read in a language."""
    return language in _data().spelled


def _find_idioms(text: str) -> Iterator[Figure]:
    for match in _data().idioms_pattern.finditer(text):
        value = _data().idioms[match.group().lower()]
        yield Figure(match.start(), match.end(), match.group(), frozenset({value}), is_idiom=True)


@part_by_part
def _tell_number(text: str, language: str) -> Sequence[bool]:
    """Return for each word whether it is a number, or ends an idiom for one: any number in words has such a word."""
    data = _data()
    return tuple(
        word in data.idiom_ends or (language in data.spelled and bool(find_numbers([_Token(word)], language, 0.0)))
        for word in _TOKEN.findall(text)
    )


def _find_spelled(text: str, first: int, language: str) -> Iterator[Figure]:
    """Yield the numbers in words, of which the `first` word may be one."""
    if language not in _data().spelled:
        return
    parts, stop = list(_TOKEN.finditer(text))[first:], 0
    for hit in find_numbers([_Token(part.group().lower()) for part in parts], language, 0.0):
        start, end = parts[hit.start].start(), parts[hit.end - 1].end()
        # A scale word may be a number, too: each of a row would be read to its end.
        if hit.is_ordinal or text[start].isdigit() or start < stop:
            continue
        stop, scale = _scale(text, end, language)
        value = float(hit.value)
        yield Figure(start, stop, text[start:stop], frozenset({value, value * scale}), scale)


class _Token:
    """A word as text2num asks for it."""

    __slots__ = ("word",)

    def __init__(self, word: str) -> None:
        self.word = word

    def text(self) -> str:
        return self.word

    def nt_separated(self, previous: object) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self.word[0].isdigit()


@dataclass(frozen=True, slots=True)
class _Data:
    spelled: frozenset[str]
    percent: Mapping[str, tuple[str, ...]]
    percent_before: Mapping[str, tuple[str, ...]]
    idioms: Mapping[str, float]
    idioms_pattern: regex.Pattern[str]
    idiom_ends: frozenset[str]
    """The last words of `idioms`."""


@cache
def _data() -> _Data:
    raw = read_table("verification/data/figures.toml")
    longest = sorted(raw["idioms"], key=len, reverse=True)
    pattern = regex.compile(rf"\b(?:{'|'.join(map(regex.escape, longest))})\b", regex.IGNORECASE)
    ends = frozenset(_TOKEN.findall(idiom)[-1] for idiom in raw["idioms"])
    return _Data(
        frozenset(raw["spelled"]),
        raw["percent"],
        raw["percent_before"],
        raw["idioms"],
        pattern,
        ends,
    )
