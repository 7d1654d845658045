"""The exam: a judge is believed only after it told true claims from false ones whose answers are known."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.resources import read_table
from newsbrief.verification.claim import CARRIED
from newsbrief.verification.judge.judgement import Judgement

NEEDED = 18
"""Right answers of 24 that a judge needs; by tossing a coin one in 90 gets there."""
LASTS_S = 30 * 86_400.0
"""Seconds for which a passed exam counts."""
RETRY_S = 86_400.0
"""Seconds after which a judge that failed is examined again."""
UNGRADED_S = 3_600.0
"""Seconds after which one is that gave no answer which could be graded: its server may be set otherwise by then."""


@dataclass(frozen=True, slots=True)
class Exam:
    """An article, and claims about it of which it is known whether the article carries them."""

    article: Article
    claims: tuple[str, ...]
    carried: tuple[bool, ...]

    def grade(self, judgements: Mapping[int, Judgement]) -> int:
        """Return how many claims were judged right; `judgements` are by place, and one that is missing is wrong."""
        verdicts = {at: j.verdict in CARRIED for at, j in judgements.items()}
        return sum(verdicts.get(at) is carried for at, carried in enumerate(self.carried))


@dataclass(frozen=True, slots=True)
class ExamResult:
    """The result of one judge's exam; `at` is when it ended, in seconds since 1970."""

    right: int
    of: int
    at: float
    problem: str = ""
    """Why there was no answer to grade; empty where there was one."""

    def __str__(self) -> str:
        if self.problem:
            return f"no answer that can be graded: {self.problem.rstrip('.')}"
        needed = "" if self.is_passed else f", {NEEDED} are needed"
        return f"{self.right} of {self.of} right{needed}"

    @property
    def is_passed(self) -> bool:
        return self.right >= NEEDED

    @property
    def is_current(self) -> bool:
        """Return whether it still counts."""
        lasts_s = LASTS_S if self.is_passed else UNGRADED_S if self.problem else RETRY_S
        return 0 <= time.time() - self.at < lasts_s


@cache
def load_exam() -> Exam:
    """Return the exam that every judge takes."""
    raw = read_table("verification/data/exam.toml")
    claims: Sequence[Mapping[str, object]] = raw["claims"]
    article = read(raw["article"].strip(), language="en", published_at=raw["published_at"])
    return Exam(article, tuple(str(c["text"]) for c in claims), tuple(bool(c["carried"]) for c in claims))


class ExamResults:
    """Results of exams, kept in a folder of the user's cache so that a judge is examined once, not at each start.

    A folder that cannot be written keeps them for the life of the process alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_cache_path("newsbrief") / "exams"
        self._unwritten: dict[str, ExamResult] = {}

    def find(self, *judge: str) -> ExamResult | None:
        """Return the current result of a judge, named by its server, model and prompt; None where there is none."""
        key = _make_key(judge)
        result = self._unwritten.get(key)
        with suppress(OSError, ValueError, TypeError):
            # Another process may have examined it since.
            result = result or ExamResult(**json.loads((self._folder / f"{key}.json").read_text("utf-8")))
        return result if result and result.is_current else None

    def keep(self, result: ExamResult, *judge: str) -> None:
        """Keep the result of a judge's exam."""
        key = _make_key(judge)
        self._unwritten[key] = result
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = self._folder / f"{key}.{time.monotonic_ns()}.partial"
            partial.write_text(json.dumps(asdict(result)), "utf-8")
            partial.replace(self._folder / f"{key}.json")
            del self._unwritten[key]


def _make_key(judge: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(judge).encode()).hexdigest()[:32]
