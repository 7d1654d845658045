"""The grader of form: rules that the finished seed briefing shows, and readability."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex
from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from newsbrief.article.sentences import split_sentences
from newsbrief.briefing.absence import is_absence
from newsbrief.briefing.schema import BULLETED, SECTIONS, Briefing, Section
from newsbrief.evals.case import Case
from newsbrief.reply import Reply

BULLETS: Mapping[Section, tuple[int, int]] = {"key_points": (3, 8), "key_takeaways": (2, 7)}
"""Fewest and most: the seed has 6 and 5."""
WORDS: Mapping[Section, tuple[int, int]] = {
    "title": (3, 20),
    "the_story": (25, 160),
    "critical_analysis": (6, 160),
    "impact_analysis": (6, 160),
}
"""Of a title or paragraph: the seed's have 12, 89, 107 and 99, but a short article allows less."""
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*")
_LONG = 6
"""Letters that a long word exceeds (Björnsson)."""


@dataclass
class Form(Evaluator[Case, Reply, None]):
    """Validity (the part of the rules kept), length and readability of a briefing."""

    def evaluate(self, ctx: EvaluatorContext[Case, Reply, None]) -> dict[str, float]:
        briefing, language = ctx.output.briefing, ctx.output.meta.language
        broken = list(list_breaches(ctx.output))
        filled = [s for s in SECTIONS if not any(is_absence(t) for t in briefing.texts(s))]
        return {
            "format_validity": 1 - min(len(broken), RULES) / RULES,
            "sections_filled": len(filled) / len(SECTIONS),
            "words": float(sum(len(_WORD.findall(t)) for s in SECTIONS for t in briefing.texts(s))),
            "lix": measure_lix(" ".join(t for s in SECTIONS[1:] for t in briefing.texts(s)), language),
        }


RULES = len(BULLETS) + len(WORDS) + 1


def list_breaches(reply: Reply) -> Iterator[str]:
    """Yield a line for each rule of the form that a briefing breaks."""
    briefing = reply.briefing
    for section, (fewest, most) in BULLETS.items():
        count = len(briefing.texts(section))
        if not _is_absent(briefing, section) and not fewest <= count <= most:
            yield f"{section} has {count} bullets, not {fewest} to {most}"
    for section, (fewest, most) in WORDS.items():
        count = sum(len(_WORD.findall(t)) for t in briefing.texts(section))
        if not _is_absent(briefing, section) and not fewest <= count <= most:
            yield f"{section} has {count} words, not {fewest} to {most}"
    bullets = [t.casefold() for s in BULLETED for t in briefing.texts(s)]
    if len(set(bullets)) < len(bullets):
        yield "a bullet stands twice"


def measure_lix(text: str, language: str) -> float:
    """Return the Läsbarhetsindex (Björnsson 1968): words a sentence plus per cent of words over six letters.

    About 40 is ordinary newspaper prose, over 55 official text. It needs no dictionary, so any language has one.
    """
    words = _WORD.findall(text)
    count = sum(1 for _ in split_sentences(text, language))
    return len(words) / count + 100 * sum(len(w) > _LONG for w in words) / len(words) if words and count else 0.0


def _is_absent(briefing: Briefing, section: Section) -> bool:
    return any(is_absence(text) for text in briefing.texts(section))
