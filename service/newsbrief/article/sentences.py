"""Sentences with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import regex
from sentencex import get_sentence_boundaries

from newsbrief.article.abbreviations import NEARBY, goes_on
from newsbrief.article.marks import write_usual_characters
from newsbrief.article.readings import per_text
from newsbrief.article.scripts import UNSPACED

SENTENCE_LENGTH = 1_200
"""Characters a sentence may have before it is cut at a safe place: about 200 words."""
LONGEST_UNSPACED = 400
"""The same for scripts without spaces, where a character is a syllable or a word."""
_WINDOW = 20_000
"""Characters given to the splitter at once. Unpaired opening quotes cost it quadratic time."""
_MANY_QUOTES = 200
_MANY_ENDS = 4_000
"""Signs in a window that could end a sentence: with one at every fifth character nothing is told by them."""
_WORD = regex.compile(r"[\p{L}\p{N}]")
_END = re.compile("[.!?…。！？｡।॥؟۔]")
_QUOTE = re.compile("[\"'“”‘’«»‹›„‚「」『』《》]")
_LINE_BREAK = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]")
_TYPED = regex.compile(r"(?<![^\s(]),,(?=\p{L})")
"""An opening mark as typewriters have it."""
_UNSPACED = regex.compile(rf"[{UNSPACED}]")
_CLOSERS = regex.compile(r"(?:[*_”’»›)\]】」』）》¹²³⁴-⁹⁰]|\[\d{1,3}\])+(?=\s|$)")
_SPACE = regex.compile(r"[\s\u200b\ufeff]+")
_MARK = regex.compile(r"[\p{M}\u200c\u200d\p{Emoji_Modifier}]")
_LONGEST_CLUSTER = 40
"""Characters back from a cut at which a base for combining marks is looked for."""
_INNER_END = regex.compile(r"[^\p{L}\p{M}\p{N}\s,'’-]\s*+\S")
"""A sign that could end a sentence, with something after it."""
_CLAUSE_END = regex.compile(r"[;:,،؛،、，；：—–]['\"”’»)]*(?:\s+|(?<=[、，；：]))")

# Where the splitter misses an end: it takes `no.` for `No.`.
_MISSED = regex.compile(
    r"\.(?<=\p{Ll}{3}\.)\s+(?=[IEAOY]\s\p{Ll})|no\.(?<=\p{Ll}[,\s]*\sno\.)[\"”’]?\s+(?=[\"“‘(]?\p{Lu})|[.!?…][\"”“»]?\s+(?=\([^()]{2,40}\)\s*\Z)"
)
_NESTED = regex.compile(r"(?P<opening>[「『（(【《“])|(?P<closing>[」』）)】》”])|(?P<stop>[。！？](?=\p{N}))")
"""Marks within which a stop ends no sentence, and a stop before a number, which the splitter takes for a decimal."""
_UNSPACED_STOP = re.compile("[。！？]")
"""Without one of these the marks need not be counted."""
# Where the splitter is wrong: what must not end a sentence, by what comes before and what after.
_ENUMERATION = regex.compile(r"\s*[(\[]?(?:\d{1,3}|\p{L}|[ivx]{1,4})[.)]\s*")
_CLOCK = regex.compile(r"\b[ap]\.m\.\s*$", regex.IGNORECASE)
_AFTER_CLOCK = regex.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:E|C|M|P)[SD]?T\b|GMT|UTC|BST|CET|CEST|IST|Eastern|Central|"
    r"Pacific|local|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_ATTRIBUTE = regex.compile(r"\b[Tt]he \d{1,2}(?:[:.]\d\d)? [ap]\.m\.\s*$", regex.IGNORECASE)
"""`the 6.42 p.m. Brannwick service`"""
_INLINE_ITEM = regex.compile(r"[:;]\s\(?(\d{1,2})[.)]\s*$")
"""`: 1. bids by May; 2. award`"""
_THAI_STOP = regex.compile(r"\p{Thai}\.\s*$")
"""Thai sets a full stop after abbreviations and initials alone."""
_REFERENCE = regex.compile(r"[(\[][^()\[\].!?…]{1,20}(?:\.?[^()\[\].!?…]){0,40}[)\]]\.?\s*")
"""`(Homily, 30 April 2000).`: where the sentence before it is from."""
_CREDIT_WORDS = 2
_SPOKEN = regex.compile(r"[?!…][\"”’»]\s*$")
_SPEAKER = regex.compile(
    r"(?:\p{Lu}[\p{L}.'’-]*\s+){1,5}(?:said|asked|says|asks|added|replied|told|wrote|responded|answered|continued|"
    r"shouted|wondered|joked|insisted|exclaimed)\b"
)
_SPOKEN_UNSPACED = regex.compile(r"[」』”]\s*$")
_SPEAKER_UNSPACED = regex.compile(
    r"(?:と|って|が|を|は|の|に|で(?!も)|や|など)|[\p{Han}]{1,12}?(?:说|道|表示|问|称|指出|強調|強调|说道)"
)


# Thai ends a sentence in a space, but sets spaces within one too: before what a speaker says, a clause, a number.
_THAI_SPACE = regex.compile(
    r"(?<=[\p{Thai}])(?<!ว่า|คือ|และ|หรือ|แต่|ของ|ที่)(?<!(?:นาย|นาง|นางสาว|คุณ)\p{Thai}*)\s+(?=\p{Thai})(?!และ|หรือ|แต่|ซึ่ง|โดย|ที่|เพราะ|เพื่อ|จึง|รวม|ทั้ง|แซ่|ว่า|ๆ|ฯ)"
)
_THAI_SHORTEST = 40
"""Characters of a sentence at least, either side of such a space."""


class Span(NamedTuple):
    """Offsets into the text that was split: start inclusive, end exclusive."""

    start: int
    end: int


class Piece(NamedTuple):
    """Offsets as of a `Span`: of a sentence, or of a part of one that was cut for its length."""

    start: int
    end: int
    goes_on: bool = False
    """It was cut off here: the sentence goes on in the next piece."""


@per_text
def split_sentences(text: str, language: str) -> tuple[Span, ...]:
    """Return the sentences of one paragraph, in order: not blank, white space trimmed, none over `SENTENCE_LENGTH`.

    Every letter and digit of `text` is in one of them. Linear in the length of `text`.
    """
    return tuple(Span(piece.start, piece.end) for piece in find_sentences(text, language))


def find_sentences(text: str, language: str) -> Iterator[Piece]:
    """Yield the same, anew each time, and which of them were cut."""
    flat = _TYPED.sub("„\u200b", write_usual_characters(_LINE_BREAK.sub(" ", text)))
    if language != "th" and len(flat) <= LONGEST_UNSPACED and not _INNER_END.search(flat):
        # Lists and tables come in hundreds of thousands of lines that hold nothing to split.
        if _WORD.search(flat):
            yield _trim(flat, Piece(0, len(flat)))
        return
    merged = _merge(flat, language)
    for whole in chain.from_iterable(_at_spaces(flat, s) for s in merged) if language == "th" else merged:
        for part in _cut(flat, whole):
            span = _trim(flat, part)
            if _WORD.search(flat, span.start, span.end):
                yield span


def _split(text: str, language: str) -> Iterator[Piece]:
    """Yield what the splitter takes for sentences, window by window: what a window cuts off is read in the next."""
    start = 0
    while start < len(text):
        rest = len(text) - start > _WINDOW
        end = _last_break(text, start + _WINDOW // 2, start + _WINDOW) if rest else len(text)
        found = list(_split_window(text, Span(start, end), language)) or [Span(start, end)]
        is_cut = rest and len(found) == 1
        if rest and not is_cut:
            found.pop()
        yield from (Piece(*span) for span in found[:-1])
        yield Piece(*found[-1], goes_on=is_cut)
        start = found[-1].end


def _split_window(text: str, window: Span, language: str) -> Iterator[Span]:
    piece = text[window.start : window.end]
    if len(_QUOTE.findall(piece)) > _MANY_QUOTES:
        piece = _QUOTE.sub(" ", piece)
    if len(_END.findall(piece)) > _MANY_ENDS:
        yield window
        return
    for boundary in get_sentence_boundaries(language, piece):
        start, end = window.start + boundary["start_index"], window.start + boundary["end_index"]
        for missed in _find_missed(text, start, end):
            yield Span(start, missed)
            start = missed
        yield Span(start, end)


def _find_missed(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where a sentence ends that the splitter missed: also at a full stop before a number, where none is open."""
    ends = [missed.end() for missed in _MISSED.finditer(text, start, end)]
    depth = 0
    for mark in _NESTED.finditer(text, start, end) if _UNSPACED_STOP.search(text, start, end) else ():
        depth = max(0, depth + bool(mark["opening"]) - bool(mark["closing"]))
        if mark["stop"] and not depth:
            ends.append(mark.end())
    yield from sorted(ends)


