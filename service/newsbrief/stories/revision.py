"""An older briefing and a newer article to a revised briefing.

What holds stays, word for word, on the evidence of the newer article. What is out of date gives way to what the newer
article says of it. What the newer article is silent on stays where an earlier article, of a known date, carried it as a
reported fact: dated, so that no reader takes it for today's news; a judgement of how things stood then goes. What is
new is added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from newsbrief.article import Article
from newsbrief.article.article import Sentence
from newsbrief.article.words import content_stems, split_words
from newsbrief.briefing.absence import is_absence
from newsbrief.briefing.schema import BULLETED, SECTIONS, Section
from newsbrief.stories.marks import mark_date, strip_contested, strip_date
from newsbrief.stories.standing import Standing, Stands, find_standing
from newsbrief.verification.ahead import is_planned
from newsbrief.verification.claim import CARRIED, CheckedClaim, Claim
from newsbrief.verification.code_checks import check_by_code
from newsbrief.verification.repair import number_claims
from newsbrief.verification.repetition import say_the_same

ROOM: Mapping[Section, int] = {
    "title": 1,
    "the_story": 5,
    "key_points": 8,
    "critical_analysis": 5,
    "key_takeaways": 7,
    "impact_analysis": 5,
}
"""Claims up to which a section is filled: with what is new, then with what is unconfirmed. What holds always stays."""
NEWS = 2
"""Claims that are new and have room however much holds."""
_WORDS = 160
"""Words up to which a paragraph is filled."""
_SAID = 0.75
"""Share of a claim that another tells, from which on it says the same, where both rest on the same sentence."""


@dataclass(frozen=True, slots=True)
class OlderClaims:
    """A finished briefing: its claims, and what was found of them when it was made."""

    claims: tuple[Claim, ...]
    """Without the fixed sentences that say a section has nothing."""
    verified: Mapping[str, CheckedClaim]
    """By id; empty where nothing is known of how it was checked."""
    appeared: Sequence[datetime | None] = ()
    """When each article appeared that its evidence is in, as `Evidence.source` counts them; None: not known."""

    def held_against(self, language: str = "") -> tuple[Claim, ...]:
        """Return its claims without our marks, as they are checked against a newer article. `language`: that of the
        claims, if it is not the article's."""
        return tuple(
            Claim(c.id, c.section, strip_contested(strip_date(c.text)), c.kind, translated_into=language)
            for c in self.claims
        )


