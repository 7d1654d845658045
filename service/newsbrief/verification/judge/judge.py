"""A judge, or a panel of several: examined before it is believed, watched by canaries in every request."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from newsbrief.article import Article
from newsbrief.models.errors import ContextTooLong, DeadlineExceeded, DraftingError, MalformedDraft, Refused
from newsbrief.models.hooks import CanaryOutcome, OnCanaries
from newsbrief.models.prompts import load_prompt
from newsbrief.models.shortfall import Shortfall
from newsbrief.models.together import gather_bounded
from newsbrief.models.usage import CallUsage
from newsbrief.models.window import narrow
from newsbrief.verification.claim import CARRIED, CheckResult
from newsbrief.verification.judge.exam import NEEDED, ExamResult, ExamResults, load_exam
from newsbrief.verification.judge.judgement import ANSWERS, Judgement, Reasons
from newsbrief.verification.judge.request import ContextLimit, Manner, Question, Request, build_requests
from newsbrief.workers import run_in_worker

if TYPE_CHECKING:
    from newsbrief.models.chat import Chat

NAME = "judge"
EXAM_S = 180.0
"""Seconds that an exam may take; a request waits for it no longer than its own deadline."""
_EXAM_TOKENS = 2_200
"""Of the answer: half of the claims need no fix, and a model that writes more fails to keep to its task."""
_OWN_FAULTS = (MalformedDraft, Refused, ContextTooLong, DeadlineExceeded)
"""Failures of an exam that are the model's, not those of a server that is away."""
JUDGE_ROUNDS = 2
"""Times that a claim is put to the judge at most."""
_WINDOWS = 3
"""Plans of how much of the article is shown at once."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ruling:
    """The findings of a judge by claim id, what they cost, and warnings. A claim without a finding was not judged."""

    findings: Mapping[str, CheckResult] = field(default_factory=dict)
    usage: CallUsage = field(default_factory=CallUsage)
    warnings: tuple[str, ...] = ()

    def __add__(self, other: Ruling) -> Ruling:
        warnings = tuple(dict.fromkeys((*self.warnings, *other.warnings)))
        return Ruling({**self.findings, **other.findings}, self.usage + other.usage, warnings)


class Judge:
    """One model that judges claims. Close it with `aclose`."""

    def __init__(
        self,
        chat: Chat,
        *,
        name: str | None = None,
        examiner: Chat | None = None,
        exam_results: ExamResults | None = None,
        on_canaries: OnCanaries = lambda model, outcome: None,
        reasons: Reasons = "flagged",
    ) -> None:
        """`name` tells server and model apart from others; `examiner` asks the same model at once where `chat` waits.

        `reasons` says for which claims the judge is to write a reason.
        """
        self.model = chat.model
        self._chat, self._examiner = chat, examiner or chat
        self._name = name or f"{chat.model} at {chat.address}"
        self._exam_results = exam_results or ExamResults()
        self._on_canaries = on_canaries
        self._reasons = reasons
        self._exam: asyncio.Task[tuple[ExamResult, CallUsage]] | None = None

    async def aclose(self) -> None:
        """Close the connections."""
        if self._exam and not self._exam.done():
            self._exam.cancel()
            await asyncio.gather(self._exam, return_exceptions=True)
        await self._chat.aclose()
        if self._examiner is not self._chat:
            await self._examiner.aclose()

    @property
    def exam_result(self) -> ExamResult | None:
        """Return the current result of its exam; None where it has not taken one."""
        return self._exam_results.find(*self._known_by)

    @property
    def _known_by(self) -> tuple[str, str, str]:
        """Return the key under which an exam counts: another prompt, or form of the answer, is another judge."""
        return self._name, load_prompt("judge").stamp.sha256, self._reasons

    @property
    def is_off(self) -> bool:
        """Return whether it failed its exam."""
        return self.exam_result is not None and not self.exam_result.is_passed

    def describe(self) -> str:
        """Return in words how its exam went."""
        if (result := self.exam_result) is None:
            return "not examined yet"
        if result.problem:
            return f"off: in its exam {result}"
        said = f"{result.right} of {result.of} right in its exam"
        return said if result.is_passed else f"off: only {said}, {NEEDED} are needed"

    async def take_exam(self, deadline: float, *, again: bool = False) -> tuple[ExamResult, CallUsage]:
        """Return the result of the exam, taken now where none is current; concurrent calls share one.

        `again`: one that failed is taken again, whenever that was.

        Raises:
            DraftingError: the model could not be asked, or not until `deadline`, a `time.monotonic()` instant.
        """
        if (known := self.exam_result) is not None and (known.is_passed or not again):
            return known, CallUsage()
        is_first = self._exam is None or self._exam.done()
        if self._exam is None or self._exam.done():
            self._exam = asyncio.create_task(self._take_exam(), context=Context())
        try:
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + deadline - time.monotonic()):
                result, usage = await asyncio.shield(self._exam)
        except TimeoutError:
            raise DraftingError("its exam was not over in time") from None
        return result, usage if is_first else CallUsage()

    async def _take_exam(self) -> tuple[ExamResult, CallUsage]:
        known = load_exam()
        questions = [Question(str(at), text) for at, text in enumerate(known.claims)]
        manner = Manner(self._reasons, canaries=False)
        (request,) = build_requests(questions, known.article, ContextLimit(self.model), manner)
        try:
            answer, usage = await self._examiner.ask_structured(
                request.rendered,
                ANSWERS[self._reasons],
                deadline=time.monotonic() + EXAM_S,
                most=_EXAM_TOKENS,
                corrects=False,
            )
            judgements = {int(request.names[id]): j for id, j in answer.by_id.items() if id in request.names}
            result = ExamResult(known.grade(judgements), len(known.claims), time.time())
        except _OWN_FAULTS as error:
            # It would fail the next request in the same way, and be paid for each time.
            result, usage = ExamResult(0, len(known.claims), time.time(), str(error)), error.usage
        self._exam_results.keep(result, *self._known_by)
        if not result.is_passed:
            log.warning("the judge %s failed its exam: %s", self._name, result)
        return result, usage

    async def judge(
        self, questions: Sequence[Question], article: Article, deadline: float, *, rounds: int = JUDGE_ROUNDS
    ) -> Ruling:
        """Return the finding on each question that the judge answered soundly by `deadline`.

        What it left out, or answered in a request whose canaries it misjudged, is asked again: `rounds` in all.
        """
        if not questions:
            return Ruling()
        try:
            result, usage = await self.take_exam(deadline)
        except DraftingError as error:
            said = f"The judge {self.model} could not be examined, so it was not asked: {error}"
            return Ruling({}, error.usage, (Shortfall(said),))
        if not result.is_passed:
            said = f"The judge {self.model} failed its exam ({result}), so it was not asked."
            return Ruling({}, usage, (Shortfall(said) if result.problem else said,))
        answered = [_RoundResult(Ruling(usage=usage))]
        left = list(questions)
        for attempt in range(rounds):
            answered.append(await self._ask_in_windows(left, article, deadline, attempt))
            left = [q for q in left if q.id not in answered[-1].ruling.findings]
            if not left or answered[-1].ruling.warnings:
                break
        ruling = sum((each.ruling for each in answered), Ruling())
        if not left or ruling.warnings:
            return ruling
        return ruling + Ruling(warnings=(self._warn(len(left), answered[-1].is_unsound),))

    def _warn(self, left: int, is_unsound: bool) -> Shortfall:
        if is_unsound:
            said = f"The judge {self.model} misjudged a sentence of the article itself, so its verdicts do not count."
            return Shortfall(said)
        return Shortfall(f"The judge {self.model} left out {left} claims: they are unverified.")

    async def _ask_in_windows(
        self, questions: Sequence[Question], article: Article, deadline: float, attempt: int
    ) -> _RoundResult:
        """Return the findings on `questions`; the article is shown in parts where the server says it does not fit."""
        window, spent = await self._chat.window(), Ruling()
        manner = Manner(self._reasons, attempt)
        for _ in range(_WINDOWS):
            requests = await run_in_worker(
                len(article.source), _list_requests, questions, article, ContextLimit(self.model, window), manner
            )
            parts: list[_RoundResult] = []
            try:
                await gather_bounded(partial(self._add, parts, article, deadline), requests)
            except ContextTooLong as full:
                spent += Ruling(usage=sum((part.ruling.usage for part in parts), full.usage))
                window = narrow(window, full)
                continue
            return _RoundResult(sum((p.ruling for p in parts), spent), any(p.is_unsound for p in parts))
        return _RoundResult(
            spent + Ruling(warnings=(Shortfall(f"The judge {self.model} has no room for the article."),))
        )

    async def _add(self, parts: list[_RoundResult], article: Article, deadline: float, request: Request) -> None:
        """Add the findings of one request to `parts`: what it cost counts though another fails."""
        parts.append(await self._ask(request, article, deadline))

    async def _ask(self, request: Request, article: Article, deadline: float) -> _RoundResult:
        """Return the findings of one request; none where a canary failed."""
        try:
            answer, usage = await self._chat.ask_structured(
                request.rendered, ANSWERS[self._reasons], deadline=deadline, most=request.most_tokens
            )
        except ContextTooLong:
            raise
        except DraftingError as error:
            return _RoundResult(
                Ruling({}, error.usage, (Shortfall(f"The judge {self.model} gave no verdict: {error}"),))
            )
        judgements = answer.by_id
        outcome = _check_canaries(request, judgements)
        self._on_canaries(self.model, outcome)
        if outcome == "failed":
            return _RoundResult(Ruling({}, usage), is_unsound=True)
        texts = {q.id: q.text for q in request.questions}
        shown = frozenset(number for line in request.shown for number in line.numbers)
        named = {request.names[id]: j for id, j in judgements.items() if id in request.names and _rests_on(j, shown)}
        return _RoundResult(Ruling({id: _as_check(j, texts[id], shown) for id, j in named.items()}, usage))


@dataclass(frozen=True, slots=True)
class _RoundResult:
    """A ruling of one round, and whether any of its answers misjudged a canary."""

    ruling: Ruling
    is_unsound: bool = False


def _list_requests(
    questions: Sequence[Question], article: Article, limit: ContextLimit, manner: Manner
) -> list[Request]:
    return list(build_requests(questions, article, limit, manner))


def _check_canaries(request: Request, judgements: Mapping[str, Judgement]) -> CanaryOutcome:
    """Return whether the judge told the planted true claim from the planted false one."""
    if not request.canaries:
        return "none"
    right = (
        id in judgements and (judgements[id].verdict in CARRIED) is is_true for id, is_true in request.canaries.items()
    )
    return "held" if all(right) else "failed"


def _rests_on(judgement: Judgement, shown: Collection[int]) -> bool:
    """Return whether a judgement names a sentence that was shown, where it names any and says that the claim stands."""
    return judgement.verdict not in CARRIED or not judgement.sentences or any(n in shown for n in judgement.sentences)


def _as_check(judgement: Judgement, text: str, shown: Collection[int]) -> CheckResult:
    """Return the judgement on the claim `text` as a finding, without sentences that were not `shown`."""
    return CheckResult(
        name=NAME,
        outcome="pass" if judgement.verdict in CARRIED else "fail",
        detail=" ".join(judgement.reason.split())[:300],
        fault=judgement.fault[:300],
        verdict=judgement.verdict,
        fix=judgement.apply_fix(text),
        sentences=tuple(dict.fromkeys(n for n in judgement.sentences if n in shown)),
    )
