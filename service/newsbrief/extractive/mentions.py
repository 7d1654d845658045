"""Names and nouns that an article tells in full once and then in short: which a sentence gives, and which it owes.

A surname is short for the fuller name that the article gave first (`Whitlock` after `Anna Whitlock`); a bare noun with
a definite article is short for what was introduced (`the bridge` after `a bridge`, `the minister` after `finance
minister Ida Brandt`). In scripts without capitals a name is what stands alone beside a word of speaking, or before a
title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import regex

from newsbrief.article import Article, per_article
from newsbrief.article.words import stem, stop_words
from newsbrief.extractive.cues import SAID, without_quotations
from newsbrief.extractive.references import (
    SPOKEN,
    UNSPACED,
    find_matches,
    find_words,
    has_words,
    is_cased,
    without_ending,
)

_CAPITALISED = regex.compile(
    r"(?:(?<=[\p{Ll}\p{N},;:’'”\")»]\s)\p{Lu}|(?<=\p{Ll}\s\p{Lu}{2,8}\s)\p{Lu}(?=\p{Ll}))[\p{L}\p{M}-]*+"
)
"""A capital that no sentence begins with; initials such as `ART` may stand before it."""
_TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}-]*+|[^\s'’]")
_LINKS = frozenset({"von", "van", "der", "den", "ter", "ten", "bin", "ibn", "zu", "al"})
"""Small words inside surnames."""
_CAPITAL_NOUNS = frozenset({"de", "lb"})
_COMPOUNDING = frozenset({"de", "nl", "sv", "no", "da"})
_SHORTEST_NOUN, _SHORTEST_TAIL = 4, 3
_SHORTEST_NAME = 3
_WHO = "who:"
"""Stands before the surname of whom a sentence presents; beside a bare quotation it is known already."""
THE = "the "
"""Stands before the stem of a noun."""
_NEW_WORDS = 3
"""Words after `a` among which the noun is that it introduces: `a new railway bridge`."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """The names, and nouns after `the `, that a sentence gives or needs from another; in lower case."""

    given: frozenset[str] = frozenset()
    """Names in full, and all its nouns."""
    owed: frozenset[str] = frozenset()
    """Names and nouns in short."""


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of an article by what they do in a sentence; each is looked up once, however often it stands there."""

    language: str
    known: Set[str]
    """Written with a capital where no sentence begins."""
    named: Set[str]
    """Of the known ones those that are parts of names: no titles and no months."""
    definite: Set[str]
    indefinite: Set[str]
    of: Set[str]


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
    texts = [without_quotations(s.text) for s in article.sentences]
    told = [_TOKEN.findall(text) for text in texts]
    vocabulary = _sort_words({token for tokens in told for token in tokens}, names(article), article.language)
    alone = [{match[1] for match in find_matches("alone", text, article.language)} for text in texts]
    surnames = frozenset().union(*alone)
    spaced = article.language not in UNSPACED
    first: dict[str, bool] = {}
    introduced: set[str] = set()
    presented: set[str] = set()
    found: list[Mentions] = []
    for sentence, text, tokens, bare in zip(article.sentences, texts, told, alone, strict=True):
        runs = [] if sentence.heading else list(_runs(tokens, vocabulary))
        given, owed = _sort_names([[_nominative(part, vocabulary.known) for part in run] for run in runs], first)
        owed |= bare & presented
        given |= {surname for surname in surnames - bare if surname in (tokens if spaced else text)}
        presented |= given & surnames
        speakers = {f"{_WHO}{run[-1].casefold()}" for run in runs if len(run) > 1}
        if text.startswith(SAID) and SPOKEN.search(text):
            owed |= speakers & presented
        presented |= speakers
        new = set() if sentence.heading or sentence.boilerplate else set(_find_introduced(tokens, vocabulary))
        short = {noun for noun in _find_bare(tokens, vocabulary) if noun in introduced and noun not in new}
        introduced.update(new, *(_tails(noun, article.language) for noun in new))
        owed |= {THE + noun for noun in short}
        given = (given | speakers) - owed
        nouns = frozenset(_name_nouns(tokens, article.language))
        found.append(Mentions(nouns | given, frozenset(owed - given)))
    return tuple(found)


def title_words(text: str, language: str) -> frozenset[str]:
    """Return all words of a title, as names and as stems: whatever stands there needs no introduction."""
    words = [w for w in _TOKEN.findall(text) if w[0].isalpha()]
    return frozenset((*(w.casefold() for w in words), *_name_nouns(words, language)))


def _name_nouns(tokens: Sequence[str], language: str) -> Iterator[str]:
    """Yield `the ` with the words that may be nouns and their stems, and with the nouns that these end in."""
    for token in tokens:
        if token[0].isalpha() and len(token) >= _SHORTEST_NAME and token.casefold() not in stop_words(language):
            for noun in {stem(token, language), token.casefold()}:
                yield THE + noun
                yield from (THE + tail for tail in _tails(noun, language))


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
        for part in parts:
            first.setdefault(part, len(parts) > 1)
        if len(parts) > 1:
            given.update(parts)
        if first[parts[0]] and parts[0] not in given:
            owed.add(parts[0])
    return given, owed


def _sort_words(words: Set[str], known: Set[str], language: str) -> _Vocabulary:
    definite, indefinite, of = (
        frozenset(find_words(kind, words, language)) for kind in ("definite", "indefinite", "of")
    )
    titles = {word for kind in ("honorific", "calendar") for word in find_words(kind, known, language)}
    named = {word for word in known if len(word) >= _SHORTEST_NAME} - titles
    return _Vocabulary(language, known, named, definite, indefinite, of)


def _runs(tokens: Sequence[str], vocabulary: _Vocabulary) -> Iterator[list[str]]:
    """Yield the names of a sentence, each as its words in a row."""
    run: list[str] = []
    for word in tokens:
        if _nominative(word, vocabulary.known) in vocabulary.named:
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


def _find_introduced(tokens: Sequence[str], vocabulary: _Vocabulary) -> Iterator[str]:
    """Yield the stems of the nouns that a sentence introduces: after `a`, before whose they are, before a name."""
    if not has_words("indefinite", vocabulary.language):
        return
    known = vocabulary.known
    after_new = 0
    for before, token, after in zip(("", *tokens), tokens, (*tokens[1:], ""), strict=False):
        if token in vocabulary.indefinite:
            after_new = _NEW_WORDS
        elif not token[0].isalpha():
            after_new = 0
        else:
            if len(token) >= _SHORTEST_NOUN and (
                after_new
                or (after in vocabulary.of and before in vocabulary.definite)
                or (after in known and after[0].isupper() and token not in known)
            ):
                yield stem(token, vocabulary.language)
            after_new = max(0, after_new - 1)


def _find_bare(tokens: Sequence[str], vocabulary: _Vocabulary) -> Iterator[str]:
    """Yield the stems of the nouns of which a sentence speaks as known, without saying whose or which they are."""
    has_endings = has_words("ending", vocabulary.language)
    for before, token, after, then in zip(
        ("", *tokens), tokens, (*tokens[1:], ""), (*tokens[2:], "", ""), strict=False
    ):
        if len(token) < _SHORTEST_NOUN or not token[0].isalpha():
            continue
        if vocabulary.language in _CAPITAL_NOUNS and token[0].islower():
            continue
        if before in vocabulary.definite:
            known = vocabulary.known
            told_which = after in vocabulary.of or after in known or (after == "," and then in known)
            if not told_which:
                yield stem(token, vocabulary.language)
        elif has_endings and (noun := without_ending(token, vocabulary.language)):
            yield stem(noun, vocabulary.language)
