"""The record of a comparison: what judges answered, a line for each article as it comes, so that nothing is paid twice.

It holds no text of articles: findings are by the hash of article and claim.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from newsbrief.article import Article
from newsbrief.models.hooks import CanaryOutcome
from newsbrief.verification.claim import CheckResult, Verdict
from newsbrief.verification.judge.exam import NEEDED
from newsbrief.verification.judge.judge import NAME


class MalformedRecord(ValueError):
    """The file is no record of answers; the message names it."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Call(_Frozen):
    """One request to a judge's model, with its retries and corrective turns."""

    seconds: float
    calls: int
    """Completions that the server gave, corrective turns included."""
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int = 0
    """Tokens of the prompt that the server had in its cache."""
    cost_usd: float | None
    """Dollars; None where the model has no price."""
    error: str = ""
    """Why no answer came, as `DraftingError.reason` has it; empty where one did."""


class RecordedFinding(_Frozen):
    """The finding of a judge on one claim."""

    verdict: Verdict
    reason: str = ""
    fault: str = ""
    sentences: tuple[int, ...] = ()

    @classmethod
    def of(cls, finding: CheckResult) -> RecordedFinding | None:
        """Return a finding for the record; None where it holds no verdict."""
        if finding.verdict is None:
            return None
        return cls(verdict=finding.verdict, reason=finding.detail, fault=finding.fault, sentences=finding.sentences)

    def to_finding(self, outcome_passes: bool) -> CheckResult:
        """Return it as the judge gave it."""
        return CheckResult(
            name=NAME,
            outcome="pass" if outcome_passes else "fail",
            detail=self.reason,
            fault=self.fault,
            verdict=self.verdict,
            sentences=self.sentences,
        )


class Exam(_Frozen):
    """The result of the exam of one model."""

    model: str
    right: int
    of: int

    @property
    def is_passed(self) -> bool:
        """Return whether the service would ask the model."""
        return self.right >= NEEDED


class RecordLine(_Frozen):
    """One line: the answers of a judge on the claims of an article in one run, or its exam where `article` is empty."""

    judge: str
    """`Contender.key`."""
    run: int
    """From 1."""
    article: str
    asked: tuple[str, ...]
    """Hashes of the claims that it was asked about."""
    found: Mapping[str, RecordedFinding]
    calls: tuple[Call, ...]
    canaries: tuple[CanaryOutcome, ...] = ()
    warnings: tuple[str, ...] = ()
    exams: tuple[Exam, ...] = ()

    @property
    def is_final(self) -> bool:
        """Return whether a claim without a finding stays without one: the judge was asked, and left it out."""
        return not any(call.error for call in self.calls)


def hash_article(article: Article) -> str:
    """Return a name for an article that depends on its text and its date alone."""
    day = article.published_at.isoformat() if article.published_at else ""
    return hashlib.sha256(f"{day}\n{article.source}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


def hash_claim(text: str, kind: str) -> str:
    """Return a name for a claim that depends on its words and its kind alone."""
    return hashlib.sha256(f"{kind}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


class Record:
    """A file of answers that grows. A line that a crash cut off is left out."""

    def __init__(self, file: Path) -> None:
        """Open `file`, which need not be there.

        Raises:
            MalformedRecord: it holds something else.
            OSError: it cannot be read.
        """
        self._file = file
        self._lines = list(_read(file)) if file.exists() else []

    @property
    def spent_usd(self) -> float:
        """Return the dollars of all calls so far, as far as they have a price."""
        return sum(call.cost_usd or 0.0 for line in self._lines for call in line.calls)

    def add(self, line: RecordLine) -> None:
        """Append a line, on disk when this returns."""
        self._lines.append(line)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(line.model_dump_json() + "\n")

    def of(self, judge: str) -> list[RecordLine]:
        """Return the lines of a judge, oldest first."""
        return [line for line in self._lines if line.judge == judge]

    def exams(self, judge: str) -> tuple[Exam, ...]:
        """Return the newest results of a judge's exams; none where it took none."""
        return next((line.exams for line in reversed(self._lines) if line.judge == judge and line.exams), ())

    def find_settled(self, judge: str, run: int, article: str) -> set[str]:
        """Return the claims that need not be asked again: judged, or left out by a judge that answered."""
        own = (line for line in self._lines if (line.judge, line.run, line.article) == (judge, run, article))
        return {claim for line in own for claim in (line.asked if line.is_final else line.found)}


def _read(file: Path) -> Iterator[RecordLine]:
    lines = file.read_text("utf-8").split("\n")
    whole, rest = lines[:-1], lines[-1]
    for number, line in enumerate(whole, 1):
        try:
            yield RecordLine.model_validate_json(line)
        except ValidationError:
            raise MalformedRecord(f"{file}, line {number}, is no answer of a judge: choose another --out") from None
    if rest:
        # The next line must not be written behind what a crash left.
        file.write_text("".join(f"{line}\n" for line in whole), "utf-8")