def _merge(text: str, language: str) -> Iterator[Piece]:
    """Yield the sentences that the splitter finds, its known errors mended."""
    held: Piece | None = None
    for span in _split(text, language):
        if held is None:
            held = span
            continue
        closers = _CLOSERS.match(text, span.start + _space(text, span), span.end)
        if closers:
            held, span = held._replace(end=closers.end()), span._replace(start=closers.end())
        if span.start >= span.end:
            continue
        is_one = _belongs(text, held, span, language)
        if is_one and span.end - held.start <= SENTENCE_LENGTH:
            held = span._replace(start=held.start)
        else:
            yield held._replace(goes_on=held.goes_on or is_one)
            held = span
    if held is not None:
        yield held


def _space(text: str, span: Piece) -> int:
    match = _SPACE.match(text, span.start, span.end)
    return match.end() - match.start() if match else 0


def _belongs(text: str, before: Piece, after: Piece, language: str) -> bool:
    """Return whether the splitter was wrong to end a sentence between two spans."""
    if _signs(text, after):
        return False
    tail = text[max(before.start, before.end - 24) : before.end]
    head = text[after.start : after.start + 80].lstrip()
    near = text[max(0, after.start - NEARBY) : after.start + NEARBY]
    if _ENUMERATION.fullmatch(text, before.start, before.end):
        return True
    if language == "th" and _THAI_STOP.search(tail):
        return True
    return bool(
        (_CLOCK.search(tail) and _AFTER_CLOCK.match(head))
        or (_ATTRIBUTE.search(tail) and head[:1].isupper())
        or ((item := _INLINE_ITEM.search(tail)) and (item.group(1) == "1" or head[:1].islower()))
        or goes_on(tail, text[after.start : after.start + 40], near, language)
        or (tail.rstrip().endswith(").") and head[:1] in "-–—")
        or _REFERENCE.fullmatch(text[after.start : after.end].strip())
        or (_SPOKEN.search(tail) and _SPEAKER.match(head))
        or (_SPOKEN_UNSPACED.search(tail) and _SPEAKER_UNSPACED.match(head))
    )


