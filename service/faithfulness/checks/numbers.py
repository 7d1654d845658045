"""Numbers: every number of a claim is in the article, with the same unit, about the same thing."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

import regex

from service.article import Article, per_article
from service.article.words import stems
from service.faithfulness.claim import CheckResult, Claim, bare
from service.faithfulness.clause import Clauses
from service.faithfulness.numeral import Numeral, numerals
from service.faithfulness.numeral_agreement import EXACT, VAGUE_REACH, agrees
from service.faithfulness.overlap import shared

NAME = "numbers"
_FREE = frozenset({0.0, 1.0})
"""Told apart from articles and pronouns only by chance (`one of them`): never asked for."""
_SMALL = 3.0
"""Spelled numbers up to here are often the writer's own count (`the two leaders`): only otherwise is wrong."""
_ITEMS = regex.compile(r",\s(?:and\s|or\s)?|\s(?:and|or)\s|;\s")
_LONGEST_LIST = 12
_ALIKE = 100.0
"""Two counts further apart than this factor count different things: 3 of the people, 3,000 people."""
_RECKONED = regex.compile(
    r"\b(?:total(?:ling|s)?|together|combined|altogether|gain(?:ed|s)?|lost|loses|losing|(?:more|fewer|less)(?!\sthan(?!\s(?:before|previously|earlier|last|a\s(?:year|month|week))\b))"
    r"|difference|margin|lead|ahead|behind|by)\b",
    regex.IGNORECASE,
)
"""Words of adding and taking away: without one of them a number is not the writer's own sum."""
_MODEL = regex.compile(r"(?<![\p{L}\d-])(?!Q[1-4]\b)\p{Lu}{1,5}-?\d{1,4}(?![\p{L}\d])")
_ONE = regex.compile(r"\b(?:an?|one|another)\b(?=\s\p{L})", regex.IGNORECASE)
_READ = 500
"""Sentences in which the ones that an article speaks of are counted, at most."""
_POOL = 12
_CHANGES = frozenset(
    stems(
        "increase rose rise risen fell fall fallen drop decline grew grow growth gain jump climb cut raise average"
        " total expect report reach remain estimate say said worth rate year quarter month cost pay paid price value"
    )
)
"""Words that any amount or percentage may stand beside: they bind it to nothing."""
_BEST = 3
"""Pieces of evidence that may say what the article has instead."""
_CLEARLY = 1.5
"""How much more of the claim a sentence must tell than those that have its number, for its own number to count."""
_CLOSE = 5
"""The bond from which a mention of a number is the claim's own, whatever else the article says."""
_PLACES = 50
"""Mentions of a number that are looked at, at most."""


@dataclass(frozen=True, slots=True)
class Said:
    """One number as an article says it, however often, and every place where it does."""

    numeral: Numeral
    places: tuple[tuple[Numeral, int], ...]
    """The mentions and the sentences they stand in."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An article's numerals, by sentence and by value."""

    by_sentence: tuple[tuple[Numeral, ...], ...]
    values: tuple[float, ...]
    """Sorted; `said` runs beside it."""
    said: tuple[Said, ...]

    def between(self, low: float, high: float) -> tuple[Said, ...]:
        """The numbers worth `low` to `high`, both included."""
        return self.said[bisect_left(self.values, low) : bisect_right(self.values, high)]


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails on a number that the article lacks (`unsupported`) or has otherwise of the same thing (`contradicted`)."""
    model = _other_model(claim, article)
    if model:
        return model
    asked = [n for n in numerals(claim.text, article.language) if _checkable(n)]
    if not asked:
        return bare(NAME, "skip")
    counted = count(article)
    unclear = 0
    for n in asked:
        matches = [place for said in _candidates(n, counted) if agrees(n, said.numeral) for place in said.places]
        wrong = _misbound(n, asked, matches, claim, article) if matches else _missing(n, claim, article)
        if wrong is not None:
            return wrong
        unclear += not matches
    return bare(NAME, "skip" if unclear == len(asked) else "pass")


def _other_model(claim: Claim, article: Article) -> CheckResult | None:
    """`F-16` where the article only has `F-35`: a number in a name is no count, but it must be the article's."""
    have = models(article)
    for name in _MODEL.findall(claim.text):
        series = regex.split(r"-?\d", name)[0]
        others = [o for o in have if regex.split(r"-?\d", o)[0] == series]
        if others and not any(o.replace("-", "") == name.replace("-", "") for o in have):
            return _fail(f"says {name}; the article says {', '.join(others[:3])}", "contradicted")
    return None


