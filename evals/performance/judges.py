"""The cost of one verdict on one briefing, each of those that give one in a process of its own.

They want other versions of the SDK than newsbrief does, so DeepEval and Ragas run by an interpreter of their own, which
needs nothing of newsbrief; newsbrief's verdicts run by its own: `PYTHON evals/performance/judges.py NAME BASE_URL
PAIRS.json`. The pairs are articles and briefings: the first fills the caches, the others are measured. Prints what a
verdict took.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

Judge = Callable[[str, str], Awaitable[float | None]]
"""An article and a briefing to a score from 0 to 1."""
MODEL = "gpt-4.1"
"""Of a name that DeepEval knows, as it asks for JSON by schema of those alone."""
_ASKED = "Summarize the article."


def deepeval_faithfulness(base_url: str) -> Judge:
    from deepeval.metrics import FaithfulnessMetric
    from deepeval.models import OpenAIModel
    from deepeval.test_case import LLMTestCase

    metric = FaithfulnessMetric(model=OpenAIModel(MODEL, api_key="none", base_url=base_url))
    return lambda article, briefing: metric.a_measure(
        LLMTestCase(input=_ASKED, actual_output=briefing, retrieval_context=[article]), _show_indicator=False
    )


def deepeval_summarization(base_url: str) -> Judge:
    from deepeval.metrics import SummarizationMetric
    from deepeval.models import OpenAIModel
    from deepeval.test_case import LLMTestCase

    model = OpenAIModel(MODEL, api_key="none", base_url=base_url)

    async def score(article: str, briefing: str) -> float:
        # A new one each time: it keeps the questions that it made for an article, and asks them of the next.
        case = LLMTestCase(input=article, actual_output=briefing)
        return float(await SummarizationMetric(model=model).a_measure(case, _show_indicator=False))

    return score


def ragas_faithfulness(base_url: str) -> Judge:
    from openai import AsyncOpenAI
    from ragas.llms import llm_factory
    from ragas.metrics.collections import Faithfulness

    # By default an answer of Ragas's model ends after 1,024 tokens, and a briefing's does not fit.
    llm = llm_factory(MODEL, client=AsyncOpenAI(api_key="none", base_url=base_url), max_tokens=16_000)
    metric = Faithfulness(llm=llm)

    async def score(article: str, briefing: str) -> float:
        found = await metric.ascore(user_input=_ASKED, response=briefing, retrieved_contexts=[article])
        return float(found.value)

    return score


def newsbrief(base_url: str, model: str | None = None) -> Judge:
    from newsbrief.briefing.markdown import parse_markdown
    from newsbrief.extractive import ExtractiveEngine
    from newsbrief.pipeline import Submission, verify
    from newsbrief.pipeline.engines import open_judges
    from newsbrief.settings import Settings
    from newsbrief.verification.checking import Checker
    from newsbrief.verification.itemise import itemise_briefing

    settings = Settings(_env_file=None, openai_base_url=base_url, judge_model=model or "off")  # type: ignore[call-arg]
    judge = open_judges(settings, ExtractiveEngine())

    async def score(article: str, briefing: str) -> float:
        read, _ = parse_markdown(briefing)
        checker = Checker(judge, time.monotonic() + settings.deadline_s)
        found = await verify(Submission(article), lambda language: itemise_briefing(read, language), checker)
        return found.faithfulness.score

    return score


OURS = {"newsbrief's checks": newsbrief, "newsbrief with a judge": lambda base_url: newsbrief(base_url, MODEL)}
PEERS = {
    "DeepEval Faithfulness": deepeval_faithfulness,
    "DeepEval Summarization": deepeval_summarization,
    "Ragas Faithfulness": ragas_faithfulness,
}


async def measure(judge: Judge, base_url: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return calls and tokens of the last verdict as the server counts them, the least milliseconds, and megabytes."""
    cpu_ms, wall_ms, score = [], [], None
    for article, briefing in pairs:
        before = _spent(base_url)
        wall, cpu = time.perf_counter(), time.process_time()
        score = await judge(article, briefing)
        cpu_ms.append((time.process_time() - cpu) * 1000)
        wall_ms.append((time.perf_counter() - wall) * 1000)
        after = _spent(base_url)
    return {
        **{name: after[name] - before[name] for name in after},
        "processor time": min(cpu_ms[1:]),
        "time, 200 ms a call": min(wall_ms[1:]),
        "resident": _resident_mb(),
        "score": score,
    }


def _spent(base_url: str) -> dict[str, int]:
    with urllib.request.urlopen(f"{base_url}/usage") as answer:
        spent: dict[str, int] = json.load(answer)
    return spent


def _resident_mb() -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))
    return int(found[1]) / 1024 if found else 0


if __name__ == "__main__":
    name, base_url, pairs = sys.argv[1:4]
    judge = (OURS | PEERS)[name](base_url)
    print(json.dumps(asyncio.run(measure(judge, base_url, json.loads(Path(pairs).read_text("utf-8"))))))
