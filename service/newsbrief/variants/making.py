"""From a checked briefing to its variants: written from its claims, held to their lengths, judged against the article.

A text that fails is written once more, with what was wrong; one that fails again gives way to the claims' own words
where they fit, and is not offered where they do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import BaseModel, ConfigDict, Field

from newsbrief.article import Article
from newsbrief.article.ends import end_text
from newsbrief.article.normalise import to_visible
from newsbrief.article.sentences import split_sentences
from newsbrief.briefing.schema import Section
from newsbrief.drafting.answers import CLAIM_LENGTH
from newsbrief.drafting.source import fence, to_plain_line
from newsbrief.drafting.writer import Task, Writer
from newsbrief.models.errors import DraftingError
from newsbrief.models.prompts import PromptStamp
from newsbrief.models.usage import CallUsage
from newsbrief.pipeline.shape import Shape
from newsbrief.reply import Reply, StyleStamp
from newsbrief.style.finding import apply_fixes
from newsbrief.style.rules import check_wording
from newsbrief.variants.kind import KINDS, Kind, KindName
from newsbrief.variants.own_words import in_own_words, is_usable, make_variant
from newsbrief.variants.variant import Refusal, Variant, Variants
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import CARRIED, CheckedClaim, Claim
from newsbrief.verification.translated import mark_quotations

ATTEMPTS = 2
_TOKENS = 2_000
NO_JUDGE = "It takes a model to write it and a judge to check it, and {} is set; no checked claims fit its length."


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Text(_Sent):
    """One text as a model wrote it."""

    kind: str
    text: str
    claims: tuple[int, ...] = ()


class Texts(_Sent):
    """The answer to `variants`."""

    texts: tuple[Text, ...] = Field(max_length=50)


@dataclass(frozen=True, slots=True)
class VariantTools:
    """The parts that make variants: who writes, who checks, and the article."""

    writer: Writer | None
    checker: Checker
    article: Article | None
    model: str | None = None
    """The model of the writer."""
    shape: Shape = field(default_factory=Shape)

    @property
    def can_write(self) -> bool:
        """Return whether new words can be written, and checked."""
        return self.writer is not None and self.checker.judge is not None and self.article is not None


@dataclass(slots=True)
class _Work:
    """The results of the kinds so far."""

    variants: dict[KindName, Variant] = field(default_factory=dict)
    wrong: dict[KindName, str] = field(default_factory=dict)
    """Why the latest text of a kind did not pass."""
    usage: CallUsage = field(default_factory=CallUsage)
    prompt: PromptStamp | None = None
    warnings: list[str] = field(default_factory=list)


async def make_variants(reply: Reply, kinds: Sequence[KindName], tools: VariantTools) -> Variants:
    """Return the variants of `kinds` of a briefing that pass, and of the others why there are none."""
    claims, work, style = list(filter(is_usable, reply.faithfulness.claims)), _Work(), tools.shape.style
    if claims and tools.can_write:
        for _ in range(ATTEMPTS):
            left = [KINDS[name] for name in kinds if name not in work.variants]
            if not left or not await _write_and_judge(left, claims, reply, tools, work):
                break
    for name in kinds:
        if name not in work.variants and (own := in_own_words(KINDS[name], reply.faithfulness.claims)):
            work.variants[name] = own
    missing = "no judge" if tools.writer else "no model"
    why = work.wrong if tools.can_write else dict.fromkeys(kinds, NO_JUDGE.format(missing))
    return Variants.model_validate(
        {
            "briefing": reply.id,
            "language": reply.meta.language,
            "variants": [work.variants[name] for name in kinds if name in work.variants],
            "refused": [
                Refusal(kind=name, reason=why.get(name) or "No checked claim of the briefing is fit for it.")
                for name in kinds
                if name not in work.variants
            ],
            "model": tools.model if work.prompt else None,
            "prompt": work.prompt,
            "style": style and StyleStamp(name=style.name, sha256=style.sha256),
            "usage": work.usage,
            "warnings": tuple(dict.fromkeys(work.warnings)),
        }
    )


async def _write_and_judge(
    kinds: Sequence[Kind], claims: Sequence[CheckedClaim], reply: Reply, tools: VariantTools, work: _Work
) -> bool:
    """Have texts of `kinds` written and judged; return whether another attempt makes sense."""
    assert tools.writer is not None  # noqa: S101 - asked only where there is one
    task = Task(
        "variants",
        Texts,
        reply.meta.language,
        {
            "claims": fence(f"{n}: {to_plain_line(claim.text)}" for n, claim in enumerate(claims, 1)),
            "wanted": "\n".join(_request_line(kind, work.wrong.get(kind.name, "")) for kind in kinds),
        },
        style=tools.shape.prompt_lines,
        most=_TOKENS,
    )
    try:
        wrote = await tools.writer.write(task, tools.checker.deadline)
    except DraftingError as error:
        work.usage += error.usage
        work.warnings.append(f"The variants were not written: {error}")
        work.wrong |= {kind.name: work.wrong.get(kind.name) or f"It was not written: {error}" for kind in kinds}
        return False
    work.usage, work.prompt = work.usage + wrote.usage, wrote.prompt
    work.warnings += wrote.warnings
    texts = {text.kind: text for text in wrote.answer.texts}
    fit: dict[Kind, tuple[str, Sequence[Claim]]] = {}
    for kind in kinds:
        sent = texts.get(kind.name)
        text = _finish_text(kind, sent.text if sent else "", reply, tools)
        work.wrong[kind.name] = kind.complaint(text) if text else "The model wrote none."
        if text and not work.wrong[kind.name]:
            fit[kind] = text, _itemise_text(kind, text, _find_sources(sent.claims if sent else (), claims), reply)
    await _judge(fit, tools, reply, work)
    return True


async def _judge(
    fit: Mapping[Kind, tuple[str, Sequence[Claim]]], tools: VariantTools, reply: Reply, work: _Work
) -> None:
    """Keep the texts of which the article carries every sentence."""
    assert tools.article is not None  # noqa: S101 - asked only where there is one
    asked = [claim for _, claims in fit.values() for claim in claims]
    if not asked:
        return
    language = reply.meta.translated_into
    checked, ruling = await tools.checker.check(asked, tools.article, language)
    work.usage += ruling.usage
    work.warnings += ruling.warnings
    by_id = {claim.id: claim for claim in checked}
    for kind, (text, claims) in fit.items():
        judged = tuple(by_id[claim.id] for claim in claims)
        failed = next((claim for claim in judged if claim.verdict not in CARRIED), None)
        if failed:
            reasons = [c.detail or c.name for c in failed.failures]
            work.wrong[kind.name] = f"{failed.verdict}: {reasons[-1] if reasons else 'nothing could check it'}"
        else:
            work.variants[kind.name] = make_variant(kind, text, "model", judged)


def _finish_text(kind: Kind, text: str, reply: Reply, tools: VariantTools) -> str:
    """Return a text as it would be printed: on one line, in the house style, its translated quotations marked."""
    folded = to_visible(text)[:CLAIM_LENGTH]
    if not folded:
        return ""
    folded = end_text(folded, is_title=kind.is_title)
    if tools.shape.style:
        style, language = tools.shape.style, reply.meta.language
        folded = apply_fixes(folded, check_wording(folded, style, language))
    if tools.article is not None and (language := reply.meta.translated_into):
        folded = mark_quotations(folded, tools.article, language)
    return folded


def _itemise_text(kind: Kind, text: str, cited: tuple[int, ...], reply: Reply) -> list[Claim]:
    """Return the sentences of a text as claims: a headline is one."""
    section: Section = "title" if kind.is_title else "the_story"
    parts = [text] if kind.is_title else [text[a:b] for a, b in split_sentences(text, reply.meta.language)]
    claims = [Claim(f"{kind.name}.{n}", section, part, cited=cited) for n, part in enumerate(parts)]
    return [replace(claim, translated_into=reply.meta.translated_into) for claim in claims]


def _find_sources(numbers: Sequence[int], claims: Sequence[CheckedClaim]) -> tuple[int, ...]:
    """Return the sentences of the article on which the claims rest that a text names."""
    named = [claims[n - 1] for n in numbers if 1 <= n <= len(claims)]
    return tuple(dict.fromkeys(e.sentence for claim in named for e in claim.evidence))


def _request_line(kind: Kind, wrong: str) -> str:
    again = f" Your last one did not pass: {to_plain_line(wrong)}" if wrong else ""
    return f"- {kind.name}: {kind.purpose}; {kind.length} {kind.unit}.{again}"
