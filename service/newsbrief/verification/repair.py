"""Repair: a claim that failed is fixed as the judge proposes, else replaced by the source's own words, else dropped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from newsbrief.article import Article
from newsbrief.article.ends import end_text, strip_full_stop
from newsbrief.briefing.absence import write_absence
from newsbrief.briefing.schema import ALL_SECTIONS, SECTIONS, Section
from newsbrief.drafting.draft import DraftRequest, Engine
from newsbrief.models.usage import CallUsage
from newsbrief.verification import form
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import CARRIED, TITLE, CheckedClaim, CheckResult, Claim, succeed
from newsbrief.verification.code_checks import check_by_code, make_absence
from newsbrief.verification.itemise import itemise_draft
from newsbrief.verification.judge.judge import NAME as JUDGE
from newsbrief.verification.judge.judge import Ruling
from newsbrief.verification.repetition import find_repeats, say_the_same
from newsbrief.verification.translated import mark_quotations
from newsbrief.workers import run_in_worker

MINIMUM: Mapping[Section, int] = {
    "title": 1,
    "the_story": 2,
    "key_points": 3,
    "critical_analysis": 1,
    "key_takeaways": 2,
    "impact_analysis": 1,
}
"""Claims that a section holds at least, as far as the article has anything for it."""


@dataclass(frozen=True, slots=True)
class RepairResult:
    """The claims to print, in order and numbered anew, and the dropped ones."""

    claims: tuple[CheckedClaim, ...]
    dropped: tuple[CheckedClaim, ...]
    usage: CallUsage = field(default_factory=CallUsage)
    warnings: tuple[str, ...] = ()


async def repair_claims(
    checked: Sequence[CheckedClaim],
    article: Article,
    *,
    checker: Checker,
    extractive: Engine,
    prints_unverified: bool = False,
    released: Collection[str] = (),
    language: str = "",
    minimum: Mapping[Section, int] = MINIMUM,
) -> RepairResult:
    """Return a draft made printable.

    The judge's fixes of failing claims are guarded, then judged in their turn, in one call for all. A claim whose fix
    does not stand gives way to one of `extractive`, which writes in the article's own words, on the same sentence;
    sections that are left below their minimum are filled from that draft too. Claims whose ids are in `released` are
    with the reader already: they stand, under those ids. `language` is that of the claims where it is another than the
    article's: then none gives way to the article's own words. `minimum`: claims that a section holds at least.
    `checker` judges the fixes; where it has no rounds none is tried.
    """

    def is_final(claim: CheckedClaim) -> bool:
        return claim.id in released or is_printable(claim, prints_unverified)

    failing = [claim for claim in checked if not is_final(claim)]
    fixed, ruling = await _judge_fixes(failing, article, checker, language)
    failed = {c.id for c in failing} - fixed.keys()
    claims = [fixed.get(c.id, c) for c in checked]
    repeats = find_repeats([c for c in claims if c.id not in failed], released)
    claims = [c for c in claims if c.id not in {repeat.id for repeat in repeats}]
    lacks = not language and (failed or _find_wanting(claims, minimum))
    own_words = await _draft_own_words(article, extractive, checker.deadline) if lacks else []
    printed = _place(claims, failed, own_words, minimum)
    printed += _write_absent(printed, own_words, language or article.language)
    dropped = [c for c in failing if c.id in failed] + repeats
    return RepairResult(
        number_claims(printed, released),
        tuple(c.with_changes(action="dropped", fix=_fix(c)) for c in dropped),
        ruling.usage,
        ruling.warnings,
    )


def is_printable(claim: CheckedClaim, prints_unverified: bool = False) -> bool:
    """Return whether a claim of ours may be printed: carried (or unverified, where asked for), well formed.

    The article's own title is printed though nothing could check it.
    """
    prints_unverified = prints_unverified or claim.find_check(TITLE) is not None
    verdicts = CARRIED | {"unverified"} if prints_unverified else CARRIED
    has_form = (finding := claim.find_check(form.NAME)) is None or finding.outcome != "fail"
    return claim.verdict in verdicts and has_form


def number_claims(claims: Iterable[CheckedClaim], released: Collection[str] = ()) -> tuple[CheckedClaim, ...]:
    """Return the claims in the order of the sections, each with its place among the printed ones as its id.

    A claim in `released` keeps its id, and the claims after it are numbered from there: the number of a claim that was
    dropped between two released ones is left out.
    """
    by_section: dict[Section, list[CheckedClaim]] = {section: [] for section in ALL_SECTIONS}
    for claim in claims:
        by_section[claim.section].append(claim)
    out: list[CheckedClaim] = []
    for section, kept in by_section.items():
        number = -1
        for claim in kept:
            number = int(claim.id.rpartition(".")[2]) if claim.id in released else number + 1
            id = f"{section}.{number}"
            out.append(claim if claim.id == id else claim.with_changes(id=id))
    return tuple(out)


async def _judge_fixes(
    failing: Sequence[CheckedClaim],
    article: Article,
    checker: Checker,
    language: str,
) -> tuple[dict[str, CheckedClaim], Ruling]:
    """Return the fixes that stand, by the id of the claim that failed, and what judging them took."""
    before = {c.id: c for c in failing}
    attempts = [
        Claim(
            c.id,
            c.section,
            mark_quotations(text, article, language) if language else text,
            c.kind,
            tuple(e.sentence for e in c.evidence),
            translated_into=language,
        )
        for c in failing
        if (text := _fix(c))
    ]
    if not attempts or not checker.rounds:
        return {}, Ruling()
    judged, ruling = await checker.check(attempts, article, language)
    stand = [c for c in judged if is_printable(c)]
    fixed = {c.id: c.with_changes(_note(before[c.id]), action="repaired", draft=before[c.id].text) for c in stand}
    return fixed, ruling


def _fix(claim: CheckedClaim) -> str:
    """Return the judge's fix of a claim; empty where there is none, or it is the text that failed."""
    finding = claim.find_check(JUDGE)
    fix = " ".join(finding.fix.split()) if finding else ""
    text = end_text(fix, is_title=claim.section == "title")
    return "" if say_the_same(text, claim.text) else text


