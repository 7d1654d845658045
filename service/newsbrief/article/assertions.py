"""The sentences that an article asserts, as fact or as somebody's named word.

What is denied, asked, supposed, told of a novel or of a faked recording, examined by a fact check, ordered of a
machine or said by nobody who is named is in the article, but no claim may rest on it. Words that tell are data, by
language, in `assertions.toml`; marks (a question's, a quotation's, a signature's) are the same in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import regex

from newsbrief.article.article import Sentence
from newsbrief.article.ends import asks, ends_sentence
from newsbrief.article.factchecks import find_examined, find_rated, find_rating
from newsbrief.article.openings import opens_refuted, without_opening
from newsbrief.article.opinion import is_opinion_label
from newsbrief.article.quotations import MARKS, locate_quotations
from newsbrief.article.readings import per_text
from newsbrief.article.sentences import Span
from newsbrief.article.speech import spoken_words
from newsbrief.article.turns import find_turns
from newsbrief.resources import read_language_table

MOST_ENDED = 0.6
"""Part of an article's words in paragraphs that end in a stop, from which a line that does not is no sentence."""
_BEFORE_COMMENTS = 3
"""Paragraphs that an article has at least above its readers' comments: buttons of that name stand at the top too."""
_SIGNATURE = regex.compile(
    r"(?:^|\s[—–-]{1,2}\s?)[^—–@.]{2,60}\(@\w{1,30}\)\s*(?:\P{N}{0,24}[\p{N} ,.]{0,12}\p{N}{4})?$"
)
_LETTERS = regex.compile(r"\p{L}\P{L}*\p{L}")

_REAL = regex.compile(rf"\b(?:1[6-9]|20)\d\d\b|[{MARKS}]")
"""A year or a quotation: an article is back from the story it tells of."""

Paragraph = list[Sentence]
Cues = Mapping[str, regex.Pattern[str]]


class _Signs(NamedTuple):
    """The facts that the words of a sentence alone tell."""

    opens_unsaid: bool
    """It opens as what is denied does, as what is supposed, or as an order."""
    opens_denied: bool
    opens_refuted: bool
    opens_fiction: bool
    """It opens as the plot of a novel or film does."""
    tells_fake: bool
    """It names a recording or a picture, and calls it faked."""


class Doubts(NamedTuple):
    """Indices of sentences."""

    unasserted: frozenset[int]
    """What the article does not assert."""
    denials: frozenset[int]
    """Those of them that say in their opening that something is not so, and are the article's own words."""


def find_doubts(
    sentences: Sequence[Sentence], source: str, language: str, listed: frozenset[int] = frozenset()
) -> Doubts:
    """Return the sentences that the article does not assert.

    `listed` are the numbers of the paragraphs that are items of a list, whose lines need no stop.
    """
    cues = _cues(language)
    paragraphs = [list(run) for _, run in groupby(sentences, key=lambda s: s.paragraph)]
    outside = _text_outside_quotations(paragraphs, source, language)
    signs = [_read_signs(s.text, language) for s in sentences]
    denying = {i for i, sign in enumerate(signs) if sign.opens_denied}
    doubted = {i for i, sign in enumerate(signs) if sign.opens_refuted or (sign.opens_unsaid and not sign.opens_denied)}
    doubted.update(i for i, text in outside.items() if not _LETTERS.search(text))
    doubted.update(s.index for s in sentences if asks(outside.get(s.index, s.text)))
    doubted.update(_find_unattributed_speech(paragraphs, cues))
    doubted.update(_find_signed(paragraphs))
    # What a speaker goes on to say: the first sentence of a turn alone has the name.
    turns = find_turns(paragraphs, language, cues.get("correction"))
    doubted.update(s.index for turn in turns for s in turn[1:])
    doubted.update(find_examined(paragraphs, language))
    doubted.update(find_rated(sentences, outside, language))
    doubted.update(_find_fiction(paragraphs, signs, cues))
    doubted.update(_find_faked(sentences, signs, cues))
    doubted.update(_find_loose(paragraphs, listed))
    doubted.update(_find_commented(paragraphs, cues, language))
    return Doubts(frozenset((doubted | denying) - set(find_rating(sentences, language))), frozenset(denying - doubted))


