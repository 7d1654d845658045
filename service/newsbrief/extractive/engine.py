"""The extractive engine: a selection of whole sentences of the article."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from functools import partial
from math import ceil
from operator import attrgetter

import regex

from newsbrief.article import Article, per_article
from newsbrief.article.ends import strip_full_stop
from newsbrief.article.factchecks import find_rating
from newsbrief.article.genre import mark_title
from newsbrief.article.words import words
from newsbrief.briefing.absence import write_absence
from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.drafting.draft import Draft, Drafted, DraftRequest, EngineName, Item
from newsbrief.extractive.binding import attach, goes_on, list_followers, pair_dated
from newsbrief.extractive.context import find_roots, is_understood, require_anchors
from newsbrief.extractive.mentions import THE, title_words
from newsbrief.extractive.ranking import Candidate, candidates, diverse
from newsbrief.extractive.worth import find_floor
from newsbrief.workers import run_in_worker

_POINTS, _TAKEAWAYS, _SENTENCES = 5, 4, 3
_FEWEST_SHARED = 5
"""Facts from which they are shared between key points and takeaways: three and two."""
_STORY_SENTENCES, _STORY_WORDS = 6, 150
_OWN_WORDS = regex.compile(r"[“«„\"「][^“”«»\"「」]{20,}")
"""What somebody is quoted with."""
_LEAD, _OPENING, _MANY = 5, 8, 12
_LATER = 0.15
"""Taken from a sentence as a lead for each one that stands between the first and it."""
_FIGURE = regex.compile(r"\d")
_AHEAD, _JUDGING, _QUOTING = (attrgetter(f"cues.{name}") for name in ("ahead", "judging", "quotations"))


class ExtractiveEngine:
    """Answers where no model is, or where the one there is fails: every claim is the source's words."""

    name: EngineName = "extractive"
    model: str | None = None

    async def draft(self, request: DraftRequest) -> Drafted:
        return Drafted(await run_in_worker(len(request.article.source), extract, request.article))

    async def aclose(self) -> None:
        """Nothing to close."""


@per_article
def extract(article: Article) -> Draft:
    """Return a draft of whole sentences of the article, none used twice; each section in the order of the article.

    The story is the lead and what completes it, impact what lies ahead, analysis what somebody named makes of it; key
    points and takeaways are the best of what is left. A sentence is printed where all that it refers to is in itself,
    in the title, in the story, or before it in its section; where few are, few are printed. A bullet holds the sentence
    that leans on it, too. A section for which there is nothing says so.
    """
    told = [c for c in candidates(article) if not article.opinion or _gives_evidence(c)]
    floor = find_floor(article)
    found = [c for c in told if c.leans or c.score >= floor]
    if article.satire is not None or article.satirical:
        return _satire(article, found)
    # What a day ahead is named for is worth printing, though it stands last and is short.
    chosen = _choose(article, found, [c for c in told if c.cues.days and (c.leans or c.score < floor)])
    return Draft(
        title=_title(article, found),
        the_story=(*_rating_items(article), *_items("the_story", chosen["the_story"], article)),
        key_points=_items("key_points", chosen["key_points"], article),
        critical_analysis=_items("critical_analysis", chosen["critical_analysis"], article),
        key_takeaways=_items("key_takeaways", chosen["key_takeaways"], article),
        impact_analysis=_items("impact_analysis", chosen["impact_analysis"], article),
    )


