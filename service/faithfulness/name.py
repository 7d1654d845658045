"""Names in a text, found by their capitals, and what an article calls whom."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from service.article import Article, per_article
from service.article.words import REMEMBERED, Word, located, stop_words
from service.faithfulness.country import STARTS, country
from service.faithfulness.vocabulary import listed

# A name's word: a capital first; or letters and full stops (U.S.); inner apostrophes (O'Neill), no dashes.
_TOKEN = regex.compile(
    r"(?:\p{Lu}\.){2,}\p{Lu}?|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+(?:['’.&](?=\p{L}|\p{N})[\p{L}\p{M}\p{N}]++)*+"
)
_CAPITAL = regex.compile(r"\p{Lu}")
_OPENS = regex.compile(r"(?:^|[.!?:;…]['\"”’)\]]*\s+|[\n•*]\s*)['\"“‘(\[]*$|[“\"‘]$")
_PARTICLES = frozenset({"de", "da", "di", "du", "del", "della", "van", "von", "der", "den", "bin", "ibn", "al", "el",
    "la", "le", "ter", "dos", "das", "y"})  # fmt: skip
_JOINTS = frozenset({"of", "the", "for", "and", "&"})
_FUNCTION = stop_words("en") | _JOINTS
TITLES = listed(
    "mr mrs ms miss dr sir dame lord lady prof professor rev reverend president vice prime minister chancellor"
    " secretary senator sen representative rep congressman congresswoman governor gov mayor king queen prince princess"
    " pope bishop archbishop cardinal ayatollah imam sheikh sultan emir chief executive ceo cfo chairman chairwoman"
    " chair director general admiral colonel col captain capt lieutenant lt major sergeant sgt inspector detective"
    " constable officer commander judge justice attorney prosecutor lawyer ambassador envoy special spokesman"
    " spokeswoman spokesperson leader supreme foreign defence defense finance interior deputy former acting coach"
    " manager striker midfielder defender goalkeeper analyst author co-author commissioner councillor speaker premier"
    " opposition party and the of st"
)
_DATES = listed(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs"
    " fri sat sun christmas easter gmt bst utc est am pm"
)
_SHORT = listed("mr mrs ms dr st lt gen col sgt capt sen rep gov prof rev hon jr sr maj adm")
"""Abbreviations whose full stop stands inside a name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words, its particles included; `opens` where it starts a sentence (its capital may lie)."""

    parts: tuple[str, ...]
    start: int
    end: int
    opens: bool

    @property
    def text(self) -> str:
        return " ".join(self.parts)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple([plain(p) for p in self.parts])


@lru_cache(maxsize=8192)
def plain(word: str) -> str:
    """`word` to compare by: lower case, no diacritics, full stops or possessive."""
    return folded(word).removesuffix("'s").removesuffix("'")


def folded(text: str) -> str:
    """`text` in lower case, without diacritics and full stops."""
    bare = text.replace("’", "'")
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return bare.replace(".", "").casefold()


@lru_cache(maxsize=REMEMBERED)
def tokens(text: str) -> tuple[Word, ...]:
    """The words of `text` as names are made of them: dashes part them, full stops inside do not."""
    return located(text, _TOKEN)


@lru_cache(maxsize=REMEMBERED)
def names(text: str) -> tuple[Name, ...]:
    """The runs of capitalised words in `text`, function words at a sentence's start left out."""
    found: list[Name] = []
    run: list[Word] = []
    for word in tokens(text):
        if not run and word.text[0].islower():
            continue
        if run and not _joined(text, run, word):
            found += _named(run, text)
            run = []
        if _CAPITAL.match(word.text) or (run and word.text.lower() in _PARTICLES):
            run.append(word)
        elif run:
            found += _named(run, text)
            run = []
        if run and (run[-1].text.endswith(("'s", "’s"))):
            found += _named(run, text)
            run = []
    return tuple(found + list(_named(run, text)))


