"""The extractive engine: a selection of whole sentences of the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp

from newsbrief.article import Article, per_article
from newsbrief.article.ends import strip_full_stop
from newsbrief.article.factchecks import find_rating
from newsbrief.article.genre import mark_title
from newsbrief.article.words import split_words
from newsbrief.briefing.absence import write_absence
from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.drafting.draft import Draft, DraftRequest, DraftResult, EngineName, Item
from newsbrief.extractive.cues import is_update
from newsbrief.extractive.ranking import Candidate, choose_best, list_candidates
from newsbrief.extractive.traits import Traits
from newsbrief.workers import run_in_worker

_POINTS, _TAKEAWAYS, _VIEWS = 5, 4, 1
_FEWEST_SHARED = 5
"""Facts from which they are shared between key points and takeaways: three and two."""
_STORY_SENTENCES, _STORY_WORDS = 6, 150
_FOLLOWERS, _LONGEST = 2, 90
"""Sentences that follow another in one claim, and words of all of them, at most."""
_RECENT, _CURRENT, _CURRENT_FIT = 0.08, 0.4, 0.25
"""From where in an article an update is one; what one is worth in the story, which may be out of date without it; and
how likely it stands alone."""
_LEAD_FIT = (0.5, 0.2)
"""How likely the lead stands alone, and at least where none is likelier to."""
_TOLD, _TOLD_FIRST, _FEW_TOLD = 0.65, 0.55, 2
"""How likely a sentence is understood that is printed in the story: after the lead, its first few need less."""
_FIT, _FIT_FIRST, _PER_FACT, _FIT_LEAST = 0.7, 0.5, 10, 0.3
"""How likely a sentence stands alone that is printed as a fact; the first of so many
sentences, and those of reports, need less."""
_REPORT, _SLOPE = 0.6, 5.0
"""Part of an article's sentences with evidence from which it is a report; what more of it takes from what is needed."""
_FOLLOWS = 0.65
"""How likely a sentence is understood after another that is printed in one claim with it."""
_OUTLOOK, _OUTLOOK_FIT, _JUDGEMENT, _JUDGEMENT_FIT = 0.15, 0.25, 0.15, 0.4
"""How likely a sentence is an outlook, or a judgement, that is printed as one, and how likely it stands alone."""


class ExtractiveEngine:
    """Answers where no model is, or where the one there is fails: every claim is the source's words."""

    name: EngineName = "extractive"
    model: str | None = None

    async def draft(self, request: DraftRequest) -> DraftResult:
        return DraftResult(await run_in_worker(len(request.article.source), extract, request.article))

    async def aclose(self) -> None:
        """Nothing to close."""


@per_article
def extract(article: Article) -> Draft:
    """Return a draft of whole sentences of the article, none used twice; each section in the order of the article.

    The story is the news and what completes it, impact what lies ahead, analysis what somebody named makes of it; key
    points and takeaways are the best of what is left. A sentence is printed where it is likely understood there: by
    itself, or directly after the one before it. A section for which there is nothing says so.
    """
    found = [c for c in list_candidates(article) if not article.is_opinion or _gives_evidence(c)]
    if article.satire is not None or article.is_satirical:
        return _satire(article, found)
    chosen = _choose(found, article)
    return Draft(
        title=_title(article, found),
        the_story=(*_rating_items(article), *_items("the_story", chosen["the_story"], article)),
        key_points=_items("key_points", chosen["key_points"], article),
        critical_analysis=_items("critical_analysis", chosen["critical_analysis"], article),
        key_takeaways=_items("key_takeaways", chosen["key_takeaways"], article),
        impact_analysis=_items("impact_analysis", chosen["impact_analysis"], article),
    )


def _choose(found: Sequence[Candidate], article: Article) -> dict[Section, list[Candidate]]:
    """Return the sentences of each section but the title."""
    lead = _lead(found)
    impact = choose_best(_remove(lead, found), _VIEWS, _rate_outlook, apart_from=lead)
    analysis = choose_best(_remove([*lead, *impact], found), _VIEWS, _rate_judgement, apart_from=lead)
    story = _complete(lead, _remove([*impact, *analysis], found), article)
    taken = [*story, *impact, *analysis]
    facts = choose_best(_remove(taken, found), _POINTS + _TAKEAWAYS, _rate_fact, apart_from=taken)
    takeaways = sorted(facts, key=lambda c: -c.worth.alone)[: _share(len(facts))]
    points = _extend(_remove(takeaways, facts)[:_POINTS], _remove([*taken, *facts], found), article)
    return {
        "the_story": story,
        "key_points": points,
        "critical_analysis": analysis,
        "key_takeaways": takeaways,
        "impact_analysis": impact,
    }


