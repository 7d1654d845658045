"""A rehearsal: drafts made of labelled claims go through the service with a judge, and what is printed is counted."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsbrief.article import Article, Sentence
from newsbrief.briefing.schema import Kind, Section
from newsbrief.drafting.draft import Draft, DraftRequest, DraftResult, EngineName, Item
from newsbrief.evals.realistic import LabelledArticle, LabelledClaim
from newsbrief.models.usage import CallUsage
from newsbrief.pipeline.clock import Clock
from newsbrief.pipeline.making import MakingRequest, make_briefing
from newsbrief.pipeline.submission import Options
from newsbrief.settings import Settings
from newsbrief.verification.claim import CheckedClaim
from newsbrief.verification.judge.panel import Panel
from newsbrief.verification.verbatim import is_evidence

_SECTIONS: tuple[Section, ...] = ("the_story", "key_points", "critical_analysis", "key_takeaways", "impact_analysis")
_WRONG = 3
"""Wrong claims that are mixed into a draft."""


@dataclass(frozen=True, slots=True)
class RehearsedDraft:
    """The claims of one draft, and what became of them."""

    article: str
    honest: int
    kept: int
    """Honest claims that were printed as written."""
    wrong: int
    printed: tuple[str, ...]
    """Wrong claims that were printed."""
    verdict: str
    calls: int
    tokens: int


@dataclass
class _Writer:
    """An engine that drafts what it was given."""

    text: Draft
    name: EngineName = "openai"
    model: str | None = "rehearsal"

    async def draft(self, request: DraftRequest) -> DraftResult:
        return DraftResult(self.text, self.model, None, CallUsage(1, 0, 0))

    async def aclose(self) -> None:
        """Do nothing: there is nothing to close."""


async def rehearse(article: LabelledArticle, judge: Panel | None, *, wrong: int = 0, seed: int = 1) -> RehearsedDraft:
    """Return what becomes of a draft of all carried claims of an article, with `wrong` twins in place of some."""
    claims = mix_claims(article, wrong, seed)
    settings = Settings(_env_file=None, judge_model="off")  # type: ignore[call-arg]
    asked = MakingRequest(_Writer(_draft(claims, article.article)), settings, Options(), judge, time.monotonic() + 60)
    made = await make_briefing(article.article, asked, Clock())
    printed = {c.text for c in made.repaired.claims}
    report = [c for c in claims if not c.carried and c.text in printed]
    carried = [c for c in claims if c.carried]
    return RehearsedDraft(
        article=article.name,
        honest=len(carried),
        kept=sum(c.text in printed for c in carried),
        wrong=len(claims) - len(carried),
        printed=tuple(c.text for c in report),
        verdict=_give_verdict(made.repaired.claims, made.repaired.dropped),
        calls=made.usage.calls,
        tokens=made.usage.prompt_tokens + made.usage.completion_tokens,
    )


def mix_claims(article: LabelledArticle, wrong: int, seed: int) -> list[LabelledClaim]:
    """Return the carried claims of an article, `wrong` of them exchanged for their wrong twins."""
    draw = random.Random(f"{seed} {article.name}")  # noqa: S311
    twins = {c.base: c for c in article.wrong if c.base}
    chosen = set(draw.sample([c.id for c in article.carried_claims if c.id in twins], min(wrong, len(twins))))
    return [twins[c.id] if c.id in chosen else c for c in article.carried_claims]


def _draft(claims: Sequence[LabelledClaim], article: Article) -> Draft:
    """Return a draft of `claims`, those of kind `inference` in the analysis; its title is the article's own."""
    title = Item(text=article.title or article.sentences[0].text, sources=(), kind="reported")
    reported = [c.text for c in claims if c.kind == "reported"]
    inferred = [c.text for c in claims if c.kind == "inference"] or [own.text for own in _find_filler(article)]
    half = len(reported) // 2
    shared = {
        "the_story": reported[:half],
        "key_points": reported[half:-2],
        "key_takeaways": reported[-2:],
        "critical_analysis": inferred[:1],
        "impact_analysis": inferred[1:] or [own.text for own in _find_filler(article)],
    }
    kinds = {c.text: c.kind for c in claims}
    return Draft(title=title, **{s: tuple(_make_items(shared[s], kinds)) for s in _SECTIONS})


def _find_filler(article: Article) -> list[Sentence]:
    """Return the last sentence that the article asserts: it fills a section that the claims have nothing for."""
    return [s for s in article.sentences if is_evidence(s) and not s.is_heading][-1:]


def _make_items(texts: Sequence[str], kinds: Mapping[str, Kind]) -> Iterator[Item]:
    for text in texts:
        yield Item(text=text, sources=(), kind=kinds.get(text, "reported"))


def _give_verdict(claims: Sequence[CheckedClaim], dropped: Sequence[CheckedClaim]) -> str:
    from newsbrief.verification.verdict import report_faithfulness

    return report_faithfulness(claims, dropped).verdict
