"""Test kept briefings over real HTTP: read, listed, deleted, served again, and without the database."""

import json
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from uuid_utils.compat import uuid7

from newsbrief.briefing.markdown import parse_markdown
from tests.support.http_service import reason_of
from tests.support.upstream import Answer, Upstream, chat, draft
from tests.support.waiting import wait_until

Service = Callable[..., Any]


def brief(client: httpx.Client, text: str, key: str | None = None, **headers: str) -> httpx.Response:
    sent = headers | ({"Idempotency-Key": key} if key else {})
    return client.post("/summarize", json={"text": text}, headers=sent)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.sqlite3"


def test_a_briefing_is_kept_as_it_was_given(service: Service, seed_article: str, file: Path) -> None:
    with service(database_url=f"sqlite:///{file}") as client:
        made = brief(client, seed_article)
        path = f"/briefings/{made.json()['id']}"
        assert client.get(path).content == made.content
        assert parse_markdown(client.get(f"{path}.md").text)[0].title == made.json()["briefing"]["title"]
        assert client.get(path, headers={"Accept": "text/markdown"}).text == client.get(f"{path}.md").text
        page = client.get(f"{path}.html")
        assert page.headers["content-type"].startswith("text/html")
        assert page.headers["content-security-policy"].startswith("default-src 'none'; base-uri")
        assert client.get(path, headers={"Accept": "text/html"}).text == page.text
        assert reason_of(client.get(path, headers={"Accept": "text/event-stream"})) == "not-acceptable"
    with service(database_url=f"sqlite:///{file}") as restarted:
        assert restarted.get(path).content == made.content
        assert restarted.delete(path).status_code == 204
        for gone in (restarted.delete(path), restarted.get(path), restarted.get(f"{path}.md")):
            assert reason_of(gone) == "not-found"


def test_the_article_is_not_in_the_file_unless_asked(service: Service, seed_article: str, tmp_path: Path) -> None:
    page = "<!doctype html><html><body><article>" + "".join(
        f"<p>{line}</p>" for line in seed_article.splitlines() if line.strip()
    )
    for keep in (False, True):
        file = tmp_path / f"{keep}.sqlite3"
        with service(database_url=f"sqlite:///{file}", keep_text=keep) as client:
            plain, html = brief(client, seed_article).json(), brief(client, page).json()
            assert html["source_text"]
            found = [client.get(f"/briefings/{made['id']}").json()["source_text"] for made in (plain, html)]
            assert found == ([seed_article, html["source_text"]] if keep else [None, None])
            assert brief(client, page).json() == html
            assert brief(client, seed_article).json() == plain
        with closing(sqlite3.connect(file)) as connection:
            texts = [row[0] for row in connection.execute("SELECT source_text FROM briefings")]
            replies = [json.loads(row[0])["source_text"] for row in connection.execute("SELECT reply FROM briefings")]
        assert all(texts) if keep else texts == [None, None]
        assert replies == [None, None]


def test_the_list_goes_on_by_its_links(service: Service, seed_article: str) -> None:
    with service() as client:
        made = [brief(client, f"{seed_article}\n\nEdition {n}.").json()["id"] for n in range(5)]
        seen, path = [], "/briefings?engine=extractive&limit=2"
        while path:
            answer = client.get(path)
            seen.append([entry["id"] for entry in answer.json()["briefings"]])
            link = answer.links.get("next", {}).get("url")
            assert (answer.json()["next"] is None) == (link is None)
            path = link
        assert seen == [made[:2:-1], made[2:0:-1], made[:1]]
        entry = client.get("/briefings", params={"limit": 1}).json()["briefings"][0]
        assert set(entry) == {
            "id", "created_at", "title", "language", "engine", "model", "verdict", "degraded", "source_sha256",
                "status", "version", "outlet",
        }  # fmt: skip
        for filters, count in (
            ({"source_sha256": entry["source_sha256"]}, 1),
            ({"since": entry["created_at"]}, 1),
            ({"until": entry["created_at"]}, 4),
            ({"language": "de"}, 0),
            ({"engine": "openai"}, 0),
            ({"verdict": entry["verdict"], "language": "en"}, 5),
        ):
            assert len(client.get("/briefings", params=filters).json()["briefings"]) == count, filters


