"""Names and nouns that an article tells in full once and then in short: which a sentence gives, and which it owes.

A surname is short for the fuller name that the article gave first (`Whitlock` after `Anna Whitlock`); a bare noun with
a definite article is short for what was introduced (`the bridge` after `a bridge`, `the minister` after `finance
minister Ida Brandt`). In scripts without capitals nothing is told of names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import regex

from newsbrief.article import Article, per_article
from newsbrief.article.words import stem
from newsbrief.extractive.cues import SAID, without_quotations
from newsbrief.extractive.references import SPOKEN, has_words, is_cased, is_word, without_ending

_CAPITALISED = regex.compile(r"(?<=[\p{Ll}\p{N},;:’'”\")»]\s)\p{Lu}[\p{L}\p{M}-]*+")
"""A capital that no sentence begins with."""
_TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}-]*+|[^\s'’]")
_LINKS = frozenset({"von", "van", "der", "den", "ter", "ten", "bin", "ibn", "zu", "al"})
"""Small words inside surnames."""
_COMPOUNDING = frozenset({"de", "nl", "sv", "no", "da"})
_SHORTEST_NOUN, _SHORTEST_TAIL = 4, 3
_SHORTEST_NAME = 3
_WHO = "who:"
"""Stands before the surname of whom a sentence presents; beside a bare quotation it is known already."""
_NEW_WORDS = 3
"""Words after `a` among which the noun is that it introduces: `a new railway bridge`."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """What one sentence gives in full, and what it owes to another; names and stems of nouns, in lower case."""

    given: frozenset[str] = frozenset()
    owed: frozenset[str] = frozenset()


@per_article
def names(article: Article) -> frozenset[str]:
    """Return the words that the article's sentences write with a capital where no sentence begins."""
    if not is_cased(article.language):
        return frozenset()
    return frozenset(
        found for s in article.sentences if not s.heading for found in _CAPITALISED.findall(without_quotations(s.text))
    )


@per_article
def mentions(article: Article) -> tuple[Mentions, ...]:
    """Return for each sentence of an article what it gives and owes."""
    known = names(article)
    first: dict[str, bool] = {}
    introduced: set[str] = set()
    presented: set[str] = set()
    found: list[Mentions] = []
    for sentence in article.sentences:
        text = without_quotations(sentence.text)
        runs = [] if sentence.heading or not known else list(_runs(text, article.language, known))
        given, owed = _sort_names([[_nominative(part, known) for part in run] for run in runs], first)
        speakers = {f"{_WHO}{run[-1].casefold()}" for run in runs if len(run) > 1}
        if text.startswith(SAID) and SPOKEN.search(text):
            owed |= speakers & presented
        presented |= speakers
        new = (
            set() if sentence.heading or sentence.boilerplate else set(_find_introduced(text, article.language, known))
        )
        owed |= {noun for noun in _find_bare(text, article.language, known) if noun in introduced and noun not in new}
        introduced.update(new, *(_tails(noun, article.language) for noun in new))
        owed -= given
        found.append(Mentions(frozenset(given | new | (speakers - owed)), frozenset(owed)))
    return tuple(found)


def title_words(text: str, language: str) -> frozenset[str]:
    """Return all words of a title, as names and as stems: whatever stands there needs no introduction."""
    words = [w for w in _TOKEN.findall(text) if w[0].isalpha()]
    return frozenset({w.casefold() for w in words} | {stem(w, language) for w in words})


def _tails(noun: str, language: str) -> Iterator[str]:
    """Yield the ends of a noun that may be nouns of their own, in languages that write compounds as one word."""
    if language in _COMPOUNDING:
        yield from (noun[at:] for at in range(_SHORTEST_TAIL, len(noun) - _SHORTEST_NOUN))


def _sort_names(runs: Sequence[Sequence[str]], first: dict[str, bool]) -> tuple[set[str], set[str]]:
    """Return the names that runs give in full and those they owe; `first` remembers how each name first stood."""
    given: set[str] = set()
    owed: set[str] = set()
    for run in runs:
        parts = [part.casefold() for part in run]
        for place, part in enumerate(parts):
            first.setdefault(part, place > 0)
            if place:
                given.add(part)
        if first[parts[0]] and parts[0] not in given:
            owed.add(parts[0])
    return given, owed


def _runs(text: str, language: str, known: Set[str]) -> Iterator[list[str]]:
    """Yield the names of a sentence, each as its words in a row."""
    run: list[str] = []
    for word in _TOKEN.findall(text):
        if _nominative(word, known) in known and len(word) >= _SHORTEST_NAME and not _is_unnamed(word, language):
            run.append(word)
        elif run and not _links(word):
            yield run
            run = []
    if run:
        yield run


def _nominative(name: str, known: Set[str]) -> str:
    """Return a name without an `s` that says what is its bearer's."""
    return name[:-1] if name.endswith("s") and name[:-1] in known else name


def _is_unnamed(word: str, language: str) -> bool:
    return is_word("honorific", word, language) or is_word("calendar", word, language)


def _links(word: str) -> bool:
    """Return whether a word may stand inside a name: `van`, an initial and its stop."""
    return word.casefold() in _LINKS or (len(word) <= 2 and (word[0].isupper() or word == "."))


def _find_introduced(text: str, language: str, known: Set[str]) -> Iterator[str]:
    """Yield the stems of the nouns that a sentence introduces: after `a`, before whose they are, before a name."""
    if not has_words("indefinite", language):
        return
    tokens = _TOKEN.findall(text)
    after_new = 0
    for before, token, after in zip(("", *tokens), tokens, (*tokens[1:], ""), strict=False):
        if is_word("indefinite", token, language):
            after_new = _NEW_WORDS
            continue
        if not token[0].isalpha():
            after_new = 0
            continue
        owned = is_word("of", after, language) and is_word("definite", before, language)
        named = after[:1].isupper() and after in known and token not in known
        if len(token) >= _SHORTEST_NOUN and (after_new or owned or named):
            yield stem(token, language)
        after_new = max(0, after_new - 1)


def _find_bare(text: str, language: str, known: Set[str]) -> Iterator[str]:
    """Yield the stems of the nouns of which a sentence speaks as known, without saying whose or which they are."""
    tokens = _TOKEN.findall(text)
    for before, token, after, then in zip(
        ("", *tokens), tokens, (*tokens[1:], ""), (*tokens[2:], "", ""), strict=False
    ):
        if not token[0].isalpha() or len(token) < _SHORTEST_NOUN:
            continue
        if is_word("definite", before, language):
            told_which = is_word("of", after, language) or after in known or (after == "," and then in known)
            if not told_which:
                yield stem(token, language)
        elif noun := without_ending(token, language):
            yield stem(noun, language)
