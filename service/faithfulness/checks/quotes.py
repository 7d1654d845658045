"""Quotes: what a claim puts in quotation marks is in the article word for word, and said by the same person."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from service.article import Article, per_article
from service.faithfulness.claim import CheckResult, Claim, Verdict, bare
from service.faithfulness.quotation import Quotation, quotations, tokens, unquoted
from service.faithfulness.speaker import Speaker, people, speaker

NAME = "quotes"
_STRETCH = 60
"""Words that a gap (`…`) or an insertion may stand for."""
_BORROWED = 4
"""Words from which on a claim that stands in a quotation is taken from it."""
_BACK = 2
"""Sentences that a speaker is looked for in before the quotation's own."""
_LIKE = 55.0
"""Similarity (0 to 100) from which a passage is shown as what was meant."""
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Wording:
    """An article's words in one string, one space between them and at both ends; where each sentence begins in it."""

    words: str
    starts: tuple[int, ...]
    sentences: tuple[int, ...]
    people: frozenset[tuple[str, ...]]
    """Names in full, word by word."""

    def names(self, surname: str, *others: str) -> bool:
        """Whether somebody in the article has this surname, and all these names too."""
        return any(p[-1] == surname and set(others) <= set(p) for p in self.people)

    def find(self, pieces: Sequence[tuple[str, ...]]) -> list[int]:
        """Sentences in which a quotation of these pieces begins, at most five."""
        found: list[int] = []
        first = f" {' '.join(pieces[0])} "
        at = self.words.find(first)
        while at >= 0 and len(found) < 5:
            if self._goes_on(at + len(first) - 1, pieces[1:]):
                found.append(self.sentences[bisect_right(self.starts, at + 1) - 1])
            at = self.words.find(first, at + 1)
        return found

    def _goes_on(self, position: int, pieces: Sequence[tuple[str, ...]]) -> bool:
        for piece in pieces:
            wanted = f" {' '.join(piece)} "
            at = self.words.find(wanted, position, position + len(wanted) + _STRETCH * 8)
            if at < 0:
                return False
            position = at + len(wanted) - 1
        return True


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails on words the article does not have (`unsupported`) or has from somebody else (`contradicted`)."""
    quoted = [q for q in quotations(claim.text) if q.pieces]
    if not quoted:
        return _borrowed(claim, article)
    wording = word(article)
    for q in quoted:
        homes = wording.find(q.pieces)
        if not homes:
            return _absent(q, claim, article)
        wrong = _misattributed(q, claim, article, wording, homes)
        if wrong:
            return _fail(wrong, "contradicted")
    return bare(NAME, "pass")


def _borrowed(claim: Claim, article: Article) -> CheckResult:
    """Fails (`unattributed`) where all of a claim stands inside a quotation of its evidence: it is somebody's words."""
    own = tokens(claim.text)
    if len(own) >= _BORROWED:
        words = f" {' '.join(own)} "
        for said in (q for i in claim.evidence for q in quotations(article.sentences[i].text)):
            if words in f" {' '.join(tokens(said.text))} ":
                return _fail(f"words of a quotation, “{_clipped(said.text.strip())}”, on nobody’s word", "unattributed")
    return bare(NAME, "skip")


@per_article
def word(article: Article) -> Wording:
    """The wording of an article, sentences in order, so that a quotation may run over several."""
    parts: list[str] = []
    starts: list[int] = []
    sentences: list[int] = []
    length = 0
    for s in article.sentences:
        said = " ".join(tokens(s.text))
        if said:
            starts.append(length + 1)
            sentences.append(s.index)
            parts.append(said)
            length += len(said) + 1
    texts = [s.text for s in article.sentences] if article.language == "en" else []
    named = frozenset(tuple(p.split()) for t in texts for p in people(t))
    return Wording(f" {' '.join(parts)} ", tuple(starts), tuple(sentences), named)


def _absent(q: Quotation, claim: Claim, article: Article) -> CheckResult:
    nearest = _nearest(q, claim, article)
    shown = _clipped(q.text.strip())
    if nearest:
        return _fail(f"“{shown}” is not in the article; it has “{nearest}”", "contradicted")
    return _fail(f"“{shown}” is not in the article", "unsupported")