def _joined(text: str, run: list[Word], word: Word) -> bool:
    gap = text[run[-1].end : word.start]
    return gap in (" ", "\u00a0", "-", "'", "’") or (
        gap == ". " and (plain(run[-1].text) in _SHORT or len(run[-1].text) == 1)
    )


def _named(run: list[Word], text: str) -> Iterator[Name]:
    while run and not _CAPITAL.match(run[-1].text):
        run = run[:-1]
    if not run:
        return
    opens = bool(_OPENS.search(text[max(0, run[0].start - 8) : run[0].start]))
    while run and (run[0].text.lower() in _FUNCTION) and not (run[0].text.isupper() and len(run[0].text) > 1):
        run, opens = run[1:], False
    if run:
        yield Name(tuple(w.text for w in run), run[0].start, run[-1].end, opens)


def dated(word: str) -> bool:
    """Whether a capitalised word is a day, month or the like: the business of dates."""
    return plain(word) in _DATES


@dataclass(frozen=True, slots=True)
class Names:
    """What an article names, and all its words."""

    words: frozenset[str]
    """Every word, plain; singulars of plurals and plurals of singulars count too."""
    lower: frozenset[str]
    """Words that stand lower-case somewhere: no names by themselves."""
    upper: frozenset[str]
    """Words that stand capitalised inside a sentence."""
    countries: frozenset[str]
    initials: frozenset[str]
    """Initials of every run of two to six capitalised words: `irgc`."""
    bearers: Mapping[str, frozenset[tuple[str, ...]]] = field(hash=False)
    """For each last word of a name the full names that end with it, titles left out."""
    firsts: frozenset[str]
    """First words of those."""
    sparse: bool
    """Next to nothing is capitalised: the text was lower-cased, so capitals tell nothing."""

    def has(self, key: str) -> bool:
        return key in self.words or (key.endswith("s") and key[:-1] in self.words) or f"{key}s" in self.words


@per_article
def named(article: Article) -> Names:
    """What an article names; linear in its length."""
    words: set[str] = set()
    lower: set[str] = set()
    upper: set[str] = set()
    countries: set[str] = set()
    initials: set[str] = set()
    bearers: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    texts = [s.text for s in article.sentences] + ([article.title] if article.title else [])
    for word in {w.text for text in texts for w in tokens(text)}:
        key = plain(word)
        words.add(key)
        if "'" in key or "&" in key:
            words.update(key.replace("&", "'").split("'"))
        if word[0].islower():
            lower.add(key)
    for text in texts:
        for name in names(text):
            keys = name.keys
            upper.update(keys[1:] if name.opens else keys)
            countries.update(filter(None, _nations(name, keys)))
            bare = tuple([k for k in keys if k not in TITLES])
            if len(bare) > 1:
                bearers[bare[-1]].add(bare)
        initials.update(_initials(text))
    lists = {k: frozenset(v) for k, v in bearers.items()}
    sparse = len(upper) < 2 and len(words) > 40
    return Names(
        words=frozenset(words),
        lower=frozenset(lower),
        upper=frozenset(upper),
        countries=frozenset(countries),
        initials=frozenset(initials),
        bearers=lists,
        firsts=frozenset(full[0] for ends in bearers.values() for full in ends),
        sparse=sparse,
    )


def _nations(name: Name, keys: tuple[str, ...]) -> Iterator[str | None]:
    if STARTS.isdisjoint(keys):
        return
    for size in (1, 2, 3, 4):
        for at in range(len(name.parts) - size + 1):
            if keys[at] not in STARTS:
                continue
            yield country(" ".join(p.removesuffix("'s").removesuffix("’s") for p in name.parts[at : at + size]))


def _initials(text: str) -> Iterator[str]:
    run: list[str] = []
    for word in tokens(text):
        if not run and word.text[0].islower():
            continue
        if _CAPITAL.match(word.text):
            run.append(word.text[0].lower())
            for size in range(2, min(len(run), 6) + 1):
                yield "".join(run[-size:])
        elif word.text.lower() not in _JOINTS:
            run = []
