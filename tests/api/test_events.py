"""Claims one by one, each verified, over real HTTP on both sides."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from newsbrief.reply import Reply
from newsbrief.verification.claim import CARRIED
from tests.support.scripted_judge import SoundJudge
from tests.support.seed_draft import DRONE, OMAN, QUOTE, TITLE, TURKEY, make_draft
from tests.support.upstream import Answer, Upstream, chat, error, stream
from tests.support.waiting import wait_until

Event = tuple[str, dict[str, Any]]
Service = Callable[..., Any]


def events(answer: httpx.Response) -> Iterator[Event]:
    name = ""
    for line in answer.iter_lines():
        if line.startswith("event: "):
            name = line[7:]
        elif line.startswith("data: "):
            yield name, json.loads(line[6:])


def sent(client: httpx.Client, text: str, **options: Any) -> Iterator[tuple[Event, float]]:
    """Yield each event with the instant at which it came."""
    body = {"text": text, "options": options}
    with client.stream("POST", "/summarize", json=body, headers={"Accept": "text/event-stream"}) as answer:
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-accel-buffering"] == "no"
        for event in events(answer):
            yield event, time.monotonic()


def read_events(found: list[Event]) -> tuple[dict[str, dict[str, Any]], Reply]:
    """Return the claims by id, and the reply; they must agree."""
    claims = [data for name, data in found if name == "claim"]
    name, last = found[-1]
    assert name == "done"
    reply = Reply.model_validate(last)
    assert {c["id"] for c in claims} == {c.id for c in reply.faithfulness.claims}
    assert len(claims) == len(reply.faithfulness.claims)
    by_id = {c["id"]: c for c in claims}
    for claim in last["faithfulness"]["claims"]:
        assert by_id[claim["id"]] == claim
        assert claim["verdict"] in CARRIED
    assert [data for name, data in found if name == "dropped"] == last["faithfulness"]["dropped"]
    sections = [data["section"] for name, data in found if name == "section"]
    assert len(sections) == len(set(sections)) == 6
    for section in sections:
        numbers = [int(c.id.rpartition(".")[2]) for c in reply.faithfulness.claims if c.section == section]
        assert numbers == sorted(set(numbers))
    return by_id, reply


def test_claims_come_while_the_model_writes(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(stream(chat(make_draft()), token_s=0.005))
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        came = list(sent(client, seed_article))
    _, reply = read_events([event for event, _ in came])
    early = [data["id"] for (name, data), at in came if name == "claim" and at < upstream.tokens[-1][0]]
    # The article's own words at once, other claims when their section is drafted and judged.
    assert {"title.0", "the_story.0", "the_story.1", "key_points.0", "key_points.1"} <= set(early)
    assert reply.faithfulness.verdict == "pass"
    assert {c.action for c in reply.faithfulness.claims} == {"kept"}
    assert len(upstream.requests) == 1
    stages = [data["stage"] for (name, data), _ in came if name == "stage"]
    assert stages == ["working", "reading", "drafting", "checking", "repairing"]


def test_what_is_streamed_is_what_is_given_whole(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(stream(chat(make_draft())))
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        _, reply = read_events([event for event, _ in sent(client, seed_article)])
        again = client.post("/summarize", json={"text": seed_article})
        assert again.headers["cache-status"] == "newsbrief; hit"
        assert again.json() == reply.model_dump(mode="json")
        _, kept = read_events([event for event, _ in sent(client, seed_article)])
        assert kept == reply
        whole = client.post("/summarize", json={"text": seed_article}, headers={"Cache-Control": "no-cache"}).json()
        assert whole["faithfulness"] == reply.model_dump(mode="json")["faithfulness"]


def test_what_fails_waits_for_repair_and_keeps_its_place(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    upstream.says(stream(chat(make_draft(key_points=[DRONE, TURKEY, QUOTE])), token_s=0.003))
    upstream.judges = SoundJudge({"Turkey": OMAN})
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        found = [event for event, _ in sent(client, seed_article)]
    by_id, reply = read_events(found)
    assert reply.briefing.key_points == (DRONE, OMAN, QUOTE)
    assert by_id["key_points.1"]["action"] == "repaired"
    order = [data["id"] for name, data in found if name == "claim"]
    assert order.index("key_points.2") < order.index("key_points.1")
    assert len(upstream.requests) == 1


def test_the_number_of_a_claim_that_was_dropped_is_left_out(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    wrong = "Pope Leo offered to host the talks at the Vatican in March."
    upstream.says(stream(chat(make_draft(key_points=[DRONE, wrong, OMAN, QUOTE])), token_s=0.003))
    upstream.judges = SoundJudge({"Vatican": None})
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        found = [event for event, _ in sent(client, seed_article)]
    _, reply = read_events(found)
    assert "Vatican" not in json.dumps([data for name, data in found if name not in ("dropped", "done")])
    assert wrong in {c.text for c in reply.faithfulness.dropped}
    assert wrong not in reply.briefing.key_points
    points = [c for c in reply.faithfulness.claims if c.section == "key_points"]
    assert ("key_points.2", OMAN) in {(c.id, c.text) for c in points}


@pytest.mark.parametrize("trouble", ["reset", "end", "hang"])
def test_what_was_sent_before_a_stream_broke_stays(
    service: Service, upstream: Upstream, seed_article: str, trouble: str
) -> None:
    upstream.says(stream(chat(make_draft()), token_s=0.002, most=300, then=trouble))
    deadline_s = 5 if trouble == "hang" else 30
    with service(engine="openai", openai_base_url=upstream.base_url, deadline_s=deadline_s) as client:
        came = list(sent(client, seed_article))
    by_id, reply = read_events([event for event, _ in came])
    assert reply.meta.degraded
    assert by_id["title.0"]["text"] == TITLE
    assert DRONE in {c.text for c in reply.faithfulness.claims if c.section == "the_story"}
    assert came[-1][1] - came[0][1] < 30, "what hangs does so for a minute"


def test_a_retry_sends_nothing_twice(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(stream(chat(make_draft()), token_s=0.001, most=250, then="reset"), stream(chat(make_draft())))
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        _, reply = read_events([event for event, _ in sent(client, seed_article)])
    assert len(upstream.requests) == 2
    assert reply.faithfulness.verdict == "pass"
    assert [c.id for c in reply.faithfulness.claims if c.section == "key_points"] == [
        f"key_points.{n}" for n in range(3)
    ]


def test_another_draft_after_a_retry_joins_what_was_sent(
    service: Service, upstream: Upstream, seed_article: str
) -> None:
    first = stream(chat(make_draft()), token_s=0.004, most=300, then="reset")
    other = make_draft(title="Iran and U.S. to Hold Talks in Oman", the_story=[QUOTE, OMAN])
    upstream.says(first, stream(chat(other)))
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        by_id, reply = read_events([event for event, _ in sent(client, seed_article)])
    assert reply.briefing.title == TITLE
    story = [c.text for c in reply.faithfulness.claims if c.section == "the_story"]
    assert story == [OMAN, DRONE, QUOTE]
    assert by_id["the_story.2"]["text"] == QUOTE


def test_an_error_that_was_asked_for_ends_the_stream(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(stream(chat(make_draft()), token_s=0.001, most=200, then="end"))
    with service(engine="openai", openai_base_url=upstream.base_url, deadline_s=2) as client:
        found = [event for event, _ in sent(client, seed_article, on_failure="error")]
    assert found[-1][0] == "problem"
    assert found[-1][1]["status"] == 503
    assert all(data["verdict"] in CARRIED for name, data in found if name == "claim")


def test_claims_that_a_judge_cannot_tell_are_not_sent(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(stream(chat(make_draft()), token_s=0.002))
    upstream.judges = lambda request: error(503, "overloaded")
    with service(engine="openai", openai_base_url=upstream.base_url, deadline_s=5) as client:
        by_id, reply = read_events([event for event, _ in sent(client, seed_article)])
    assert not {OMAN, DRONE, QUOTE} & {claim["text"] for claim in by_id.values()}
    assert {c.verdict for c in reply.faithfulness.dropped} == {"unverified"}
    assert any("judge" in warning for warning in reply.meta.warnings)


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
@pytest.mark.parametrize("how", [{"wait_s": 30}, {"token_s": 0.3}])
def test_a_client_that_leaves_ends_the_model_call(
    service: Service, upstream: Upstream, seed_article: str, accept: str, how: dict[str, Any]
) -> None:
    slow = stream(chat(make_draft()), **how) if "token_s" in how else Answer(chat(make_draft()).body, **how)
    upstream.says(slow)
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        if accept == "application/json" and "token_s" in how:
            upstream.says(Answer(chat(make_draft()).body, wait_s=30))
        _leave(client, {"text": seed_article}, accept, upstream)
        assert upstream.closed.wait(15)


def _leave(client: httpx.Client, body: dict[str, Any], accept: str, upstream: Upstream) -> None:
    """Ask, and close the connection when the model is at work."""
    address = urlsplit(str(client.base_url))
    content = json.dumps(body).encode()
    head = (
        f"POST /summarize HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(head.encode() + content)
        wait_until(lambda: upstream.requests)
        time.sleep(0.1)


def test_a_full_house_says_so_at_once(service: Service, upstream: Upstream, seed_article: str) -> None:
    upstream.says(Answer(chat(make_draft()).body, wait_s=8), chat(make_draft()))
    with service(engine="openai", openai_base_url=upstream.base_url, max_concurrency=1) as client:
        bodies = [{"text": f"{seed_article}\n\nThis is edition {number}."} for number in range(3)]
        asked = [threading.Thread(target=client.post, args=("/summarize",), kwargs={"json": b}) for b in bodies[:2]]
        for thread in asked:
            thread.start()
        metrics = ""
        while 'newsbrief_places{state="waiting"} 1.0' not in metrics:
            metrics = client.get("/metrics").text
        turned_away = client.post("/summarize", json=bodies[2])
        assert (turned_away.status_code, turned_away.json()["type"]) == (503, "urn:newsbrief:problem:busy")
        assert int(turned_away.headers["retry-after"]) > 0
        assert asked[0].is_alive()
        for thread in asked:
            thread.join()
