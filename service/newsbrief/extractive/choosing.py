"""The choice of sentences: each is printed where it is likely understood by whoever reads the briefing alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp, sqrt

from newsbrief.article import Article
from newsbrief.article.words import split_words
from newsbrief.briefing.schema import Section
from newsbrief.extractive.cues import is_update
from newsbrief.extractive.ranking import TOO_ALIKE, Candidate, choose_best, measure_sameness
from newsbrief.extractive.traits import Traits
from newsbrief.extractive.understanding import estimate_understood, find_thread, find_ties, introduce
from newsbrief.extractive.worth import estimate_worth

_POINTS, _TAKEAWAYS, _VIEWS = 5, 4, 1
_FEWEST_SHARED = 5
"""Facts from which they are shared between key points and takeaways: three and two."""
_STORY_SENTENCES, _STORY_WORDS = 7, 155
_FOLLOWERS, _LONGEST = 2, 90
"""Sentences that follow another in one claim, and words of all of them, at most."""
_RECENT, _CURRENT, _CURRENT_FIT = 0.08, 0.4, 0.25
"""From where in an article an update is one; what one is worth in the story, which may be out of date without it; and
how likely it stands alone."""
_LEAD_FIT, _FIRST = (0.5, 0.2), 1.5
"""How likely the lead stands alone, and at least where none is likelier to; how much likelier the news another sentence
is than the article's first, where that is not the lead."""
_TOLD, _TOLD_FIRST, _FEW_TOLD = 0.65, 0.55, 2
"""How likely a sentence stands alone, or follows, that is printed in the story: after the lead, its first few need
less."""
_CLEAR_TOLD, _CLEAR_TOLD_FIRST = 0.75, 0.6
"""How likely a sentence is understood that is printed in the story, and its first few."""
_FIT, _FIT_LEAST, _REPORT, _SLOPE = 0.4, 0.3, 0.6, 5.0
"""How likely a sentence stands alone that is printed as a fact, and at least in a report; part of an article's
sentences with evidence from which it is one; what more of it takes from what is needed."""
_CLEAR, _CLEAR_FIRST, _PER_FACT = 0.6, 0.35, 5
"""How likely a fact is understood; the first of so many sentences need less: a long article has more to tell."""
_SINGLE = 0.05
"""How much more of both a fact of one sentence needs than one that tells on: half of those lean, a quarter of these."""
_ALONE = 0.5
"""How likely a sentence stands alone that is printed though it may not be understood: key points and takeaways share
five facts at least."""
_FOLLOWS, _SEVERED = 0.65, 0.5
"""How likely a sentence is understood after another that is printed in one claim with it; and how likely it stands
alone where it is not, since it opens a paragraph of its own."""
_OUTLOOK, _OUTLOOK_ALONE, _OUTLOOK_CLEAR = 0.3, 0.25, 0.25
_JUDGEMENT, _JUDGEMENT_ALONE, _JUDGEMENT_CLEAR = 0.2, 0.55, 0.3
"""How likely a sentence is an outlook, or a judgement, that is printed as one; how likely it stands alone, and is
understood."""


def choose_sections(found: Sequence[Candidate], article: Article) -> dict[Section, list[Candidate]]:
    """Return the sentences of each section but the title, none in two.

    The story is the news and what completes it, impact what lies ahead, analysis what somebody named makes of it; key
    points and takeaways are the best of what is left. Whether a sentence is understood depends on what is printed
    before it; a point stands by itself, but for what title and story told.
    """
    lead = choose_lead(found, article)
    after = _read_after(lead, _remove(lead, found), article)
    impact = choose_best(after, _VIEWS, _rate_outlook, apart_from=lead)
    analysis = choose_best(_remove(impact, after), _VIEWS, _rate_judgement, apart_from=lead)
    story = _complete(lead, _remove([*impact, *analysis], found), article)
    taken = [*story, *impact, *analysis]
    runs = _list_runs(story, _remove(taken, found), article)
    facts = _choose_facts(runs, taken)
    takeaways = sorted(facts, key=lambda c: -c.understood)[: _share(len(facts))]
    return {
        "the_story": story,
        "key_points": _remove(takeaways, facts)[:_POINTS],
        "critical_analysis": analysis,
        "key_takeaways": takeaways,
        "impact_analysis": impact,
    }


def choose_lead(found: Sequence[Candidate], article: Article) -> list[Candidate]:
    """Return the sentence that most likely tells the news, of those that may stand alone.

    That is the article's first unless another is far likelier to: the next few build on it.
    """
    for floor in _LEAD_FIT:
        if alone := [c for c in found if c.worth.alone >= floor and not c.traits.pronoun]:
            best, first = max(alone, key=lambda c: c.worth.news), alone[0]
            opens = first.index not in find_thread(article).before
            return [first if opens and first.worth.news * _FIRST >= best.worth.news else best]
    return []


