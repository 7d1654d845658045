"""The extractive engine: a selection of whole sentences of the article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import ceil

import regex

from newsbrief.article import Article
from newsbrief.article.assertions import rating
from newsbrief.article.stops import unstopped
from newsbrief.article.words import words
from newsbrief.briefing.absence import absent
from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.drafting.draft import PLAIN, Draft, Drafted, EngineName, Item, Manner, Strategy, Written
from newsbrief.extractive.cues import judging, looking_ahead, voiced
from newsbrief.extractive.ranking import Candidate, candidates, diverse
from newsbrief.workers import aside

_POINTS, _TAKEAWAYS, _SENTENCES = 6, 5, 3
_STORY_WORDS = 100
_YEAR = regex.compile(r"(?<![\d.,])20\d\d(?![\d.,]\d)")
_OWN_WORDS = regex.compile(r"[“«„\"「][^“”«»\"「」]+")
"""What somebody is quoted with: where nothing judges, that is nearest to a view."""
_LEAD, _OPENING, _MANY = 3, 8, 12
_SATIRE = "satire"


class ExtractiveEngine:
    """Answers where no model is, or where the one there is fails: every claim is the source's words."""

    name: EngineName = "extractive"
    model: str | None = None

    async def draft(
        self,
        article: Article,
        *,
        language: str,
        strategy: Strategy,
        deadline: float,
        written: Written | None = None,
        manner: Manner = PLAIN,
    ) -> Drafted:
        return Drafted(await aside(len(article.source), extract, article))

    async def aclose(self) -> None:
        """Nothing to close."""


def extract(article: Article) -> Draft:
    """Return a draft of whole sentences of the article, none used twice; each section in the order of the article.

    The story is the lead and what completes it, impact what lies ahead, analysis what somebody named makes of it; key
    points and takeaways are the best of what is left. A section for which there is nothing says so.
    """
    found = list(candidates(article))
    if article.satire is not None or article.satirical:
        return _satire(article, found)
    language = article.language
    lead = _lead(found)
    # The first sentences of a long article are its story; of a short one, there would be nothing left.
    kept = [*lead, *_opening(found)[: _LEAD if len(found) > _MANY else 0], *(c for c in found if c.current)]
    ahead = partial(_ahead, article)
    impact = _cued(_without(found, kept), ahead, language, apart_from=lead)
    views = [c for c in _without(found, [*kept, *impact]) if voiced(c.text, language)]
    analysis = _cued(views, lambda text: judging(text, language), language, apart_from=[*lead, *impact]) or _cued(
        views, lambda text: len(_OWN_WORDS.findall(text)), language, apart_from=[*lead, *impact]
    )
    story = _completed(lead, _without(found, [*impact, *analysis]), _opening(found))
    left = _without(found, [*story, *impact, *analysis])
    points, takeaways = _shared_out(diverse(left, _POINTS + _TAKEAWAYS, apart_from=[*story, *impact, *analysis]))
    return Draft(
        title=_title(article, found),
        the_story=(*_rated(article), *_items("the_story", story, article)),
        key_points=_items("key_points", points, article),
        critical_analysis=_items("critical_analysis", analysis, article),
        key_takeaways=_items("key_takeaways", takeaways, article),
        impact_analysis=_items("impact_analysis", impact, article),
    )


def _ahead(article: Article, text: str) -> int:
    """How much of a sentence lies ahead: its words for it, and its years after that of the article."""
    published = article.published_at
    years = [int(year) for year in _YEAR.findall(text)] if published else []
    return looking_ahead(text, article.language) + sum(bool(published and year > published.year) for year in years)


def _rated(article: Article) -> tuple[Item, ...]:
    """What a fact check says of the claim that it examines."""
    told = rating(article.sentences, article.language)
    if not told:
        return ()
    text = ": ".join(article.sentences[index].text.rstrip(": ") for index in told)
    return (Item(text=text, sources=told, kind="reported"),)