@dataclass(frozen=True, slots=True)
class RevisedBriefing:
    """A revised briefing: what is printed, numbered, how each older claim stands, and which of the claims are new."""

    claims: tuple[CheckedClaim, ...]
    standings: tuple[Standing, ...]
    new: tuple[CheckedClaim, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A claim that may be printed, and the id of the older claim that it comes from, if any."""

    claim: CheckedClaim
    origin: str | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class _RevisionInput:
    """The parts of a revised briefing."""

    article: Article
    older: OlderClaims
    checked: Mapping[str, CheckedClaim]
    """The older claims against the newer article, by id."""
    stand: Sequence[Standing]
    fresh: Sequence[CheckedClaim]
    """A verified briefing of the newer article."""
    language: str
    """Of the briefing."""

    @property
    def across(self) -> bool:
        """Return whether the briefing is in another language than the article."""
        return self.language != self.article.language

    def list_standings(self, section: Section, *which: Stands) -> list[Standing]:
        return [s for s in self.stand if s.section == section and s.standing in which]

    def list_drafted(self, section: Section) -> list[CheckedClaim]:
        return [c for c in self.fresh if c.section == section]


def revise(
    older: OlderClaims, examined: Sequence[CheckedClaim], fresh: Sequence[CheckedClaim], article: Article, language: str
) -> RevisedBriefing:
    """Return the revised briefing. `examined` are the older claims, in order; `fresh` are the claims of a verified
    briefing of the newer article. Both are in `language` and checked against the newer `article`."""
    kinds, across = {c.id: c.kind for c in older.claims}, language != article.language
    stand = [find_standing(claim, article, kinds[claim.id], across=across) for claim in examined]
    inputs = _RevisionInput(article, older, {c.id: c for c in examined}, stand, fresh, language)
    lines: list[_Line] = []
    for section in SECTIONS:
        lines += _choose_title(inputs) if section == "title" else _revise_section(section, inputs, lines)
    printed = number_claims(line.claim for line in lines)
    became = {line.origin: claim.id for line, claim in zip(lines, printed, strict=True) if line.origin}
    became |= _count_shared([s for s in stand if s.id not in became], printed)
    said = {c.id: c.text for c in older.claims}
    told = tuple(s.model_copy(update={"text": said[s.id], "became": became.get(s.id)}) for s in stand)
    return RevisedBriefing(
        claims=printed,
        standings=told,
        new=tuple(claim for line, claim in zip(lines, printed, strict=True) if line.is_new),
    )


def _choose_title(inputs: _RevisionInput) -> list[_Line]:
    """Return the older title if it holds, else the new one: a headline is never dated."""
    if holds := inputs.list_standings("title", "holds"):
        return [_Line(inputs.checked[holds[0].id], holds[0].id)]
    gone = inputs.list_standings("title", "out_of_date")
    return [_Line(c, gone[0].id if gone else None, is_new=not gone) for c in inputs.list_drafted("title")[:1]]


def _revise_section(section: Section, inputs: _RevisionInput, before: Sequence[_Line]) -> list[_Line]:
    """Return the lines of one section, in the order in which they are read."""
    lines: list[_Line] = []
    for s in inputs.list_standings(section, "holds", "out_of_date"):
        if s.standing == "holds":
            lines.append(_Line(inputs.checked[s.id], s.id))
        elif instead := _find_replacement(s, lines, inputs):
            lines.append(_Line(instead, s.id))
    known = [inputs.checked[s.id] for s in inputs.stand if s.standing == "holds"]
    known += [line.claim for line in (*before, *lines)]
    fresh = [c for c in inputs.list_drafted(section) if not is_absence(c.text)]
    news = [c for c in fresh if not any(_is_said_by(k, c, inputs.language) for k in known)]
    for line in (_Line(claim, is_new=True) for claim in news[: max(NEWS, ROOM[section] - len(lines))]):
        leads = section == "the_story" and not any(other.is_new for other in lines)
        if leads or _fits(line, lines, section):
            lines.append(line)
    for line in _keep_unconfirmed(section, inputs):
        if len(lines) < ROOM[section] and _fits(line, lines, section):
            lines.append(line)
    # A section is never empty: it is then as in the newer article's own briefing.
    return lines or [_Line(claim, is_new=not is_absence(claim.text)) for claim in inputs.list_drafted(section)]


def _find_replacement(old: Standing, lines: Sequence[_Line], inputs: _RevisionInput) -> CheckedClaim | None:
    """Return what the newer article says in place of a claim: a drafted claim on one of the sentences that overtake it,
    else that sentence itself; how it is now before how that came about. None where the section has it already."""
    article, bearing = inputs.article, [e.sentence for e in old.evidence]
    printed = [line.claim for line in lines]
    for at in reversed(bearing):
        if any(_rests_on(c, at) for c in printed):
            return None
        drafted = [c for c in inputs.fresh if _rests_on(c, at) and c.section != "title"]
        drafted = [c for c in drafted if not any(say_the_same(c.text, p.text) for p in printed)]
        drafted.sort(key=lambda c: c.section != old.section)
        if chosen := drafted or list(_reword(old, article.sentences[at], inputs)):
            return chosen[0].model_copy(update={"section": old.section, "action": "replaced"})
    return None


def _rests_on(claim: CheckedClaim, sentence: int) -> bool:
    best = claim.evidence[:1]
    return bool(best) and best[0].source == 0 and best[0].sentence == sentence


def _reword(old: Standing, sentence: Sentence, inputs: _RevisionInput) -> Iterator[CheckedClaim]:
    """Yield a sentence of the article as a claim, if it is in the briefing's language and passes the checks."""
    if inputs.across:
        return
    claim = Claim(old.id, old.section, " ".join(sentence.text.split()), cited=(sentence.index,))
    yield from (c for c in check_by_code([claim], inputs.article) if c.verdict in CARRIED)


def _keep_unconfirmed(section: Section, inputs: _RevisionInput) -> Iterator[_Line]:
    """Yield what the newer article is silent on and the earlier one carried, dated: facts, not plans."""
    older = inputs.older
    for s in inputs.list_standings(section, "unconfirmed"):
        then = older.verified.get(s.id)
        if then is None or then.verdict != "supported" or not then.evidence or is_planned(then.text):
            continue
        if (day := _find_day(then, older.appeared)) is None:
            continue
        text = mark_date(then.text, day, inputs.language)
        # The newer article is the first source; the earlier ones come after it.
        evidence = tuple(e.model_copy(update={"source": e.source + 1}) for e in then.evidence)
        yield _Line(then.model_copy(update={"text": text, "evidence": evidence, "action": "kept"}), s.id)


def _find_day(claim: CheckedClaim, appeared: Sequence[datetime | None]) -> datetime | None:
    """Return when the oldest article appeared that a claim rests on; None where one has no date."""
    days = [appeared[e.source] for e in claim.evidence]
    known = [day.astimezone(UTC) for day in days if day]
    return min(known) if len(known) == len(days) else None


def _is_said_by(known: CheckedClaim, claim: CheckedClaim, language: str) -> bool:
    """Return whether `known`, a claim that is printed or holds, says what `claim` says."""
    if say_the_same(known.text, claim.text):
        return True
    same = {e.sentence for e in known.evidence[:2] if not e.source} & {e.sentence for e in claim.evidence[:1]}
    return bool(same) and _measure_overlap(claim.text, known.text, language) >= _SAID


def _measure_overlap(wanted: str, text: str, language: str) -> float:
    """Return the share of the distinct words of `wanted` that `text` has, from 0 to 1."""
    sought = set(content_stems(wanted, language))
    return len(sought & set(content_stems(text, language))) / (len(sought) or 1)


def _count_shared(gone: Sequence[Standing], printed: Sequence[CheckedClaim]) -> dict[str, str]:
    """Return the ids of printed claims that took the place of out-of-date ones in their section, by the old ids."""
    found = {}
    for s in gone:
        bearing = [e.sentence for e in s.evidence] if s.standing == "out_of_date" else []
        there = (c.id for c in printed if c.section == s.section and any(_rests_on(c, at) for at in bearing))
        if (id := next(there, None)) is not None:
            found[s.id] = id
    return found


def _fits(line: _Line, lines: Sequence[_Line], section: Section) -> bool:
    return section in BULLETED or sum(len(split_words(other.claim.text)) for other in (*lines, line)) <= _WORDS
