"""The article stands once, in the same bytes, at the front of every request; and no more is asked than allowed.

Measured with an upstream that caches prefixes of what a model is shown, as servers do.
"""

import time
from typing import Any

import pytest

from evals.performance.drafts import script
from evals.performance.prefix_cache import PrefixCache, render_request
from newsbrief.models.endpoint import Endpoint
from newsbrief.pipeline import MakingRequest, Options, Submission, summarize, update, verify
from newsbrief.pipeline.older_briefing import read_older_reply
from newsbrief.pipeline.opening import open_engines
from newsbrief.reply import Reply
from newsbrief.settings import Settings
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import Claim
from newsbrief.verification.judge.exam import load_exam
from tests.support.scripted_judge import SoundJudge, blocks, is_judging
from tests.support.seed_draft import OMAN, TURKEY, make_draft
from tests.support.settings import make_settings
from tests.support.upstream import Answer, Upstream, chat, error, stream

FIX = "The talks will be held in Oman on Friday."
SPARED = 1_024
"""Tokens of the seed article that a server with the coarsest cache spares at least: it has some 1,900."""


class CachingJudge(SoundJudge):
    """A judge whose server tells the tokens that it had in its cache, by the text that the model is shown."""

    def __init__(self, refutes: dict[str, str | None] | None = None, *, schema_first: bool = False) -> None:
        super().__init__(refutes or {})
        self.cache, self.schema_first, self.shown = PrefixCache(), schema_first, list[str]()

    def read(self, request: dict[str, Any], answer: Answer) -> Answer:
        text = render_request(request, schema_first=self.schema_first)
        self.shown.append(text)
        answer.body["usage"]["prompt_tokens"] = len(text) // 3
        answer.body["usage"]["prompt_tokens_details"] = {"cached_tokens": self.cache.count_cached(text)}
        self.cache.keep(text)
        return answer

    def draft(self, request: dict[str, Any]) -> Answer:
        return self.read(request, chat(make_draft(the_story=[OMAN, TURKEY])))

    def __call__(self, request: dict[str, Any]) -> Answer:
        return self.read(request, super().__call__(request))


def settings(upstream: Upstream, **more: object) -> Settings:
    return make_settings(engine="openai", openai_base_url=upstream.base_url, deadline_s=30, **more)


def serve(upstream: Upstream, server: CachingJudge) -> None:
    upstream.says(server.draft)
    upstream.judges = server


async def brief(upstream: Upstream, text: str, options: Options | None = None, **more: object) -> Reply:
    chosen = settings(upstream, **more)
    async with open_engines(chosen) as (engine, judge):
        assert judge
        await judge.judges[0].take_exam(time.monotonic() + 20)
        upstream.judged.clear()
        return await summarize(Submission(text), MakingRequest(engine, chosen, options or Options(), judge))


@pytest.mark.parametrize("reasons", ["flagged", "all"])
async def test_the_draft_the_judge_and_the_fixes_share_the_article(
    upstream: Upstream, seed_article: str, reasons: str
) -> None:
    server = CachingJudge({"Turkey": FIX})
    serve(upstream, server)
    reply = await brief(upstream, seed_article, judge_reasons=reasons)
    draft, *judged = server.shown[1:]  # the exam came first
    article = draft[: draft.index("Task: ")]
    assert all(text.startswith(article) for text in judged)
    assert len(judged) == 2 + (reasons == "all"), "the claims, side by side where each is reasoned on; then the fixes"
    usage = {part.purpose: part for part in reply.meta.usage.by_purpose}
    assert usage["draft"].cached_tokens == 0
    assert usage["judge"].cached_tokens >= SPARED * usage["judge"].calls
    assert usage["repair"].cached_tokens >= SPARED * usage["repair"].calls
    assert [usage[name].calls for name in ("draft", "repair")] == [1, 1]
    assert reply.meta.usage.calls == sum(part.calls for part in usage.values())
    assert reply.meta.usage.cached_tokens == sum(part.cached_tokens for part in usage.values())
    assert "repaired" in {c.action for c in reply.faithfulness.claims}