@pytest.mark.parametrize(
    "path",
    [
        "/briefings/1",
        "/briefings/1.md",
        "/briefings/nonsense.html",
        "/briefings?cursor=x",
        "/briefings?cursor=" + "A" * 21 + "B",
        "/briefings?limit=0",
        "/briefings?limit=1000",
        "/briefings?verdict=good",
        "/briefings?since=yesterday",
        "/briefings?since=2026-02-04T00:00:00",
        "/briefings?since=9999-12-31T23:59:59-14:00",
        "/briefings?source_sha256=zz",
        "/briefings?unknown=1",
    ],
)
def test_what_is_malformed(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert reason_of(answer) == "invalid-request"
    assert answer.json()["errors"][0]["pointer"].startswith(("/query/", "/path/id"))
    if "?" not in path:
        assert reason_of(client.delete(path)) == "invalid-request"


def test_what_is_unknown(client: httpx.Client) -> None:
    for path in (f"/briefings/{uuid7()}", f"/briefings/{uuid7()}.html"):
        assert reason_of(client.get(path)) == "not-found"
    assert reason_of(client.delete(f"/briefings/{uuid7()}")) == "not-found"


def test_the_key_is_asked_for(service: Service) -> None:
    with service(api_keys="first") as client:
        for path in ("/briefings", f"/briefings/{uuid7()}", f"/briefings/{uuid7()}.md"):
            assert reason_of(client.get(path)) == "unauthenticated"
        assert reason_of(client.delete(f"/briefings/{uuid7()}")) == "unauthenticated"


def test_an_equal_article_is_briefed_once(service: Service, seed_article: str) -> None:
    with service() as client:
        made, again = brief(client, seed_article), brief(client, seed_article)
        assert made.headers["cache-status"] == "newsbrief; fwd=miss; stored"
        assert again.headers["cache-status"] == "newsbrief; hit"
        assert again.content == made.content
        anew = brief(client, seed_article, **{"Cache-Control": "max-age=0, No-Cache"})
        assert anew.headers["cache-status"] == "newsbrief; fwd=request; stored"
        assert anew.json()["id"] != made.json()["id"]
        assert brief(client, seed_article).json()["id"] == anew.json()["id"]
        other = client.post("/summarize", json={"text": seed_article, "published_at": "2026-02-04T16:00:00Z"})
        assert "miss" in other.headers["cache-status"]
        markdown = brief(client, seed_article, Accept="text/markdown")
        assert markdown.headers["cache-status"] == "newsbrief; hit"


def test_events_are_kept_too(service: Service, seed_article: str) -> None:
    with service() as client:
        events = brief(client, seed_article, key="k", Accept="text/event-stream").text
        done = json.loads(events.strip().split("\n\n")[-1].split("data: ", 1)[1])
        assert client.get(f"/briefings/{done['id']}").json() == done
        assert brief(client, seed_article, key="k").json() == done
        other = client.post(
            "/summarize", json={"text": "x"}, headers={"Idempotency-Key": "k", "Accept": "text/event-stream"}
        )
        assert reason_of(other) == "idempotency-key-reused"


def test_twins_share_one_call_and_degraded_replies_are_not_given_again(
    service: Service,
    upstream: Upstream,
    seed_article: str,
) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url) as client:
        upstream.says(Answer("no", 401))
        degraded = brief(client, seed_article)
        assert degraded.json()["meta"]["degraded"]
        assert brief(client, seed_article).json()["id"] != degraded.json()["id"]
        upstream.requests.clear()
        upstream.says(Answer(chat(draft()).body, wait_s=0.5))
        with ThreadPoolExecutor(6) as threads:
            answers = list(threads.map(lambda _: brief(client, seed_article), range(6)))
        assert len({a.json()["id"] for a in answers}) == 1
        statuses = sorted(a.headers["cache-status"] for a in answers)
        assert statuses == ["newsbrief; fwd=miss; collapsed"] * 5 + ["newsbrief; fwd=miss; stored"]
        alone = len(upstream.requests)
        upstream.requests.clear()
        brief(client, seed_article, **{"Cache-Control": "no-cache"})
        assert len(upstream.requests) == alone