def _choose(article: Article, found: Sequence[Candidate], dated: Sequence[Candidate]) -> dict[Section, list[Candidate]]:
    """Return the sentences of each section but the title; those that are `dated` may stand in the outlook alone."""
    language = article.language
    title = article.title or ""
    titled = title_words(title, language) | {owed for c in found for owed in c.mentions.owed if owed in title}
    lead = _lead(found)
    current = [c for c in found if c.current]
    # What completes the lead is its story; but of a short article there would be nothing left.
    kept = [*lead, *current, *(_first_half(found)[:_LEAD] if len(found) > _MANY else ())]
    story = _complete(lead, [c for c in found if c in kept or not c.cues.ahead], _first_half(found), titled)
    known = titled | {given for c in story for given in c.mentions.given}
    told = find_roots(story, title, language)
    leaning = {c.index for c in found if c.leans}
    anchored = [require_anchors(c, told, article) for c in found]
    pairs = pair_dated(found, [c for c in dated if c.leans], known)
    looking = [*_remove_taken(found, list_followers(pairs)), *(c for c in dated if not c.leans), *pairs]
    impact = _select_cued(_remove_taken(looking, story), _AHEAD, known, apart_from=story)
    taken = [*story, *impact]
    taken += _analyse(_remove_taken(found, taken), known, apart_from=taken)
    left = [c for c in _remove_taken(anchored, taken) if not c.leans]
    points = diverse(left, _POINTS + _TAKEAWAYS, apart_from=taken, fits=partial(_fits, known=known))
    points = points[: len(points) - _share(len(points))]
    # What stands below may call by a surname whom the sections above it present.
    taken = [*story, *impact, *points]
    named = known | _present(points)
    analysis = _analyse(_remove_taken(found, taken), named, apart_from=taken)
    taken += analysis
    takeaways = diverse(_remove_taken(left, taken), _TAKEAWAYS, apart_from=taken, fits=partial(_fits, known=named))
    taken = [*story, *points, *analysis, *takeaways]
    named |= _present([*analysis, *takeaways])
    rest = _remove_taken(looking, taken)
    impact = _select_cued(rest, _AHEAD, named, apart_from=story) or _select_cued(
        takeaways, _AHEAD, named, apart_from=story
    )
    taken = [*story, *points, *analysis, *takeaways, *impact, *list_followers(impact)]
    # After the sentence that it leans on, one may keep the `But` that ties it to that.
    bound = [
        replace(c, text=article.sentences[c.index].text)
        for c in anchored
        if c.leans and (c.index in leaning or goes_on(c.index, article))
    ]
    points = attach(points, bound, taken, named)
    taken += list_followers(points)
    takeaways = attach(_remove_taken(takeaways, impact), bound, taken, named)
    return {
        "the_story": story,
        "key_points": points,
        "critical_analysis": analysis,
        "key_takeaways": takeaways,
        "impact_analysis": impact,
    }


def _gives_evidence(candidate: Candidate) -> bool:
    """Return whether a sentence has a figure or somebody's word: what else an opinion piece says is its author's."""
    return bool(candidate.cues.voiced or candidate.cues.quotations or _FIGURE.search(candidate.text))


def _present(printed: Sequence[Candidate]) -> Set[str]:
    """Return the names that sentences give in full."""
    return {given for c in printed for given in c.mentions.given if not given.startswith(THE)}


def _analyse(found: Sequence[Candidate], known: Set[str], *, apart_from: Sequence[Candidate]) -> list[Candidate]:
    """Return what somebody named makes of the news, else what somebody is quoted with at length."""
    views = [c for c in found if c.cues.voiced]
    return _select_cued(views, _JUDGING, known, apart_from=apart_from) or _select_cued(
        views, _QUOTING, known, apart_from=apart_from
    )


def _share(facts: int) -> int:
    """Return how many of some facts are takeaways: none where that would leave either list too short."""
    return facts * _TAKEAWAYS // (_POINTS + _TAKEAWAYS) if facts >= _FEWEST_SHARED else 0


def _fits(candidate: Candidate, chosen: Sequence[Candidate], *, known: Set[str]) -> bool:
    return is_understood(candidate, chosen, known)


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
        rest["the_story"] = (said, *(_items("the_story", told[:_SENTENCES], article) if told else ()))
    return Draft(title=_title(article, found), **rest)


