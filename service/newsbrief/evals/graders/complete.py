"""The grader of completeness: the part of the facts that a briefing tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.evals.case import WEIGHTS, Case, Fact
from newsbrief.evals.finding import Finding
from newsbrief.reply import Reply

OTHERS = ".other_languages"
"""Behind the name of a grade: of articles in other languages than English."""


@dataclass
class Complete(Evaluator[Case, Reply, None]):
    """Grade fact recall, weighed by how much a fact matters; of essential facts alone; and by section.

    Briefings in other languages than English have grades of their own.
    """

    def evaluate(self, ctx: EvaluatorContext[Case, Reply, None]) -> dict[str, float]:
        facts = ctx.inputs.facts
        if not facts:
            return {}
        told_in = {section: _list_facts_told(ctx.inputs, ctx.output, section) for section in SECTIONS}
        anywhere = {fact.says for facts_told in told_in.values() for fact in facts_told}
        essential = [f for f in facts if f.weight == "essential"]
        total = sum(WEIGHTS[f.weight] for f in facts)
        others = "" if ctx.output.meta.language == "en" else OTHERS
        grades = {f"fact_recall{others}": sum(WEIGHTS[f.weight] for f in facts if f.says in anywhere) / total}
        if essential:
            grades[f"essential_recall{others}"] = sum(f.says in anywhere for f in essential) / len(essential)
        if others:
            return grades
        recalls = {f"fact_recall.{s}": sum(WEIGHTS[f.weight] for f in told_in[s]) / total for s in SECTIONS}
        return grades | recalls


def list_findings(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield the essential facts that the briefing does not tell."""
    anywhere = {fact.says for section in SECTIONS for fact in _list_facts_told(case, reply, section)}
    for fact in case.facts:
        if fact.weight == "essential" and fact.says not in anywhere:
            yield Finding(
                suite="briefings",
                case=case.name,
                article=case.name,
                fault="not covered",
                text=fact.says,
                why="an essential fact that no claim tells",
                evidence=fact.rests_on,
            )


def _list_facts_told(case: Case, reply: Reply, section: Section) -> list[Fact]:
    """Return the facts that a claim of the section tells, or two that follow each other."""
    texts = [c.text for c in reply.faithfulness.claims if c.section == section]
    spans = [*texts, *(f"{a} {b}" for a, b in pairwise(texts))]
    return [fact for fact in case.facts if any(fact.said_in(span) for span in spans)]
