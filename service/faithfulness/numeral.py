"""Numerals of a text: what they are worth, what they measure, how firmly they are meant, and what they count."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import regex
from text_to_num import find_numbers

from service.article.words import REMEMBERED, Word, located
from service.faithfulness.clause import Clauses
from service.faithfulness.date_mention import date_mentions
from service.faithfulness.numeral_words import BOUNDS, CURRENCIES, PARTS, POINT, SCALES, SPOKEN, UNITS, VAGUE, Bound

Kind = Literal["count", "percent", "points", "money", "ordinal", "score", "age", "fraction", "vague"]

_MARK = r"(?:US|A|C|HK|NZ)?[$€£¥₹₽]|\b(?:USD|EUR|GBP|CHF|JPY|Rs\.?|RMB)"
_PARTED = regex.compile(r"['’\s]")
_DIGIT = regex.compile(r"\d")
_DIGITS = regex.compile(
    rf"(?P<mark>{_MARK})?\s?(?<![\p{{L}}\d_/])(?<!\p{{L}}\d?-)(?<!\d[.,])"
    r"(?P<digits>\d{1,3}(?:[.,'’ \u00A0\u202F]\d{3}(?!\d))++(?:[.,]\d++)?"
    r"|\d{1,3},\s(?:\d{3},\s)?0\d\d(?!\d)|\d++(?:[.,]\d++)?)"
)
_AFTER = regex.compile(
    r"(?:(?P<ordinal>st|nd|rd|th)\b)?"
    rf"(?:[\s-]?(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))})\b\.?)?+"
    r"(?:\s?(?P<percent>%|-?per\s?cent\b|-?percentage\b|percent-|pct\b|-?Prozent\b|por\sciento\b|pour\scent\b))?+"
    r"(?P<points>[\s-](?:percentage[\s-])?points?\b)?+"
    r"(?:[\s-]?(?P<money>[€£$]|(?:US\s|Canadian\s|Australian\s)?"
    rf"(?:{'|'.join(c for c in CURRENCIES if c.isalpha())})\b))?+"
    r"(?P<old>[\s-]years?[\s-]old|[\s-]year[\s-]olds?)?+",
    regex.IGNORECASE,
)
_UNIT = regex.compile(r"[\s-]?(?:square\s|cubic\s)?(?P<unit>km/h|\p{L}++)")
_BEFORE = regex.compile(
    rf"(?:^|[\s(])({'|'.join(sorted(BOUNDS, key=len, reverse=True))})(?:\s(?:a|the))?\s*+$", regex.IGNORECASE
)
_AGED = regex.compile(r"\b(?:aged?|age of|turn(?:s|ed|ing))\s*+$", regex.I)
_COMMAS = regex.compile(r",\s$")
_JOINED = regex.compile(r"\s?[-–—]\s?|\s(?:to|and|or)\s")
_PART = regex.compile(
    r"(?<![\p{L}-])(?P<top>a|one|two|three|four|five|seven|nine)[\s-](?P<part>thirds?|quarters?|fourths|fifths?|sixths|eighths|tenths?)"
    r"\b(?=\sof\b|\s\p{L}+\s(?:majority|vote)|\s(?:majority|vote|the\b))"
    r"|\b(?P<half>half)\b(?=\s(?:of|the|its|their|his|her)\b)(?!\sof\s(?:the\s)?(?:season|game|match|year|\d))",
    regex.I,
)
_HALF = regex.compile(r"(?:\bhalf(?:\s|-)an?(?:\s|-)|\bhalf(?:\s|-))$", regex.I)
_AND_HALF = regex.compile(r"\s(?:and\sa\shalf)\b", regex.I)
_PART_OF = regex.compile(r"\s(?:out\s)?of\s(?:\p{L}+\s){0,3}[$€£]?")
_ENGLISH = regex.compile(
    r"(?<!\p{L})(?:one|two|twent|twel|three|third|thir|four|for[tf]|five|fif|six|seven|eigh|nine|nint|ten|elev|hundred|thousand"
    r"|million|billion|trillion|zero|first|dozen)"
)
"""How English number words begin, in lower case: most sentences have none, and are not cut into tokens to find out."""
_NOUN = regex.compile(r"\s(\p{Ll}[\p{L}'’-]*+)")
_DASHES = frozenset("-–—")
_GLUED = regex.compile(r"\p{L}|[-/]\p{L}|:\d|/\d")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number as a text says it; `start` inclusive and `end` exclusive offsets into that text."""

    start: int
    end: int
    text: str
    value: float
    """In ones: `1.5 billion` is 1.5e9, `40 percent` is 40, `two-thirds` is 0.667."""
    kind: Kind = "count"
    unit: str = ""
    """Currency or measure in one spelling (`dollar`, `km`); empty where none is said."""
    bound: Bound = ""
    other: float = math.nan
    """A second value: the other side of a score, or the reading with the scale of the number it is joined to."""
    spelled: bool = False
    near: frozenset[str] = frozenset()
    """Stems of the content words of its clause, nearest ones only: what it counts and what happened to it."""
    after: tuple[str, ...] = ()
    """Those of them that follow it, in order."""

    noun: str = ""
    """The word that follows it at once, as written: for people to read."""

    @property
    def head(self) -> str:
        """Stem of the first content word after it, in its clause: usually what it counts."""
        return self.after[0] if self.after else ""


