"""Raw text or HTML to an `Article`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice, takewhile

import regex

from newsbrief.article import language as languages
from newsbrief.article import struck
from newsbrief.article.article import Article, Sentence
from newsbrief.article.assertions import find_doubts, opens_speech
from newsbrief.article.boilerplate import find_furniture
from newsbrief.article.disclaimers import find_retractions, find_satire, is_satirical
from newsbrief.article.ends import ends_sentence
from newsbrief.article.errors import ArticleTooLong, ArticleTooShort, NoArticleFound, NotText
from newsbrief.article.factchecks import find_rating
from newsbrief.article.fragments import find_unfinished
from newsbrief.article.headings import find_headings, without_kicker
from newsbrief.article.normalise import replace_unstorable, to_visible
from newsbrief.article.opinion import OPENING_LINES, OPINION, PageStatements, is_opinion
from newsbrief.article.orders import disregard_orders
from newsbrief.article.paragraphs import Paragraph, split_paragraphs
from newsbrief.article.readings import per_text
from newsbrief.article.repeats import find_repeated_sentences
from newsbrief.article.scripts import UNSPACED
from newsbrief.article.sentences import find_sentences
from newsbrief.article.sponsored import SPONSORED, is_sponsored
from newsbrief.article.teasers import find_teaser, without_ends
from newsbrief.article.untrusted import find_comments, find_suspicions

FEWEST_WORDS = 20
"""Fewer than this cannot fill a briefing. In scripts without spaces three characters count as a word."""
MOST_LINES = 60_000
"""Lines that are not blank: two megabytes wrapped at 35 columns."""
MOST_SENTENCES = 60_000
"""Sentences, headings and items of lists: several books'. Each takes some 20 µs and half a kilobyte."""
YEARS = range(1605, 9000)
"""Years that an article can be of: since the first newspaper, and far from where calendars end."""
_OPENING = 300
"""Characters of a paragraph that tell what it is; no heading or boilerplate is longer."""
_WORD = regex.compile(rf"[{UNSPACED}](?:\p{{M}}*+[{UNSPACED}]){{0,2}}|[\p{{L}}\p{{N}}][\p{{L}}\p{{M}}\p{{N}}'’.,-]*+")
_REPLACED = "Characters that are no text (NUL, half of a pair) were read as U+FFFD."
_NOTHING = PageStatements()
_LETTER = regex.compile(r"\p{L}")
_LINE = regex.compile(r"[^\s][^\r\n\x0b\x0c\x85\u2028\u2029]*+")
_NO_TEXT = re.compile(r"[\x00-\x08\x0E-\x1A\x7F-\x84\x86-\x9F\uFFFD]")
_HTML = regex.compile(
    r"\uFEFF?\s*+(?:<\?xml[^>]{0,200}+>\s*+)?(?:<!--[^>]{0,500}+>\s*+)*+<(?:!doctype\s+html|html|head|body|article)[\s>]",
    regex.IGNORECASE,
)


def read(
    text: str,
    *,
    html: bool = False,
    title: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    published_at: datetime | None = None,
    language: str | None = None,
    outlet_is_given: bool = True,
) -> Article:
    """Return the article in `text`.

    What the caller names (title, outlet, date, language) wins over what is found; where `outlet_is_given` is False the
    caller has the outlet from the article itself. Text whose first tag opens an HTML document (`<!doctype html`,
    `<html`, `<head`, `<body`, `<article`) is read as HTML whatever `html` says; text that merely contains `<` is text.
    Lone surrogates and NUL, which no UTF-8 reply or database can carry, are read as U+FFFD, one for one: offsets stay
    right, and `extracted` is set so that the reply returns the source they point into. So it is where words that
    Markdown strikes out were left out.

    Raises:
        ArticleTooShort: fewer than `FEWEST_WORDS` words.
        ArticleTooLong: more than `MOST_LINES` lines or `MOST_SENTENCES` sentences.
        NoArticleFound: no words, or a page without an article.
        NotText: what was sent is no text.
    """
    _check_text(text)
    named, day = _clean(outlet), _plausible(published_at)
    is_given = outlet_is_given and named is not None
    given = _Metadata(_clean(title), url, named, day, languages.read_primary_subtag(language), is_given)
    source = replace_unstorable(text)
    if html or _HTML.match(source):
        return _from_page(source, given)
    left = struck.drop_struck(source)
    notes = [_REPLACED] * (source != text) + [struck.NOTE] * (left != source)
    return _article(left, given, extracted=bool(notes), notes=tuple(notes))