def opens_speech(text: str, language: str) -> bool:
    """Return whether a paragraph opens with the dash by which the language marks speech."""
    dash = _cues(language).get("speech_dash")
    return bool(dash and dash.match(text))


def find_speaker(text: str, language: str) -> int | None:
    """Return where a sentence of speech behind a dash begins to tell who speaks; None where nothing tells so."""
    speaking = _cues(language).get("speaking")
    match = speaking.search(text) if speaking else None
    return match.start() if match else None


def tells_earlier_version(text: str, language: str) -> bool:
    """Return whether a sentence tells of an earlier version of the article that was wrong."""
    cues = _cues(language)
    return "earlier" in cues and bool(cues["earlier"].search(text) or cues["corrects"].match(text))


def _text_outside_quotations(paragraphs: Sequence[Paragraph], source: str, language: str) -> dict[int, str]:
    """Return what sentences that a quotation touches say outside it, by index."""
    spans = [Span(p[0].start, p[-1].end) for p in paragraphs]
    quoted = list(locate_quotations(source, spans, language))
    texts: dict[int, str] = {}
    at = 0
    for sentence in (s for p in paragraphs for s in p):
        while at < len(quoted) and quoted[at].end <= sentence.start:
            at += 1
        left, start, ahead = [], sentence.start, at
        while ahead < len(quoted) and quoted[ahead].start < sentence.end:
            left.append(source[start : max(start, quoted[ahead].start)])
            start = min(quoted[ahead].end, sentence.end)
            ahead += 1
        if left:
            texts[sentence.index] = " ".join((*left, source[start : sentence.end]))
    return texts


@per_text
def _read_signs(text: str, language: str) -> _Signs:
    cues = _cues(language)
    bare = without_opening(text, language)
    is_unsaid = "unsaid" in cues and bool(cues["unsaid"].match(bare))
    return _Signs(
        opens_unsaid=is_unsaid,
        opens_denied=is_unsaid and bool(cues["denied"].match(bare)),
        opens_refuted=opens_refuted(text),
        opens_fiction="fiction" in cues and bool(cues["fiction"].match(text)),
        tells_fake="fake" in cues and bool(cues["media"].search(text) and cues["fake"].search(text)),
    )


def _find_unattributed_speech(paragraphs: Sequence[Paragraph], cues: Cues) -> Iterator[int]:
    """Yield sentences of a paragraph that a dash opens as speech, but for those that name who speaks."""
    if "speech_dash" not in cues:
        return
    for paragraph in paragraphs:
        if cues["speech_dash"].match(paragraph[0].text):
            yield from (s.index for s in paragraph if not cues["speaking"].search(s.text))


