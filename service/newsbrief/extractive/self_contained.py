"""The sentences of an article that can be printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from newsbrief.article import Article, Sentence
from newsbrief.article.assertions import find_speaker, opens_speech
from newsbrief.article.boilerplate import is_boilerplate
from newsbrief.article.ends import QUESTION_MARKS, ends_sentence
from newsbrief.article.openings import strip_opening
from newsbrief.article.paragraphs import BULLETS
from newsbrief.article.quotations import locate_quotations
from newsbrief.article.scripts import UNSPACED_LANGUAGES
from newsbrief.article.sentences import Span
from newsbrief.article.words import split_words
from newsbrief.extractive.cues import SAID, count_voiced, find_quoted, without_quotations
from newsbrief.extractive.dependent import announces, is_label
from newsbrief.extractive.interview import find_answers
from newsbrief.extractive.live import find_overtaken
from newsbrief.extractive.references import addresses

SHORTEST, LONGEST = 4, 70
"""Words of a sentence. A longer one is left out: a part of it could say something else."""
LONGEST_UNSPACED = 160
"""The same in scripts without spaces, where a character counts as a word."""
_CLOSING, _ABOUT_WORDS = 3, 14
"""Last paragraphs, and words, of sentences that are about the page where they name its outlet."""
_AWAITING = regex.compile(r"[?？؟:：;；,，][”\"»』」)]*$|[!！]$|\p{L}(?:…|\.{3})$|か。$")
"""An end that waits for an answer, a list or a quotation; an outcry; a text broken off."""
_BEHEADED = regex.compile(r"(?!,,\p{L})[:;,.!?)\]…※]|.*\s\|\s|[(（\[][^()（）\[\]]*[)）\]]\W*\Z")
"""A line whose start stands elsewhere, that sets labels apart, or that is a note, by its mark or in brackets."""
_GOES_ON = regex.compile(r"[,，、]$")
"""An end after which the next line goes on."""
_INITIALS = regex.compile(r"(?<!\p{L})\p{Lu}{3,}(?!\p{L})")
"""A name in capitals alone, three at least."""
_ADDRESS = regex.compile(r"https?://|\bwww\.")
"""Where a page refers to another: a source, a call to follow."""
_SINGLE_OPENED = regex.compile(r"‘(?!.*(?:[.,!?…]’|’(?=\s\p{Ll})|’$))")
_MARKER = regex.compile(rf"(?:^|[\r\n])[ \t]*(?:{BULLETS}|\(?\d{{1,3}}[.)])[ \t\u00a0]+$")
"""What opens an item of a list."""
_LETTERED = regex.compile(r"\(?\p{L}[.)]\s")
"""What opens an item that letters count."""
_STANDFIRST = 2
"""Paragraphs of a text that may stand above a list that sums it up."""
_SMALL = regex.compile(r"(?<![\p{L}\p{M}'’-])\p{Ll}{2}|\p{Lo}")
"""A word in small letters, or in a script without them."""
_LOW = regex.compile(r"„|(?<![^\s(]),,(?=\p{L})")
"""An opening mark, printed or typed."""
_STRAIGHT = regex.compile(r"(?<!\p{Hebrew})\"|\"(?!\p{Hebrew})")
"""A straight mark; between two Hebrew letters it is a sign of abbreviation."""
_STOP = regex.compile(r"(?<=[.!?])\s")
_PAIRS = {"(": ")", "[": "]", "（": "）", "「": "」", "『": "』", "《": "》"}


@dataclass(frozen=True, slots=True)
class Printable:
    """A whole sentence that the article asserts."""

    index: int
    text: str
    """Without its opening."""


def printable(article: Article) -> Iterator[Printable]:
    """Yield the sentences of an article that can be printed, whether or not they stand alone."""
    language = article.language
    left_out = {
        *_find_announced(article),
        *_inside_quotations(article),
        *find_overtaken(article),
        *find_answers(article),
        *_find_about_outlet(article),
        *_find_spoken_later(article),
    }
    longest = LONGEST_UNSPACED if language in UNSPACED_LANGUAGES else LONGEST
    outside = dict(_without_speech(article))
    for sentence in article.sentences:
        told_whole = sentence.is_asserted or sentence.denies
        if sentence.is_heading or sentence.is_boilerplate or not told_whole or sentence.repeats is not None:
            continue
        text = strip_opening(sentence, article)
        if sentence.index in left_out or not _is_whole(sentence, article):
            continue
        if not (is_balanced(text) and SHORTEST <= len(split_words(text)) <= longest):
            continue
        if is_boilerplate(text, language) or addresses(outside.get(sentence.index, text), language):
            continue
        if (
            is_label(sentence.text)
            or _is_row(sentence.text)
            or announces(text, language)
            or _is_fragment(text, language)
        ):
            continue
        yield Printable(sentence.index, text)


def _is_row(text: str) -> bool:
    """Return whether a line holds names and figures alone, with or without a label: a line-up, a score, an address.

    Told by its lack of small letters, in scripts that have them.
    """
    label, colon, behind = text.partition(":")
    told = behind if colon and len(split_words(label)) < SHORTEST and split_words(behind) else text
    return not _SMALL.search(told)


def _is_fragment(text: str, language: str) -> bool:
    """Return whether little stands outside a sentence's quotations, and nothing tells who speaks."""
    return len(split_words(without_quotations(text))) < SHORTEST and not count_voiced(text, language)


