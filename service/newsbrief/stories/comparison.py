"""A briefing of several articles, claim by claim against each of them: who carries it, and who says otherwise.

What sources disagree on is shown, not merged: a claim that one carries and another contradicts is told as the word of
the one; a claim that was pieced together from several, and that none of them carries, is not told where any contradicts
it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import regex
from pydantic import BaseModel, ConfigDict, Field

from newsbrief.article import Article
from newsbrief.article.dossier import Dossier
from newsbrief.article.ends import strip_full_stop
from newsbrief.article.words import content_stems
from newsbrief.briefing.absence import is_absence, write_absence
from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.briefing.source import make_link
from newsbrief.stories.marks import mark_contested, name_source
from newsbrief.stories.rival import is_same
from newsbrief.stories.standing import Standing, find_standing
from newsbrief.verification.claim import CheckedClaim, CheckResult, Claim, Evidence, Faithfulness, fail
from newsbrief.verification.code_checks import make_absence
from newsbrief.verification.numerals import Figure, find_figures
from newsbrief.verification.repair import number_claims
from newsbrief.verification.verdict import cite

_LONGEST = 60
"""Characters of a source's address in a claim."""
_NAME = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} .&'’+/-]{0,39}")
"""The name of an outlet as it is put into claims."""
_SMALL = 12.0
"""A count up to here stands for many things in one story."""
_NEAR = 40
"""Characters behind a figure in which the word for what it counts stands."""


class Disagreement(BaseModel):
    """A claim that one source carries and another contradicts."""

    model_config = ConfigDict(frozen=True)

    claim: str | None = Field(
        description="Its id in the briefing, where it is told as a source's word; null: not told."
    )
    text: str = Field(description="The claim, without the names of sources.")
    supported_by: tuple[int, ...] = Field(description="Sources that carry it, as indices into `meta.sources`.")
    contradicted_by: tuple[int, ...] = Field(description="Sources that say otherwise.")
    detail: str = Field(description="For an editor: what those say.")
    evidence: tuple[Evidence, ...] = Field(description="Sentences on either side.")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A briefing with each claim's evidence in its own source."""

    claims: tuple[CheckedClaim, ...]
    dropped: tuple[CheckedClaim, ...]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """One source on one claim."""

    source: int
    checked: CheckedClaim
    standing: Standing


def prepare_claims(claims: Sequence[CheckedClaim], language: str = "") -> tuple[Claim, ...]:
    """Return the claims of a briefing of several articles as they are held against one article of it. `language`:
    theirs, where it is another than that article's."""
    return tuple(
        Claim(c.id, c.section, c.text, c.kind, translated_into=language, is_alone=c.is_absence) for c in claims
    )


def compare(
    claims: Sequence[CheckedClaim], by_source: Sequence[Sequence[CheckedClaim]], dossier: Dossier, language: str
) -> Comparison:
    """Return a briefing in `language` with the disagreements of its sources.

    `claims` were checked against the whole dossier, and, in the same order, `by_source` against each article of it.
    """
    across = [article.language != language for article in dossier.articles]
    lines: list[tuple[CheckedClaim, Disagreement | None]] = []
    for number, claim in enumerate(claims):
        if is_absence(claim.text):
            lines.append((claim, None))
            continue
        sides = [
            _Side(at, found[number], find_standing(found[number], dossier.articles[at], claim.kind, across=across[at]))
            for at, found in enumerate(by_source)
        ]
        lines.append(_weigh(claim, sides, dossier, language))
    lines = [_mirror(claim, found, lines, dossier, language) for claim, found in lines]
    told = [(c, d) for c, d in lines if d is None or d.supported_by]
    printed = [c for c, _ in told]
    lost = [s for s in SECTIONS if s not in {c.section for c in printed}]
    filled = [_fill(section, printed, language) for section in lost]
    numbers = number_claims([*printed, *filled])
    ids = {id(old): new.id for old, new in zip(_in_order([*printed, *filled]), numbers, strict=True)}
    return Comparison(
        claims=numbers,
        dropped=tuple(
            c.with_changes(_without_source(d), verdict="contradicted", action="dropped")
            for c, d in lines
            if d is not None and not d.supported_by
        ),
        disagreements=tuple(d.model_copy(update={"claim": ids.get(id(c))}) for c, d in lines if d is not None),
    )


def mark_disagreements(found: Faithfulness, disagreements: Sequence[Disagreement]) -> Faithfulness:
    """Return the report with the verdict `review` where sources disagree, though all claims are carried."""
    if not disagreements or found.verdict != "pass":
        return found
    return found.model_copy(update={"verdict": "review", "reason": "the articles disagree"})


def _fill(section: Section, printed: Sequence[CheckedClaim], language: str) -> CheckedClaim:
    """Return the claim for a section of which nothing is left: a title from the story, else a sentence saying so."""
    lead = next((c for c in printed if c.section == "the_story" and not is_absence(c.text)), None)
    if section == "title" and lead is not None:
        return lead.model_copy(update={"section": section, "text": strip_full_stop(lead.text), "action": "replaced"})
    return make_absence(Claim("", section, write_absence(section, language)))