@pytest.mark.parametrize("shows", [True, False])
async def test_a_schema_before_the_prompt_is_the_same_for_draft_and_judge(
    upstream: Upstream, seed_article: str, monkeypatch: pytest.MonkeyPatch, shows: bool
) -> None:
    """OpenAI puts it there: with a schema of its own the judge would find nothing in the cache."""
    monkeypatch.setattr(Endpoint, "shows_schemas", shows)
    server = CachingJudge(schema_first=True)
    serve(upstream, server)
    reply = await brief(upstream, seed_article)
    judge = next(part for part in reply.meta.usage.by_purpose if part.purpose == "judge")
    assert (judge.cached_tokens >= SPARED) is shows
    keys = {request.get("prompt_cache_key") for request in (*upstream.requests, *upstream.judged)}
    assert len(keys) == 1
    assert (None in keys) is not shows


async def test_from_gpt_5_6_on_a_breakpoint_ends_the_article(
    upstream: Upstream, seed_article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Endpoint, "shows_schemas", True)
    server = CachingJudge()
    serve(upstream, server)
    await brief(upstream, seed_article, model="gpt-5.6-luna")
    (draft,), (judged, *_) = upstream.requests, upstream.judged
    first, second = (request["messages"][1]["content"][0] for request in (draft, judged))
    assert first == second
    assert first["prompt_cache_breakpoint"] == {"mode": "explicit"}
    assert "Task: " not in first["text"]


async def test_a_server_that_takes_no_hints_is_asked_without(
    upstream: Upstream, seed_article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Endpoint, "shows_schemas", True)
    server = CachingJudge()

    def strict(request: dict[str, Any]) -> Answer:
        if "prompt_cache_key" in request:
            return error(400, "Unknown parameter: 'prompt_cache_key'.")
        if isinstance(request["messages"][1]["content"], list):
            return error(400, "Unknown parameter: 'messages[1].content[0].prompt_cache_breakpoint'.")
        return server(request) if is_judging(request) else server.draft(request)

    upstream.says(strict)
    upstream.judges = strict
    reply = await brief(upstream, seed_article, model="gpt-5.6-luna")
    assert reply.meta.engine == "openai"
    assert not [warning for warning in reply.meta.warnings if "judge" in warning]


@pytest.mark.parametrize(("judge", "purposes"), [(False, ["draft"]), ("once", ["draft", "judge"]), (True, None)])
async def test_a_request_makes_four_rounds_of_calls_at_most(
    upstream: Upstream, seed_article: str, judge: Any, purposes: list[str] | None
) -> None:
    """A judge that always leaves a claim out is asked once more; fixes once, and no longer."""
    server = CachingJudge({"Turkey": FIX})
    rounds: list[str] = []

    def forgetful(request: dict[str, Any]) -> Answer:
        answer = SoundJudge.judgements(server, request)
        texts = blocks(request)[1]
        if len(texts) < len(load_exam().claims):
            rounds.append("judge")
            answer["judgements"] = [j for j in answer["judgements"] if OMAN not in texts[j["id"]]]
        return chat(answer)

    upstream.says(server.draft)
    upstream.judges = forgetful
    reply = await brief(upstream, seed_article, Options(judge=judge))
    assert [part.purpose for part in reply.meta.usage.by_purpose] == (purposes or ["draft", "judge", "repair"])
    assert len(rounds) == {False: 0, "once": 1, True: 3}[judge]
    assert (TURKEY not in {c.text for c in reply.faithfulness.claims}) or judge is False


