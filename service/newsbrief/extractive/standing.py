"""Which sentences of an article can be printed alone: whole, asserted, and understood without the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex

from newsbrief.article import Article, Sentence
from newsbrief.article.ends import ended
from newsbrief.article.openings import without_opening
from newsbrief.article.quotations import quotations
from newsbrief.article.sentences import Span
from newsbrief.article.words import stop_words, words
from newsbrief.extractive.cues import introduced, known, leans, set_aside
from newsbrief.extractive.live import overtaken
from newsbrief.extractive.reference import names, orphaned

SHORTEST, LONGEST = 4, 70
"""Words of a sentence. A longer one is left out: a part of it could say something else."""
LONGEST_UNSPACED = 160
"""The same in scripts without spaces, where a character counts as a word."""
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})
_PRO_DROP = frozenset({"es", "it", "pt"})
_AWAITING = regex.compile(r"[?？؟:：;；,，][”\"»』」)]*$")
"""An end that waits for an answer, a list or a quotation."""
_MARKER = regex.compile(r"(?:^|[\r\n])[ \t]*(?:[*+•‣⁃◦▪▫●○■□►▸➤✓✔–—・-]|\(?\d{1,3}[.)])[ \t\u00a0]+$")
"""What opens an item of a list."""
_STRAIGHT = regex.compile(r"(?<!\p{Hebrew})\"|\"(?!\p{Hebrew})")
"""A straight mark; between two Hebrew letters it is a sign of abbreviation."""
_PAIRS = {"(": ")", "[": "]", "（": "）", "「": "」", "『": "』", "《": "》"}


def standing_alone(article: Article) -> Iterator[tuple[int, str]]:
    """Yield the index and the text of each sentence that can be printed alone, its opening left out."""
    language = article.language
    english = language in ("en", "und")
    people = names(article) if english else frozenset()
    left_out = {*_announced(article), *_inside_quotations(article), *overtaken(article)}
    longest = LONGEST_UNSPACED if language in _UNSPACED else LONGEST
    told: set[str] = set()
    for sentence in article.sentences:
        text = without_opening(sentence.text, language)
        known_before = known(text, language) in told
        if not sentence.boilerplate:
            told.update(introduced(sentence.text, language))
        if known_before or sentence.heading or sentence.boilerplate or not sentence.asserted:
            continue
        if sentence.index in left_out or sentence.repeats is not None or not _whole(sentence, article):
            continue
        if not (balanced(text) and SHORTEST <= len(words(text)) <= longest):
            continue
        if (
            leans(text, language)
            or _subject_left_out(sentence.text, text, language)
            or set_aside(sentence.text, language)
            or (english and orphaned(text, people))
        ):
            continue
        yield sentence.index, text


def balanced(text: str) -> bool:
    """Return whether every quotation and bracket that opens in `text` closes in it, in any language's marks.

    German closes „ with “, which opens in English; Swedish opens and closes with ”; Danish turns « and » about.
    """
    low, left, right = text.count("„"), text.count("“"), text.count("”")
    curly = low == left + right if low else left == right or (not left and right % 2 == 0)
    return (
        curly
        and text.count("«") == text.count("»")
        and len(_STRAIGHT.findall(text)) % 2 == 0
        and all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS.items())
    )


def _subject_left_out(sentence: str, text: str, language: str) -> bool:
    """Return whether what is left of a sentence begins with a verb: its subject stands in the one before."""
    if language not in _PRO_DROP or len(text) == len(sentence) or not text:
        return False
    first = sentence[-len(text) :].split(maxsplit=1)[0]
    return first[0].islower() and first.casefold() not in stop_words(language)


def _whole(sentence: Sentence, article: Article) -> bool:
    """Return whether a sentence is all there: it ends, is no question, and no piece of a longer one."""
    if _AWAITING.search(sentence.text) or not ended(sentence.text):
        return False
    before = article.sentences[sentence.index - 1] if sentence.index else None
    return before is None or before.paragraph != sentence.paragraph or ended(before.text)


def _announced(article: Article) -> Iterator[int]:
    """Items of a list under a line with a colon or a heading that is not the title: without it, they say little."""
    announced, before = False, None
    for sentence in article.sentences:
        if before is None or before.paragraph != sentence.paragraph:
            listed = bool(_MARKER.search(article.source, max(0, sentence.start - 8), sentence.start))
            heads = before is not None and (before.text.endswith((":", "：")) or (before.heading and before.index > 0))
            announced = listed and (announced or heads)
        if announced:
            yield sentence.index
        before = sentence


def _inside_quotations(article: Article) -> Iterator[int]:
    """Sentences that begin or end inside a quotation: the rest of it, or its speaker, stands elsewhere."""
    paragraphs = [list(run) for _, run in groupby(article.sentences, key=lambda s: s.paragraph)]
    spans = [Span(p[0].start, p[-1].end) for p in paragraphs]
    quoted = list(quotations(article.source, spans, article.language))
    at = 0
    for sentence in article.sentences:
        while at < len(quoted) and quoted[at].end <= sentence.start:
            at += 1
        if _cuts(quoted[at:], sentence):
            yield sentence.index


def _cuts(quoted: Sequence[Span], sentence: Sentence) -> bool:
    for span in quoted:
        if span.start >= sentence.end:
            return False
        if span.start < sentence.start or span.end > sentence.end:
            return True
    return False
