"""Words of a sentence that point outside it, in any language with data in `reference.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import groupby

import regex

from newsbrief.article.words import stop_words
from newsbrief.extractive.cues import SAID, count_voiced, starts_voiced, without_quotations
from newsbrief.resources import read_table

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}-]*+|,|[;:–—]|“”")
_UNCASED = frozenset({"ar", "fa", "he", "ur", "ja", "zh", "ko"})
UNSPACED = frozenset({"ja", "zh", "ko"})
_CLAUSE_MARKS = frozenset({",", ";", ":", "–", "—"})
_CLAUSE_WORDS = 6
"""Words of a clause that what follows it may point to."""
_SPEAKER_WITHIN = 6
"""Words of a sentence that opens with a verb of speaking among which its speaker is named."""
_UNSPACED_SPEAKER = 8
"""Characters beside a quotation, in scripts without spaces, that have no room for a speaker."""
SPOKEN = regex.compile(r"“”\W*(?:\p{L}+\W+){0,3}?\p{L}*\W*\Z|\A\W*(?:\p{L}+\W+){0,3}?“”\W*\Z")
"""Nothing but a few words stand beside a quotation."""
_ATTRIBUTED = regex.compile(r"\A“”[\s,.]*((?:\p{L}+ ){0,4}\p{L}+)\s*[,.–—-]")
"""A quotation, and the clause beside it that tells who speaks."""


def is_spoken(text: str, language: str) -> bool:
    """Return whether a sentence speaks to readers or of the writer: nothing that an article tells as fact.

    It has a first or second person outside quotation marks, or opens as a teaser does.
    """
    patterns = _patterns(language)
    return addresses(text, language) or bool("teaser" in patterns and patterns["teaser"].match(text))


def addresses(text: str, language: str) -> bool:
    """Return whether a sentence has a first or second person outside quotation marks."""
    return bool(_find("speaker", without_quotations(text), _patterns(language)))


def points_outside(text: str, language: str, names: Set[str]) -> bool:
    """Return whether a word of `text` refers to what only another sentence can name.

    That is a pronoun with no noun before it that may be its own, a demonstrative, a connective, or a quotation whose
    speaker is left out. `names` are the article's.
    """
    patterns = _patterns(language)
    bare = without_quotations(text)
    if any(
        not _answers_itself(bare, match) for kind in ("pointing", "joining") for match in _find(kind, bare, patterns)
    ):
        return True
    if any(len(bare[: match.start()].split()) < _CLAUSE_WORDS for match in _find("near", bare, patterns)):
        return True
    if _find("reported", bare, patterns) and ":" not in bare and not count_voiced(bare, language):
        return True
    if _speaks_unnamed(text, bare, language, names) or _lacks_subject(bare, language):
        return True
    if _speaker_left_out(bare, language, names):
        return True
    groups = (bare[: match.start()] for match in _find("group", bare, patterns))
    if any(not _has_noun(before, language, frozenset()) and not _names_several(before, names) for before in groups):
        return True
    pronouns = (bare[: match.start()] for match in _find("pronoun", bare, patterns))
    persons = (bare[: match.start()] for match in _find("human", bare, patterns))
    return any(not _has_noun(before, language, names) for before in pronouns) or any(
        not _has_person(before, language, names) for before in persons
    )


@lru_cache(maxsize=8192)
def is_word(kind: str, word: str, language: str) -> bool:
    """Return whether `word` is of a kind in a language; never where there is no data."""
    pattern = _patterns(language).get(kind)
    return bool(pattern and pattern.fullmatch(word))


def find_words(kind: str, words: Iterable[str], language: str) -> Iterator[str]:
    """Yield those of `words` that are of a kind in a language; none where there is no data."""
    pattern = _patterns(language).get(kind)
    return filter(pattern.fullmatch, words) if pattern else iter(())


def find_matches(kind: str, text: str, language: str) -> Iterator[regex.Match[str]]:
    """Yield where words of a kind in a language stand in `text`; nothing where there is no data."""
    pattern = _patterns(language).get(kind)
    return pattern.finditer(text) if pattern else iter(())


def has_words(kind: str, language: str) -> bool:
    """Return whether there is data on a kind of words in a language."""
    return kind in _patterns(language)


def without_ending(word: str, language: str) -> str | None:
    """Return a word without the article at its end, or None where it has none that is known."""
    ending = _patterns(language).get("ending")
    match = ending.fullmatch(word) if ending else None
    return match.group(1) if match else None


def is_cased(language: str) -> bool:
    """Return whether capitals tell names from other words at all."""
    return language not in _UNCASED


def _find(kind: str, text: str, patterns: Mapping[str, regex.Pattern[str]]) -> list[regex.Match[str]]:
    return list(patterns[kind].finditer(text)) if kind in patterns else []


def _answers_itself(text: str, match: regex.Match[str]) -> bool:
    """Return whether a clause of some length stands in the sentence before a word that points back."""
    before = text[: match.start()]
    end = max(before.rfind(mark) for mark in _CLAUSE_MARKS)
    return len(before[: end + 1].split()) >= _CLAUSE_WORDS


def _has_person(before: str, language: str, names: Set[str]) -> bool:
    """Return whether `before` has a noun for a person, or a name that no preposition governs and no date is."""
    preceding = ""
    for word in _WORD.findall(before):
        is_name = word in names and not word.isupper() and not is_word("calendar", word, language)
        if is_name and not is_word("preposition", preceding, language):
            return True
        preceding = word
    return bool(_find("persons", before, _patterns(language)))


def _names_several(before: str, names: Set[str]) -> bool:
    """Return whether `before` has two names with another word between, or a capital word that may be of several."""
    words = _WORD.findall(before)
    runs = sum(is_name for is_name, _ in groupby(words, key=names.__contains__))
    return runs > 1 or any(word[0].isupper() and word.endswith("s") for word in words)


def _has_noun(before: str, language: str, names: Set[str]) -> bool:
    """Return whether `before` has a name or a noun that no preposition governs."""
    governed = determined = inside_name = False
    for word in _WORD.findall(before):
        if word in _CLAUSE_MARKS or word == SAID:
            governed = determined = inside_name = False
        elif is_word("preposition", word, language):
            governed, determined, inside_name = True, False, False
        elif _is_article(word, language):
            determined, inside_name = True, False
        elif _is_noun(word, language, names, determined):
            if not governed and not inside_name:
                return True
            governed = determined = False
            inside_name = True
        else:
            inside_name = False
    return False


def _is_article(word: str, language: str) -> bool:
    return is_word("definite", word, language) or is_word("indefinite", word, language)


def _is_noun(word: str, language: str, names: Set[str], determined: bool) -> bool:
    if is_word("calendar", word, language):
        return False
    if word[0].isupper() and word in names:
        return True
    if word.casefold() in stop_words(language):
        return False
    # Where no article tells, any word of some length may be a noun.
    return determined or (not has_words("definite", language) and len(word) > 3 and not word[0].isupper())


def _speaker_left_out(bare: str, language: str, names: Set[str]) -> bool:
    """Return whether a sentence opens with a verb of speaking, or is a quotation, and no noun beside is its speaker."""
    if SAID not in bare:
        return _opens_with_speaking(bare, language, names)
    beside = bare.replace(SAID, " ")
    if language in UNSPACED:
        return len(beside.strip()) <= _UNSPACED_SPEAKER
    if not SPOKEN.search(bare):
        clause = _ATTRIBUTED.match(bare)
        return clause is not None and has_words("definite", language) and not _names_someone(clause[1], language, names)
    if not is_cased(language):
        return len(beside.split()) < 2
    if _names_someone(beside, language, names):
        return False
    return has_words("definite", language) or sum(len(w) > 3 for w in _WORD.findall(beside)) <= 1


def _opens_with_speaking(bare: str, language: str, names: Set[str]) -> bool:
    """Return whether a sentence opens with a verb of speaking and names nobody after it."""
    first, *after = _WORD.findall(bare)[:_SPEAKER_WITHIN] or [""]
    if not is_cased(language) or is_word("preposition", first, language) or not starts_voiced(bare, language):
        return False
    return not any(word in names for word in after)


def _speaks_unnamed(text: str, bare: str, language: str, names: Set[str]) -> bool:
    """Return whether a sentence quotes a first or second person and names nobody beside it."""
    if bare == text or not is_cased(language) or not _find("speaker", text, _patterns(language)):
        return False
    return not any(word in names for word in _WORD.findall(bare))


def _lacks_subject(bare: str, language: str) -> bool:
    """Return whether a sentence has no word with a particle of subjects, in languages that mark them all."""
    return has_words("subject", language) and not _find("subject", bare, _patterns(language))


def _names_someone(text: str, language: str, names: Set[str]) -> bool:
    """Return whether `text` has a name, or a noun with its article."""
    return any((w in names and len(w) > 1) or _is_article(w, language) for w in _WORD.findall(text))


@lru_cache(maxsize=64)
def _patterns(language: str) -> Mapping[str, regex.Pattern[str]]:
    words = dict(read_table("extractive/reference.toml").get("en" if language == "und" else language, {}))
    if "ending" in words:
        words["ending"] = rf"(\p{{Ll}}{{3,}}?){words['ending']}"
    if language not in UNSPACED:
        words = {
            kind: found if kind == "ending" else rf"(?<![\p{{L}}\p{{M}}])(?:{found})(?![\p{{L}}\p{{M}}])"
            for kind, found in words.items()
        }
    return {kind: regex.compile(found, regex.IGNORECASE) for kind, found in words.items()}
