"""Sentences that say an earlier one again: a lede printed twice, a pull quote."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import regex

from newsbrief.article.words import stop_words

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


def repeats(sentences: Sequence[str]) -> dict[int, int]:
    """Return the index of the earlier sentence for each that repeats one.

    Near repeats count: of the shorter one's three-word shingles, `SHARED` stand in the other, and no name or number
    of it is missing there (`Brown wins a free kick` repeats nothing said of Sandro). Linear in the text, as a shingle
    remembers only the first sentences it stood in.
    """
    words = [_WORD.findall(text) for text in sentences]
    shingles = [_shingles(w) for w in words]
    shared_at_all = _find_recurring(shingles)
    holders: defaultdict[int, list[int]] = defaultdict(list)
    found: dict[int, int] = {}
    for index, own in enumerate(shingles):
        if len(own) < FEWEST:
            continue
        recurring = own & shared_at_all
        if not recurring:
            continue
        shared = Counter(earlier for shingle in recurring for earlier in holders.get(shingle, ()))
        if shared:
            # Of equals the first: the order of a set is another in each process.
            earlier, count = max(shared.items(), key=lambda held: (held[1], -held[0]))
            short, long = sorted((earlier, index), key=lambda n: len(shingles[n]))
            if count >= SHARED * len(shingles[short]) and not _adds(words[short], words[long]):
                found[index] = found.get(earlier, earlier)
        for shingle in recurring:
            if len(holders[shingle]) < _REMEMBERED:
                holders[shingle].append(index)
    return found


def _find_recurring(shingles: Sequence[set[int]]) -> set[int]:
    """Return the shingles that stand in more than one sentence: most stand in one, and are nothing to look for."""
    seen: set[int] = set()
    found: set[int] = set()
    for own in shingles:
        found |= own & seen
        seen |= own
    return found


def _shingles(words: Sequence[str]) -> set[int]:
    folded = [word.casefold() for word in words]
    return {hash(triple) for triple in zip(folded, folded[1:], folded[2:], strict=False)}


def _adds(words: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether `words` say what `other` does not: a name, a number, a denial, or more than one word in twenty."""
    held, own = {word.casefold() for word in other}, {word.casefold() for word in words}
    if held & _NEGATIONS != own & _NEGATIONS:
        return True
    missing = {word for word in words if word.casefold() not in held and word.casefold() not in _SMALL}
    return len(missing) > len(own - _SMALL) / 20 or any(word[0].isupper() or word[0].isdigit() for word in missing)
