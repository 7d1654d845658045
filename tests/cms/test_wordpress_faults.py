"""Test faults between WordPress and the service: an editor reads one plain sentence, and nothing is lost."""

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.cms.desk import TEXT, Desk
from tests.cms.service import SECRET, Service, serve
from tests.support.upstream import chat, draft, run_upstream
from tests.support.waiting import wait_until

JOB = "return get_post_meta($args[0], '_newsbrief_job', true);"
STATUS = "return get_post_meta($args[0], '_newsbrief_state', true)['status'];"


def other(opening: str) -> tuple[str, ...]:
    """Return an article that no other test has sent."""
    return (f"{opening} were counted at the station on Tuesday, the operator said.", *TEXT)


@dataclass
class Silence:
    """An address that takes connections and never answers."""

    url: str
    held: list[socket.socket] = field(default_factory=list)


@pytest.fixture
def silence() -> Iterator[Silence]:
    listening = socket.create_server(("127.0.0.1", 0))
    found = Silence(f"http://127.0.0.1:{listening.getsockname()[1]}")

    def accept_all() -> None:
        while True:
            try:
                found.held.append(listening.accept()[0])
            except OSError:
                return

    threading.Thread(target=accept_all, daemon=True).start()
    yield found
    # A close alone would not wake the thread that accepts.
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    for connection in found.held:
        connection.close()


def test_a_service_that_is_down_is_tried_again_and_nothing_is_lost(chief: Desk, service: Service) -> None:
    post = chief.post(*other("Twelve carriages"))
    chief.site.settings(url="http://127.0.0.1:9")
    view = chief.make(post)
    assert view["status"] == "pending"
    assert view["message"] == "The briefing service cannot be reached just now. Your article is safe."
    assert view["again_at"]
    chief.site.settings(url=service.url)
    chief.make(post)
    wait_until(lambda: chief.view(post)["status"] == "draft")


def test_it_is_tried_again_by_itself(chief: Desk, service: Service) -> None:
    post = chief.post(*other("Thirteen carriages"))
    chief.site.settings(url="http://127.0.0.1:9")
    chief.make(post)
    chief.site.settings(url=service.url)
    planned = chief.site.php("return wp_next_scheduled('newsbrief_send', [$args[0]]);", post)
    assert 50 <= planned - time.time() <= 70
    chief.site.php("do_action('newsbrief_send', $args[0]);", post)
    wait_until(lambda: chief.view(post)["status"] == "draft")


def test_in_the_end_it_is_given_up_and_an_earlier_one_stays(chief: Desk) -> None:
    post = chief.post()
    before = chief.make_and_wait(post)["claims"]
    chief.save(post, title="Iran and the United States to hold talks in Muscat")
    chief.site.settings(url="http://127.0.0.1:9")
    chief.make(post)
    chief.site.php("for ($tries = 0; $tries < 8; ++$tries) do_action('newsbrief_send', $args[0]);", post)
    view = chief.view(post)
    assert (view["status"], view["claims"]) == ("failed", before)
    assert "cannot be reached" in view["message"]


def test_a_slow_service_keeps_no_editor_waiting(chief: Desk, silence: Silence) -> None:
    chief.drop_planned()
    chief.site.settings(url=silence.url, automatic=True)
    post = chief.post(*other("Fourteen carriages"))
    assert silence.held == [], "a save waits for nobody"
    # The editor's own request is given up long before the client of this test would.
    assert "cannot be reached" in chief.make(post)["message"]
    assert silence.held


def test_a_process_that_dies_while_it_sends_is_made_up_for(chief: Desk, service: Service) -> None:
    post = chief.post(*other("Twenty carriages"))
    before = chief.jobs(service)
    # As `send` does, up to where it would keep the job's id.
    dies = (
        "Newsbrief\\begin($args[0], 0, false); $article = Newsbrief\\article_request(get_post($args[0]));"
        "$key = hash('sha256', wp_json_encode([home_url(), $args[0], 1, $article]));"
        "Newsbrief\\ask_for_briefing($article, $key);"
    )
    chief.site.php(dies, post)
    assert (chief.view(post)["status"], service.jobs()) == ("pending", before + 1)
    chief.site.php("do_action('newsbrief_send', $args[0]);", post)
    wait_until(lambda: chief.view(post)["status"] == "draft")
    assert service.jobs() == before + 1, "the same key leads to the same job"