class _Token:
    __slots__ = ("apart", "barred", "word")

    def __init__(self, word: str, apart: bool, barred: bool) -> None:
        self.word, self.apart, self.barred = word, apart, barred

    def text(self) -> str:
        return self.word

    def nt_separated(self, previous: object) -> bool:
        return self.apart

    def not_a_number_part(self) -> bool:
        return self.barred


def decimal(digits: str, language: str = "en") -> float:
    """What digits with their marks are worth: `1.500,5` is 1500.5 in German, `1,500.5` in English.

    A mark that stands twice, or before another mark, parts thousands whatever the language.
    """
    plain = _PARTED.sub("", digits)
    marks = [c for c in plain if c in ".,"]
    if not marks:
        return float(plain)
    last = marks[-1]
    grouped = marks.count(last) > 1
    if not grouped and len(set(marks)) == 1:
        own = "." if language in POINT else ","
        tail = plain.rsplit(last, 1)[1]
        grouped = last != own and len(tail) == 3 and len(plain.split(last)[0]) <= 3
    if grouped:
        return float(plain.replace(".", "").replace(",", ""))
    other = "," if last == "." else "."
    return float(plain.replace(other, "").replace(last, "."))


@lru_cache(maxsize=REMEMBERED)
def numerals(text: str, language: str = "en") -> tuple[Numeral, ...]:
    """The numerals of `text` in order, without those that belong to a date, a clock time or a name (`F-35`)."""
    lowered = text.lower()
    digits = bool(_DIGIT.search(text))
    words = language in SPOKEN and (language != "en" or bool(_ENGLISH.search(lowered)))
    others = language == "en" and any(sign in lowered for sign in _SIGNS)
    if not (digits or words or others):
        return ()
    spans = [(m.start, m.end) for m in date_mentions(text, language)]
    dated = bytearray(len(text))
    for start, end in spans:
        dated[start:end] = b"\x01" * (end - start)
    found = [
        *(_digits(text, language, dated) if digits else ()),
        *(_spoken(text, language, dated) if words else ()),
        *(_others(text) if others else ()),
    ]
    found.sort(key=lambda n: (n.start, -n.end))
    apart: list[Numeral] = []
    for n in found:
        if not apart or n.start >= apart[-1].end:
            apart.append(n)
    return _with_context(text, language, _joined(text, apart), spans) if apart else ()


def _digits(text: str, language: str, dated: bytearray) -> list[Numeral]:
    found: list[Numeral] = []
    for match in _DIGITS.finditer(text):
        start, end = match.span("digits")
        if any(dated[start:end]):
            continue
        value = decimal(match["digits"], language)
        made = _dressed(text, match.start() if match["mark"] else start, end, value, match["mark"] or "", False)
        if made is not None:
            found.append(made)
    return found


