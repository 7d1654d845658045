"""The extractive engine: a ranked, trimmed selection of the article's own sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil

from service.article import Article, Sentence
from service.article.words import words
from service.aside import aside
from service.briefing.schema import SECTIONS, Section
from service.drafting.absence import absent
from service.drafting.draft import Draft, Drafted, EngineName, Item, Strategy, Written
from service.drafting.extractive.cues import judging, looking_ahead, voiced
from service.drafting.extractive.ranking import Candidate, candidates, diverse
from service.drafting.stops import unstopped

_POINTS, _TAKEAWAYS, _SENTENCES = 6, 5, 3
_STORY_WORDS = 100
_TITLE_LENGTH = 110
_LEAD, _OPENING = 3, 8
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
    ) -> Drafted:
        return Drafted(await aside(len(article.source), extract, article))

    async def aclose(self) -> None:
        """Nothing to close."""


def extract(article: Article) -> Draft:
    """A draft of the article's own sentences, none used twice; each section in the order of the article.

    The story comes from the lead, analysis from sentences that judge, impact from those that look ahead, key points
    and takeaways from what is left, best first. A section for which there is nothing says so.
    """
    found = list(candidates(article))
    if article.satire is not None:
        return _satire(article, article.sentences[article.satire], found)
    story = _story(found)
    left = _without(found, story)
    impact = _cued(left, looking_ahead, story)
    left = _without(left, impact)
    analysis = _cued(left, judging, [*story, *impact]) or _cued(left, voiced, [*story, *impact])
    left = _without(left, analysis)
    points, takeaways = _shared_out(diverse(left, _POINTS + _TAKEAWAYS, apart_from=[*story, *impact, *analysis]))
    return Draft(
        title=_title(article, found),
        the_story=_items("the_story", story, article),
        key_points=_items("key_points", points or story[:1], article),
        critical_analysis=_items("critical_analysis", analysis, article),
        key_takeaways=_items("key_takeaways", takeaways, article),
        impact_analysis=_items("impact_analysis", impact, article),
    )


def _satire(article: Article, notice: Sentence, found: Sequence[Candidate]) -> Draft:
    """Of satire only what it says of itself, and what it tells beside that; the jokes are no news."""
    beside = [c for c in found if c.index > notice.index and article.sentences[c.index].paragraph == notice.paragraph]
    name = _title(article, found).text
    said = Item(text=notice.text, sources=(notice.index,), kind="reported")
    title = Item(text=f"{name} ({_SATIRE})" if _SATIRE not in name.casefold() else name, sources=(), kind="reported")
    story = (said, *(_items("the_story", beside[:_SENTENCES], article) if beside else ()))
    rest = {section: _items(section, [], article) for section in SECTIONS if section not in ("title", "the_story")}
    return Draft(title=title, the_story=story, **rest)


def _story(found: Sequence[Candidate]) -> list[Candidate]:
    """The best of the first sentences that stand alone, and of those on how things stand now, a paragraph's worth."""
    lead = {c.index for c in sorted(found, key=lambda c: c.index)[: min(_OPENING, ceil(len(found) / 2))]}
    chosen: list[Candidate] = []
    length = 0
    for candidate in diverse([c for c in found if c.index in lead or c.current], _SENTENCES + 1):
        length += len(words(candidate.text))
        if chosen and length > _STORY_WORDS:
            break
        chosen.append(candidate)
    return chosen


def _cued(left: Sequence[Candidate], cue: Callable[[str], int], apart_from: Sequence[Candidate]) -> list[Candidate]:
    """Sentences with the cue; more cues before fewer, attributed before not, later before earlier, as in news."""
    last = max((c.index for c in left), default=0) or 1
    with_cue = [
        replace(c, score=c.score + 0.15 * min(cue(c.text), 3) + 0.1 * bool(voiced(c.text)) + 0.3 * c.index / last)
        for c in left
        if cue(c.text)
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
    headline = next((s for s in article.sentences if s.heading and not s.boilerplate), None)
    given = (unstopped((name or "").lstrip("# ")) for name in (article.title, headline and headline.text))
    if named := next(filter(None, given), None):
        cited = headline is not None and named in headline.text
        sources = (headline.index,) if headline is not None and cited else ()
        return Item(text=named, sources=sources, kind="reported")
    if not found:
        return Item(text=absent("title", article.language), sources=(), kind="inference")
    # What the article opens with is what it is about; a fact from further down is not.
    lead = sorted(found, key=lambda c: c.index)[:_LEAD]
    best = min(lead, key=lambda c: (len(c.text) > _TITLE_LENGTH, -c.score))
    return Item(text=unstopped(best.text), sources=(best.index,), kind="reported")
