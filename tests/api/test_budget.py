"""Test which requests count against the budget of a key: kept briefings and edits do not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from newsbrief.pipeline import Options
from newsbrief.settings.keys import create_key, parse_keys
from tests.support.http_service import post, reason_of
from tests.support.scripted_judge import SoundJudge, blocks
from tests.support.seed_draft import FIX, OMAN, TURKEY, make_draft
from tests.support.upstream import Upstream, chat, error
from tests.support.waiting import wait_until

Service = Callable[..., Any]


def judged_claims(upstream: Upstream) -> list[set[str]]:
    """Return the claims of each request to judge but the exam, canaries among them."""
    return [set(blocks(request)[1].values()) for request in upstream.judged if len(blocks(request)[1]) < 24]


@pytest.mark.parametrize(
    ("entry", "sent", "purposes"),
    [
        ("", None, ["draft", "judge", "repair"]),
        ("", "once", ["draft", "judge"]),
        (":judge=once", True, ["draft", "judge"]),
        (":judge=off", "once", ["draft"]),
        (":judge=once", False, ["draft"]),
    ],
)
def test_a_key_and_a_request_may_ask_for_less(
    service: Service, upstream: Upstream, seed_article: str, entry: str, sent: Any, purposes: list[str]
) -> None:
    upstream.says(chat(make_draft(the_story=[OMAN, TURKEY])))
    upstream.judges = SoundJudge({"Turkey": FIX})
    key, hashed = create_key("desk")
    with service(
        engine="openai", openai_base_url=upstream.base_url, api_keys=parse_keys(f"{hashed}{entry}"), retention_days=1
    ) as client:
        reply = post(client, seed_article, key, judge=sent)
    assert [part["purpose"] for part in reply["meta"]["usage"]["by_purpose"]] == purposes


@pytest.mark.parametrize("door", ["verify", "chat", "redraft"])
def test_nothing_is_judged_for_a_key_that_pays_for_none_at_any_door(
    service: Service, upstream: Upstream, seed_article: str, door: str
) -> None:
    upstream.says(chat(make_draft(the_story=[OMAN])))
    key, hashed = create_key("desk")
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "api_keys": parse_keys(f"{hashed}:judge=off")}
    with service(**settings) as client:
        if door == "redraft":
            id = post(client, seed_article, key)["id"]
            client.headers["Origin"] = str(client.base_url).rstrip("/")
            client.post("/desk/sign-in", data={"key": key})
            sent = {"target": "the_story", "version": "1", "by": "Ada", "article": seed_article}
            answer = client.post(f"/desk/briefings/{id}/redraft", data=sent)
            assert "The new draft has the same text" in answer.text
        else:
            path, body = {
                "verify": ("/verify", {"text": seed_article, "claims": [FIX], "options": {"judge": True}}),
                "chat": ("/v1/chat/completions", {"model": "newsbrief", "messages": [user_message(seed_article)]}),
            }[door]
            answer = client.post(path, json=body, headers={"Authorization": f"Bearer {key}"})
            assert answer.status_code == 200, answer.text
    assert not judged_claims(upstream)


@pytest.mark.parametrize("target", ["weather", "key_points.99", "key_points."])
def test_nothing_is_asked_for_a_part_that_is_not_there(
    service: Service, upstream: Upstream, seed_article: str, target: str
) -> None:
    upstream.says(chat(make_draft(the_story=[OMAN])))
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        id = post(client, seed_article, "")["id"]
        asked = len(upstream.requests)
        sent = {"target": target, "version": "1", "by": "Ada", "article": seed_article}
        headers = {"Origin": str(client.base_url).rstrip("/"), "Accept": "application/json"}
        answer = client.post(f"/desk/briefings/{id}/redraft", data=sent, headers=headers)
    assert reason_of(answer) == "edit-impossible"
    assert len(upstream.requests) == asked


def user_message(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def test_a_kept_briefing_is_given_with_its_verdicts_and_asks_nobody(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    upstream.says(chat(make_draft(the_story=[OMAN])))
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        first = post(client, seed_article, "")
        calls = len(upstream.requests) + len(upstream.judged)
        again = post(client, seed_article, "")
    assert again["faithfulness"] == first["faithfulness"]
    assert len(upstream.requests) + len(upstream.judged) == calls


def test_an_edit_has_one_claim_judged(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(chat(make_draft(the_story=[OMAN])))
    with service(engine="openai", openai_base_url=upstream.base_url, keep_text=True) as client:
        reply = post(client, seed_article, "")
        upstream.judged.clear()
        edit = {"claim": "key_points.0", "text": FIX}
        address = f"/briefings/{reply['id']}"
        version = client.get(address).headers["etag"]
        body = {"edits": [{"op": "replace", **edit}], "by": "Ada"}
        answer = client.patch(address, json=body, headers={"If-Match": version})
        assert answer.status_code == 200, answer.text
    (claims,) = judged_claims(upstream)
    assert FIX in claims
    assert len(claims) == 3, "with two canaries"


@pytest.mark.parametrize("most", [None, True, False, "once"])
@pytest.mark.parametrize("wanted", [None, True, False, "once"])
def test_no_more_is_judged_than_both_allow(most: Any, wanted: Any) -> None:
    order = [False, "once", True]
    found = Options(judge=wanted).judging_at_most(most)
    least = min(order.index(True if each is None else each) for each in (most, wanted))
    assert order.index(True if found.judge is None else found.judge) == least


def edit_claim(client: httpx.Client, id: str, text: str) -> httpx.Response:
    body = {"edits": [{"op": "replace", "claim": "key_points.0", "text": text}], "by": "Ada"}
    return client.patch(f"/briefings/{id}", json=body, headers={"If-Match": "*"})


def read_tokens_left(answer: httpx.Response) -> int:
    """Return the tokens that are left of the day, as an answer says."""
    return int(answer.headers["ratelimit"].partition("r=")[2].partition(";")[0])


def test_edits_are_paid_for_and_refused_once_the_tokens_are_spent(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    upstream.says(chat(make_draft(the_story=[OMAN])))
    upstream.judges = SoundJudge({"Paris": None})
    limits = {"tokens_per_day": 20_000, "keep_text": True}
    with service(engine="openai", openai_base_url=upstream.base_url, **limits) as client:
        id = post(client, seed_article, "")["id"]
        before = read_tokens_left(client.get(f"/briefings/{id}"))
        assert reason_of(edit_claim(client, id, "The talks will be held in Paris.")) == "edit-refused"
        after = read_tokens_left(client.get(f"/briefings/{id}"))
        assert after < before, "what is refused was judged all the same"
        assert edit_claim(client, id, FIX).status_code == 200
        assert read_tokens_left(client.get(f"/briefings/{id}")) < after


def test_once_tokens_are_spent_only_what_asks_no_model_is_open(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    upstream.says(chat(make_draft(the_story=[OMAN]), usage=(900, 200)))
    limits = {"tokens_per_day": 1_000, "keep_text": True}
    with service(engine="openai", openai_base_url=upstream.base_url, **limits) as client:
        id = post(client, seed_article, "")["id"]
        calls = len(upstream.judged)
        assert reason_of(edit_claim(client, id, FIX)) == "token-budget-spent"
        assert len(upstream.judged) == calls
        approved = client.post(f"/briefings/{id}/review", json={"status": "reviewed", "by": "Ada"})
        assert approved.status_code == 200, approved.text
        back = client.post(f"/briefings/{id}/versions/1/restore", json={"by": "Ada"}, headers={"If-Match": "*"})
        assert back.status_code == 200, back.text


def test_who_hangs_up_pays_for_what_was_asked(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(replace(chat(make_draft(the_story=[OMAN])), wait_s=3))
    with service(engine="openai", openai_base_url=upstream.base_url, tokens_per_day=20_000) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.post("/summarize", json={"text": seed_article}, timeout=1)
        wait_until(lambda: read_tokens_left(client.get("/briefings")) < 20_000)


def test_an_article_of_a_job_that_fails_is_paid_for(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(chat("no draft", usage=(900, 200)))
    key, hashed = create_key("desk")
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "tokens_per_day": 20_000}
    with service(on_failure="error", api_keys=parse_keys(hashed), **settings) as client:
        client.headers["Authorization"] = f"Bearer {key}"
        sent = client.post("/jobs", json={"articles": [{"text": seed_article}]})
        assert sent.status_code == 202, sent.text
        wait_until(lambda: client.get(f"/jobs/{sent.json()['id']}").json()["failed"] == 1)
        assert read_tokens_left(client.get("/briefings")) <= 20_000 - 1_100


def test_articles_of_a_job_past_the_budget_fail_and_are_not_asked_for(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    upstream.says(chat(make_draft(the_story=[OMAN]), usage=(900, 200)))
    key, hashed = create_key("desk")
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "tokens_per_day": 1_000}
    with service(api_keys=parse_keys(hashed), max_concurrency=1, **settings) as client:
        client.headers["Authorization"] = f"Bearer {key}"
        articles = [{"text": f"{seed_article}\nThis is paragraph {n} of the story."} for n in range(4)]
        path = f"/jobs/{client.post('/jobs', json={'articles': articles}).json()['id']}"
        wait_until(lambda: client.get(path).json()["status"] == "completed")
        assert client.get(path).json()["failed"] >= 2
        assert "token-budget-spent" in client.get(f"{path}/results").text


def test_an_editor_is_told_that_no_judge_was_there(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(chat(make_draft(the_story=[OMAN])))
    limits = {"keep_text": True, "unverified": "print"}
    with service(engine="openai", openai_base_url=upstream.base_url, **limits) as client:
        id = post(client, seed_article, "")["id"]
        upstream.judges = lambda request: error(401, "no such key")
        answer = edit_claim(client, id, FIX)
        assert answer.status_code == 200, answer.text
        assert any("judge" in warning for warning in answer.json()["meta"]["warnings"])
