"""The grader of costs: calls, tokens, dollars and seconds."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_evals.evaluators import Evaluator, EvaluatorContext

from newsbrief.evals.case import Case
from newsbrief.reply import Reply


@dataclass
class Cost(Evaluator[Case, Reply, None]):
    """Calls, tokens, money and time of one briefing; and whether the engine that was asked wrote it."""

    def evaluate(self, ctx: EvaluatorContext[Case, Reply, None]) -> dict[str, float]:
        meta = ctx.output.meta
        usage = meta.usage
        return {
            "written": float(not meta.degraded),
            "calls": float(usage.calls),
            "prompt_tokens": float(usage.prompt_tokens),
            "completion_tokens": float(usage.completion_tokens),
            "seconds": meta.timings_ms.total / 1000,
        } | ({} if usage.cost_usd is None else {"cost_usd": usage.cost_usd})