def test_a_wrong_key_is_said_and_not_tried_again(chief: Desk) -> None:
    chief.site.settings(key="another")
    view = chief.make(chief.post())
    assert (view["status"], view["again_at"]) == ("failed", None)
    assert view["message"] == (
        "The briefing service did not accept this site’s key: an administrator can check it under Settings → Newsbrief."
    )


def test_nothing_is_set_up(chief: Desk) -> None:
    chief.site.settings(url="")
    assert "is not set up yet" in chief.make(chief.post())["message"]


def test_a_redirect_does_not_carry_the_key_away(chief: Desk, service: Service) -> None:
    taken: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def redirect() -> None:
        connection, _ = listening.accept()
        taken.append(connection.recv(65536))
        connection.sendall(f"HTTP/1.1 307 Moved\r\nLocation: {service.url}/jobs\r\nContent-Length: 0\r\n\r\n".encode())
        connection.close()

    thread = threading.Thread(target=redirect, daemon=True)
    thread.start()
    chief.site.settings(url=f"http://127.0.0.1:{listening.getsockname()[1]}")
    before = chief.jobs(service)
    view = chief.make(chief.post())
    assert (view["status"], "is no such service" in view["message"]) == ("failed", True)
    thread.join()
    listening.close()
    assert b"Bearer" in taken[0]
    assert service.jobs() == before


def test_a_spent_budget_waits_for_the_next_day(chief: Desk, tmp_path: Path) -> None:
    with run_upstream() as upstream:
        upstream.says(chat(draft()))
        openai = {"NEWSBRIEF_ENGINE": "openai", "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": upstream.base_url}
        with serve(tmp_path, NEWSBRIEF_TOKENS_PER_DAY="10", **openai) as poor:
            chief.site.settings(url=poor.url)
            chief.make_and_wait(chief.post())
            post = chief.post(*other("Fifteen carriages"))
            view = chief.make(post)
    assert (view["status"], view["message"]) == ("pending", "The briefing service’s budget for today is spent.")
    at = chief.site.php("return get_post_meta($args[0], '_newsbrief_state', true)['again_at'];", post)
    midnight = 86_400 - time.time() % 86_400
    assert abs(at - time.time() - max(60, midnight)) < 30


def test_a_lost_webhook_is_made_up_for_by_asking(chief: Desk, service: Service) -> None:
    # The site does not know the service's secret any more: it refuses what the service tells it.
    chief.site.settings(webhook_secret="whsec_" + base64.b64encode(b"another secret of the same size").decode())
    post = chief.post(*other("Sixteen carriages"))
    chief.make(post)
    job = chief.site.php(JOB, post)
    wait_until(lambda: service.get(f"/jobs/{job}").json()["status"] == "completed")
    wait_until(lambda: f'"event": "briefing.completed.{job}.0"' in service.log.read_text())
    assert chief.site.php(STATUS, post) == "pending"
    assert chief.site.php("return wp_next_scheduled('newsbrief_poll', $args);", post, job)
    chief.site.php("do_action('newsbrief_poll', $args[0], $args[1]);", post, job)
    assert chief.site.php(STATUS, post) == "draft"


def test_a_service_that_sends_no_webhooks_is_asked(chief: Desk, tmp_path: Path) -> None:
    with serve(tmp_path, NEWSBRIEF_WEBHOOK_SECRET="") as quiet:
        chief.site.settings(url=quiet.url)
        post = chief.post(*other("Seventeen carriages"))
        chief.make(post)
        # The panel looks every few seconds, and the site asks when it has heard nothing for five.
        wait_until(lambda: chief.view(post)["status"] == "draft")