@per_article
def models(article: Article) -> tuple[str, ...]:
    """Names made of capitals and a number, such as `F-35`, that an article has, each once."""
    return tuple(dict.fromkeys(name for s in article.sentences for name in _MODEL.findall(s.text)))


def _checkable(n: Numeral) -> bool:
    if n.kind == "score":
        return n.value + n.other > 0  # "a goalless draw" is as good as 0-0
    return n.kind not in ("count", "ordinal") or n.value not in _FREE


@per_article
def count(article: Article) -> Counted:
    """Every numeral of an article. A number with two readings stands under both."""
    by_sentence = tuple(() if s.boilerplate else numerals(s.text, article.language) for s in article.sentences)
    places: dict[tuple[float, Numeral], list[tuple[Numeral, int]]] = defaultdict(list)
    for index, found in enumerate(by_sentence):
        for n in found:
            # What agreement asks of a number, without its place: most articles say the same few numbers again.
            meaning = replace(n, start=0, end=0, text="", near=frozenset(), noun="", after=n.after[:1] and ("…",))
            for value in {n.value} if math.isnan(n.other) else {n.value, n.other}:
                places[value, meaning].append((n, index))
    groups = sorted(places.items(), key=lambda group: group[0][0])
    return Counted(
        by_sentence, tuple(value for (value, _), _ in groups), tuple(Said(m, tuple(p)) for (_, m), p in groups)
    )


def _candidates(n: Numeral, counted: Counted) -> Sequence[Said]:
    if n.kind == "vague":
        return counted.between(n.value, n.value * VAGUE_REACH)
    if n.kind in ("fraction", "percent"):
        share = n.value if n.kind == "fraction" else n.value / 100
        return [*counted.between(share - 0.05, share + 0.05), *counted.between(share * 88, share * 160 + 2)]
    found = counted.between(n.value * 0.6, n.value * 2.0)
    if not math.isnan(n.other) and n.kind != "score":
        found += counted.between(n.other * 0.6, n.other * 2.0)
    return found


def _missing(n: Numeral, claim: Claim, article: Article) -> CheckResult | None:
    counted = count(article)
    if _derived(n, claim, article, counted):
        return None
    rival = _rival(n, claim, counted)
    if rival is not None:
        return _fail(f"says {_said(n)}; the article says {_said(rival)}", "contradicted")
    single = _single(n, claim, article)
    if single:
        return _fail(f"says {_said(n)}; the article says {single}", "contradicted")
    lenient = n.kind in ("ordinal", "fraction", "vague") or (n.spelled and n.value <= _SMALL and not n.unit)
    if lenient or (n.kind == "score" and _counted_out(n, counted)):
        return None
    return _fail(f"{_said(n)} is not in the article", "unsupported")


def _single(n: Numeral, claim: Claim, article: Article) -> str:
    """What the evidence has one of, where the claim has several: `two fighter jets` for `a fighter jet`; else empty."""
    if not (n.spelled and n.kind == "count" and len(n.after) > 1 and article.language == "en") or n.unit:
        return ""
    single = next((one for i in claim.evidence[:_BEST] for one in _singles(n, article, i)), "")
    # An article that speaks of one and then another may well mean as many as the claim counts.
    if single and sum(len(_singles(n, article, s.index)) for s in article.sentences[:_READ]) >= n.value:
        return ""
    return single


def _singles(n: Numeral, article: Article, index: int) -> list[str]:
    """Phrases of a sentence that speak of one of what `n` counts."""
    text = article.sentences[index].text
    clauses = Clauses.of(text, article.language)
    found = []
    for match in _ONE.finditer(text):
        after = clauses.after(match.end())
        if len({*n.after}.intersection(after)) > 1:
            found.append(" ".join(text[match.start() : match.start() + 80].split()[:5]))
    return found


def _counted_out(n: Numeral, counted: Counted) -> bool:
    """A score that one sentence gives as two counts: `52 senators in favour and 48 against`."""
    ours, theirs = (
        {i for said in counted.between(v, v) for m, i in said.places if m.kind != "score"} for v in (n.value, n.other)
    )
    return bool(ours & theirs)


