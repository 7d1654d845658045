"""Names that an article tells in full once and then in short: which a sentence gives, and which it owes.

A surname is short for the fuller name that the article gave first: `Whitlock` after `Anna Whitlock`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import regex

from newsbrief.article import Article, per_article
from newsbrief.extractive.cues import without_quotations
from newsbrief.extractive.references import find_words, is_cased

_CAPITALISED = regex.compile(
    r"(?:(?<=[\p{Ll}\p{N},;:’'”\")»]\s)\p{Lu}|(?<=\p{Ll}\s\p{Lu}{2,8}\s|\p{Lu}\p{Ll}{1,3}\.\s)\p{Lu}(?=\p{Ll}))"
    r"[\p{L}\p{M}-]*+"
)
"""A capital that no sentence begins with; initials such as `ART`, or a title such as `Gov.`, may stand before it."""
_TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}-]*+|[^\s'’]")
_LINKS = frozenset({"von", "van", "der", "den", "ter", "ten", "bin", "ibn", "zu", "al"})
"""Small words inside surnames."""
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Mentions:
    """The names that a sentence gives or needs from another; in lower case."""

    given: frozenset[str] = frozenset()
    """Names in full."""
    owed: frozenset[str] = frozenset()
    """Names in short."""


@per_article
def names(article: Article) -> frozenset[str]:
    """Return the words that the article's sentences write with a capital where no sentence begins."""
    if not is_cased(article.language):
        return frozenset()
    return frozenset(
        found
        for s in article.sentences
        if not s.is_heading
        for found in _CAPITALISED.findall(without_quotations(s.text))
    )


@per_article
def mentions(article: Article) -> tuple[Mentions, ...]:
    """Return for each sentence of an article what it gives and owes."""
    known = names(article)
    months = frozenset(find_words("calendar", known, article.language))
    named = {word for word in known if len(word) >= _SHORTEST_NAME} - months
    first: dict[str, bool] = {}
    mentioned: list[Mentions] = []
    for sentence in article.sentences:
        tokens = [] if sentence.is_heading else _TOKEN.findall(without_quotations(sentence.text))
        runs = [[_nominative(part, known).casefold() for part in run] for run in _runs(tokens, known, named)]
        given, owed = _sort_names(runs, first)
        mentioned.append(Mentions(frozenset(given), frozenset(owed - given)))
    return tuple(mentioned)


def title_words(text: str) -> frozenset[str]:
    """Return all words of a title as names: whatever stands there needs no introduction."""
    return frozenset(word.casefold() for word in _TOKEN.findall(text) if word[0].isalpha())


def _sort_names(runs: Sequence[Sequence[str]], first: dict[str, bool]) -> tuple[set[str], set[str]]:
    """Return the names that runs give in full and those they owe; `first` remembers how each name first stood."""
    given: set[str] = set()
    owed: set[str] = set()
    for parts in runs:
        for part in parts:
            first.setdefault(part, len(parts) > 1)
        if len(parts) > 1:
            given.update(parts)
        if first[parts[0]] and parts[0] not in given:
            owed.add(parts[0])
    return given, owed


def _runs(tokens: Sequence[str], known: Set[str], named: Set[str]) -> Iterator[list[str]]:
    """Yield the names of a sentence, each as its words in a row."""
    run: list[str] = []
    for word in tokens:
        if _nominative(word, known) in named:
            run.append(word)
        elif run and not _links(word):
            yield run
            run = []
    if run:
        yield run


def _nominative(name: str, known: Set[str]) -> str:
    """Return a name without an `s` that says what is its bearer's."""
    return name[:-1] if name.endswith("s") and name[:-1] in known else name


def _links(word: str) -> bool:
    """Return whether a word may stand inside a name: `van`, an initial and its stop."""
    return word.casefold() in _LINKS or (len(word) <= 2 and (word[0].isupper() or word == "."))