def _find_about_outlet(article: Article) -> Iterator[int]:
    """Yield short or closing sentences that name who published the article, and what follows them in their paragraph.

    They are about the page. An outlet's edition may be called by the name of the whole: CNN by `CNNArabic`.
    """
    if not article.outlet:
        return
    outlet, last = article.outlet.casefold(), article.sentences[-1].paragraph
    full = regex.compile(rf"(?<!\p{{L}}){regex.escape(outlet)}(?!\p{{Ll}})", regex.IGNORECASE)
    before = closing_about = -1
    for sentence in article.sentences:
        closing, opens = last - sentence.paragraph < _CLOSING, sentence.paragraph != before
        before = sentence.paragraph
        # In small letters a name such as Le Monde is words like others.
        found = (match.group() for match in full.finditer(sentence.text))
        named = any(name == article.outlet or name != name.lower() for name in found) or any(
            outlet.startswith(name.casefold()) for name in (_INITIALS.findall(sentence.text) if closing else ())
        )
        if sentence.paragraph == closing_about:
            yield sentence.index
        elif named and closing:
            closing_about = sentence.paragraph if opens and last > 2 * _CLOSING else -1
            yield sentence.index
        elif named and (
            len(split_words(sentence.text)) < _ABOUT_WORDS
            or is_boilerplate(sentence.text, article.language, closing=True)
        ):
            yield sentence.index


def _find_spoken_later(article: Article) -> Iterator[int]:
    """Yield the sentences that stand in somebody's quotation too: above the text, a line of it is nobody's."""
    spoken = {
        said.strip(" .,!").casefold()
        for s in article.sentences
        for quoted in find_quoted(s.text)
        for said in _STOP.split(quoted)
    }
    yield from (s.index for s in article.sentences if s.text.strip(" .,!").casefold() in spoken)


def is_balanced(text: str) -> bool:
    """Return whether every quotation and bracket that opens in `text` closes in it, in any language's marks.

    German closes „ with “, which opens in English; Swedish opens and closes with ”; Danish turns « and » about.
    """
    low, left, right = len(_LOW.findall(text)), text.count("“"), text.count("”")
    if _SINGLE_OPENED.match(text):
        return False
    curly = low == left + right if low else left == right or (not left and right % 2 == 0)
    straight = len(_STRAIGHT.findall(text))
    odd = straight % 2
    return (
        # A typewriter's mark on one side may have a printer's on the other.
        (low + left - right in (-1, 1, straight) if odd else curly)
        and text.count("«") == text.count("»")
        and all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS.items())
    )


