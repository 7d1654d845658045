"""Whom an English sentence speaks of, and whether it says so itself: a pronoun without its name is an orphan."""

from __future__ import annotations

from collections.abc import Set

import regex

from newsbrief.article import Article, per_article

_QUOTED = regex.compile(r"[“\"«][^“”\"«»]*[”\"»]")
_CAPITALISED = regex.compile(r"(?<=[\p{Ll},;:’'”\")]\s)\p{Lu}[\p{L}’'-]+")
"""A capital that no sentence begins with."""
_WORD = regex.compile(r"\p{L}[\p{L}’'-]*+")
_PERSONAL = regex.compile(
    r"\b(?:he|she|him|hers)\b|(?<=\A\W*(?:\w+\W+){0,3})(?:his|her)\b|"
    r"\bher(?=\W*+$|[:,.;]|\s+(?:to|that|and|of|on|in|at|for|not)\b)",
    regex.IGNORECASE,
)
"""Further on in a sentence, `his` and `her` before a noun do no harm: the title tells of whom the article is."""
_PERSON = regex.compile(
    r"\b(?:who|whose|(?:wo)?m[ae]n|boy|girl|mother|father|wife|husband|son|daughter|brother|sister|someone|somebody"
    r"|anyone|everyone|nobody)\b",
    regex.IGNORECASE,
)
# Nobody tells himself: the object is a second person, whom one name before it cannot be. `Told her lawyer` owns.
_TOLD = regex.compile(
    r"\b(?:told|asked|urged|assured|reminded|warned|informed|thanked|praised|met|called) "
    r"(?:him|them|her(?=\W*+$|[:,.;]|\s+(?:to|that|and|of|on|in|at|for|not|about|after|before|she|he)\b))",
    regex.IGNORECASE,
)
_PARTLY = regex.compile(
    r"\A(?:[\w-]+\s){1,3}of (?:them|these|those|which|whom|it|us)\b|\A(?:\p{L}+\s){1,2}them\b", regex.IGNORECASE
)
_SPOKEN_BY = regex.compile(r"\W+(?:he|she|it|they|we|i)\b", regex.IGNORECASE)
_POINTING = regex.compile(r"\A\(|\A[“\"«]\s?(?:he|she|it|they|this|that|these|those|his|her|their)\b", regex.IGNORECASE)
_PLACING = frozenset({"in", "at", "near", "from", "across", "outside"})
_DATES = frozenset({
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
})  # fmt: skip
_ONLY_LETTERS = regex.compile(r"\p{L}{2}")


@per_article
def names(article: Article) -> frozenset[str]:
    """Words that the article's sentences write with a capital where no sentence begins."""
    return frozenset(
        found for s in article.sentences if not s.heading for found in _CAPITALISED.findall(_QUOTED.sub(" ", s.text))
    )


def orphaned(text: str, known: Set[str]) -> bool:
    """Return whether `text` leaves open who speaks or is spoken of; `known` are the article's `names`.

    Words inside quotation marks are the speaker's own, and only their first is looked at.
    """
    bare = _QUOTED.sub(" ", text)
    if not _ONLY_LETTERS.search(bare) or _SPOKEN_BY.match(bare):
        return True  # a quotation without its speaker
    if _PARTLY.match(text) or _POINTING.match(text):
        return True
    if any(not _introduced(bare[: m.start()], known) for m in _PERSONAL.finditer(bare)):
        return True
    return any(_people(bare[: m.start()], known) < 2 for m in _TOLD.finditer(bare))


def _introduced(before: str, known: Set[str]) -> bool:
    return bool(_people(before, known) or _PERSON.search(before))


def _people(before: str, known: Set[str]) -> int:
    """Runs of names that are no place or date: `Prime Minister Ana Silva` is one, and so is a possessive."""
    runs, at_end, preceding = 0, -2, ""
    for place, word in enumerate(m.group().removesuffix("’s").removesuffix("'s") for m in _WORD.finditer(before)):
        if word in known and word[0].isupper() and word not in _DATES:
            runs += place != at_end + 1 and preceding not in _PLACING
            at_end = place
        preceding = word.lower()
    return runs