def test_the_same_key_gives_the_same_answer(service: Service, seed_article: str, file: Path) -> None:
    with service(database_url=f"sqlite:///{file}") as client:
        made = brief(client, seed_article, key='"one"', **{"Cache-Control": "no-cache"})
        again = brief(client, seed_article, key="one", **{"Cache-Control": "no-cache"})
        assert again.content == made.content
        assert again.headers["cache-status"] == "newsbrief; hit; detail=idempotency-key"
        assert reason_of(brief(client, seed_article + " More.", key="one")) == "idempotency-key-reused"
        assert reason_of(brief(client, seed_article, key='"open')) == "malformed-request"
        short = brief(client, "Only three words", key="two")
        assert reason_of(short) == "article-too-short"
        assert brief(client, "Only three words", key="two").json()["detail"] == short.json()["detail"]
        assert reason_of(brief(client, seed_article, key="two")) == "idempotency-key-reused"
    with service(database_url=f"sqlite:///{file}") as restarted:
        assert brief(restarted, seed_article, key="one", **{"Cache-Control": "no-cache"}).content == made.content
        restarted.delete(f"/briefings/{made.json()['id']}")
        assert brief(restarted, seed_article, key="one").json()["id"] != made.json()["id"]


def test_what_failed_or_was_given_up_frees_the_key(
    service: Service,
    upstream: Upstream,
    seed_article: str,
) -> None:
    with service(engine="openai", openai_base_url=upstream.base_url, on_failure="error") as client:
        upstream.says(Answer("no", 401))
        assert brief(client, seed_article, key="k").status_code == 503
        upstream.says(Answer(chat(draft()).body, wait_s=60))
        with pytest.raises(httpx.ReadTimeout):
            client.post("/summarize", json={"text": seed_article}, headers={"Idempotency-Key": "k"}, timeout=1)
        upstream.says(chat(draft()))
        began = time.monotonic()
        assert brief(client, seed_article, key="k").status_code == 200
        assert time.monotonic() - began < 50, "the call that was given up is not waited for"


def test_a_briefing_is_given_though_the_database_is_gone(
    service: Service, seed_article: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsbrief.api.readiness.HOLDS_S", 0)
    with service(database_url=f"sqlite:///{file}") as client:
        assert client.get("/readyz").status_code == 200
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("DROP TABLE idempotency_keys")
            connection.execute("DROP TABLE briefings")
        for key in (None, "k"):
            answer = brief(client, seed_article, key=key)
            assert answer.status_code == 200
            assert any("could not be stored" in warning for warning in answer.json()["meta"]["warnings"])
            assert any("Idempotency-Key" in w for w in answer.json()["meta"]["warnings"]) == bool(key)
            assert answer.headers["cache-status"] == "newsbrief; fwd=miss"
        assert reason_of(client.get("/readyz")) == "store-unavailable"
        assert reason_of(client.get("/briefings")) == "store-unavailable"
        assert reason_of(client.get(f"/briefings/{uuid7()}")) == "store-unavailable"
        assert client.get("/healthz").status_code == 200


def test_what_is_too_old_is_deleted_at_start(service: Service, seed_article: str, file: Path) -> None:
    url = f"sqlite:///{file}"
    with service(database_url=url) as client:
        old, new = brief(client, seed_article).json(), brief(client, seed_article + "\n\nNew.").json()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(
            "UPDATE briefings SET created_at = ? WHERE id = ?",
            ("2020-01-01 00:00:00.000000", old["id"].replace("-", "")),
        )
    with service(database_url=url, retention_days=1) as client:
        wait_until(lambda: client.get(f"/briefings/{old['id']}").status_code != 200)
        assert [entry["id"] for entry in client.get("/briefings").json()["briefings"]] == [new["id"]]


def test_twins_under_one_key_wait_no_longer_than_their_deadline(
    service: Service, upstream: Upstream, seed_article: str, file: Path
) -> None:
    chosen = {"database_url": f"sqlite:///{file}", "engine": "openai", "openai_base_url": upstream.base_url}
    upstream.says(Answer(chat(draft()).body, wait_s=4))
    with service(**chosen) as client, service(**chosen, deadline_s=1) as hasty, ThreadPoolExecutor(1) as threads:
        first = threads.submit(brief, client, seed_article, "k")
        wait_until(lambda: upstream.requests)
        late = brief(hasty, seed_article, "k")
        assert reason_of(late) == "idempotency-key-in-use"
        assert late.status_code == 409
        assert first.result().status_code == 200


@pytest.mark.parametrize("path", ["/briefings", "/desk/briefings"])
@pytest.mark.parametrize("asked", ["outlet", "words"])
def test_nothing_that_no_database_holds_is_searched_for(service: Service, path: str, asked: str) -> None:
    with service() as client:
        assert client.get(path, params={asked: "a\0"}).status_code == 422
        assert client.get(path, params={asked: "a\nb"}).status_code == 200
