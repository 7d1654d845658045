"""Turns of an interview or a debate: paragraphs that open with the name of who speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

import regex

from newsbrief.article.article import Sentence
from newsbrief.article.ends import asks
from newsbrief.article.quoted_words import blank_quotations
from newsbrief.article.speech import has_persons, speaks_in_person

_SPEAKER = regex.compile(
    r"[*_]{0,3}(?P<name>(?:\p{Lu}[\p{L}.'’-]*+ ?){1,4})(?P<party>\([^()]{2,30}\))?(?:[*_]{1,3}:|:[*_]{0,3})\s+\S"
)
"""`Smith: …`, `Anna Jones (Labour): …`, `**Anna Jones:** …`."""
_FULL_NAME = regex.compile(r"\p{Lu}[\p{Lu}'’-]+|\p{Lu}\S* \p{Lu}.*")
"""A name in capitals, or of several words: `Monday:` may stand in a row with `Tuesday:`."""
_NAME = regex.compile(r"\p{Lu}[\p{L}'’-]{2,}")
_FEWEST_TALKING = 0.5
"""Part of the labels with a turn that only talk has: below, they head what a newsroom tells, bank by bank."""

Paragraph = Sequence[Sentence]
_Label = regex.Match[str]


def find_turns(
    paragraphs: Sequence[Paragraph], language: str, not_names: regex.Pattern[str] | None = None
) -> Iterator[Paragraph]:
    """Yield the paragraphs that are a speaker's words from the label on.

    A label is a speaker's where a party stands behind it, or where it comes again or stands beside another name, and
    the labels head talk. `not_names` matches labels of something else.
    """
    labelled = [
        (number, label)
        for number, paragraph in enumerate(paragraphs)
        if (label := _SPEAKER.match(paragraph[0].text)) and not (not_names and not_names.match(label["name"]))
    ]
    often = Counter(label["name"] for _, label in labelled)
    beside = {
        number
        for (first, above), (second, below) in pairwise(labelled)
        if second == first + 1 and _is_full_name(above) and _is_full_name(below)
        for number in (first, second)
    }
    in_turn = [(n, label) for n, label in labelled if often[label["name"]] > 1 or n in beside]
    talk = _is_talk([(label, paragraphs[n]) for n, label in in_turn], language)
    spoken = {n for n, _ in in_turn} if talk else set[int]()
    for number, label in labelled:
        if label["party"] or number in spoken:
            yield paragraphs[number]


def _is_full_name(label: _Label) -> bool:
    return bool(_FULL_NAME.fullmatch(label["name"].strip()))


def _is_talk(turns: Sequence[tuple[_Label, Paragraph]], language: str) -> bool:
    """Return whether labels head talk: speakers say I and you, ask, and name each other."""
    names = {label["name"] for label, _ in turns}
    talking = {label["name"] for label, turn in turns if _talks(label, turn, names, language)}
    return not has_persons(language) or len(talking) >= _FEWEST_TALKING * len(names)


def _talks(label: _Label, turn: Paragraph, names: Set[str], language: str) -> bool:
    texts = [turn[0].text[label.end() - 1 :], *(s.text for s in turn[1:])]
    others = {word.casefold() for name in names - {label["name"]} for word in _NAME.findall(name)}
    return any(
        asks(text)
        or speaks_in_person(blank_quotations(text), language)
        or not others.isdisjoint(word.casefold() for word in _NAME.findall(text))
        for text in texts
    )
