"""Quotations, over sentences and over paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from newsbrief.article.sentences import Span

LONGEST = 1_200
"""Characters of a quotation within a paragraph: an end farther off belongs to another, or the mark opened nothing."""
_CLOSERS = {
    "“": "”", "„": "“”", "«": "»", "»": "«", "”": "”", "「": "」", "『": "』", "‹": "›", '"': '"', "‘": "’", "'": "'",
}  # fmt: skip
# A mark that is the same on both sides opens again after a space.
_CLOSING = {mark: regex.compile(rf"(?<!\s)[{c}]" if mark in "\"'" else f"[{c}]") for mark, c in _CLOSERS.items()}
_OPENING = regex.compile(r"(?<![\p{L}\p{N}.,!?…;%])(?:[“„«‹「『]|[\"”»](?=[\p{L}\p{N}¿¡…(\[])|[‘'](?=\p{L}))")
_ANY = regex.compile('[“”„«»‹›「」『』"]')
_STOP = regex.compile(r"[.!?…]\s")
_FARTHEST = 8
"""Paragraphs in which the end of a quotation is looked for."""


def quotations(source: str, paragraphs: Sequence[Span], language: str) -> Iterator[Span]:
    """Yield the quotations of `source`, in order: each with its marks, none inside another.

    One that goes on in the next paragraph, which opens with a mark again, ends with its own; so does one whose end
    is nowhere.
    """
    until = 0
    for number, (start, end) in enumerate(paragraphs):
        at = max(start, until)
        while opening := _next_opening(source, at, end, language):
            mark = source[opening.start()]
            close = _find_close(source, mark, opening.end(), end)
            if close is None and mark in "'‘":
                at = opening.end()
                continue
            if close is None:
                close = _find_later_close(source, mark, paragraphs[number + 1 : number + 1 + _FARTHEST]) or min(
                    end, opening.end() + LONGEST
                )
            yield Span(opening.start(), close)
            at = until = close


def _next_opening(source: str, at: int, end: int, language: str) -> regex.Match[str] | None:
    """Return the next mark that opens; ” does so in Swedish and Finnish alone."""
    for match in _OPENING.finditer(source, at, end):
        if match.group() != "”" or language in ("sv", "fi", "no", "da"):
            return match
    return None


def _find_close(source: str, mark: str, start: int, end: int) -> int | None:
    """Return the offset after the mark that closes, before `end`."""
    for match in _CLOSING[mark].finditer(source, start, min(end, start + LONGEST)):
        if mark not in "'‘" or _closes_single(source, start, match.start()):
            return match.end()
    return None


def _closes_single(source: str, start: int, at: int) -> bool:
    """Return whether an apostrophe closes: after a stop or comma, or after a word of the same sentence."""
    after = source[at + 1 : at + 2]
    if after.isalnum():
        return False
    return source[at - 1] in ".,!?…" or not _STOP.search(source, start, at)


def _find_later_close(source: str, mark: str, following: Sequence[Span]) -> int | None:
    """Return where a quotation closes that a later paragraph ends without opening it again."""
    for start, end in following:
        first = _ANY.search(source, start, end)
        if first is None:
            continue
        closes = first.group() in _CLOSERS[mark] and first.start() > start and not source[first.start() - 1].isspace()
        return first.end() if closes else None
    return None