def test_a_job_that_the_service_has_forgotten(chief: Desk, tmp_path: Path, service: Service) -> None:
    with serve(tmp_path) as gone:
        chief.site.settings(url=gone.url, webhook_secret="")
        post = chief.post(*other("Eighteen carriages"))
        chief.make(post)
    chief.site.settings(url=service.url)
    chief.site.php("do_action('newsbrief_poll', $args[0], $args[1]);", post, chief.site.php(JOB, post))
    view = chief.view(post)
    assert view["status"] == "failed"
    assert view["message"] == "The briefing service no longer knows this article. Ask for a new briefing."


def test_twelve_words(chief: Desk) -> None:
    post = chief.post("The mayor of the town resigned on Monday after a short vote.")
    chief.make(post)
    view = wait_until(lambda: (v := chief.view(post))["status"] != "pending" and v)
    assert view["message"] == "This article is too short for a briefing: it needs at least 20 words."
    assert chief.make(chief.post("<br>"))["message"] == "There is no text to brief in this article yet."


def sign(body: bytes, id: str, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    moment = str(int(at or time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{id}.{moment}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {
        "webhook-id": id,
        "webhook-timestamp": moment,
        "webhook-signature": signature,
        "content-type": "application/json",
    }


def test_a_forged_webhook_does_nothing(chief: Desk) -> None:
    address, body = f"{chief.site.rest}/newsbrief/v1/webhook", b'{"type":"briefing.completed","data":{"job_id":"x"}}'
    good = sign(body, "a")

    def send(headers: dict[str, str], sent: bytes = body) -> int:
        return httpx.post(address, content=sent, headers=headers, timeout=30).status_code

    assert send({}) == 401
    assert send({**good, "webhook-signature": "v1,AAAA"}) == 401
    assert send({**good, "webhook-signature": ""}) == 401
    assert send(good, body + b" ") == 401
    assert send({**good, "webhook-id": "b"}) == 401
    assert send({**good, "webhook-timestamp": str(int(good["webhook-timestamp"]) - 1)}) == 401
    assert send(sign(body, "a", secret="whsec_" + base64.b64encode(b"o" * 32).decode())) == 401
    assert send(sign(body, "a", time.time() - 360)) == 401
    assert send(sign(body, "a", time.time() + 360)) == 401
    assert send({**good, "webhook-signature": f"v1,AAAA {good['webhook-signature']}"}) == 200, (
        "two while one is exchanged"
    )


def test_without_a_secret_no_webhook_is_taken(chief: Desk) -> None:
    chief.site.php(
        "remove_all_filters('sanitize_option_newsbrief_settings');"
        "update_option('newsbrief_settings', ['webhook_secret' => '']);"
    )
    body = b"{}"
    empty = sign(body, "d", secret="whsec_")
    address = f"{chief.site.rest}/newsbrief/v1/webhook"
    assert httpx.post(address, content=body, headers=empty, timeout=30).status_code == 401


def test_a_replayed_webhook_is_heard_once(chief: Desk, service: Service) -> None:
    post = chief.post(*other("Nineteen carriages"))
    # The service's own messages are refused.
    another = "whsec_" + base64.b64encode(b"another secret of the same size").decode()
    chief.site.settings(webhook_secret=another)
    chief.make(post)
    job = chief.site.php(JOB, post)
    wait_until(lambda: service.get(f"/jobs/{job}").json()["status"] == "completed")
    body = json.dumps({"type": "briefing.completed", "data": {"job_id": job, "index": 0}}).encode()
    address = f"{chief.site.rest}/newsbrief/v1/webhook"
    headers = sign(body, f"briefing.completed.{job}.0", secret=another)
    first = httpx.post(address, content=body, headers=headers, timeout=30)
    assert (first.status_code, first.json()) == (200, {"heard": True})
    assert chief.site.php(STATUS, post) == "draft"
    again = httpx.post(address, content=body, headers=headers, timeout=30)
    assert (again.status_code, again.json()) == (200, {"heard": False, "reason": "heard before"})
    unknown = body.replace(job.encode(), b"019a0000-0000-7000-8000-000000000000")
    late = httpx.post(address, content=unknown, headers=sign(unknown, "other", secret=another), timeout=30)
    assert late.json() == {"heard": False}
