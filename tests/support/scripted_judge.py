"""A judge for the scripted upstream: it knows the exam and the canaries, and what a test tells it to refute."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel
from rapidfuzz import fuzz, process

from newsbrief.evals.recorded import find_known_answer
from newsbrief.models.errors import DraftingError
from newsbrief.models.prompts import RenderedPrompt
from newsbrief.models.usage import CallUsage
from newsbrief.verification.characters import fold
from newsbrief.verification.judge.judge import Judge
from newsbrief.verification.judge.panel import Panel

if TYPE_CHECKING:
    from tests.support.upstream import Answer

M = TypeVar("M", bound=BaseModel)
_CLAIM = re.compile(r"^(\d+)(?: \(analysis\))?: (.*)$")


def is_judging(request: dict[str, Any]) -> bool:
    """Return whether a request asks for verdicts on claims."""
    return any("Task: check claims" in str(message["content"]) for message in request["messages"])


def message_text(content: Any) -> str:
    """Return the text of a message: a string, or parts."""
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


def blocks(request: dict[str, Any]) -> tuple[dict[int, str], dict[str, str]]:
    """Return the sentences of the article by number, and the claims by id, that a request shows."""
    text = "\n".join(message_text(m["content"]) for m in request["messages"])
    found = re.findall(r"^=== (\w+) ===\n(.*?)\n=== \1 ===$", text, re.S | re.M)
    article, claims = (found[0][1], found[1][1])
    lines = (m for line in article.splitlines() if (m := _CLAIM.match(line)))
    asked = (m for line in claims.splitlines() if (m := _CLAIM.match(line)))
    return {int(m[1]): m[2].removeprefix("# ") for m in lines}, {m[1]: m[2] for m in asked}


@dataclass
class SoundJudge:
    """Carries every claim but false canaries, wrong claims of the exam, and those that hold one of `refutes`."""

    refutes: dict[str, str | None] = field(default_factory=dict)
    """Part of a claim to be refuted, and the fix that is proposed, if any."""
    verdict: str = "contradicted"

    def __call__(self, request: dict[str, Any]) -> Answer:
        from tests.support.upstream import chat

        return chat(self.judgements(request))

    def judgements(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a request."""
        sentences, claims = blocks(request)
        return {"judgements": [self._judge(id, text, sentences) for id, text in claims.items()]}

    def _judge(self, id: str, text: str, sentences: dict[int, str]) -> dict[str, Any]:
        nearest = process.extractOne(text, sentences, scorer=fuzz.token_set_ratio)
        found = {"id": id, "reason": "", "sentences": [nearest[2]] if nearest else [], "fault": "", "fix": None}
        for part, fix in self.refutes.items():
            if part in text:
                return {**found, "verdict": self.verdict, "reason": "not so", "fault": part, "fix": fix}
        wrong = find_known_answer(text, map(fold, sentences.values())) is False
        return {**found, "verdict": "contradicted" if wrong else "supported"}


def verdicts(request: dict[str, Any], by_text: dict[str, str]) -> str:
    """Return the answer that gives each claim its verdict in `by_text`, and all others what a sound judge says."""
    answer = SoundJudge().judgements(request)
    _, claims = blocks(request)
    for judgement in answer["judgements"]:
        judgement["verdict"] = by_text.get(claims[judgement["id"]], judgement["verdict"])
    return json.dumps(answer)


@dataclass
class ScriptedChat:
    """A model that answers requests to judge as `judge` does, without a server."""

    judge: Callable[[dict[str, Any]], Answer] = field(default_factory=SoundJudge)
    model: str = "test-judge"
    asked: list[dict[str, Any]] = field(default_factory=list)
    fault: DraftingError | None = None

    @property
    def address(self) -> str:
        return f"scripted://{id(self)}"

    async def ask_structured(
        self, prompt: RenderedPrompt, answer: type[M], *, deadline: float, most: int, corrects: bool = True
    ) -> tuple[M, CallUsage]:
        if self.fault:
            raise self.fault
        turns = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
        request = {"messages": turns, "max_tokens": most}
        self.asked.append(request)
        text = self.judge(request).body["choices"][0]["message"]["content"]
        return answer.model_validate_json(text), CallUsage(1, 500, 50)

    async def window(self) -> int | None:
        return None

    async def aclose(self) -> None:
        """Nothing to close."""


def panel(*chats: ScriptedChat, **refutes: str | None) -> Panel:
    """Return a panel of scripted judges; by default one sound judge that refutes `refutes`."""
    made = chats or (ScriptedChat(SoundJudge(dict(refutes))),)
    return Panel([Judge(chat) for chat in made])  # type: ignore[arg-type]