def _weigh(
    claim: CheckedClaim, sides: Sequence[_Side], dossier: Dossier, language: str
) -> tuple[CheckedClaim, Disagreement | None]:
    carry = [s.source for s in sides if s.standing.standing == "holds"]
    against = [s for s in sides if s.standing.standing == "out_of_date"]
    denying = tuple(s.source for s in against)
    own = tuple(_cite(claim, dossier))
    # The best sentence of each further source that carries it, too.
    further = tuple(
        e.model_copy(update={"source": s.source})
        for s in sides
        if s.source in carry and s.source not in {e.source for e in own}
        for e in s.standing.evidence[:1]
    )
    cited = claim.model_copy(update={"evidence": (*(e for e in own if e.source not in denying), *further) or own})
    if not against:
        return cited, None
    others = tuple(e.model_copy(update={"source": s.source}) for s in against for e in s.standing.evidence)
    names = _name_sources(dossier, language)
    disagreement = Disagreement(
        claim=None,
        text=claim.text,
        supported_by=tuple(carry),
        contradicted_by=denying,
        detail="; ".join(f"{names[s.source]}: {s.standing.detail}" for s in against),
        evidence=(*(e for e in cited.evidence if e.source in carry), *others),
    )
    return (_attribute_claim(disagreement, cited, dossier, language) if carry else cited), disagreement


def _attribute_claim(disagreement: Disagreement, claim: CheckedClaim, dossier: Dossier, language: str) -> CheckedClaim:
    """Return the claim, attributed to the sources that carry it."""
    names = _name_sources(dossier, language)
    own, others = (
        [names[at] for at in sources] for sources in (disagreement.supported_by, disagreement.contradicted_by)
    )
    return claim.model_copy(update={"text": mark_contested(claim.text, own, others, language)})


def _mirror(
    claim: CheckedClaim,
    found: Disagreement | None,
    lines: Sequence[tuple[CheckedClaim, Disagreement | None]],
    dossier: Dossier,
    language: str,
) -> tuple[CheckedClaim, Disagreement | None]:
    """Mark a claim as contested if it uses a figure that contradicts another claim."""
    if found is not None or is_absence(claim.text):
        return claim, found
    sources = {e.source for e in claim.evidence}
    for other in (d for _, d in lines if d is not None and d.supported_by):
        if not sources <= set(other.contradicted_by):
            continue
        for evidence in other.evidence:
            theirs = dossier.articles[evidence.source].language
            if evidence.source in sources and _contradicts(claim, evidence, other, language, theirs):
                names = _name_sources(dossier, language)
                mirror = Disagreement(
                    claim=None,
                    text=claim.text,
                    supported_by=tuple(sorted(sources)),
                    contradicted_by=other.supported_by,
                    detail=f"{', '.join(names[at] for at in other.supported_by)}: “{other.text}”",
                    evidence=other.evidence,
                )
                return _attribute_claim(mirror, claim, dossier, language), mirror
    return claim, None


def _contradicts(claim: CheckedClaim, against: Evidence, other: Disagreement, language: str, theirs: str) -> bool:
    """Return whether a claim has the figure that the sentence `against` has in place of one of the other claim.

    `language` is that of the claims, `theirs` that of the sentence. A small count is the figure only of the same thing.
    """
    told = find_figures(claim.text, language)
    return any(
        is_same(figure, disputed)
        and (figure.largest > _SMALL or _find_next_stem(figure, claim.text, language) == counted)
        for disputed, counted in _find_disputed(against.quote, theirs, other.text, language)
        for figure in told
    )


def _find_disputed(quote: str, theirs: str, text: str, language: str) -> list[tuple[Figure, str]]:
    """Return the figures of a quote that stand for others in a text, each with the stem behind it: those before the
    same word, else the one that either lacks."""
    said, denied = find_figures(quote, theirs), find_figures(text, language)
    new = [(f, _find_next_stem(f, quote, theirs)) for f in said if not any(is_same(f, other) for other in denied)]
    gone = [_find_next_stem(f, text, language) for f in denied if not any(is_same(f, other) for other in said)]
    same = [(figure, stem) for figure, stem in new if stem and stem in gone]
    return same or (new if len(new) == len(gone) == 1 else [])


def _find_next_stem(figure: Figure, text: str, language: str) -> str:
    return next(iter(content_stems(text[figure.end : figure.end + _NEAR], language)), "")


def _name_sources(dossier: Dossier, language: str) -> list[str]:
    """Return a name for each source, in a briefing in `language`; one that several share with its number."""
    names = [_name(article, number, language) for number, article in enumerate(dossier.articles, 1)]
    shared = {name for name, times in Counter(name.casefold() for name in names).items() if times > 1}
    return [f"{name} #{number}" if name.casefold() in shared else name for number, name in enumerate(names, 1)]


def _cite(claim: CheckedClaim, dossier: Dossier) -> Iterator[Evidence]:
    """Yield the evidence of a claim, located in the articles that it comes from."""
    for evidence in claim.evidence:
        source, sentence = dossier.place(evidence.sentence)
        yield cite(dossier.articles[source], sentence.index).model_copy(update={"source": source})


def _without_source(disagreement: Disagreement) -> CheckResult:
    detail = f"no source carries it alone, and one says otherwise: {disagreement.detail}"
    return fail("sources", detail, verdict="contradicted")


def _name(article: Article, number: int, language: str) -> str:
    """Return the name of a source: its outlet as the sender names it, its site, or its number, told in `language`.

    It stands in claims, unchecked: what a page calls itself may be a claim of its own.
    """
    host = (urlsplit(make_link(article.url) or "").hostname or "").removeprefix("www.")
    outlet = " ".join((article.outlet or "").split()) if article.outlet_is_given else ""
    return outlet if _NAME.fullmatch(outlet) else host[:_LONGEST] or name_source(number, language)


def _in_order(claims: Sequence[CheckedClaim]) -> list[CheckedClaim]:
    return [c for section in SECTIONS for c in claims if c.section == section]