@dataclass(frozen=True, slots=True)
class _Metadata:
    """The metadata that was sent with an article."""

    title: str | None
    url: str | None
    outlet: str | None
    published_at: datetime | None
    language: str | None
    outlet_is_given: bool


def _from_page(source: str, given: _Metadata) -> Article:
    from newsbrief.article.html import extract

    page = extract(source, url=given.url)
    # A page's own language mark is often its template's: it counts only where the text does not tell.
    detected = languages.detect(page.text)
    known = _Metadata(
        given.title or page.title,
        given.url,
        given.outlet or page.outlet,
        given.published_at or _plausible(page.published_at),
        given.language or (languages.read_primary_subtag(page.language) if detected == "und" else detected),
        given.outlet_is_given,
    )
    return _article(page.text, known, extracted=True, notes=page.warnings, stated=page.stated)


def _article(
    source: str, known: _Metadata, *, extracted: bool, notes: tuple[str, ...], stated: PageStatements = _NOTHING
) -> Article:
    _check_length(source)
    language = known.language or languages.detect(source)
    warnings = find_suspicions(source)
    sentences = _sentences(source, language, known.title)
    if warnings or find_comments(source):
        sentences = disregard_orders(sentences, source)
    _check_content(sentences)
    if teaser := find_teaser(sentences, language):
        notes, sentences = (*notes, teaser), without_ends(sentences)
    texts = [s.text for s in sentences]
    mocking = find_satire(texts)
    if taken_back := _find_notes(sentences, frozenset(find_retractions(texts, language))):
        sentences = tuple(
            replace(s, is_boilerplate=True, is_asserted=False) if s.index in taken_back else s for s in sentences
        )
    if mocking is not None:
        warnings = (*warnings, f"The article calls itself satire: “{texts[mocking]}”")
    if rated := find_rating(sentences, language):
        warnings = (*warnings, f"The article is a fact check; it rates: “{texts[rated[-1]]}”")
    from_satirists = is_satirical(known.outlet, known.url)
    if from_satirists and mocking is None:
        warnings = (*warnings, f"The outlet is known for satire: {known.outlet or known.url}")
    titles, addresses = (*stated.titles, known.title or ""), (*stated.addresses, known.url or "")
    told_of_itself = PageStatements(stated.sections, titles, addresses)
    is_view = is_opinion(told_of_itself, texts[:OPENING_LINES], language)
    is_paid = is_sponsored(told_of_itself, texts, language)
    if is_paid:
        warnings = (*warnings, SPONSORED)
    if is_view:
        warnings = (*warnings, OPINION)
    return Article(
        source=source,
        sentences=sentences,
        language=language,
        title=without_kicker(known.title or _headline(sentences) or "") or None,
        url=known.url,
        outlet=known.outlet,
        outlet_is_given=known.outlet_is_given,
        published_at=known.published_at,
        is_extracted=extracted,
        warnings=(*notes, *warnings),
        satire=mocking,
        is_satirical=from_satirists,
        is_opinion=is_view,
        is_sponsored=is_paid,
    )


def _find_notes(sentences: Sequence[Sentence], taken_back: frozenset[int]) -> frozenset[int]:
    """Return the sentences that take something back, with all of the paragraph that one of them opens: a note."""
    opening = {s.paragraph for s in reversed(sentences) if s.index in taken_back and _opens_paragraph(s, sentences)}
    return taken_back | {s.index for s in sentences if s.paragraph in opening}


def _opens_paragraph(sentence: Sentence, sentences: Sequence[Sentence]) -> bool:
    return not sentence.index or sentences[sentence.index - 1].paragraph != sentence.paragraph


def _check_content(sentences: Sequence[Sentence]) -> None:
    """Refuse what holds notices alone: a cookie wall, a paywall, a menu."""
    if (
        sentences
        and any(s.is_boilerplate and s.is_asserted for s in sentences)
        and all(s.is_boilerplate or s.is_heading for s in sentences)
    ):
        raise NoArticleFound("There is no article in what was sent, only notices such as stand around one.")


def _headline(sentences: Sequence[Sentence]) -> str | None:
    """Return the first heading above the text."""
    above = takewhile(lambda s: s.is_heading or s.is_boilerplate, sentences)
    return next((s.text for s in above if not s.is_boilerplate), None)


