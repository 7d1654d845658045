"""Quotations, over sentences and over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import regex

from newsbrief.article.marks import write_usual_marks
from newsbrief.article.sentences import Span

QUOTATION_LENGTH = 1_200
"""Characters of a quotation within a paragraph: an end farther off belongs to another, or the mark opened nothing."""
PAIRS = {
    "“": "”", "„": "“”\"", "«": "»", "»": "«", "”": "”", "‚": "‘’", "‹": "›", "「": "」", "『": "』", "《": "》",
    "״": "״", '"': '"', "＂": "＂",
}  # fmt: skip
"""Marks that open a quotation in some language, with those that close it."""
MARKS = '“”„«»‹›「」『』"＂'
"""Marks that stand around quotations alone."""
# A mark that is the same on both sides opens again after a space.
_CLOSING = {mark: regex.compile(rf"(?<!\s)[{c}]" if mark in '"＂„' else f"[{c}]") for mark, c in PAIRS.items()}
_CLOSING["‚"] = regex.compile(r"(?<!\s)[‘’](?!\p{L})")
_QUOTES_SINGLY = r"(?<![\p{L}\p{N}])['‘`](?=[\p{L}\[(…¿¡])(?!(?:[kmnst]|em|ne[mnr]?|til)\b)"
"""A mark that may open a quotation, not the apostrophe of a year (`'90s`) or of a word cut short (`'em`, `'t`)."""
SINGLE_OPENING = regex.compile(_QUOTES_SINGLY)
_OPENING = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.,!?…;%])(?:[“„«‹「『]|‚(?=\p{{L}})|[\"＂”»](?=[\p{{L}}\p{{N}}¿¡…(\[])|(?!`){_QUOTES_SINGLY})"
)
_MAY_OPEN = re.compile(f"[{MARKS}‚'‘]")
"""The marks of the above, which are found in half the time without what must stand around them."""
_PRINTED = regex.compile('[^“”„"]*”')
_AFTER_LOW = regex.compile(r'(?:[^“”„"]|(?<=[\s(\[„])"[^“”„"]*"|(?<=[\s(\[„])")*+[“”"]')
"""What stands behind „ up to its end: words in straight marks are a quotation within, and do not end it."""
_ANY = regex.compile(f"[{MARKS}]")
_SINGLE = regex.compile(rf"(?P<stop>[.!?…]\s)|(?<!\s)(?P<mark>['’])(?![\p{{L}}\p{{N}}])|(?P<opening>{_QUOTES_SINGLY})")
_GOES_ON = regex.compile(r"(?<=[\p{L}\p{N}]).\s[\p{L}\p{N}]")
"""A mark between two words: the end of a quotation, or an apostrophe at the end of a word."""
_NO_NAME = regex.compile(r"(?<=[:,]\s)'|'(?=\p{Ll})")
"""A typed mark that opens a quotation, not the name of `'Abdullah`."""
_QUOTED_LINE = ">"
"""Opens what mail and Markdown quote."""
_FARTHEST = 60
"""Paragraphs in which the end of a quotation is looked for."""


def locate_quotations(source: str, paragraphs: Sequence[Span], language: str) -> Iterator[Span]:
    """Yield the quotations of `source`, in order: each with its marks, none inside another.

    One that goes on in the next paragraph, which opens with a mark again, ends with its own; so does one whose end
    is nowhere. A line behind the mark of mail is quoted, but where all are: the text was sent on.
    """
    source = write_usual_marks(source)
    is_sent_on = len(paragraphs) > 1 and all(source.startswith(_QUOTED_LINE, start) for start, _ in paragraphs)
    until = 0
    for number, (start, end) in enumerate(paragraphs):
        at = max(start, until)
        if not is_sent_on and source.startswith(_QUOTED_LINE, start) and at < end:
            yield Span(at, end)
            at = until = end
        while opening := _next_opening(source, at, end, language):
            mark = source[opening.start()]
            close = _find_close(source, mark, opening.end(), end)
            if close is None and mark in "'‘‚":
                at = opening.end()
                continue
            if close is None:
                close = _find_later_close(source, mark, paragraphs[number + 1 : number + 1 + _FARTHEST]) or min(
                    end, opening.end() + QUOTATION_LENGTH
                )
            yield Span(opening.start(), close)
            at = until = close


def strip_quotations(text: str, language: str) -> str:
    """Return a paragraph without what it quotes."""
    kept, at = list[str](), 0
    for start, end in locate_quotations(text, [Span(0, len(text))], language):
        kept.append(text[at:start])
        at = end
    return "".join((*kept, text[at:]))


def _next_opening(source: str, at: int, end: int, language: str) -> regex.Match[str] | None:
    """Return the next mark that opens; ” does so in Swedish and Finnish alone."""
    for place in _MAY_OPEN.finditer(source, at, end):
        match = _OPENING.match(source, place.start(), end)
        if match and (match.group() != "”" or language in ("sv", "fi", "no", "da")):
            return match
    return None


def _find_close(source: str, mark: str, start: int, end: int) -> int | None:
    """Return the offset after the mark that closes, before `end`."""
    if mark in "'‘":
        place = find_single_end(source, start, end)
        return None if place is None else place + 1
    until = min(end, start + QUOTATION_LENGTH)
    if mark == "„" and (low := find_low_end(source, start, until)) is not None:
        return low + 1
    # Where a mark was typed and its other one printed, no other opens before that.
    close = _CLOSING[mark].search(source, start, until) or (
        _PRINTED.match(source, start, until) if mark == '"' else None
    )
    return close.end() if close else None


def find_low_end(text: str, start: int, end: int) -> int | None:
    """Return where the mark stands that closes „, whose words begin at `start`; None where another „ comes before."""
    match = _AFTER_LOW.match(text, start, end)
    return match.end() - 1 if match else None


def find_single_end(text: str, start: int, end: int) -> int | None:
    """Return where the mark stands that closes a single quotation whose words begin at `start`; None in doubt.

    A mark between two words closes within a sentence alone. After an s it may be a plural's apostrophe (`workers'
    rights`): it closes before another quotation opens, or where no better mark follows: behind ‘ the last of these,
    behind a mark as typed the first, in its sentence.
    """
    owner: int | None = None
    later: int | None = None
    is_over = False
    for match in _SINGLE.finditer(text, start, min(end, start + QUOTATION_LENGTH)):
        place = match.start()
        if match["stop"]:
            is_over = True
        elif match["opening"]:
            if owner is not None:
                return owner
            break
        elif not _GOES_ON.match(text, place) or (not is_over and text[place - 1] not in "sS"):
            return place
        elif is_over:
            later = place
        elif owner is None:
            owner = place
    if text[start - 1] == "‘":
        return owner if later is None else later
    return owner if _NO_NAME.match(text, start - 1) else None


def _find_later_close(source: str, mark: str, following: Sequence[Span]) -> int | None:
    """Return where a quotation closes that a later paragraph ends without opening it again."""
    for start, end in following:
        first = _ANY.search(source, start, end)
        if first is None:
            continue
        closes = first.group() in PAIRS[mark] and first.start() > start and not source[first.start() - 1].isspace()
        return first.end() if closes else None
    return None