def _first_half(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the first sentences of the article, in their order."""
    ordered = sorted(found, key=lambda c: c.index)
    return ordered[: min(_OPENING, ceil(len(ordered) / 2))]


def _lead(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentence that says what happened: one of the first that stand alone, and best the very first.

    A later one takes its place where it holds much more of what the title tells, or the first nothing of it: the first
    then set the scene.
    """
    alone = sorted((c for c in found if not c.leans), key=lambda c: c.index)
    first = [c for c in _first_half(found) if not c.leans][:_LEAD] or alone[:1]
    start = first[0].index if first else 0
    told_in_title = any(c.titled for c in first)
    doubt = {
        c.index: 0.3 * bool(_OWN_WORDS.search(c.text))
        + 0.2 * bool(c.mentions.owed)
        + 0.2 * (told_in_title and not c.titled)
        for c in first
    }
    return sorted(first, key=lambda c: _LATER * (c.index - start) + doubt[c.index] - c.titled - 0.5 * c.score)[:1]


def _complete(
    lead: list[Candidate], found: Sequence[Candidate], opening: Sequence[Candidate], known: Set[str]
) -> list[Candidate]:
    """Return the lead, with the best of the first sentences and of those on how things stand now: a paragraph."""
    length = sum(len(words(c.text)) for c in lead)
    start = min((c.index for c in lead), default=0)
    rest = [c for c in found if c.index > start and (c in opening or c.current)]

    def fits(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
        so_far = length + sum(len(words(c.text)) for c in chosen)
        return so_far + len(words(candidate.text)) <= _STORY_WORDS and is_understood(candidate, [*lead, *chosen], known)

    return [*lead, *diverse(rest, _STORY_SENTENCES - len(lead), apart_from=lead, fits=fits)]


def _select_cued(
    left: Sequence[Candidate],
    cue: Callable[[Candidate], int],
    known: Set[str],
    *,
    apart_from: Sequence[Candidate],
) -> list[Candidate]:
    """Return sentences with the cue: more cues before fewer, attributed before not, later before earlier."""
    last = max((c.index for c in left), default=0) or 1
    with_cue = [
        replace(c, score=c.score + 0.15 * min(count, 3) + 0.1 * bool(c.cues.voiced) + 0.3 * c.index / last)
        for c in left
        if (count := cue(c))
    ]
    best = sorted(with_cue, key=lambda c: -c.score)[: 6 * _SENTENCES]
    return diverse(best, _SENTENCES, apart_from=apart_from, fits=partial(_fits, known=known))


def _remove_taken(found: Sequence[Candidate], taken: Sequence[Candidate]) -> list[Candidate]:
    indices = {c.index for c in taken}
    return [c for c in found if c.index not in indices]


def _items(section: Section, chosen: Sequence[Candidate], article: Article) -> tuple[Item, ...]:
    if not chosen:
        return (Item(text=write_absence(section, article.language), sources=(), kind="inference"),)
    ordered = sorted(chosen, key=lambda c: c.index)
    return tuple(Item(text=c.text, sources=c.sources, kind="reported", whole=c.further > 0) for c in ordered)


def _title(article: Article, found: Sequence[Candidate]) -> Item:
    """Return the title, marked where the article is no news."""
    title = _find_title(article, found)
    return title.model_copy(update={"text": mark_title(title.text, article)})


def _find_title(article: Article, found: Sequence[Candidate]) -> Item:
    """Return the title given, else the headline above the text, else the lead."""
    body = next((s.index for s in article.sentences if not s.heading and not s.boilerplate), len(article.sentences))
    headline = next((s for s in article.sentences[:body] if s.heading and not s.boilerplate), None)
    given = (strip_full_stop((name or "").lstrip("# ")) for name in (article.title, headline and headline.text))
    if named := next(filter(None, given), None):
        cited = headline is not None and named in headline.text
        sources = (headline.index,) if headline is not None and cited else ()
        return Item(text=named, sources=sources, kind="reported")
    # What the article opens with is what it is about; a fact from further down is not.
    for lead in _lead(found):
        return Item(text=strip_full_stop(lead.text), sources=(lead.index,), kind="reported")
    return Item(text=write_absence("title", article.language), sources=(), kind="inference")
