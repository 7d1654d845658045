"""Processor time of a verified briefing but for its model: reading, checks, requests, verdicts, the reply."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from evals.performance.articles import read_seed, vary_text
from evals.performance.drafts import Json, script
from evals.performance.figure import Figure
from evals.performance.opinion import Known, opinion
from newsbrief.drafting.draft import Draft, DraftRequest, DraftResult, EngineName
from newsbrief.drafting.source import fence, lay_out_lines, list_lines
from newsbrief.models.prompts import RenderedPrompt, load_prompt
from newsbrief.models.schema import make_strict
from newsbrief.models.usage import CallUsage
from newsbrief.pipeline import MakingRequest, Submission, summarize
from newsbrief.settings import Settings
from newsbrief.verification.judge.judge import Judge
from newsbrief.verification.judge.panel import Panel

M = TypeVar("M", bound=BaseModel)


@dataclass
class _Writer:
    """Writes the draft that it is given, as what an answer of a model holds; the time is that of the prompt alone."""

    text: str
    name: EngineName = "openai"
    model: str | None = "performance"

    async def draft(self, request: DraftRequest) -> DraftResult:
        load_prompt("briefing").render(source=fence(lay_out_lines(list_lines(request.article))), language="English")
        return DraftResult(Draft.model_validate_json(self.text), self.model, usage=CallUsage(1, 2_400, 950))

    async def aclose(self) -> None:
        """Nothing to close."""


class _Verdicts:
    """Answers a judge's requests, and keeps the time that it takes for that, which is the model's."""

    model, address = "performance", "here"

    def __init__(self, known: Known) -> None:
        self.taken_s, self._known = 0.0, known

    async def ask_structured(
        self, asked: RenderedPrompt, answer: type[M], *, deadline: float, most: int, corrects: bool = True
    ) -> tuple[M, CallUsage]:
        began = time.process_time()
        form = {"json_schema": {"schema": make_strict(answer)}, "type": "json_schema"}
        turns = [{"role": "system", "content": asked.system}, {"role": "user", "content": asked.user}]
        text = json.dumps(opinion({"messages": turns, "response_format": form}, self._known))
        self.taken_s += time.process_time() - began
        return answer.model_validate_json(text), CallUsage(1, 3_500, 200)

    async def window(self) -> int | None:
        return None

    async def aclose(self) -> None:
        """Nothing to close."""


def figures(runs: int) -> Iterator[Figure]:
    """Measure 25 claims on 1,500 words: warm, where the same sentences were read before; cold, where all are new."""
    text, draft = read_seed(), script().draft
    warm = [(f"{text}\n\nThis is edition {n} of the report.", draft) for n in range(runs + 1)]
    cold = [(vary_text(text, n), _vary_draft(draft, n)) for n in range(runs + 1)]
    for name, asked, aim in (("warm", warm, 8.0), ("cold", cold, 20.0)):
        yield Figure(f"processor time of our own, {name}", asyncio.run(_best(asked)), "ms", aim=aim)


async def _best(asked: list[tuple[str, Json]]) -> float:
    """Return the milliseconds of the quickest, after one that loads what there is to load."""
    chat, settings = _Verdicts(_texts(asked)), Settings(_env_file=None)  # type: ignore[call-arg]
    judge, taken = Panel([Judge(chat)]), []  # type: ignore[arg-type]
    for text, draft in asked:
        writer = _Writer(json.dumps(draft))
        before, chat.taken_s = time.process_time(), 0.0
        reply = await summarize(Submission(text), MakingRequest(writer, settings, judge=judge))
        reply.model_dump_json()
        taken.append((time.process_time() - before - chat.taken_s) * 1000)
        if len(reply.faithfulness.claims) < 20:
            raise RuntimeError(f"only {len(reply.faithfulness.claims)} claims stand: {reply.meta.warnings}")
    return min(taken[1:])


def _texts(asked: list[tuple[str, Json]]) -> Known:
    drafts = [draft for _, draft in asked]
    return {item["text"]: None for d in drafts for v in d.values() for item in (v if isinstance(v, list) else [v])}


def _vary_draft(draft: Json, number: int) -> Json:
    def item(value: Any) -> Any:
        return {**value, "text": vary_text(value["text"], number)}

    return {name: item(value) if isinstance(value, dict) else [item(v) for v in value] for name, value in draft.items()}