def _nearest(q: Quotation, claim: Claim, article: Article) -> str:
    """The passage of the evidence most like the quotation: one that the article quotes, else a run of its words."""
    sentences = [article.sentences[i].text for i in claim.evidence if i < len(article.sentences)]
    real = [r.text for s in sentences for r in quotations(s)]
    score, best = max(((fuzz.ratio(q.text.lower(), r.lower()), r) for r in real), default=(0.0, ""))
    if score >= _LIKE:
        return _clipped(best)
    if len(q.text) < 12:
        return ""
    for s in sentences:
        found = fuzz.partial_ratio_alignment(q.text.lower(), s.lower(), score_cutoff=_LIKE + 15)
        if found is not None and len(s) >= len(q.text):
            return _clipped(_whole(s, found.dest_start, found.dest_end))
    return ""


def _whole(text: str, start: int, end: int) -> str:
    """The run from `start` to `end`, stretched to whole words."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip(' ,.;:“”"')


def _clipped(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


def _misattributed(q: Quotation, claim: Claim, article: Article, wording: Wording, homes: Sequence[int]) -> str:
    """Who the article says said it, where both name a speaker and they differ; empty where that is not certain."""
    if article.language != "en":
        return ""
    mine = speaker(unquoted(claim.text), q.start, q.end)
    if mine is None or mine.pronoun or not wording.names(mine.surname):
        return ""
    others = [_speaker_of(q, article, i) for i in homes]
    if any(
        other is None or _one(mine, other, wording) or _beside(mine, other, article, i)
        for other, i in zip(others, homes, strict=True)
    ):
        return ""
    return (
        f"says that {mine.name} said “{_clipped(q.text.strip())}”; in the article {others[0].name} did"
        if others[0]
        else ""
    )


def _speaker_of(q: Quotation, article: Article, index: int) -> Speaker | None:
    """The article's speaker of what the claim quotes from the sentence at `index`; None unless that is certain."""
    real = next((r for r in quotations(article.sentences[index].text) if _within(q, r)), None)
    return _speaker_at(real, article, index, _BACK) if real else None


def _speaker_at(real: Quotation, article: Article, index: int, back: int) -> Speaker | None:
    """Named in the sentence; else whoever speaks just before, where the sentence is all quotation or says `he`."""
    text = article.sentences[index].text
    said = speaker(unquoted(text), real.start, real.end)
    if said is not None and not said.pronoun:
        return said
    earlier = article.sentences[index - 1] if index else None
    if earlier is None or not back or earlier.paragraph != article.sentences[index].paragraph:
        return None
    if said is not None:
        return _only_person(earlier.text)
    before = quotations(earlier.text)
    if not before or any(c.isalnum() for c in unquoted(text)):
        return None
    return _speaker_at(before[-1], article, index - 1, back - 1)


def _only_person(text: str) -> Speaker | None:
    """The one person that a sentence names outside its quotations."""
    named = {name.split()[-1]: name for name in people(unquoted(text))}
    said = speaker(unquoted(text), len(text), len(text))
    if said is not None and not said.pronoun:
        return said if set(named) <= {said.surname} else None
    return Speaker(next(iter(named.values())), next(iter(named))) if len(named) == 1 else None


def _within(q: Quotation, real: Quotation) -> bool:
    return f" {' '.join(q.pieces[0])} " in f" {' '.join(tokens(real.text))} "


def _one(mine: Speaker, other: Speaker, wording: Wording) -> bool:
    """Whether two names can be one person's."""
    if {p.lower() for p in mine.name.split()} & {p.lower() for p in other.name.split()} - _TITLES:
        return True
    return wording.names(mine.surname, other.surname) or wording.names(other.surname, mine.surname)


def _beside(mine: Speaker, other: Speaker, article: Article, index: int) -> bool:
    """The claim's speaker is named right before the article's: `Trump's spokesperson Karoline Leavitt said`."""
    return mine.surname in article.sentences[index].text.split(other.surname)[0][-40:]


_TITLES = frozenset(
    {"mr", "mrs", "ms", "dr", "sir", "president", "minister", "prime", "foreign", "senator", "sen.", "mr."}
)


def _fail(detail: str, verdict: Verdict) -> CheckResult:
    return CheckResult(name=NAME, outcome="fail", detail=detail, verdict=verdict)
