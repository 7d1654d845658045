"""Canaries: two claims that code makes of an article, one true and one false, to see whether a judge reads it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

import regex

from newsbrief.article import Article, Sentence
from newsbrief.article.names import find_names
from newsbrief.article.openings import strip_opening
from newsbrief.article.quotations import MARKS
from newsbrief.article.quoted_words import find_quotations
from newsbrief.article.readings import per_text
from newsbrief.resources import read_table
from newsbrief.verification.verbatim import is_evidence

_FEWEST, _MOST = 40, 320
"""Characters of a sentence that makes a canary."""
_QUOTES = re.compile(f"[{MARKS}]")
_END = regex.compile(r"(?r)\p{L}[)\]]?[.。।۔!][”\"»']?$")
_FIGURE = regex.compile(
    r"(?<![\d.,:/\p{L}-])\d{1,3}(?:[.,]\d{3})+(?![\d.,:/\p{L}])|(?<![\d.,:/\p{L}-])\d{2,7}(?![\d.,:/\p{L}]*\d)"
)
_YEAR = regex.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Canaries:
    """One plain sentence of an article, and one with a figure, a negation or a name changed; None where none is fit."""

    true: str | None
    false: str | None


def make_canaries(article: Article, draw: Random, shown: Collection[int] | None = None, attempt: int = 0) -> Canaries:
    """Return canaries of `article`; which sentences they come from is drawn with `draw`.

    They come from the sentences in `shown`, where that is given: what a judge is not shown it cannot know. A further
    `attempt` prefers another way of making a false one: the judge may have been right about the first.
    """
    fit = [s for s in article.sentences if _is_fit(s, article) and (shown is None or s.index in shown)]
    draw.shuffle(fit)
    first = attempt % len(_CHANGES)
    for change in (*_CHANGES[first:], *_CHANGES[:first]):
        for sentence in fit:
            if false := change(strip_opening(sentence, article), article, draw):
                rest = [s for s in fit if s is not sentence] or fit
                return Canaries(strip_opening(rest[0], article), false)
    return Canaries(strip_opening(fit[0], article) if fit else None, None)


def _is_fit(sentence: Sentence, article: Article) -> bool:
    if not is_evidence(sentence) or sentence.is_heading or sentence.repeats is not None:
        return False
    return article.is_whole(sentence.index, sentence.index) and _is_plain(sentence.text)


@per_text
def _is_plain(text: str) -> bool:
    """Return whether a text is one short sentence with an end and no quotation."""
    is_short = _FEWEST <= len(text) <= _MOST
    return is_short and bool(_END.search(text)) and not _QUOTES.search(text) and not find_quotations(text)


def _change_figure(text: str, article: Article, draw: Random) -> str | None:
    """Return `text` with one figure far from what it was, which the article has nowhere."""
    for match in _FIGURE.finditer(text):
        figure = match.group()
        for _ in range(4):
            new = _draw_year(figure, draw) if _YEAR.fullmatch(figure) else _draw_figure(figure, draw)
            if new not in article.source:
                return text[: match.start()] + new + text[match.end() :]
    return None


def _draw_year(figure: str, draw: Random) -> str:
    return str(int(figure) - draw.randint(11, 39))


def _draw_figure(figure: str, draw: Random) -> str:
    if figure.isdigit() and int(figure) <= 31:
        # It may be a day of a month: what is no day would give itself away.
        return str(draw.choice([n for n in range(2, 31) if abs(n - int(figure)) > 3]))
    first = int(figure[0])
    return str(draw.choice([d for d in range(1, 10) if abs(d - first) > 2])) + figure[1:]


def _negate(text: str, article: Article, draw: Random) -> str | None:
    """Return `text` saying the opposite, by the first verb that the language's table negates; None if it denies."""
    if _list_denials(article.language) & set(text.lower().split()):
        return None
    for plain, denied in _read_negations().get(article.language, ()):
        if text.count(f" {plain} ") == 1:
            return text.replace(f" {plain} ", f" {denied} ")
    return None


def _swap_name(text: str, article: Article, draw: Random) -> str | None:
    """Return `text` with a name of another sentence in place of its own."""
    own = next(_find_full_names(text), None)
    if own is None:
        return None
    others = sorted({n for s in article.sentences for m in _find_full_names(s.text) if (n := m.group()) not in text})
    others = [n for n in others if not set(n.split()) & set(own.group().split())]
    return text[: own.start()] + draw.choice(others) + text[own.end() :] if others else None


_CHANGES = (_change_figure, _negate, _swap_name)


def _find_full_names(text: str) -> Iterator[regex.Match[str]]:
    """Yield the names in a text, without initials: those may stand for another of its names."""
    return (name for name in find_names(text) if not any(word.isupper() for word in name.group().split()))


@cache
def _list_denials(language: str) -> frozenset[str]:
    """Return the words that deny in a language."""
    pairs = _read_negations().get(language, ())
    return frozenset(word for plain, denied in pairs for word in denied.split() if word not in plain.split())


@cache
def _read_negations() -> dict[str, Sequence[tuple[str, str]]]:
    raw = read_table("verification/data/negations.toml")
    return {language: tuple(pairs.items()) for language, pairs in raw.items()}