def _clean(name: str | None) -> str | None:
    shown = to_visible(replace_unstorable(name or ""))
    return shown if any(map(str.isalnum, shown)) else None


def _plausible(moment: datetime | None) -> datetime | None:
    return moment if moment and moment.year in YEARS else None


def _check_text(text: str) -> None:
    """Refuse what is no text: binary read as text is full of control and replacement characters."""
    sample = text[:100_000]
    if len(_NO_TEXT.findall(sample)) * 20 > len(sample):
        raise NotText("What was sent is not text, or is in another encoding than it says.")


def _check_length(source: str) -> None:
    if not _LETTER.search(source):
        raise NoArticleFound("There are no words in what was sent.")
    if sum(1 for _ in islice(_WORD.finditer(source), FEWEST_WORDS)) < FEWEST_WORDS:
        raise ArticleTooShort(f"The article is too short to brief: it needs at least {FEWEST_WORDS} words.")
    # A line has a character and its end.
    if len(source) > 2 * MOST_LINES and sum(1 for _ in islice(_LINE.finditer(source), MOST_LINES + 1)) > MOST_LINES:
        raise ArticleTooLong(f"The article has more than {MOST_LINES:,} lines.")


def _sentences(source: str, language: str, title: str | None) -> tuple[Sentence, ...]:
    blocks = _speech_kept(split_paragraphs(source), source, language)
    openings = [to_visible(source[b.start + b.marker : min(b.end, b.start + b.marker + _OPENING)]) for b in blocks]
    around = find_furniture(openings, language)
    items = frozenset(n for n, b in enumerate(blocks) if b.is_listed)
    heads = find_headings(openings, around, items)
    if title:
        heads |= {n for n in range(min(4, len(blocks))) if openings[n].casefold() == title.casefold()}
    sentences = [
        Sentence(index, start, end, shown, number, number in heads, is_boilerplate=number in around, goes_on=goes_on)
        for index, (number, start, end, shown, goes_on) in enumerate(
            islice(_spans(source, language, blocks, heads | around), MOST_SENTENCES + 1)
        )
    ]
    if len(sentences) > MOST_SENTENCES:
        raise ArticleTooLong(f"The article has more than {MOST_SENTENCES:,} sentences.")
    again = find_repeated_sentences([s.text for s in sentences], frozenset(s.index for s in sentences if s.is_heading))
    doubtful, denials = find_doubts(sentences, source, language, items)
    unfinished = find_unfinished(sentences, source, language, items)
    return tuple(
        replace(
            s,
            repeats=again.get(s.index),
            is_asserted=s.index not in doubtful,
            denies=s.index in denials,
            goes_on=s.goes_on or s.index in unfinished,
        )
        if s.index in again or s.index in doubtful or s.index in unfinished
        else s
        for s in sentences
    )


def _speech_kept(blocks: Sequence[Paragraph], source: str, language: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs, a dash that opens speech kept as part of its own: in many languages it is no bullet.

    After a line that ends in a colon, dashes are bullets in any language.
    """
    paragraphs_kept: list[Paragraph] = []
    announced = False
    for block in blocks:
        text = source[block.start : block.end]
        if (
            block.is_listed
            and not announced
            and opens_speech(text.lstrip(), language)
            and ends_sentence(to_visible(text))
        ):
            paragraphs_kept.append(replace(block, marker=0, is_listed=False))
            continue
        paragraphs_kept.append(block)
        announced = text.rstrip().endswith((":", "：")) or (announced and block.is_listed)
    return tuple(paragraphs_kept)


def _spans(
    source: str, language: str, blocks: Sequence[Paragraph], whole: set[int] | frozenset[int]
) -> Iterator[tuple[int, int, int, str, bool]]:
    """Yield paragraph, start, end and text of each sentence, and whether it was cut; those in `whole` are one each."""
    for number, block in enumerate(blocks):
        first = block.start + block.marker
        text = source[first : block.end]
        if number in whole:
            spans: Sequence[tuple[int, int, str, bool]] = ((0, len(text.rstrip()), to_visible(text), False),)
        else:
            spans = _show_sentences(text, language)
        yield from ((number, first + start, first + end, shown, cut) for start, end, shown, cut in spans if shown)


@per_text
def _show_sentences(text: str, language: str) -> tuple[tuple[int, int, str, bool], ...]:
    """Return start, end and text of each sentence of a paragraph, and whether it was cut."""
    return tuple((start, end, to_visible(text[start:end]), cut) for start, end, cut in find_sentences(text, language))