def _spoken(text: str, language: str, dated: bytearray) -> list[Numeral]:
    tokens, parts = _tokens(text)
    found = []
    for hit in find_numbers(tokens, language, 0.0):
        start, end = parts[hit.start].start, parts[hit.end - 1].end
        if any(dated[start:end]):
            continue
        value = float(hit.value)
        if hit.is_ordinal:
            if language == "en":
                found.append(Numeral(start, end, text[start:end], value, kind="ordinal", spelled=True))
            continue
        if half := _AND_HALF.match(text, end):
            value, end = value + 0.5, half.end()
        elif value >= 100 and (half := _HALF.search(text[max(0, start - 9) : start])):
            value, start = value / 2, max(0, start - 9) + half.start()
        made = _dressed(text, start, end, value, "", True)
        if made is not None:
            found.append(made)
    return found


def _tokens(text: str) -> tuple[list[_Token], Sequence[Word]]:
    parts = located(text, _TOKEN)
    tokens = []
    end = 0
    digit = False
    for part in parts:
        between, lowered = text[end : part.start], part.text.lower()
        scale = digit and lowered in SCALES
        digit = lowered[0].isdigit()
        barred = digit or scale or lowered in _NOT_NUMBERS
        tokens.append(_Token(lowered, between != " " and not _APART.isdisjoint(between), barred))
        end = part.end
    return tokens, parts


_TOKEN = regex.compile(r"\d[\d.,]*|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*")
_APART = frozenset(',;:.()"“”')
_NOT_NUMBERS = frozenset({"tens", "dozens", "hundreds", "thousands", "millions", "billions", "trillions",
                          "second", "seconds", "point", "o", "oh", "nought", "un", "une", "ein", "eine", "uno", "una",
                          "um", "uma", "een", "einen", "einem", "einer", "eines"})  # fmt: skip


def _dressed(text: str, start: int, end: int, value: float, mark: str, spelled: bool) -> Numeral | None:
    """The numeral at `start` with the scale, unit and bound that stand around it; None where it is part of a name."""
    after = _AFTER.match(text, end)
    if after is None:  # pragma: no cover - every part of the pattern is optional
        return None
    scale = (after["scale"] or "").lower()
    money = _currency(mark) or _currency(after["money"] or "")
    # "100m" is metres as often as millions unless it is money.
    metres = scale == "m" and not money and after.start("scale") == end and not after["percent"]
    stop = after.end()
    if scale and not metres:
        value *= SCALES[scale]
    if stop == end and (_SIDE.match(text, end) or (not spelled and _glued(text, end))):
        return None
    if not spelled and text[end : end + 1] == ")" and not text[:start].strip(" ("):
        return None  # the number of a list item
    if mark:
        start = min(start, end)
    kind: Kind = "count"
    unit = ""
    if after["points"] and (after["percent"] or "percentage" in after["points"]):
        kind = "points"
    elif after["percent"]:
        kind = "percent"
    elif money:
        kind, unit = "money", money
    elif after["ordinal"]:
        kind = "ordinal"
    elif after["old"] or (value < 120 and _AGED.search(text[max(0, start - 8) : start])):
        kind = "age"
    elif value < 120 and not scale and _COMMAS.search(text[max(0, start - 2) : start]) and text[stop : stop + 1] == ",":
        kind = "age" if text[max(0, start - 3) : start - 2].isalpha() else "count"
    elif named := _UNIT.match(text, stop):
        unit = UNITS.get(named["unit"].lower(), "")
    bound = _BEFORE.search(text[max(0, start - 24) : start])
    return Numeral(
        start, stop, text[start:stop], value, kind, unit,
        bound=BOUNDS[bound[1].lower()] if bound else "",
        other=value * 1e6 if metres else math.nan, spelled=spelled,
    )  # fmt: skip


_UNIT_GLUED = regex.compile(rf"(?:{'|'.join(u for u in UNITS if len(u) < 4)}|m|g|p|c|C|F|x|hrs?|min|pc)\b|-\p{{L}}")
_SIDE = regex.compile(r"\s?-\s?a\s?-\s?side")


def _glued(text: str, end: int) -> bool:
    return bool(_GLUED.match(text, end)) and not _UNIT_GLUED.match(text, end)