def _satire(article: Article, found: Sequence[Candidate]) -> Draft:
    """Of satire only what it says of itself, and what it tells beside that; the jokes are no news."""
    name = _title(article, found).text
    title = Item(text=f"{name} ({_SATIRE})" if _SATIRE not in name.casefold() else name, sources=(), kind="reported")
    rest = {section: _items(section, [], article) for section in SECTIONS if section != "title"}
    if article.satire is not None:
        notice = article.sentences[article.satire]
        told = [c for c in found if article.sentences[c.index].paragraph == notice.paragraph and c.index > notice.index]
        said = Item(text=notice.text, sources=(notice.index,), kind="reported")
        rest["the_story"] = (said, *(_items("the_story", told[:_SENTENCES], article) if told else ()))
    return Draft(title=title, **rest)


def _opening(found: Sequence[Candidate]) -> list[Candidate]:
    """The first of the sentences, in their order."""
    ordered = sorted(found, key=lambda c: c.index)
    return ordered[: min(_OPENING, ceil(len(ordered) / 2))]


def _lead(found: Sequence[Candidate]) -> list[Candidate]:
    """The sentence that says what happened: one of the first, and best the very first."""
    first = _opening(found)[:_LEAD]
    places = {c.index: place for place, c in enumerate(first)}
    return sorted(first, key=lambda c: 0.3 * places[c.index] - c.titled - 0.5 * c.score)[:1]


def _completed(lead: list[Candidate], found: Sequence[Candidate], opening: Sequence[Candidate]) -> list[Candidate]:
    """The lead, with the best of the first sentences and of those on how things stand now: a paragraph's worth."""
    chosen, length = list(lead), sum(len(words(c.text)) for c in lead)
    rest = [c for c in found if c not in lead and (c in opening or c.current)]
    # How things stand now comes before how they stood.
    for candidate in sorted(diverse(rest, _SENTENCES, apart_from=lead), key=lambda c: not c.current):
        length += len(words(candidate.text))
        if length <= _STORY_WORDS:
            chosen.append(candidate)
    return chosen


def _cued(
    left: Sequence[Candidate], cue: Callable[[str], int], language: str, *, apart_from: Sequence[Candidate]
) -> list[Candidate]:
    """Sentences with the cue; more cues before fewer, attributed before not, later before earlier, as in news."""
    last = max((c.index for c in left), default=0) or 1
    with_cue = [
        replace(c, score=c.score + 0.15 * min(count, 3) + 0.1 * bool(voiced(c.text, language)) + 0.3 * c.index / last)
        for c in left
        if (count := cue(c.text))
    ]
    return diverse(sorted(with_cue, key=lambda c: -c.score)[: 6 * _SENTENCES], _SENTENCES, apart_from=apart_from)


def _shared_out(best: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Key points and takeaways: of a short article, too, both have some, where there are two facts to share."""
    kept = max(len(best) * _TAKEAWAYS // (_POINTS + _TAKEAWAYS), min(1, len(best) - 1))
    return best[: len(best) - kept], best[len(best) - kept :]


def _without(found: Sequence[Candidate], taken: Sequence[Candidate]) -> list[Candidate]:
    indices = {c.index for c in taken}
    return [c for c in found if c.index not in indices]


def _items(section: Section, chosen: Sequence[Candidate], article: Article) -> tuple[Item, ...]:
    if not chosen:
        return (Item(text=absent(section, article.language), sources=(), kind="inference"),)
    ordered = sorted(chosen, key=lambda c: c.index)
    return tuple(Item(text=c.text, sources=(c.index,), kind="reported") for c in ordered)


def _title(article: Article, found: Sequence[Candidate]) -> Item:
    """The title given, else the headline above the text, else the lead."""
    body = next((s.index for s in article.sentences if not s.heading and not s.boilerplate), len(article.sentences))
    headline = next((s for s in article.sentences[:body] if s.heading and not s.boilerplate), None)
    given = (unstopped((name or "").lstrip("# ")) for name in (article.title, headline and headline.text))
    if named := next(filter(None, given), None):
        cited = headline is not None and named in headline.text
        sources = (headline.index,) if headline is not None and cited else ()
        return Item(text=named, sources=sources, kind="reported")
    if not found:
        return Item(text=absent("title", article.language), sources=(), kind="inference")
    # What the article opens with is what it is about; a fact from further down is not.
    lead = _lead(found)[0]
    return Item(text=unstopped(lead.text), sources=(lead.index,), kind="reported")