async def _draft_own_words(article: Article, extractive: Engine, deadline: float) -> list[CheckedClaim]:
    """Return claims in the article's own words, checked like any other: a shortened sentence can say something else."""
    drafted = await extractive.draft(DraftRequest(article, article.language, deadline))
    checked = await run_in_worker(
        len(article.source), check_by_code, itemise_draft(drafted.draft, article.language), article
    )
    return [claim for claim in checked if claim.verdict in CARRIED and not claim.is_absence]


def _place(
    claims: Sequence[CheckedClaim],
    failed: Collection[str],
    own_words: Sequence[CheckedClaim],
    minimum: Mapping[Section, int],
) -> list[CheckedClaim]:
    """Return the claims that stand, with `failed` ones replaced and short sections filled from `own_words`.

    A section in which no claim stands is written wholly in the article's words, so that its sentences fit together.
    Elsewhere no two claims rest on one sentence because of what is put in, titles aside.
    """
    standing = [claim for claim in claims if claim.id not in failed]
    written = {claim.section for claim in standing}
    taken = _list_sentences(standing)
    printed = [_replace(c) for c in own_words if c.section not in written and _is_free(c, taken)]
    rewritten = {claim.section for claim in printed}
    taken |= _list_sentences(printed)
    for claim in claims:
        if claim.section in rewritten:
            continue
        if claim.id not in failed:
            printed.append(claim)
        elif instead := _find_on_its_sentences(claim, own_words, taken):
            printed.append(_replace(instead, claim))
            taken |= _list_sentences([instead])
    for section, missing in _find_wanting(printed, minimum).items():
        further = [c for c in own_words if c.section == section and _is_free(c, taken)][:missing]
        printed += map(_replace, further)
        taken |= _list_sentences(further)
    return printed


def _list_sentences(claims: Sequence[CheckedClaim]) -> set[int]:
    """Return the sentences that claims rest on. A title may rest on that of another claim."""
    return {_find_best_sentence(claim) for claim in claims if claim.section != "title"}


def _is_free(claim: CheckedClaim, taken: Collection[int]) -> bool:
    return claim.section == "title" or _find_best_sentence(claim) not in taken


def _find_on_its_sentences(
    failed: CheckedClaim, own_words: Sequence[CheckedClaim], taken: Collection[int]
) -> CheckedClaim | None:
    """Return a claim in the article's words on a sentence that a failed one rests on; none for a title."""
    bearing = {e.sentence for e in failed.evidence}.difference(taken) if failed.section != "title" else ()
    return next((c for c in own_words if c.section != "title" and _find_best_sentence(c) in bearing), None)


def _replace(own: CheckedClaim, failed: CheckedClaim | None = None) -> CheckedClaim:
    """Return a claim in the article's words as it is printed in place of a failed one, or of a whole section."""
    own = own.with_changes(id="", action="replaced")
    if failed is None:
        return own
    return own.with_changes(_note(failed), section=failed.section, draft=failed.text, fix=_fix(failed))


def _write_absent(
    printed: Sequence[CheckedClaim], own_words: Sequence[CheckedClaim], language: str
) -> Iterator[CheckedClaim]:
    """Yield what stands in sections that nothing was found for: a title from the lead, else a sentence saying so."""
    present = {claim.section for claim in printed}
    lead = next((c for c in (*own_words, *printed) if c.section == "the_story"), None)
    for section in (s for s in SECTIONS if s not in present):
        if section == "title" and lead:
            yield _replace(lead).with_changes(section=section, text=strip_full_stop(lead.text))
        else:
            yield make_absence(Claim("", section, write_absence(section, language)))


def _find_wanting(claims: Sequence[CheckedClaim], minimum: Mapping[Section, int]) -> dict[Section, int]:
    """Return how many claims each section is short of its minimum."""
    counts = dict.fromkeys(ALL_SECTIONS, 0)
    for claim in claims:
        counts[claim.section] += 1
    return {section: least - counts[section] for section, least in minimum.items() if counts[section] < least}


def _list_reasons(claim: CheckedClaim) -> tuple[str, ...]:
    reasons = tuple(c.detail or c.name for c in claim.failures)
    return reasons or ("nothing could check it",)


def _note(failed: CheckedClaim) -> CheckResult:
    """Return the note that tells an editor what the draft said and why it was replaced."""
    return succeed("repair", f"the draft said: {failed.text} ({'; '.join(_list_reasons(failed))})")


def _find_best_sentence(claim: CheckedClaim) -> int:
    return claim.evidence[0].sentence if claim.evidence else -1