def _rival(n: Numeral, claim: Claim, counted: Counted) -> Numeral | None:
    """Another number that the evidence gives for what the claim counts."""
    best, most = None, 0
    for index in claim.evidence:
        for m in counted.by_sentence[index] if index < len(counted.by_sentence) else ():
            if not _comparable(n, m) or agrees(n, m):
                continue
            shared = 2 * (n.head != "" and n.head in (m.head, *m.near)) + len(n.near & m.near)
            if n.kind in ("percent", "points", "money", "age", "score") or n.unit:
                shared += 1
            if shared > most:
                best, most = m, shared
    return best if most >= 2 else None


def _comparable(n: Numeral, m: Numeral) -> bool:
    if n.kind != m.kind or n.unit != m.unit or (m.value in _FREE and m.kind != "ordinal"):
        return False
    if n.spelled and n.value <= _SMALL:
        return m.value <= 12
    return n.kind != "count" or max(n.value, m.value) <= _ALIKE * max(min(n.value, m.value), 1.0)


def _misbound(
    n: Numeral, asked: Sequence[Numeral], matches: Sequence[tuple[Numeral, int]], claim: Claim, article: Article
) -> CheckResult | None:
    """A number that the article has, but of something else, while it gives another number for what the claim counts."""
    if not n.near or not all(m.near for m, _ in matches):
        return None
    counted = count(article)
    closest = 0
    for m, _ in matches:
        closest = max(closest, _bond(n, m))
        if closest >= _CLOSE:
            return None
    homes = {i for _, i in matches[:_PLACES]}
    nearest = max(shared(claim.text, article, i) for i in homes)
    for index in sorted({*claim.evidence[:_BEST], *homes}):
        if index >= len(counted.by_sentence):
            continue
        told = shared(claim.text, article, index)
        if told < nearest or (closest and told < _CLEARLY * nearest):
            continue
        rival = next(
            (m for m in counted.by_sentence[index] if _instead(n, m, asked) and _bond(n, m) > 2 * closest), None
        )
        if rival is not None:
            other = f"{matches[0][0].text} is of something else"
            return _fail(f"says {_said(n)}; the article says {_said(rival)} ({other})", "contradicted")
    return None


def _bond(n: Numeral, m: Numeral) -> int:
    """How much two numbers count the same thing: the words beside both, what they stand before doubled."""
    return 2 * (n.head != "" and n.head == m.head) + len((n.near & m.near) - _CHANGES)


def _instead(n: Numeral, m: Numeral, asked: Sequence[Numeral]) -> bool:
    """Whether the article has `m` where the claim has `n`: of the same thing, and not the claim's too."""
    enough = 2 if n.kind == "count" else 1
    if _bond(n, m) < enough or not _comparable(n, m) or agrees(n, m) or agrees(m, n):
        return False
    return not any(o is not n and o.near == n.near and agrees(o, m) for o in asked)  # "19% and 38% respectively"


def _derived(n: Numeral, claim: Claim, article: Article, counted: Counted) -> bool:
    """The number is the count of a list, or the sum or difference of two numbers, in the evidence."""
    evidence = [i for i in claim.evidence if i < len(article.sentences)]
    countable = n.kind == "count" and n.value == int(n.value) and 2 < n.value <= _LONGEST_LIST
    if countable and any(len(_ITEMS.findall(article.sentences[i].text)) + 1 >= n.value for i in evidence):
        return True
    if n.kind == "percent" or not _RECKONED.search(claim.text):
        return False
    around = sorted({j for i in evidence for j in (i - 1, i, i + 1) if 0 <= j < len(article.sentences)})
    pool = [m.value for i in around for m in counted.by_sentence[i] if _comparable(n, m) or _same_money(n, m)][:_POOL]
    tolerance = abs(n.value) * (0.06 if n.bound else EXACT)
    sums = (sum(some) for size in (2, 3) for some in combinations(pool, size))
    differences = (abs(a - b) for a, b in combinations(pool, 2))
    return any(abs(value - n.value) <= tolerance for value in chain(sums, differences))


def _same_money(n: Numeral, m: Numeral) -> bool:
    """Two cents may be what 32 cents are more than 30, however far from both."""
    return n.kind == m.kind == "money" and n.unit == m.unit


def _said(n: Numeral) -> str:
    return (
        f"{n.text} {n.noun}" if n.kind in ("count", "vague", "ordinal") and n.noun and n.after else n.text.strip(" .,")
    )


def _fail(detail: str, verdict: str) -> CheckResult:
    return CheckResult(
        name=NAME, outcome="fail", detail=detail, verdict="contradicted" if verdict == "contradicted" else "unsupported"
    )
