"""The extractive engine: a selection of whole sentences of the article."""

from __future__ import annotations

from collections.abc import Sequence

from newsbrief.article import Article, per_article
from newsbrief.article.ends import strip_full_stop
from newsbrief.article.factchecks import find_rating
from newsbrief.article.genre import mark_title
from newsbrief.briefing.absence import write_absence
from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.drafting.draft import Draft, DraftRequest, DraftResult, EngineName, Item
from newsbrief.extractive.choosing import choose_lead, choose_sections
from newsbrief.extractive.ranking import Candidate, list_candidates
from newsbrief.workers import run_in_worker


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

    A section for which there is nothing says so.
    """
    found = [c for c in list_candidates(article) if not article.is_opinion or _gives_evidence(c)]
    if article.satire is not None or article.is_satirical:
        return _satire(article, found)
    chosen = choose_sections(found, article)
    return Draft(
        title=_title(article, found),
        the_story=(*_rating_items(article), *_items("the_story", chosen["the_story"], article)),
        key_points=_items("key_points", chosen["key_points"], article),
        critical_analysis=_items("critical_analysis", chosen["critical_analysis"], article),
        key_takeaways=_items("key_takeaways", chosen["key_takeaways"], article),
        impact_analysis=_items("impact_analysis", chosen["impact_analysis"], article),
    )


def _gives_evidence(candidate: Candidate) -> bool:
    """Return whether a sentence has a figure or somebody's word: what else an opinion piece says is its author's."""
    return any((candidate.traits.voiced, candidate.traits.quoted, candidate.traits.figures))


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
    for lead in choose_lead(found, article):
        return Item(text=strip_full_stop(lead.text), sources=(lead.index,), kind="reported")
    return Item(text=write_absence("title", article.language), sources=(), kind="inference")
