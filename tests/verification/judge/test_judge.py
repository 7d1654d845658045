"""A judge is examined before it is believed, watched by canaries, and never believed for what it did not say."""

import time
from pathlib import Path
from typing import Any

import pytest

from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.models.errors import ContextTooLong, UpstreamFailed
from newsbrief.models.prompts import RenderedPrompt
from newsbrief.verification.judge.exam import ExamResults
from newsbrief.verification.judge.judge import Judge
from newsbrief.verification.judge.panel import Panel
from tests.support.harbour import ASKED, TEXT
from tests.support.scripted_judge import ScriptedChat, SoundJudge, blocks
from tests.support.upstream import Answer, chat


@pytest.fixture
def exam_results(tmp_path: Path) -> ExamResults:
    return ExamResults(tmp_path / "exams")


def soon() -> float:
    return time.monotonic() + 30


def judge(model: ScriptedChat, exam_results: ExamResults, told: list[str] | None = None) -> Judge:
    return Judge(model, exam_results=exam_results, on_canaries=lambda _, outcome: (told or []).append(outcome))  # type: ignore[arg-type]


async def test_verdicts_of_a_judge_that_passed_its_exam(article: Article, exam_results: ExamResults) -> None:
    told: list[str] = []
    model = ScriptedChat(SoundJudge({"resigned": "Sorby told reporters that the port cannot wait."}))
    found = Judge(model, exam_results=exam_results, on_canaries=lambda _, outcome: told.append(outcome))  # type: ignore[arg-type]
    ruling = await found.judge(ASKED, article, soon())
    assert {id: f.verdict for id, f in ruling.findings.items()} == {
        "key_points.0": "supported",
        "key_points.1": "contradicted",
    }
    assert ruling.findings["key_points.1"].fix
    assert (ruling.usage.calls, ruling.warnings, told) == (2, (), ["held"])
    assert (await found.judge(ASKED, article, soon())).usage.calls == 1, "the exam is taken once"


async def test_a_judge_that_cannot_tell_is_not_asked(article: Article, exam_results: ExamResults) -> None:
    def yes(request: dict[str, Any]) -> Answer:
        _, claims = blocks(request)
        return chat({"judgements": [{"id": id, "verdict": "supported", "sentences": [0]} for id in claims]})

    model = ScriptedChat(yes)
    ruling = await judge(model, exam_results).judge(ASKED, article, soon())
    assert ruling.findings == {}
    assert "failed its exam (12 of 24 right" in ruling.warnings[0]
    assert len(model.asked) == 1
    other = await judge(model, ExamResults(exam_results._folder)).judge(ASKED, article, soon())
    assert len(model.asked) == 1, "the result is kept"
    assert other.warnings == ruling.warnings


@pytest.mark.parametrize("always", [True, False])
async def test_a_judge_that_misjudges_the_article_itself_is_asked_once_more_in_another_order(
    article: Article, exam_results: ExamResults, always: bool
) -> None:
    sound = SoundJudge()

    def blind(request: dict[str, Any]) -> Answer:
        answer = sound.judgements(request)
        _, claims = blocks(request)
        if len(claims) < 24 and (always or len(model.asked) < 3):
            for judgement in answer["judgements"]:
                judgement["verdict"] = "supported"
        return chat(answer)

    told: list[str] = []
    model = ScriptedChat(blind)
    found = Judge(model, exam_results=exam_results, on_canaries=lambda _, outcome: told.append(outcome))  # type: ignore[arg-type]
    ruling = await found.judge(ASKED, article, soon())
    first, second = (request["messages"][1]["content"] for request in model.asked[1:3])
    assert first != second
    assert told == ["failed", "failed" if always else "held"]
    assert bool(ruling.findings) is not always
    assert bool(ruling.warnings) is always


async def test_a_judge_that_fails_leaves_claims_unjudged(article: Article, exam_results: ExamResults) -> None:
    model = ScriptedChat()
    found = judge(model, exam_results)
    await found.judge(ASKED, article, soon())
    model.fault = UpstreamFailed("The server is away.")
    ruling = await found.judge(ASKED, article, soon())
    assert ruling.findings == {}
    assert "gave no verdict: The server is away." in ruling.warnings[0]


async def test_claims_that_a_judge_leaves_out_are_asked_about_once_more(
    article: Article, exam_results: ExamResults
) -> None:
    def forgetful(request: dict[str, Any]) -> Answer:
        answer = SoundJudge().judgements(request)
        texts = blocks(request)[1]
        if len(model.asked) < 3:
            answer["judgements"] = [j for j in answer["judgements"] if "resigned" not in texts[j["id"]]]
        return chat(answer)

    model = ScriptedChat(forgetful)
    ruling = await judge(model, exam_results).judge(ASKED, article, soon())
    assert len(ruling.findings) == 2
    assert len(model.asked) == 3


async def test_a_claim_that_is_carried_by_no_sentence_shown_has_no_verdict(
    article: Article, exam_results: ExamResults
) -> None:
    def inventive(request: dict[str, Any]) -> Answer:
        answer = SoundJudge().judgements(request)
        texts = blocks(request)[1]
        for judgement in answer["judgements"]:
            if texts[judgement["id"]] == ASKED[0].text:
                judgement["sentences"] = [98, 99]
            elif texts[judgement["id"]] == ASKED[1].text:
                judgement["sentences"] = [0, 99]
        return chat(answer)

    model = ScriptedChat(inventive)
    ruling = await judge(model, exam_results).judge(ASKED, article, soon())
    assert set(ruling.findings) == {ASKED[1].id}
    assert ruling.findings[ASKED[1].id].sentences == (0,)
    assert "left out 1 claims" in ruling.warnings[0]


async def test_of_a_panel_all_must_carry_a_claim(article: Article, exam_results: ExamResults) -> None:
    lenient, strict, silent = ScriptedChat(model="a"), ScriptedChat(SoundJudge({"resigned": None}), "b"), ScriptedChat()
    both = Panel([judge(lenient, exam_results), judge(strict, exam_results)])
    ruling = await both.judge(ASKED, article, soon())
    assert [ruling.findings[q.id].verdict for q in ASKED] == ["supported", "contradicted"]
    silent.fault = UpstreamFailed("away")
    halved = Panel([judge(strict, exam_results), judge(silent, exam_results)])
    ruling = await halved.judge(ASKED, article, soon())
    assert set(ruling.findings) == {"key_points.1"}, "what one refutes falls; what one did not read is not carried"


async def test_a_judge_without_room_is_shown_less_though_its_server_names_the_known_window(
    exam_results: ExamResults,
) -> None:
    filler = (f"On day {n} the council of ward {n} met about the lamps of street {n} again." for n in range(300))
    article, model = read(f"{TEXT}\n\n{' '.join(filler)}"), _Narrow()
    ruling = await judge(model, exam_results).judge(ASKED, article, soon())
    assert len(ruling.findings) == len(ASKED)
    assert not ruling.warnings


class _Narrow(ScriptedChat):
    """A model of a window that is known, whose tokens are shorter than ours."""

    async def window(self) -> int:
        return 8_192

    async def ask_structured(self, prompt: RenderedPrompt, *args: Any, **told: Any) -> Any:
        if len(prompt.user) > 12_000:
            raise ContextTooLong("It is too long.", 8_192)
        return await super().ask_structured(prompt, *args, **told)