def _signs(text: str, span: Piece) -> bool:
    """Return whether a span is who wrote all of a paragraph: a word or two in brackets at its end, such as `(dpa)`."""
    note = text[span.start : span.end].strip()
    closing = bool(_REFERENCE.fullmatch(note)) and not text[span.end :].strip()
    return closing and len(note.split()) <= _CREDIT_WORDS and not any(map(str.isdigit, note))


def _cut(text: str, piece: Piece) -> Iterator[Piece]:
    """Yield an overlong sentence in pieces, any other whole."""
    start = piece.start
    while (longest := _find_longest(text, start, piece.end)) < piece.end - start:
        middle = _last_break(text, start + longest // 2, start + longest)
        yield Piece(start, middle, goes_on=True)
        start = middle
    yield piece._replace(start=start)


def _find_longest(text: str, start: int, end: int) -> int:
    """Return how long a sentence may be: less where most of it is written without spaces."""
    if end - start <= LONGEST_UNSPACED:
        return LONGEST_UNSPACED
    unspaced = len(_UNSPACED.findall(text, start, start + LONGEST_UNSPACED))
    return LONGEST_UNSPACED if 2 * unspaced > LONGEST_UNSPACED else SENTENCE_LENGTH


def _at_spaces(text: str, piece: Piece) -> Iterator[Piece]:
    """Yield the parts of a Thai text between spaces that may end a sentence."""
    start, end = piece.start, piece.end
    for space in _THAI_SPACE.finditer(text, start, end):
        if space.start() - start >= _THAI_SHORTEST and end - space.end() >= _THAI_SHORTEST:
            yield Piece(start, space.end())
            start = space.end()
    yield piece._replace(start=start)


def _last_break(text: str, low: int, high: int) -> int:
    """Return the best place to cut in `[low, high]`: after a clause, else at a space, else between two characters."""
    for pattern in (_CLAUSE_END, _SPACE):
        last = 0
        for match in pattern.finditer(text, low, high):
            last = match.end()
        if last:
            return last
    return next((at for at in range(high, max(low, high - _LONGEST_CLUSTER), -1) if not _MARK.match(text, at)), high)


def _trim(text: str, piece: Piece) -> Piece:
    shown = text[piece.start : piece.end]
    start = piece.start + len(shown) - len(shown.lstrip())
    return piece._replace(start=start, end=max(start, piece.end - (len(shown) - len(shown.rstrip()))))
