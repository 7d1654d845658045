"""Claims in the article's own words: proof of faithfulness that asks none of the service's checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex
from rapidfuzz.distance import LCSseq

from newsbrief.article import Article
from newsbrief.resources import read_table

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*")
_MONTH = regex.compile(r"(?<=\d )May\b|\bMay(?= \d)")
_BREAK = regex.compile(r"[,;:()\[\]—–]")


_WORDS = {
    kind: frozenset(" ".join(words).split()) for kind, words in read_table("evals/graders/own_words.toml")["en"].items()
}
_CLOSING = _WORDS["conditions"] | _WORDS["voices"]
"""Words that may not be cut from the end of a sentence: the rest would say more."""
_TURNS = _CLOSING | _WORDS["turns"]
"""Words that may not be cut from the beginning or the middle either: the rest would say something else."""
_PRONOUNS = _WORDS["pronouns"]
_CONNECTING = _WORDS["connecting"]
"""Words that may be cut anywhere."""
_MARKED = " (satire)"
"""What marks a title of satire; the article says it in other words."""
_BEFORE = 3
"""Sentences before the one whose words a claim has, where a name that stands for a pronoun may come from."""
_NAMED = 4
"""Words of such a name at most."""
_KEPT = 2 / 3
"""The part of a claim that is no such name, at least."""


def in_own_words(text: str, article: Article) -> bool:
    """Return whether every word of `text` stands in order in one sentence, with nothing cut that turns its meaning.

    Whole sentences that follow each other are the article's own words, too.
    The beginning and the end may be cut, and asides between commas. A name from the sentences before may stand for a
    pronoun, for a bullet stands alone.
    """
    mine = _split_words(text.removesuffix(_MARKED))
    texts = [article.quote(i) for i in range(len(article.sentences))]
    spoken = [_split_words(sentence) for sentence in texts]
    return _is_run(mine, spoken) or any(
        all(gap.is_harmless(spoken[max(0, i - _BEFORE) : i]) for gap in gaps)
        for i, sentence in enumerate(texts)
        for gaps in _list_cuts(mine, spoken[i], sentence)
    )


def _is_run(mine: Sequence[str], spoken: Sequence[Sequence[str]]) -> bool:
    """Return whether `mine` is all the words of sentences that follow each other."""
    for first in range(len(spoken)):
        left = list(mine)
        for sentence in spoken[first:]:
            if not sentence or left[: len(sentence)] != list(sentence):
                break
            left = left[len(sentence) :]
            if not left:
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Gap:
    """A place where a claim and a sentence differ."""

    added: tuple[str, ...]
    cut: tuple[str, ...]
    at_start: bool
    at_end: bool
    is_aside: bool
    """What is cut stands between commas, brackets or dashes."""

    def is_harmless(self, before: Sequence[Sequence[str]]) -> bool:
        if set(self.cut) & (_CLOSING if self.at_end else _TURNS):
            return False
        if self.added:
            named = any(True for sentence in before for _ in _find_places(self.added, sentence))
            plain = not any(w in _TURNS or any(c.isdigit() for c in w) for w in self.added)
            return named and plain and len(self.added) <= _NAMED and bool(_PRONOUNS & set(self.cut))
        return self.at_start or self.at_end or self.is_aside or set(self.cut) <= _CONNECTING


def _list_cuts(mine: Sequence[str], spoken: Sequence[str], sentence: str) -> Iterator[Sequence[_Gap]]:
    """Yield the ways to cut `mine` from the words of a sentence, each as the places where they differ."""
    if not mine:
        return
    for start in _find_places(mine, spoken):
        head, tail = tuple(spoken[:start]), tuple(spoken[start + len(mine) :])
        yield _Gap((), head, True, False, True), _Gap((), tail, False, True, True)
    if LCSseq.similarity(mine, spoken) >= max(len(mine) - _NAMED, _KEPT * len(mine)):
        yield tuple(_find_gaps(mine, spoken, _find_breaks(sentence)))


def _find_gaps(mine: Sequence[str], spoken: Sequence[str], breaks: Sequence[bool]) -> Iterator[_Gap]:
    # A block of the same words, and what lies before it; an empty one stands at the end of both.
    blocks = [op for op in LCSseq.opcodes(mine, spoken) if op.tag == "equal"]
    ends = [(b.src_start, b.src_end, b.dest_start, b.dest_end) for b in blocks]
    src = dest = 0
    for start, end, first, last in [*ends, (len(mine), len(mine), len(spoken), len(spoken))]:
        if start > src or first > dest:
            yield _Gap(
                added=tuple(mine[src:start]),
                cut=tuple(spoken[dest:first]),
                at_start=dest == 0,
                at_end=first == len(spoken),
                is_aside=breaks[dest] and breaks[first],
            )
        src, dest = end, last


def _find_breaks(sentence: str) -> list[bool]:
    """Return whether punctuation parts each word of a sentence from the one before; the ends count as parted."""
    words = list(_WORD.finditer(sentence))
    inner = [bool(_BREAK.search(sentence, a.end(), b.start())) for a, b in pairwise(words)]
    return [True, *inner, True]


def _find_places(part: Sequence[str], whole: Sequence[str]) -> Iterator[int]:
    """Yield the places at which `part` stands in `whole`, word after word."""
    return (i for i in range(len(whole) - len(part) + 1) if tuple(whole[i : i + len(part)]) == tuple(part))


def _split_words(text: str) -> list[str]:
    # The month is no hedge; and "Iran's" for "his" is the name and no other word.
    dated = _MONTH.sub("Maius", text)
    return [w.casefold().replace("’", "'").removesuffix("'s") for w in _WORD.findall(dated)]
