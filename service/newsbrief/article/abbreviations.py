"""Full stops of abbreviations, initials and ordinals: the sentence goes on after them.

Most are told by their shape, in any language; those that look like words are data, in `abbreviations.toml`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import regex

from newsbrief.article.words import stop_words
from newsbrief.resources import read_table

NEARBY = 400
"""Characters either side of a stop in which the next word is looked for without its capital."""
_LONGEST = 5
"""Letters of an abbreviation that is known by its lack of vowels."""
_LAST = regex.compile(r"(?r)(?<![\p{L}\p{M}'’])(\p{L}[\p{L}\p{M}]*)\.\s*$")
_PAIR = regex.compile(r"(?<![\p{L}\p{M}'’.])\p{Ll}\.\s?\p{L}\.\s*$")
"""`z. B.`, `т. е.`, `a. M.`"""
_COUNTED = regex.compile(r"(?:\p{N}|(?<!\S)[IVXLC]+(?=\s))\s?(?:\p{L}{1,6}\.?\s)?(?:\p{L}+|\p{L}\.\s?\p{L})\.\s*$")
"""`5 km.`, `3 mln zł.`, `8 a. m.`: units may end a sentence."""
_INITIAL = regex.compile(r"(?<![\p{L}\p{M}\p{N}'’])[\p{Lu}\p{Lo}]ـ?\.\s*$")
_ACRONYM = regex.compile(r"(?r)(?<!\p{Ll})\p{Lu}\.$|(?<![\p{L}\p{M}\p{N}])\p{L}\.$")
_DOUBLED, _NEXT_DOUBLED = regex.compile(r"(?<!\p{L})(\p{Lu})\1\.\s*$"), regex.compile(r"(\p{Lu})\1\.")
"""`EE. UU.`, `RR. HH.`, `JJ. OO.`: plurals of initials."""
_NEVER_OPENS = regex.compile(r"[,;:)\]]")
_ROMAN = regex.compile(r"(?<!\S)[IVX]{1,6}\.\s*$")
_ORDINAL = regex.compile(r"(?<!\S)\d{1,2}\.\s*$")
_ORDINAL_LANGUAGES = frozenset(
    {"cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lb", "lv", "nn", "no", "sk", "sl", "sr", "tr"}
)
_LOWER = regex.compile(r"(?:[\"“„«(]|[–—-]\s)?\p{Ll}+(?!\p{Lu})")
"""A word in lower case, and no `iPhone`."""
_CAPITAL = regex.compile(r"\p{Lu}[\p{L}\p{M}'’]*")
_NEXT_INITIAL = regex.compile(r"\p{Lu}\.")
_GLUED = regex.compile(r"[\p{Ll}\p{Nd}–ºª°-]|\p{Lu}[,;:)]")
"""What follows a stop without a space within a word or a number: `J.-C.`, `n.º 5`, `Filecoder.C, a virus`."""
_VOWEL = regex.compile(r"[aeiouyæøœıəаеёиоуыэюяіїєαεηιουω]", regex.IGNORECASE)
_SYLLABIC = regex.compile(r"[rl]", regex.IGNORECASE)
_SYLLABIC_LANGUAGES = frozenset({"cs", "sk", "hr", "sr", "sl", "mk", "bs"})
"""Languages that have words such as `prst` and `vlk`."""
_VOWELLED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}]")
_PARTICLES = frozenset(
    ["al", "ben", "bin", "de", "del", "della", "di", "do", "dos", "du", "el", "la", "le", "ter", "van", "von"]
)
"""Function words that surnames open with."""


def goes_on(tail: str, head: str, near: str, language: str) -> bool:
    """Return whether a stop at the end of `tail` ends no sentence, `head` being what follows.

    `near` is the text around both: a word that stands there without a capital has one for opening a sentence.
    """
    if not tail.rstrip().endswith("."):
        return False
    if tail.endswith(".") and _GLUED.match(head):
        return True
    head = head.lstrip()
    if _NEVER_OPENS.match(head) or (_DOUBLED.search(tail) and _NEXT_DOUBLED.match(head)):
        return True
    if _ACRONYM.search(tail) and _NEXT_INITIAL.match(head):
        return True
    if language in _ORDINAL_LANGUAGES and _ORDINAL.search(tail):
        return True
    named, numbered = _compile_listed(language)
    if named.search(tail):
        return True
    splitter_knows = language in ("en", "und")
    if head[:1].isdigit():
        initial = not splitter_knows and _INITIAL.search(tail)
        return bool(initial or numbered.search(tail) or (_is_short(tail, language) and not _counts(tail)))
    if _LOWER.match(head):
        return not splitter_knows or _is_short(tail, language) or _counts(tail)
    if _INITIAL.search(tail):
        # In English the splitter knows `Plan B.` from `J. Smith`.
        return not splitter_knows and head[:1].isalnum() and not _opens_sentence(head, near, language)
    short = (_is_short(tail, language) and not _counts(tail)) or (
        language in _ORDINAL_LANGUAGES and _ROMAN.search(tail)
    )
    return bool(short and _CAPITAL.match(head) and not _opens_sentence(head, near, language))


def _opens_sentence(head: str, near: str, language: str) -> bool:
    """Return whether a capital is that of a sentence: the word is a function word, or stands in `near` without it."""
    match = _CAPITAL.match(head)
    if match is None or head[match.end() : match.end() + 1] == ".":
        return False
    word = match.group().lower()
    if word in _PARTICLES:
        return False
    if word in stop_words(language):
        return True
    return len(word) > 1 and bool(regex.search(rf"(?<![\p{{L}}\p{{M}}]){regex.escape(word)}(?![\p{{L}}\p{{M}}])", near))


def _is_short(tail: str, language: str) -> bool:
    """Return whether `tail` ends in an abbreviation by its shape: a letter, two with stops, or some without a vowel."""
    if _PAIR.search(tail):
        return True
    last = _LAST.search(tail)
    if last is None or not _VOWELLED.match(last.group(1)):
        return False
    word = last.group(1)
    if len(word) == 1:
        return word.islower()
    return len(word) <= _LONGEST and not word.isupper() and not _has_vowel(word, language)


def _counts(tail: str) -> bool:
    """Return whether the abbreviation that `tail` ends in stands after a number, as units do."""
    return bool(_COUNTED.search(tail))


def _has_vowel(word: str, language: str) -> bool:
    if language in _SYLLABIC_LANGUAGES and _SYLLABIC.search(word):
        return True
    return bool(_VOWEL.search(unicodedata.normalize("NFD", word)))


@lru_cache(maxsize=64)
def _compile_listed(language: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Return the patterns of abbreviations that a name follows, and of those that a number does."""
    tables = read_table("article/abbreviations.toml")
    words: Mapping[str, list[str]] = tables.get(language, {})
    return _compile_ending(words.get("name", [])), _compile_ending(
        [*tables["every"]["number"], *words.get("number", [])]
    )


def _compile_ending(words: list[str]) -> regex.Pattern[str]:
    if not words:
        return regex.compile(r"(?!)")
    forms = "|".join(regex.escape(word, special_only=True).replace(r"\.", r"\.\s?").replace(" ", "") for word in words)
    return regex.compile(rf"(?<![\p{{L}}\p{{M}}])(?:{forms})\.\s*$", regex.IGNORECASE)
