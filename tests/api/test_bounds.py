"""Test that the cost of an answer is bounded, and that a costly request delays no other."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from newsbrief.api.bodies import MOST_CLAIMS
from newsbrief.drafting.answers import CLAIM_LENGTH
from newsbrief.telemetry.interpreter import SWITCHES_S
from tests.support.http_service import reason_of, serve
from tests.support.settings import plain_settings

WORDS = ("The harbour board agreed on Monday to buy a second crane for the quay, its spokesman said in the town hall. "
         "It will cost 4 million euros, and the first ships are to be unloaded with it in March.")  # fmt: skip
LONG = "The board agreed. " * 200
BRIEFING = {
    "title": "Board buys a crane",
    "the_story": "The harbour board agreed to buy a crane.",
    "key_points": ["It will cost 4 million euros."],
    "critical_analysis": "It may matter.",
    "key_takeaways": ["A crane was bought."],
    "impact_analysis": "More may follow.",
}
MARKDOWN = (
    "Wed Feb 04 03:37:23 UTC 2026: # {title}\nThe Story:\nThe board agreed.\nKey Points:\n* {point}\n"
    "Critical Analysis:\nIt may matter.\nKey Takeaways:\n* A crane.\nImpact Analysis:\nMore may follow."
)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"claims": ["x" * (CLAIM_LENGTH + 1)]}, "invalid-request"),
        ({"claims": ["x"] * (MOST_CLAIMS + 1)}, "invalid-request"),
        ({"briefing": {**BRIEFING, "title": LONG}}, "invalid-request"),
        ({"briefing": {**BRIEFING, "key_points": [LONG]}}, "invalid-request"),
        ({"briefing": {**BRIEFING, "key_takeaways": ["It was."] * (MOST_CLAIMS + 1)}}, "invalid-request"),
        ({"briefing": MARKDOWN.format(title=LONG.strip(), point="A crane.")}, "malformed-briefing"),
        ({"briefing": MARKDOWN.format(title="A crane", point=LONG.strip())}, "malformed-briefing"),
    ],
    ids=range(7),
)
def test_what_is_no_one_claim_is_refused(client: httpx.Client, sent: dict[str, Any], reason: str) -> None:
    answer = client.post("/verify", json={"text": WORDS, **sent})
    assert answer.status_code == 422
    assert reason_of(answer) == reason


def test_usual_briefings_are_verified(client: httpx.Client) -> None:
    for briefing in (BRIEFING, MARKDOWN.format(title="A crane", point="A crane was bought.")):
        assert client.post("/verify", json={"text": WORDS, "briefing": briefing}).status_code == 200


@pytest.mark.parametrize(
    ("article", "media_type"),
    [
        ("<html><body><p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">x</p><p>" + WORDS, "text/html"),
        ("ab\n" * 90_000, "text/plain"),
        ("Ab cd. " * 40_000, "text/plain"),
        (WORDS + "<!--" * 60_000, "text/plain"),
        (WORDS + "Ada said, " * 25_000, "text/plain"),
    ],
    ids=range(5),
)
def test_others_are_answered_while_something_costly_is_read(address: str, article: str, media_type: str) -> None:
    """The article is as large as the service takes; who asks for its health meanwhile is told in a moment."""
    done, slowest = threading.Event(), 0.0

    def asks() -> None:
        nonlocal slowest
        with httpx.Client(base_url=address, timeout=30) as asking:
            while not done.is_set():
                time.sleep(0.01)
                began = time.monotonic()
                assert asking.get("/healthz").status_code == 200
                slowest = max(slowest, time.monotonic() - began)

    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(asks)
        began = time.monotonic()
        answer = httpx.post(f"{address}/summarize", content=article, headers={"Content-Type": media_type}, timeout=60)
        took = time.monotonic() - began
        done.set()
        asking.result()
    assert answer.status_code in (200, 422)
    assert slowest < max(2, took / 2), "the loop answers others meanwhile"


def test_work_past_the_deadline_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def endless(*_: Any, **__: Any) -> None:
        try:
            while True:
                sum(range(1000))
        finally:
            ended.set()

    monkeypatch.setattr("newsbrief.workers.GRACE_S", 0.5)
    monkeypatch.setattr("newsbrief.pipeline.submission.read", endless)
    with serve(plain_settings(deadline_s=0.5)) as url:
        for path, more in (("/summarize", {}), ("/verify", {"claims": ["It was so."]})):
            ended.clear()
            answer = httpx.post(f"{url}{path}", json={"text": WORDS, **more}, timeout=20)
            assert answer.status_code == 503
            assert reason_of(answer) == "deadline-exceeded"
            assert ended.wait(20)


@pytest.fixture
def short_turns() -> Iterator[None]:
    """Let the threads take turns as `newsbrief serve` does."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCHES_S)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("short_turns")
def test_one_slow_request_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, service: Callable[..., Any], seed_article: str
) -> None:
    from newsbrief.article import reading
    from newsbrief.pipeline import submission

    answered = threading.Event()

    def read(text: str, **known: Any) -> Any:
        while "STAY" in text:
            # What holds up others is seen while they wait; afterwards it need not take a processor to its deadline.
            time.sleep(0.05) if answered.is_set() else sum(range(1000))
        return reading.read(text, **known)

    monkeypatch.setattr(submission, "read", read)
    with service(deadline_s=6) as client, ThreadPoolExecutor(3) as pool:
        assert client.post("/summarize", json={"text": WORDS}).status_code == 200  # loads what reading needs
        slow = [pool.submit(client.post, "/summarize", json={"text": f"STAY {n} {seed_article}"}) for n in range(3)]
        time.sleep(0.3)
        assert client.post("/summarize", json={"text": seed_article}).status_code == 200
        answered.set()
        assert not any(one.done() for one in slow), "it was answered before those that came first"
        assert [reason_of(one.result()) for one in slow] == ["deadline-exceeded"] * 3
