"""Quotations in another language than the article's: marked as translated, so that nobody takes them for the speaker's
own words."""

from __future__ import annotations

from collections.abc import Sequence

from newsbrief.article import Article, per_article
from newsbrief.article.quoted_words import Quotation, find_quotations, list_words
from newsbrief.resources import read_table

_WORDS = "verification/data/translated.toml"
MOST_BEHIND = 3
"""Characters that may stand between a closing mark and the bracket."""


def list_languages() -> tuple[str, ...]:
    """Return the languages in which a quotation can be marked as translated: those that a briefing can be put into."""
    return tuple(read_table(_WORDS))


def mark_in(language: str) -> str:
    """Return the mark in a language, brackets included, such as `(translated)`; in English where there is no word."""
    words = read_table(_WORDS)
    return f"({words.get(language, words['en'])})"


def mark_quotations(text: str, article: Article, language: str) -> str:
    """Return `text` with the mark behind every quotation that is not the article's own words, once."""
    mark, out, position = mark_in(language), "", 0
    for quotation in find_quotations(text):
        if is_original(quotation, article) or is_marked(quotation, text, language):
            continue
        # Behind the closing mark, which may be two apostrophes: `end` is where what stands between the marks ends.
        place = quotation.end + (2 if text.startswith("''", quotation.end) else 1)
        out, position = f"{out}{text[position:place]} {mark}", place
    return out + text[position:]


def is_marked(quotation: Quotation, text: str, language: str) -> bool:
    """Return whether the mark stands right behind a quotation of `text`."""
    behind = text[quotation.end + 1 : quotation.end + 1 + MOST_BEHIND + len(mark_in(language))]
    return mark_in(language) in behind


def is_original(quotation: Quotation, article: Article) -> bool:
    """Return whether the article has the quoted words, to the letter."""
    said = _join_tokens(article)
    return all(f" {' '.join(piece)} " in said for piece in quotation.pieces)


def quotes_anything(article: Article) -> bool:
    """Return whether the article quotes anybody, in whatever marks."""
    return any(find_quotations(sentence.text) for sentence in article.sentences if not sentence.is_boilerplate)


@per_article
def _join_tokens(article: Article) -> str:
    texts: Sequence[str] = (article.title or "", *(s.text for s in article.sentences))
    return f" {' '.join(token for text in texts for token in list_words(text))} "
