"""A LlamaIndex evaluator: whether a response is carried by its sources, sentence by sentence, by newsbrief.

pip install llama-index-core httpx
newsbrief serve

evaluator = NewsbriefEvaluator("http://localhost:8000")
result = evaluator.evaluate_response(response=query_engine.query("What happened?"))
result.passing, result.feedback
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx
from llama_index.core.evaluation import BaseEvaluator, EvaluationResult
from llama_index.core.prompts.mixin import PromptDictType

TIMEOUT_S = 120.0


class NewsbriefEvaluator(BaseEvaluator):
    """Holds a response against the texts that it was made of; use it in place of `FaithfulnessEvaluator`."""

    def __init__(self, address: str, *, key: str | None = None) -> None:
        """Args:
        address: of a newsbrief service.
        key: one of `NEWSBRIEF_API_KEYS`, where the service has some.
        """
        self._address = address
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    def _get_prompts(self) -> PromptDictType:
        return {}

    def _update_prompts(self, prompts: PromptDictType) -> None:
        """Ignore prompts: those are newsbrief's own."""

    async def aevaluate(
        self,
        query: str | None = None,
        response: str | None = None,
        contexts: Sequence[str] | None = None,
        **kwargs: Any,
    ) -> EvaluationResult:
        """Return whether the contexts carry the response: passing only where newsbrief's verdict is `pass`.

        The score is the share of sentences that are carried; the feedback names the others.
        """
        if not response or not contexts:
            raise ValueError("give a response and the contexts that it was made of")
        sent = {"text": "\n\n".join(contexts), "summary": response}
        async with httpx.AsyncClient(base_url=self._address, headers=self._headers, timeout=TIMEOUT_S) as client:
            answer = await client.post("/verify", json=sent)
        if answer.status_code == 422:  # the texts are too short to be an article, or the response has no sentence
            reason = answer.json()["detail"]
            return EvaluationResult(query=query, response=response, invalid_result=True, invalid_reason=reason)
        answer.raise_for_status()
        report = answer.json()["faithfulness"]
        open_ones = [claim for claim in report["claims"] if claim["verdict"] not in ("supported", "inference")]
        return EvaluationResult(
            query=query,
            contexts=contexts,
            response=response,
            passing=report["verdict"] == "pass",
            score=report["score"],
            feedback="\n".join(f"{claim['verdict']}: {claim['text']}" for claim in open_ones),
        )