def _find_signed(paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    """Yield the sentences of a signed post: those before the signature in its paragraph, or else in the one above."""
    for above, paragraph in zip((None, *paragraphs), paragraphs, strict=False):
        for place, sentence in enumerate(paragraph):
            if "(@" in sentence.text and (match := _SIGNATURE.search(sentence.text)):
                yield from (s.index for s in paragraph[: place + 1])
                if not place and not match.start() and above and not above[0].is_heading:
                    yield from (s.index for s in above)


def _find_fiction(paragraphs: Sequence[Paragraph], signs: Sequence[_Signs], cues: Cues) -> Iterator[int]:
    """Yield what a novel or film tells: from the sentence that says so up to a year, a quotation or a speaker."""
    for paragraph in paragraphs:
        telling = False
        for sentence in paragraph:
            if signs[sentence.index].opens_fiction:
                telling = True
            elif telling and (_REAL.search(sentence.text) or cues["told"].search(sentence.text)):
                telling = False
            if telling:
                yield sentence.index


def _find_faked(sentences: Sequence[Sentence], signs: Sequence[_Signs], cues: Cues) -> Iterator[int]:
    """Yield what a recording shows that the article calls faked, by the same word or in a paragraph beside it."""
    faked = [s for s, sign in zip(sentences, signs, strict=True) if sign.tells_fake]
    words = {word for s in faked for word in _name_media(s, cues)}
    beside = {s.paragraph + n for s in faked for n in (-1, 0, 1)}
    for sentence in sentences if faked else ():
        named = _name_media(sentence, cues)
        if named and (sentence.paragraph in beside or named & words) and cues["shows"].search(sentence.text):
            yield sentence.index


def _name_media(sentence: Sentence, cues: Cues) -> Set[str]:
    """Return the beginnings of the words for a recording or a picture in a sentence: singular and plural share one."""
    return {match.group().lower()[:4] for match in cues["media"].finditer(sentence.text)}


def _find_loose(paragraphs: Sequence[Paragraph], listed: frozenset[int]) -> Iterator[int]:
    """Yield lines without a stop among paragraphs that have one: headlines of other stories, captions."""
    prose = [p for p in paragraphs if p[0].paragraph not in listed and not p[0].text.startswith("|")]
    stopped = {id(p) for p in prose if ends_sentence(p[-1].text)}
    words = {id(p): sum(s.text.count(" ") + 1 for s in p) for p in prose if not p[0].is_boilerplate}
    if sum(n for p, n in words.items() if p in stopped) < MOST_ENDED * sum(words.values()):
        return
    begun = False
    for paragraph in prose:
        begun = begun or id(paragraph) in stopped
        if begun and id(paragraph) not in stopped:
            yield paragraph[-1].index


def _find_commented(paragraphs: Sequence[Paragraph], cues: Cues, language: str) -> Iterator[int]:
    """Yield what stands below the article as readers' comments or letters, or as somebody's opinion."""
    paragraphs_above = below = 0
    for paragraph in paragraphs:
        if (
            paragraphs_above >= _BEFORE_COMMENTS
            and len(paragraph) == 1
            and _labels_views(paragraph[0].text, cues, language)
        ):
            below = 1
        paragraphs_above += ends_sentence(paragraph[-1].text) and not paragraph[0].is_boilerplate
        if below:
            yield from (s.index for s in paragraph)


def _labels_views(line: str, cues: Cues, language: str) -> bool:
    return bool("comments_label" in cues and cues["comments_label"].match(line)) or is_opinion_label(line, language)


@lru_cache(maxsize=64)
def _cues(language: str) -> Cues:
    """Return the patterns of a language, with those made from its words for labels and speech; none without data."""
    words = read_language_table("article/assertions.toml", language)
    patterns = dict(words)
    if "earlier" in words:
        # Two patterns: one of both would be tried at every character, as no word stands in all that it finds.
        patterns["earlier"] = (
            rf"\b{words['earlier']}(?:\s{words['itself']}|(?!\s{words['of']}\b)[^.!?]{{0,80}}?\b{words['wrongly']}\b)"
        )
        patterns["corrects"] = rf"\b{words['correction']}\b[^.!?]{{0,40}}[:：.–—][^.!?]{{0,80}}{words['earlier']}"
    if "denied" in words:
        patterns["unsaid"] = rf"(?:{words['denied']}|{words['supposed']}|{words['order']})"
    if "comments" in words:
        patterns["comments_label"] = rf"\W*(?:{words['comments']})\W*$"
    if "speech_dash" in words:
        patterns["speech_dash"] = rf"{words['speech_dash']}\s?(?=\S)"
        patterns["speaking"] = rf"[,.!?…»”\"–—-]\s*(?:\p{{L}}+\s){{0,2}}?{spoken_words(language)}"
    if words and (spoken := spoken_words(language)):
        patterns["told"] = spoken
    for kind in ("media", "fake", "shows"):
        if kind in words:
            patterns[kind] = rf"\b{words[kind]}\b"
    return {kind: regex.compile(pattern, regex.IGNORECASE) for kind, pattern in patterns.items()}