async def test_where_time_is_short_the_judge_comes_before_the_fixes(upstream: Upstream, seed_article: str) -> None:
    server = CachingJudge({"Turkey": FIX})

    def slow(request: dict[str, Any]) -> Answer:
        answer = server(request)
        is_fix = len(blocks(request)[1]) < 4
        return Answer(answer.body, wait_s=30 if is_fix else 0)

    upstream.says(server.draft)
    upstream.judges = slow
    chosen = settings(upstream).model_copy(update={"deadline_s": 6})
    async with open_engines(chosen) as (engine, judge):
        assert judge
        await judge.judges[0].take_exam(time.monotonic() + 20)
        began = time.monotonic()
        reply = await summarize(Submission(seed_article), MakingRequest(engine, chosen, judge=judge))
    assert time.monotonic() - began < 30, "a fix takes as long"
    texts = {c.text: c.action for c in reply.faithfulness.claims}
    assert texts[OMAN] == "kept"
    assert TURKEY not in texts
    assert "repaired" not in texts.values()


class Recorder:
    """Notes when each claim was told."""

    def __init__(self) -> None:
        self.claims: list[tuple[str, float]] = []

    def stage(self, name: str) -> None:
        """Nothing to note."""

    def claim(self, claim: Any) -> None:
        self.claims.append((claim.text, time.monotonic()))


async def test_claims_are_judged_while_the_rest_is_written(upstream: Upstream, seed_article: str) -> None:
    server, told = CachingJudge(), Recorder()
    draft = script().draft
    items = [item for told in draft.values() for item in (told if isinstance(told, list) else [told])]
    texts = {item["text"] for item in items}
    upstream.says(stream(chat(draft), token_s=0.003))
    upstream.judges = server
    chosen = settings(upstream)
    async with open_engines(chosen) as (engine, judge):
        await summarize(Submission(seed_article), MakingRequest(engine, chosen, judge=judge), told)
    written_until = upstream.tokens[-1][0]
    early = [text for text, at in told.claims if at < written_until and text in texts]
    assert len(early) >= 5
    sizes = [len(blocks(request)[1]) - 2 for request in upstream.judged[1:]]
    assert len(sizes) <= 4
    assert sum(sizes) == len(texts)
    assert sizes[0] >= 5


async def test_an_update_asks_only_about_what_the_newer_article_touches(upstream: Upstream, seed_article: str) -> None:
    server = CachingJudge()
    serve(upstream, server)
    older = await brief(upstream, seed_article)
    known = older.faithfulness.claims[1]
    silent = "Bakers in Lyon baked nine thousand croissants during the Easter parade."
    more = known.model_copy(update={"id": "key_points.90", "text": silent, "evidence": ()})
    claims = (*older.faithfulness.claims, more)
    older = older.model_copy(update={"faithfulness": older.faithfulness.model_copy(update={"claims": claims})})
    chosen = settings(upstream)
    upstream.judged.clear()
    async with open_engines(chosen) as (engine, judge):
        found = await update(
            Submission(f"{seed_article}\n\nMore is to follow tonight."),
            read_older_reply(older),
            MakingRequest(engine, chosen, judge=judge),
        )
    asked = {text for request in upstream.judged for text in blocks(request)[1].values()}
    assert silent not in asked
    assert OMAN in asked
    stands = {s.text: s.standing for s in found.standings}
    assert stands[silent] == "unconfirmed"
    assert stands[OMAN] == "holds"


async def test_a_report_on_claims_tells_the_judges_part(upstream: Upstream, seed_article: str) -> None:
    upstream.judges = CachingJudge()
    chosen = settings(upstream)
    async with open_engines(chosen) as (_, judge):
        claims = [Claim("key_points.0", "key_points", OMAN)]
        found = await verify(Submission(seed_article), lambda _: claims, Checker(judge, time.monotonic() + 30))
    assert [part.purpose for part in found.meta.usage.by_purpose] == ["judge"]


def test_editions_are_no_prefix_of_each_other() -> None:
    cache = PrefixCache()
    cache.keep("one " * 3_000)
    assert cache.count_cached("one " * 3_000) >= 2_900
    assert cache.count_cached("two " * 3_000) == 0
    assert cache.count_cached("one " * 500) == 0, "too short to be kept"