def _currency(text: str) -> str:
    return CURRENCIES.get(text.lower().strip(". ").split(" ")[-1], "")


def _others(text: str) -> list[Numeral]:
    found = []
    for m in _VAGUELY.finditer(text):
        size = VAGUE[m["first"].lower()] * (VAGUE[m["then"].lower()] if m["then"] else 1.0)
        found.append(Numeral(m.start(), m.end(), m.group(), size, "vague", spelled=True))
    for m in _PART.finditer(text):
        top = 1.0 if m["half"] else {"a": 1.0}.get(m["top"].lower()) or _TOPS[m["top"].lower()]
        part = 2 if m["half"] else PARTS[m["part"].lower()]
        found.append(Numeral(m.start(), m.end(), m.group(), top / part, "fraction", spelled=True))
    for m in _DOZEN.finditer(text):
        found.append(Numeral(m.start(), m.end(), m.group(), 12.0, spelled=True))
    return found


_SIGNS = (
    "tens", "dozen", "scores", "hundreds", "thousands", "millions", "billions", "trillions", "half", "third", "quarter",
    "fourths", "fifth", "sixths", "eighths", "tenth",
)  # fmt: skip
"""One of them is in every number of this sort: most sentences have none."""
_TOPS = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "seven": 7.0, "nine": 9.0}
_VAGUELY = regex.compile(
    rf"(?<![\d\p{{L}}-]|\d\s)(?<!half\sa\s)(?P<first>{'|'.join(VAGUE)})(?:\sof\s(?P<then>thousands|millions|billions))?\b(?=\s(?:of\b|more\b|\p{{Ll}}))",
    regex.I,
)
_DOZEN = regex.compile(r"\ba\sdozen\b", regex.I)


def _joined(text: str, found: list[Numeral]) -> list[Numeral]:
    """`3-1` becomes a score, and `20 to 30 percent` gives its first number the unit and scale of the second."""
    done: list[Numeral] = []
    for n in found:
        last = done[-1] if done else None
        between = text[last.end : n.start] if last else ""
        dash = between.strip() in _DASHES
        if last is None or len(between) > 5 or not _JOINED.fullmatch(between):
            done.append(n)
            continue
        bare = last.kind == n.kind == "count" and not last.unit
        if bare and dash and max(last.value, n.value) < 300 and not (last.spelled or n.unit):
            done[-1] = replace(last, end=n.end, text=text[last.start : n.end], kind="score", other=n.value)
        elif last.kind == "count" and not last.unit and (n.kind in ("percent", "money", "points") or n.unit):
            scale = n.value / last.value if last.value and n.value >= 1000 > last.value else 0.0
            size = 10.0 ** (3 * int(math.log10(n.value) // 3)) if scale else 0.0
            done[-1] = replace(last, kind=n.kind, unit=n.unit, other=last.value * size if size else math.nan)
            done.append(n)
        elif last.value < 1000 <= n.value and last.kind in ("count", n.kind):
            done[-1] = replace(last, other=last.value * 10.0 ** (3 * int(math.log10(n.value) // 3)))
            done.append(n)
        elif dash and n.kind == "count" and last.kind in ("money", "percent"):
            done.append(replace(n, kind=last.kind, unit=last.unit))
        else:
            done.append(n)
    return done


def _with_context(
    text: str, language: str, found: list[Numeral], dated: Sequence[tuple[int, int]]
) -> tuple[Numeral, ...]:
    clauses = Clauses.of(text, language, passed=dated, walls=[(n.start, n.end) for n in found])
    out: list[Numeral] = []
    for n in reversed(found):
        after, before = clauses.after(n.end), clauses.before(n.start)
        if out and not after and _PART_OF.fullmatch(text, n.end, out[-1].start):
            after = list(out[-1].after)  # ten of more than 200 seamounts
        near = frozenset(after + before)
        if out and out[-1].kind == n.kind and _JOINED.fullmatch(text, n.end, out[-1].start):
            near |= out[-1].near
            out[-1] = replace(out[-1], near=near)
        noun = _NOUN.match(text, n.end)
        out.append(replace(n, near=near, after=tuple(after), noun=noun[1] if noun else ""))
    return tuple(reversed(out))
