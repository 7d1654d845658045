"""The second model: when it is asked, with what, and what is said about it."""

import time
from collections.abc import Iterator

import pytest

from newsbrief.article import Article
from newsbrief.drafting.answers import Digest
from newsbrief.drafting.draft import DraftRequest, DraftResult, Engine
from newsbrief.drafting.fallback import FallbackEngine
from newsbrief.drafting.writer import Task
from newsbrief.models.errors import DraftingError
from newsbrief.pipeline.engines import open_engine
from tests.support.settings import make_settings
from tests.support.upstream import Answer, Upstream, chat, draft, error, run_upstream


@pytest.fixture
def second() -> Iterator[Upstream]:
    with run_upstream() as started:
        yield started


def engine(upstream: Upstream, second: Upstream | None, **chosen: object) -> Engine:
    fallback = {"fallback_base_url": second.base_url} if second else {}
    return open_engine(
        make_settings(
            openai_base_url=upstream.base_url,
            openai_api_key="first-key",
            model="m",
            **fallback,
            **chosen,
        )
    )


async def draft_with(engine: Engine, article: Article, within_s: float = 60) -> DraftResult:
    try:
        return await engine.draft(DraftRequest(article, "en", time.monotonic() + within_s))
    finally:
        await engine.aclose()


async def test_without_need_the_second_is_not_asked(upstream: Upstream, second: Upstream, article: Article) -> None:
    upstream.says(chat(draft()))
    found = await draft_with(engine(upstream, second), article)
    assert (found.model, found.warnings, second.requests) == ("m", (), [])


async def test_what_the_second_wrote_beside_a_draft_is_told(upstream: Upstream, second: Upstream) -> None:
    upstream.says(error(401))
    second.says(chat({"claims": []}))
    writer = engine(upstream, second, fallback_model="n")
    assert isinstance(writer, FallbackEngine)
    try:
        found = await writer.write(Task("restyle", Digest, "en", {"sentences": "1: A."}), time.monotonic() + 20)
    finally:
        await writer.aclose()
    assert "m could not be had, so n wrote" in found.warnings[-1]


@pytest.mark.parametrize(
    "trouble",
    [
        error(401),
        error(404, "no such model"),
        error(429, retry_after="3600"),
        chat(None, refusal="I cannot help with that."),
        chat("", "content_filter"),
        chat("no draft"),
        Answer({}, wait_s=30),
        Answer(chat(draft()).body, drip_s=30),
    ],
)
async def test_what_the_first_cannot_do_the_second_does_in_time(
    upstream: Upstream, second: Upstream, article: Article, trouble: Answer
) -> None:
    upstream.says(trouble)
    second.says(chat(draft()))
    began = time.monotonic()
    found = await draft_with(engine(upstream, second, fallback_model="n"), article, within_s=12)
    assert time.monotonic() - began < 30, "what hangs does so for longer"
    assert found.model == "n"
    assert "m could not be had, so n wrote" in found.warnings[-1]
    assert {part.model for part in found.usage.by_model} <= {"m", "n"}
    assert found.usage.calls == sum(part.calls for part in found.usage.by_model)


async def test_the_key_of_one_server_is_not_shown_to_another(
    upstream: Upstream, second: Upstream, article: Article
) -> None:
    upstream.says(error(401))
    second.says(chat(draft()))
    await draft_with(engine(upstream, second), article)
    assert upstream.headers[0]["authorization"] == "Bearer first-key"
    assert "first-key" not in str(second.headers)
    await draft_with(engine(upstream, second, fallback_api_key="second-key"), article)
    assert second.headers[-1]["authorization"] == "Bearer second-key"


async def test_another_model_of_the_same_server_has_its_key(upstream: Upstream, article: Article) -> None:
    upstream.says(error(404, "no such model"), chat(draft()))
    found = await draft_with(engine(upstream, None, fallback_model="n"), article)
    assert found.model == "n"
    assert [request["model"] for request in upstream.requests] == ["m", "n"]
    assert {headers["authorization"] for headers in upstream.headers} == {"Bearer first-key"}


async def test_where_both_fail_both_are_paid_for(upstream: Upstream, second: Upstream, article: Article) -> None:
    upstream.says(chat("no draft"))
    second.says(error(401))
    with pytest.raises(DraftingError) as failed:
        await draft_with(engine(upstream, second), article)
    assert failed.value.usage.calls == 2
