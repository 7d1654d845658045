"""Test which requests count against the budget of a key: kept briefings and edits do not."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from newsbrief.keys import keys, new
from newsbrief.pipeline import Options
from tests.api.test_events import OMAN, TURKEY, written
from tests.judging import SoundJudge, blocks
from tests.upstream import Upstream, chat

Service = Callable[..., Any]
FIX = "The talks will be held in Oman on Friday."


def asked(upstream: Upstream) -> list[set[str]]:
    """The claims of each request to judge but the exam, canaries among them."""
    return [set(blocks(request)[1].values()) for request in upstream.judged if len(blocks(request)[1]) < 24]


def posted(client: httpx.Client, text: str, key: str, **options: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    answer = client.post("/summarize", json={"text": text, "options": options}, headers=headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


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
    upstream.says(chat(written(the_story=[OMAN, TURKEY])))
    upstream.judges = SoundJudge({"Turkey": FIX})
    key, hashed = new("desk")
    with service(
        engine="openai", openai_base_url=upstream.base_url, api_keys=keys(f"{hashed}{entry}"), retention_days=1
    ) as client:
        reply = posted(client, seed_article, key, judge=sent)
    assert [part["purpose"] for part in reply["meta"]["usage"]["by_purpose"]] == purposes


@pytest.mark.parametrize("door", ["verify", "chat", "redraft"])
def test_nothing_is_judged_for_a_key_that_pays_for_none_at_any_door(
    service: Service, upstream: Upstream, seed_article: str, door: str
) -> None:
    upstream.says(chat(written(the_story=[OMAN])))
    key, hashed = new("desk")
    settings = {"engine": "openai", "openai_base_url": upstream.base_url, "api_keys": keys(f"{hashed}:judge=off")}
    with service(**settings) as client:
        if door == "redraft":
            id = posted(client, seed_article, key)["id"]
            client.headers["Origin"] = str(client.base_url).rstrip("/")
            client.post("/desk/sign-in", data={"key": key})
            sent = {"target": "the_story", "version": "1", "by": "Ada", "article": seed_article}
            answer = client.post(f"/desk/briefings/{id}/redraft", data=sent)
            assert "the same was written again" in answer.text
        else:
            path, body = {
                "verify": ("/verify", {"text": seed_article, "claims": [FIX], "options": {"judge": True}}),
                "chat": ("/v1/chat/completions", {"model": "newsbrief", "messages": [said(seed_article)]}),
            }[door]
            answer = client.post(path, json=body, headers={"Authorization": f"Bearer {key}"})
            assert answer.status_code == 200, answer.text
    assert not asked(upstream)


def said(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


def test_a_kept_briefing_is_given_with_its_verdicts_and_asks_nobody(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    upstream.says(chat(written(the_story=[OMAN])))
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        first = posted(client, seed_article, "")
        calls = len(upstream.requests) + len(upstream.judged)
        again = posted(client, seed_article, "")
    assert again["faithfulness"] == first["faithfulness"]
    assert len(upstream.requests) + len(upstream.judged) == calls


def test_an_edit_has_one_claim_judged(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(chat(written(the_story=[OMAN])))
    with service(engine="openai", openai_base_url=upstream.base_url, keep_text=True) as client:
        reply = posted(client, seed_article, "")
        upstream.judged.clear()
        edit = {"claim": "key_points.0", "text": FIX}
        address = f"/briefings/{reply['id']}"
        version = client.get(address).headers["etag"]
        body = {"edits": [{"op": "replace", **edit}], "by": "Ada"}
        answer = client.patch(address, json=body, headers={"If-Match": version})
        assert answer.status_code == 200, answer.text
    (claims,) = asked(upstream)
    assert FIX in claims
    assert len(claims) == 3, "with two canaries"


@pytest.mark.parametrize("most", [None, True, False, "once"])
@pytest.mark.parametrize("wanted", [None, True, False, "once"])
def test_no_more_is_judged_than_both_allow(most: Any, wanted: Any) -> None:
    order = [False, "once", True]
    found = Options(judge=wanted).judging_at_most(most)
    least = min(order.index(True if each is None else each) for each in (most, wanted))
    assert order.index(True if found.judge is None else found.judge) == least
