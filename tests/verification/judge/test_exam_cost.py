"""An exam that a model fails costs one call, and nothing more until it counts no longer."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.drafting.draft import DraftRequest
from newsbrief.models.retrying import Patience
from newsbrief.pipeline.opening import open_engines
from newsbrief.verification.judge import exam as exams
from newsbrief.verification.judge.exam import ExamResults
from newsbrief.verification.judge.judge import Judge
from newsbrief.verification.judge.request import Question
from tests.support.scripted_judge import SoundJudge
from tests.support.settings import make_settings
from tests.support.upstream import Answer, Reply, Upstream, chat, draft, error

ASKED = [Question("key_points.0", "Norhaven's port shuts for five weeks.")]
OTHER_JSON = [chat(draft()), chat({"items": []}), chat({"error": "no such task"})]


@pytest.fixture
def article() -> Article:
    return read("The harbour of Norhaven will close on 14 May for 35 days, the port authority said on Monday. " * 3)


@pytest.fixture
def exam_results(tmp_path: Path) -> ExamResults:
    return ExamResults(tmp_path / "exams")


@pytest.fixture
async def judge(upstream: Upstream, exam_results: ExamResults) -> AsyncIterator[Judge]:
    opened = _judge(upstream, exam_results)
    yield opened
    await opened.aclose()


def _judge(upstream: Upstream, exam_results: ExamResults) -> Judge:
    from newsbrief.models.chat import Chat

    return Judge(Chat("m", base_url=upstream.base_url, patience=Patience(2, 0.01, 0.02)), exam_results=exam_results)


def soon() -> float:
    return time.monotonic() + 20


@pytest.mark.parametrize("reply", OTHER_JSON)
async def test_another_answer_to_the_exam_is_asked_for_once(
    upstream: Upstream, judge: Judge, exam_results: ExamResults, article: Article, reply: Answer
) -> None:
    upstream.judges = lambda _: reply
    first = await judge.judge(ASKED, article, soon())
    assert (first.usage.calls, first.findings) == (1, {})
    assert "failed its exam (no answer that can be graded" in first.warnings[0]
    again = await judge.judge(ASKED, article, soon())
    assert (again.usage.calls, again.warnings) == (0, first.warnings)
    restarted = _judge(upstream, ExamResults(exam_results._folder))
    assert (await restarted.judge(ASKED, article, soon())).usage.calls == 0
    await restarted.aclose()
    assert len(upstream.judged) == 1
    assert judge.describe().startswith("off: in its exam no answer that can be graded")


@pytest.mark.parametrize(
    "reply",
    [
        chat(None, refusal="I do not judge."),
        chat("", "content_filter"),
        error(400, "context_length_exceeded: maximum context length is 600 tokens"),
    ],
)
async def test_a_refusal_of_the_exam_is_not_asked_for_again(
    upstream: Upstream, judge: Judge, article: Article, reply: Answer
) -> None:
    upstream.judges = lambda _: reply
    await judge.judge(ASKED, article, soon())
    asked = len(upstream.judged)
    assert not (await judge.judge(ASKED, article, soon())).findings
    assert len(upstream.judged) == asked


@pytest.mark.parametrize("reply", [error(503), error(401, "wrong key"), error(429, retry_after="3600")])
async def test_a_server_that_is_away_has_failed_no_exam(
    upstream: Upstream, judge: Judge, article: Article, reply: Answer
) -> None:
    upstream.judges = lambda _: reply
    ruling = await judge.judge(ASKED, article, time.monotonic() + 3)
    assert "could not be examined" in ruling.warnings[0]
    upstream.judges = SoundJudge()
    assert (await judge.judge(ASKED, article, soon())).findings


async def test_an_ungraded_exam_is_taken_again_after_an_hour_or_when_somebody_asks(
    upstream: Upstream, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    upstream.judges = lambda _: chat(draft())
    result, _ = await judge.take_exam(soon())
    assert result.problem
    assert (await judge.take_exam(soon()))[0] == result
    upstream.judges = SoundJudge()
    monkeypatch.setattr(exams, "UNGRADED_S", 0.0)
    assert (await judge.take_exam(soon()))[0].is_passed
    assert len(upstream.judged) == 2


async def test_an_exam_that_was_failed_is_taken_again_on_demand_and_one_that_was_passed_is_not(
    upstream: Upstream, judge: Judge
) -> None:
    upstream.judges = lambda _: chat({"judgements": [{"id": "1", "verdict": "supported"}]})
    assert not (await judge.take_exam(soon()))[0].is_passed
    upstream.judges = SoundJudge()
    assert not (await judge.take_exam(soon()))[0].is_passed
    assert (await judge.take_exam(soon(), again=True))[0].is_passed
    assert (await judge.take_exam(soon(), again=True))[1].calls == 0
    assert len(upstream.judged) == 2


@pytest.mark.parametrize(
    ("own", "is_shared"),
    [
        ({}, True),
        ({"judge_model": "m"}, True),
        ({"fallback_model": "other"}, True),
        ({"judge_model": "other"}, False),
        ({"judge_options": {"seed": 1}}, False),
        ({"judge_context_tokens": 9_000}, False),
    ],
)
async def test_terms_that_drafting_learnt_are_known_when_the_same_model_judges(
    upstream: Upstream, article: Article, own: dict[str, Any], is_shared: bool
) -> None:
    def pick(then: Answer | Reply) -> Reply:
        def reply(request: dict[str, Any]) -> Answer:
            if "temperature" in request:
                return error(400, "temperature: only the default is supported", "unsupported_value")
            if "response_format" in request:
                return error(400, "response_format is not supported")
            return then if isinstance(then, Answer) else then(request)

        return reply

    upstream.says(pick(chat(draft())))
    upstream.judges = pick(SoundJudge())
    settings = make_settings(openai_base_url=upstream.base_url, model="m", **own)
    async with open_engines(settings) as (engine, panel):
        assert panel
        drafted = await engine.draft(DraftRequest(article, "en", soon()))
        await panel.judge(ASKED, article, soon())
    assert drafted.usage.calls == 1
    refused = [r for r in upstream.judged if "temperature" in r or "response_format" in r]
    assert bool(refused) is not is_shared
