"""Quotes: words that a claim puts in quotation marks stand in the article word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from rapidfuzz import fuzz

from newsbrief.article import Article, Sentence, per_article
from newsbrief.article.normalise import shorten
from newsbrief.article.quoted_words import Quotation, find_quotations, list_words
from newsbrief.verification.claim import CheckResult, Claim, Verdict, fail, skip, succeed
from newsbrief.verification.evidence import locate

NAME = "quotes"
_STRETCH = 500
"""Characters that a gap (`…`) or an insertion may stand for."""
_MOST_PIECES = 12
"""Pieces of a quotation that are looked for near one another: each place of the first is followed through all of them.
Those after them may stand anywhere."""
_LIKE = 55.0
"""Similarity (0 to 100) from which a passage is shown as what was meant."""
_LONG = 12
"""Characters from which on a quotation is looked for outside the article's own quotation marks."""
_SHOWN = 160
_WORD = regex.compile(r"(?<![\p{L}\p{M}])'?[\p{L}\p{M}]+")
_APOSTROPHES = regex.compile("[‘’]")


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail on quoted words that the article lacks: `contradicted` where it has them otherwise, else `unsupported`.

    Of what may be no quotation nothing is said: a judge alone can tell.
    """
    quoted = list(_find_certain(claim.text, article))
    if not quoted:
        return skip(NAME)
    said = _join_words(article)
    for quotation in quoted:
        near, further = quotation.pieces[:_MOST_PIECES], quotation.pieces[_MOST_PIECES:]
        if not _stands_in(near, said) or not all(_stands_in([piece], said) for piece in further):
            return _report_absent(quotation, claim, article)
    return succeed(NAME)


def _find_certain(text: str, article: Article) -> Iterator[Quotation]:
    for quotation in find_quotations(text, runs_on=True):
        if quotation.is_doubtful and _opens_word(quotation, article):
            yield from _find_certain(quotation.text, article)
        elif quotation.pieces:
            yield quotation


def _opens_word(quotation: Quotation, article: Article) -> bool:
    """Return whether the mark may belong to the word behind it: so the article spells it, or has it as a name."""
    word, spelled = _WORD.findall(quotation.text)[:1], _list_spellings(article)
    return any(f"'{w}" in spelled or (w[:1].isupper() and w in spelled) for w in word)


@per_article
def _list_spellings(article: Article) -> frozenset[str]:
    """Return the words of an article as they are spelled, with capitals and a mark before them."""
    texts = (article.title or "", *(s.text for s in _list_readable(article)))
    return frozenset(word for text in texts for word in _WORD.findall(_APOSTROPHES.sub("'", text)))


@per_article
def _join_words(article: Article) -> str:
    """Return an article's words, one space between them and at both ends: a quotation may run over sentences."""
    texts = (article.title or "", *(s.text for s in _list_readable(article)))
    return f" {' '.join(list_words(' '.join(texts)))} "


def _list_readable(article: Article) -> Iterator[Sentence]:
    return (s for s in article.sentences if not s.is_boilerplate)


def _stands_in(pieces: Sequence[tuple[str, ...]], said: str) -> bool:
    """Return whether the pieces of a quotation stand in `said` in their order, near one another."""
    first = f" {' '.join(pieces[0])} "
    at = said.find(first)
    while at >= 0:
        if _goes_on(said, at + len(first) - 1, pieces[1:]):
            return True
        at = said.find(first, at + 1)
    return False


def _goes_on(said: str, position: int, pieces: Sequence[tuple[str, ...]]) -> bool:
    for piece in pieces:
        wanted = f" {' '.join(piece)} "
        at = said.find(wanted, position, position + len(wanted) + _STRETCH)
        if at < 0:
            return False
        position = at + len(wanted) - 1
    return True


def _report_absent(quotation: Quotation, claim: Claim, article: Article) -> CheckResult:
    shown, nearest = shorten(quotation.text.strip(), _SHOWN), _find_nearest(quotation, claim, article)
    detail = f"“{shown}” is not in the article" + (f"; it has “{nearest}”" if nearest else "")
    verdict: Verdict = "contradicted" if nearest else "unsupported"
    return fail(NAME, detail, fault=quotation.text.strip(), verdict=verdict)


def _find_nearest(quotation: Quotation, claim: Claim, article: Article) -> str:
    """Return what is most like the quotation where the claim comes from: quoted words, else a run of words."""
    sentences = [article.sentences[i].text for i in locate(claim.text, article, claim.cited)]
    quoted = [alignment.text for text in sentences for alignment in find_quotations(text)]
    score, best = max(((fuzz.ratio(quotation.text.lower(), q.lower()), q) for q in quoted), default=(0.0, ""))
    if score >= _LIKE:
        return shorten(best, _SHOWN)
    for text in sentences if len(quotation.text) >= _LONG else ():
        alignment = fuzz.partial_ratio_alignment(quotation.text.lower(), text.lower(), score_cutoff=_LIKE + 15)
        if alignment is not None and len(text) >= len(quotation.text):
            return shorten(_whole_words(text, alignment.dest_start, alignment.dest_end), _SHOWN)
    return ""


def _whole_words(text: str, start: int, end: int) -> str:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip(' ,.;:“”"')
