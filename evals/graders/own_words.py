"""Whether a claim is in the article's own words: proof of faithfulness that asks none of the service's checks."""

from __future__ import annotations

from collections.abc import Sequence

import regex
from rapidfuzz.distance import LCSseq

from service.article import Article

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*")
_TURNS = frozenset(
    [
        "not",
        "no",
        "never",
        "nor",
        "neither",
        "without",
        "cannot",
        "may",
        "might",
        "could",
        "would",
        "should",
        "if",
        "unless",
        "allegedly",
        "reportedly",
        "denied",
        "declined",
        "refused",
        "failed",
    ]
)
"""Words that must not be cut from the middle of a sentence: what is left would say something else."""
_MARKED = " (satire)"
"""What marks a title of satire; the article says it in other words."""
_BEFORE = 3
"""Sentences before the one whose words a claim has, where a name that stands for a pronoun may come from."""
_NAMED = 4
"""Words of such a name at most."""


def in_own_words(text: str, article: Article) -> bool:
    """Whether every word of `text` stands, in order, in one sentence of the article, with nothing cut that turns it.

    A name from the sentences before may stand for a pronoun, for a bullet stands alone.
    """
    mine = _words(text.removesuffix(_MARKED))
    told = [_words(article.quote(i)) for i in range(len(article.sentences))]
    return any(_cut_from(mine, sentence, told[max(0, i - _BEFORE) : i]) for i, sentence in enumerate(told))


def _cut_from(mine: Sequence[str], sentence: Sequence[str], before: Sequence[Sequence[str]]) -> bool:
    if len(mine) > len(sentence) + _NAMED or LCSseq.similarity(mine, sentence) < len(mine) - _NAMED:
        return False
    blocks = [op for op in LCSseq.opcodes(mine, sentence) if op.tag == "equal"]
    if not blocks:
        return False
    kept = {i for b in blocks for i in range(b.src_start, b.src_end)}
    added = [w for i, w in enumerate(mine) if i not in kept]
    middle = sentence[blocks[0].dest_start : blocks[-1].dest_end]
    there = {i for b in blocks for i in range(b.dest_start, b.dest_end)}
    cut = [w for i, w in enumerate(middle, blocks[0].dest_start) if i not in there]
    context = {w for s in before for w in s}
    return len(added) <= _NAMED and all(w in context for w in added) and not _TURNS & set(cut)


def _words(text: str) -> list[str]:
    # "Iran's" for "his" is the name and no other word.
    return [w.casefold().replace("’", "'").removesuffix("'s") for w in _WORD.findall(text)]