def _complete(lead: list[Candidate], found: Sequence[Candidate], article: Article) -> list[Candidate]:
    """Return the lead, with what is most essential of the sentences after it: a paragraph."""
    length = sum(len(split_words(c.text)) for c in lead)
    start = max((c.index for c in lead), default=0)

    def rate(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
        if length + sum(len(split_words(c.text)) for c in (*chosen, candidate)) > _STORY_WORDS:
            return 0.0
        before = [c.index for c in (*lead, *chosen) if c.index < candidate.index]
        read = _read(candidate, before, article, told=True)
        worth = read.worth
        if worth.alone >= _CURRENT_FIT and _is_current(candidate, article):
            return _CURRENT
        fit = max(worth.alone, worth.following if candidate.index - 1 in before else 0.0)
        if fit < (_TOLD if len(chosen) >= _FEW_TOLD else _TOLD_FIRST):
            return 0.0
        clear = _CLEAR_TOLD if len(chosen) >= _FEW_TOLD else _CLEAR_TOLD_FIRST
        return worth.essential * read.understood if read.understood >= clear else 0.0

    rest = [c for c in found if c.index > start]
    # Of a short article there would be nothing left to tell.
    count = min(_STORY_SENTENCES, max(2, len(found) // 2))
    return [*lead, *choose_best(rest, count - len(lead), rate, apart_from=lead)]


def _is_current(candidate: Candidate, article: Article) -> bool:
    """Return whether a sentence says how things stand now, after what the article told before."""
    return candidate.traits.late > _RECENT and is_update(candidate.text, article.language)


def _read_after(story: Sequence[Candidate], found: Sequence[Candidate], article: Article) -> list[Candidate]:
    """Return sentences with how likely each is understood by itself, where a story was read before."""
    printed = [index for c in story for index in c.sources]
    return [_read(c, printed, article, told=False) for c in found]


def _read(candidate: Candidate, printed: Sequence[int], article: Article, *, told: bool) -> Candidate:
    worth = estimate_worth(introduce(candidate.traits, candidate.index, printed, article))
    ties = find_ties(candidate.index, worth, printed, find_thread(article), told=told)
    return replace(candidate, worth=worth, understood=estimate_understood(ties))


def _list_runs(story: Sequence[Candidate], found: Sequence[Candidate], article: Article) -> list[Candidate]:
    """Return what may be printed as a fact: sentences, each with those after it that are understood there."""
    left = {c.index: c for c in found if all(measure_sameness(c, told) < TOO_ALIKE for told in story)}
    return [_extend(c, left, article) for c in _read_after(story, found, article)]


def _extend(run: Candidate, left: Mapping[int, Candidate], article: Article) -> Candidate:
    torn = find_thread(article).torn
    for _ in range(_FOLLOWERS):
        after = left.get(run.sources[-1] + 1)
        if after is None or after.worth.following < _FOLLOWS or not article.is_whole(run.index, after.index):
            break
        if after.index not in torn and after.worth.alone >= _SEVERED:
            break
        # After another, a sentence keeps the `But` that ties it to that.
        run = _join(run, article.sentences[after.index].text, after)
    return run


def _join(run: Candidate, text: str, after: Candidate) -> Candidate:
    if len(split_words(run.text)) + len(split_words(text)) > _LONGEST:
        return run
    worth = run.worth._replace(essential=max(run.worth.essential, after.worth.essential))
    return replace(run, text=f"{run.text} {text}", further=run.further + 1, worth=worth)


def _choose_facts(runs: Sequence[Candidate], taken: Sequence[Candidate]) -> list[Candidate]:
    """Return the best facts; where they are too few to be shared, with what stands alone as far as that fills them."""
    facts = choose_best(runs, _POINTS + _TAKEAWAYS, _rate_fact, apart_from=taken)
    more = choose_best(_remove(facts, runs), _FEWEST_SHARED - len(facts), _rate_alone, apart_from=[*taken, *facts])
    return sorted([*facts, *more], key=lambda c: c.index) if len(facts) + len(more) >= _FEWEST_SHARED else facts


def _overlaps(run: Candidate, chosen: Sequence[Candidate]) -> bool:
    return not {n for c in chosen for n in c.sources}.isdisjoint(run.sources)


def _rate_alone(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    alone = candidate.worth.alone
    return alone * sqrt(candidate.worth.essential) if alone >= _ALONE and not _overlaps(candidate, chosen) else 0.0


def _rate_fact(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    if _overlaps(candidate, chosen):
        return 0.0
    more = 0.0 if candidate.further else _SINGLE
    clear = _CLEAR_FIRST if len(chosen) < exp(candidate.traits.size) / _PER_FACT else _CLEAR
    if candidate.worth.alone < _find_floor(candidate.traits) + more or candidate.understood < clear + more:
        return 0.0
    return candidate.understood * sqrt(candidate.worth.essential)


def _find_floor(traits: Traits) -> float:
    """Return how likely a fact stands alone that is printed.

    Least in a report, most of whose sentences give evidence: there most is lost by what is left out.
    """
    return min(_FIT, max(_FIT_LEAST, _FIT - _SLOPE * (traits.evidence - _REPORT)))


def _rate_outlook(candidate: Candidate, _: Sequence[Candidate]) -> float:
    worth, understood = candidate.worth, candidate.understood
    fit = worth.outlook >= _OUTLOOK and worth.alone >= _OUTLOOK_ALONE and understood >= _OUTLOOK_CLEAR
    return worth.outlook * understood if fit else 0.0


def _rate_judgement(candidate: Candidate, _: Sequence[Candidate]) -> float:
    worth, understood = candidate.worth, candidate.understood
    fit = worth.judgement >= _JUDGEMENT and worth.alone >= _JUDGEMENT_ALONE and understood >= _JUDGEMENT_CLEAR
    return worth.judgement * understood if fit and candidate.traits.voiced > 0 else 0.0


def _share(facts: int) -> int:
    """Return how many of some facts are takeaways: none where that would leave either list too short."""
    return facts * _TAKEAWAYS // (_POINTS + _TAKEAWAYS) if facts >= _FEWEST_SHARED else 0


def _remove(taken: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    indices = {index for c in taken for index in c.sources}
    return [c for c in found if indices.isdisjoint(c.sources)]