def _rate_fact(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    worth = candidate.worth
    floor = _find_floor(candidate.traits, len(chosen))
    return worth.alone * worth.essential**0.5 if worth.alone >= floor else 0.0


def _find_floor(traits: Traits, facts: int) -> float:
    """Return how likely a sentence stands alone that is printed beside some other facts.

    Least in a report, most of whose sentences give evidence: there most is lost by what is left out. The first few
    need less: more of them in a long article, which has more to tell.
    """
    floor = min(_FIT, max(_FIT_LEAST, _FIT - _SLOPE * (traits.evidence - _REPORT)))
    return min(floor, _FIT_FIRST) if facts < exp(traits.size) / _PER_FACT else floor


def _rate_outlook(candidate: Candidate, _: Sequence[Candidate]) -> float:
    worth = candidate.worth
    return worth.outlook if worth.outlook >= _OUTLOOK and worth.alone >= _OUTLOOK_FIT else 0.0


def _rate_judgement(candidate: Candidate, _: Sequence[Candidate]) -> float:
    worth = candidate.worth
    attributed = candidate.traits.voiced > 0
    return worth.judgement if attributed and worth.judgement >= _JUDGEMENT and worth.alone >= _JUDGEMENT_FIT else 0.0


def _gives_evidence(candidate: Candidate) -> bool:
    """Return whether a sentence has a figure or somebody's word: what else an opinion piece says is its author's."""
    return any((candidate.traits.voiced, candidate.traits.quoted, candidate.traits.figures))


def _share(facts: int) -> int:
    """Return how many of some facts are takeaways: none where that would leave either list too short."""
    return facts * _TAKEAWAYS // (_POINTS + _TAKEAWAYS) if facts >= _FEWEST_SHARED else 0


def _lead(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentence that most likely tells the news, of those that may stand alone."""
    for floor in _LEAD_FIT:
        if alone := [c for c in found if c.worth.alone >= floor and not c.traits.pronoun]:
            return [max(alone, key=lambda c: c.worth.news)]
    return []


def _complete(lead: list[Candidate], found: Sequence[Candidate], article: Article) -> list[Candidate]:
    """Return the lead, with what is most essential of the sentences after it: a paragraph."""
    length = sum(len(split_words(c.text)) for c in lead)
    start = max((c.index for c in lead), default=0)

    def rate(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
        worth, before = candidate.worth, [*lead, *chosen]
        if length + sum(len(split_words(c.text)) for c in (*chosen, candidate)) > _STORY_WORDS:
            return 0.0
        follows = any(c.index == candidate.index - 1 for c in before)
        understood = max(worth.alone, worth.following if follows else 0.0)
        floor = _TOLD if len(chosen) >= _FEW_TOLD else _TOLD_FIRST
        if worth.alone >= _CURRENT_FIT and _is_current(candidate, article):
            return _CURRENT
        return worth.essential * understood if understood >= floor else 0.0

    rest = [c for c in found if c.index > start]
    # Of a short article there would be nothing left to tell.
    count = min(_STORY_SENTENCES, max(2, len(found) // 2))
    return [*lead, *choose_best(rest, count - len(lead), rate, apart_from=lead)]


def _is_current(candidate: Candidate, article: Article) -> bool:
    """Return whether a sentence says how things stand now, after what the article told before."""
    return candidate.traits.late > _RECENT and is_update(candidate.text, article.language)


def _extend(facts: Sequence[Candidate], left: Sequence[Candidate], article: Article) -> list[Candidate]:
    """Return facts, each with the sentences after it that are understood there: a paragraph's fact is told whole."""
    # After another, a sentence keeps the `But` that ties it to that.
    after = {c.index: article.sentences[c.index].text for c in left if c.worth.following >= _FOLLOWS}
    for _ in range(_FOLLOWERS):
        facts = [_join(c, after.get(c.index + c.further + 1, "")) for c in facts]
    return list(facts)


def _join(fact: Candidate, after: str) -> Candidate:
    if not after or len(split_words(fact.text)) + len(split_words(after)) > _LONGEST:
        return fact
    return replace(fact, text=f"{fact.text} {after}", further=fact.further + 1)


def _remove(taken: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    indices = {index for c in taken for index in c.sources}
    return [c for c in found if c.index not in indices]


def _rating_items(article: Article) -> tuple[Item, ...]:
    """Return what a fact check says of the claim that it examines."""
    told = find_rating(article.sentences, article.language)
    if not told:
        return ()
    text = ": ".join(article.sentences[index].text.rstrip(": ") for index in told)
    return (Item(text=text, sources=told, kind="reported"),)


def _satire(article: Article, found: Sequence[Candidate]) -> Draft:
    """Return a draft of what satire says of itself; its jokes are no news."""
    rest = {section: _items(section, [], article) for section in SECTIONS if section != "title"}
    if article.satire is not None:
        notice = article.sentences[article.satire]
        told = [c for c in found if article.sentences[c.index].paragraph == notice.paragraph and c.index > notice.index]
        said = Item(text=notice.text, sources=(notice.index,), kind="reported")
        rest["the_story"] = (said, *(_items("the_story", told[:2], article) if told else ()))
    return Draft(title=_title(article, found), **rest)


def _items(section: Section, chosen: Sequence[Candidate], article: Article) -> tuple[Item, ...]:
    if not chosen:
        return (Item(text=write_absence(section, article.language), sources=(), kind="inference"),)
    ordered = sorted(chosen, key=lambda c: c.index)
    return tuple(Item(text=c.text, sources=c.sources, kind="reported", is_whole=c.further > 0) for c in ordered)


def _title(article: Article, found: Sequence[Candidate]) -> Item:
    """Return the title, marked where the article is no news."""
    title = _find_title(article, found)
    return title.model_copy(update={"text": mark_title(title.text, article)})


def _find_title(article: Article, found: Sequence[Candidate]) -> Item:
    """Return the title given, else the headline above the text, else the lead."""
    body = next(
        (s.index for s in article.sentences if not s.is_heading and not s.is_boilerplate), len(article.sentences)
    )
    headline = next((s for s in article.sentences[:body] if s.is_heading and not s.is_boilerplate), None)
    given = (strip_full_stop((name or "").lstrip("# ")) for name in (article.title, headline and headline.text))
    if named := next(filter(None, given), None):
        cited = headline is not None and named in headline.text
        sources = (headline.index,) if headline is not None and cited else ()
        return Item(text=named, sources=sources, kind="reported")
    # What the article opens with is what it is about; a fact from further down is not.
    for lead in _lead(found):
        return Item(text=strip_full_stop(lead.text), sources=(lead.index,), kind="reported")
    return Item(text=write_absence("title", article.language), sources=(), kind="inference")
