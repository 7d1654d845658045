"""Who does what to whom, where a sentence puts one verb between two names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from service.article import Article
from service.article.words import stems
from service.faithfulness.claim import Claim
from service.faithfulness.country import country
from service.faithfulness.name import names, plain, tokens
from service.faithfulness.predicate import base
from service.faithfulness.vocabulary import listed

_VERB = regex.compile(r"\p{Ll}{3,}(?:ed|s|t|d|n|m|k|ew|old|ook|ave|ing)$")
_MUTUAL = listed(
    "met meet meets meeting with and talk talks talked play plays played draw drew agree agreed agrees discuss"
    " discussed against between married marry divorced face faced faces join joined resembl as from than"
)
_BE = listed("is was were been being be are got")
_SUFFIXES = listed("united city town rovers athletic")
_CAPITAL = regex.compile(r"\p{Lu}")
_REACH = 50
"""Characters between a verb and its names in an article."""
_FAR = 5
"""Words that may stand between a verb and either of its names."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Doer, verb (stem) and the one it is done to; names by their last word, countries by their first."""

    doer: str
    verb: str
    other: str
    word: str


def deeds(text: str) -> Iterator[Deed]:
    """The deeds of a sentence: `A beat B`, and `B was beaten by A` as the same."""
    for one, other in pairwise(names(text)):
        between = tokens(text[one.end : other.start])
        words = [w.text.lower() for w in between]
        gap = text[one.end : other.start]
        if not words or len(words) > _FAR or any(c in gap for c in ',;:."“”()—'):
            continue
        if set(words) & _MUTUAL or (set(words) & {"to", "of", "for", "in", "at", "on"}):
            continue
        passive = bool(_BE & set(words)) and words[-1] in ("by", "the") and "by" in words
        if "by" in words and not passive:
            continue
        verbs = [
            w
            for w in words
            if _VERB.search(w) and w not in _BE and w not in ("has", "had", "was", "its", "his", "the", "not")
        ]
        if len(verbs) != 1 or (words[0] == "the"):
            continue
        first, second = _key(one.parts), _key(other.parts)
        doer, done = (second, first) if passive else (first, second)
        yield Deed(doer, stems(base(verbs[0]), "en")[0], done, verbs[0])


def swapped(claim: Claim, article: Article) -> str:
    """Why a claim has doer and other the wrong way round; empty where it has not, or where that cannot be told."""
    for mine in deeds(claim.text):
        theirs = [d for i in claim.evidence[:3] for d in _around(article.sentences[i].text, mine.verb)]
        if (mine.doer, mine.other) in theirs:
            continue
        if (mine.other, mine.doer) in theirs:
            return f"has it the wrong way round: the article has the second of “{mine.word}” as the one who did"
    return ""


def _around(text: str, verb: str) -> Iterator[tuple[str, str]]:
    """The names nearest before and after a verb, doer first."""
    found = names(text)
    bases = stems(" ".join(base(w.text) for w in tokens(text)), "en")
    for word, stem in zip(tokens(text), bases, strict=False):
        if stem != verb or _CAPITAL.match(word.text):
            continue
        before = [n for n in found if n.end <= word.start and word.start - n.end < _REACH]
        after = [n for n in found if n.start >= word.end and n.start - word.end < _REACH]
        if not before or not after:
            continue
        first, second = _key(before[-1].parts), _key(after[0].parts)
        led, gap = tokens(text[max(0, word.start - 20) : word.start]), text[word.end : after[0].start].split()
        if gap[:1] == ["by"] and any(w.text in _BE for w in led):
            yield second, first
        elif not set(gap) & _MUTUAL:
            yield first, second


def _key(parts: tuple[str, ...]) -> str:
    joined = " ".join(p.removesuffix("'s").removesuffix("’s") for p in parts)
    return country(joined) or plain(parts[-1] if len(parts) == 1 or plain(parts[-1]) not in _SUFFIXES else parts[-2])