def _is_whole(sentence: Sentence, article: Article) -> bool:
    """Return whether a sentence is all there: it ends, is no question, and no piece of a longer one."""
    text = sentence.text
    if not article.is_whole(sentence.index, sentence.index):
        return False
    if _AWAITING.search(text) or _BEHEADED.match(text) or _ADDRESS.search(text) or not ends_sentence(text):
        return False
    before = article.sentences[sentence.index - 1] if sentence.index else None
    if before is None or _GOES_ON.search(before.text):
        return before is None
    return before.paragraph != sentence.paragraph or ends_sentence(before.text)


def _find_announced(article: Article) -> Iterator[int]:
    """Yield what a colon, a question, or a heading within the text announces: without it, it says little.

    That is the items of a list, and after a line that ends in a colon or in words for what follows the next paragraph,
    which is somebody's. A list with little above it and the text below sums that up.
    """
    announced, quoted, above, told, before = False, False, 0, 0, None
    text = (
        s.index for s in reversed(article.sentences) if not (s.is_heading or s.is_boilerplate or _is_listed(s, article))
    )
    last = next(text, -1)
    for sentence in article.sentences:
        if before is None or before.paragraph != sentence.paragraph:
            listed = _is_listed(sentence, article)
            asked = before is not None and before.text.endswith(QUESTION_MARKS)
            opened = before is not None and (
                before.text.endswith((":", "：")) or announces(before.text, article.language)
            )
            # An initial looks like a letter that counts.
            listed = listed or bool((asked or opened or announced) and _LETTERED.match(sentence.text))
            heads = (
                asked
                or opened
                or (
                    before is not None
                    and before.is_heading
                    and (told >= _STANDFIRST or (told > 0 and sentence.index > last))
                )
            )
            announced = listed and (announced or heads)
            quoted = opened and above > 0 and _is_told(before, article.language)
            above = told
            told += not (listed or sentence.is_heading or sentence.is_boilerplate)
        if announced or quoted:
            yield sentence.index
        before = sentence


def _is_listed(sentence: Sentence, article: Article) -> bool:
    return bool(_MARKER.search(article.source, max(0, sentence.start - 8), sentence.start))


def _is_told(line: Sentence | None, language: str) -> bool:
    """Return whether a line that ends in a colon is the article's own sentence, and no heading or label."""
    return (
        line is not None and not line.is_boilerplate and (not line.is_heading or count_voiced(line.text, language) > 0)
    )


def _without_speech(article: Article) -> Iterator[tuple[int, str]]:
    """Yield sentences that hold somebody's speech behind a dash, before a speaker, as they are without it."""
    for _, run in groupby(article.sentences, key=lambda s: s.paragraph):
        paragraph = list(run)
        spoken = opens_speech(paragraph[0].text, article.language)
        for sentence in paragraph:
            if spoken and (speaker := find_speaker(sentence.text, article.language)) is not None:
                yield sentence.index, f"{SAID}{sentence.text[speaker:]}"


def _inside_quotations(article: Article) -> Iterator[int]:
    """Yield sentences that begin or end inside a quotation: the rest of it, or its speaker, stands elsewhere."""
    paragraphs = [list(run) for _, run in groupby(article.sentences, key=lambda s: s.paragraph)]
    spans = [Span(p[0].start, p[-1].end) for p in paragraphs]
    quoted = list(locate_quotations(article.source, spans, article.language))
    at = 0
    for sentence in article.sentences:
        while at < len(quoted) and quoted[at].end <= sentence.start:
            at += 1
        if _cuts_quotation(quoted[at:], sentence):
            yield sentence.index


def _cuts_quotation(quoted: Sequence[Span], sentence: Sentence) -> bool:
    for span in quoted:
        if span.start >= sentence.end:
            return False
        if span.start < sentence.start or span.end > sentence.end:
            return True
    return False
