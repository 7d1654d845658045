"""A recorded judge: the answers of a careful reader to rendered requests, given again in their place.

It stands for a sound judge in CI, where there is no model. The service asks it like any other: in requests with an
exam before them and canaries among them. What it has no record of, it finds unsupported.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import regex
from pydantic import BaseModel

from newsbrief.models.prompts import RenderedPrompt
from newsbrief.models.usage import CallUsage
from newsbrief.resources import find_folder
from newsbrief.verification.characters import fold
from newsbrief.verification.claim import CARRIED
from newsbrief.verification.judge.exam import load_exam
from newsbrief.verification.judge.judge import Judge
from newsbrief.verification.judge.panel import Panel

M = TypeVar("M", bound=BaseModel)
FILE = find_folder("evals") / "realistic" / "recorded.jsonl"
_BLOCK = regex.compile(r"^=== (\w+) ===\n(.*?)\n=== \1 ===$", regex.DOTALL | regex.MULTILINE)
_LINE = regex.compile(r"^(\d+)(?: \(analysis\))?: (.*)$", regex.MULTILINE)
_WORD = regex.compile(r"[^\s,]+")
_TOKENS_A_CHARACTER = 0.25


@cache
def record(path: Path = FILE) -> Mapping[str, Mapping[str, Any]]:
    """Return the recorded judgements by the folded text of the claim."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return {fold(row["claim"]): row for row in rows}


@dataclass
class RecordedChat:
    """Answers requests to judge from the record.

    `errs` is the share of verdicts on claims that it turns round, drawn with `seed`; `stubborn` judges propose the text
    that failed as its own fix.
    """

    known: Mapping[str, Mapping[str, Any]] = field(default_factory=record)
    errs: float = 0.0
    seed: int = 1
    stubborn: bool = False
    model: str = "recorded"
    address: str = "record"

    async def ask_structured(
        self, prompt: RenderedPrompt, answer: type[M], *, deadline: float, most: int, **how: Any
    ) -> tuple[M, CallUsage]:
        text = json.dumps({"judgements": list(self._judgements(prompt.user))}, ensure_ascii=False)
        sent, got = (round(len(t) * _TOKENS_A_CHARACTER) for t in (prompt.system + prompt.user, text))
        usage = CallUsage(1, sent, got)
        return answer.model_validate_json(text), usage

    async def window(self) -> int | None:
        return None

    async def aclose(self) -> None:
        """Do nothing: there is nothing to close."""

    def _judgements(self, user: str) -> Iterator[dict[str, Any]]:
        (_, article), (_, claims) = _BLOCK.findall(user)
        sentences = {fold(text.removeprefix("# ")): int(number) for number, text in _LINE.findall(article)}
        for id, text in _LINE.findall(claims):
            yield {"id": id, **self._judgement(text, sentences)}

    def _judgement(self, text: str, sentences: Mapping[str, int]) -> dict[str, Any]:
        known = self.known.get(fold(text))
        if known is None:
            return _plain("supported" if find_known_answer(text, sentences) else "contradicted", [])
        numbers = [n for quote in known["quotes"] if (n := sentences.get(fold(quote))) is not None]
        verdict, fix = known["verdict"], known["fix"]
        if self.errs and random.Random(f"{self.seed} {text}").random() < self.errs:  # noqa: S311
            verdict, fix = ("contradicted" if verdict in CARRIED else "supported"), None
        if self.stubborn and verdict not in CARRIED:
            fix = f"{text} "
        return {**_plain(verdict, numbers), "reason": known["reason"], "fault": known["fault"], "fix": fix}


def find_known_answer(text: str, sentences: Iterable[str]) -> bool | None:
    """Return whether a claim of the exam or a canary is true; None of any other. `sentences` are folded."""
    if text in _exam_answers():
        return _exam_answers()[text]
    own, known = fold(text), tuple(sentences)
    # A canary, the article's own sentence, may lack its dateline; another sentence may differ from it in one word.
    if any(sentence.endswith(own) for sentence in known):
        return True
    words = _WORD.findall(own)
    return False if any(_is_altered(words, _WORD.findall(sentence)) for sentence in known) else None


def _is_altered(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether a sentence is another with one word or figure changed, or a negation put in."""
    same = [word for word in words if word in others]
    changed = 0 < len(words) - len(same) <= 3 and abs(len(words) - len(others)) <= 2
    return len(words) >= 5 and changed and len(same) >= 0.75 * len(others)


def make_recorded_panel(**how: Any) -> Panel:
    """Return a panel of one recorded judge; `how` as in `RecordedChat`."""
    return Panel([Judge(RecordedChat(**how))])  # type: ignore[arg-type]


def _plain(verdict: str, sentences: list[int]) -> dict[str, Any]:
    return {"reason": "", "verdict": verdict, "sentences": sentences, "fault": "", "fix": None}


@cache
def _exam_answers() -> Mapping[str, bool]:
    known = load_exam()
    return dict(zip(known.claims, known.carried, strict=True))
