"""Sentences that say an earlier one again: a lede printed twice, a pull quote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from itertools import chain

import regex

from newsbrief.article.readings import per_text
from newsbrief.article.words import part_by_part, stop_words

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_SIZE = 3
"""Words of a shingle."""
FEWEST = 5
"""Shingles a sentence must have to be compared: shorter ones recur for good reason (`He did not reply.`)."""
SHARED = 0.75
"""Part of the shorter sentence's shingles that the longer must hold."""
_REMEMBERED = 3
_SMALL = stop_words("en")
_NEGATIONS = frozenset({"no", "not", "never", "t", "deny", "denies", "denied", "without"})


def find_repeated_sentences(sentences: Sequence[str], headings: Set[int] = frozenset()) -> dict[int, int]:
    """Return the index of the earlier sentence for each that repeats one.

    Near repeats count: of the shorter one's three-word shingles, `SHARED` stand in the other, and no name or number
    of it is missing there (`Brown wins a free kick` repeats nothing said of Sandro). Linear in the text, as a shingle
    remembers only the first sentences it stood in. What holds one of the `headings` and says more repeats nothing: the
    first sentence often opens in the words of the title.
    """
    shingles = [_shingles(text) for text in sentences]
    shared_at_all = _find_recurring(shingles)
    holders: defaultdict[int, list[int]] = defaultdict(list)
    repeats: dict[int, int] = {}
    for index, own in enumerate(shingles):
        if len(own) < FEWEST:
            continue
        recurring = own & shared_at_all
        if not recurring:
            continue
        shared: dict[int, int] = {}
        for earlier in chain.from_iterable(holders[shingle] for shingle in recurring if shingle in holders):
            shared[earlier] = shared.get(earlier, 0) + 1
        if shared:
            # Of equals the first: the order of a set is another in each process.
            earlier, count = max(shared.items(), key=lambda held: (held[1], -held[0]))
            short, long = sorted((earlier, index), key=lambda n: len(shingles[n]))
            says_more = short in headings and short == earlier and _adds(sentences[long], sentences[short])
            holds = count >= SHARED * len(shingles[short]) and not _adds(sentences[short], sentences[long])
            if holds and not says_more:
                repeats[index] = repeats.get(earlier, earlier)
        for shingle in recurring:
            if len(holders[shingle]) < _REMEMBERED:
                holders[shingle].append(index)
    return repeats


def _find_recurring(shingles: Sequence[Set[int]]) -> set[int]:
    """Return the shingles that stand in more than one sentence: most stand in one, and are nothing to look for."""
    seen: set[int] = set()
    recurring: set[int] = set()
    for own in shingles:
        recurring |= own & seen
        seen |= own
    return recurring


@per_text
def _shingles(text: str) -> frozenset[int]:
    words = _list_words(text.casefold())
    return frozenset(map(hash, zip(words, words[1:], words[2:], strict=False)))


@part_by_part
def _list_words(text: str) -> Sequence[str]:
    return tuple(_WORD.findall(text))


def _adds(text: str, other: str) -> bool:
    """Return whether `text` says what `other` does not: a name, a number, a denial, or more than one word in twenty."""
    words, held = _WORD.findall(text), {word.casefold() for word in _WORD.findall(other)}
    own = {word.casefold() for word in words}
    if held & _NEGATIONS != own & _NEGATIONS:
        return True
    missing = {word for word in words if word.casefold() not in held and word.casefold() not in _SMALL}
    return len(missing) > len(own - _SMALL) / 20 or any(word[0].isupper() or word[0].isdigit() for word in missing)
