"""A text to check: read off the loop, in time that grows with its length."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from newsbrief.api.bodies import MOST_CLAIMED, VerifyBody
from newsbrief.api.desk import checking
from newsbrief.api.verifying import choose_itemise


def _check(client: httpx.Client, claims: str) -> httpx.Response:
    sent = {"article": "It rained on Monday.", "claims": claims}
    return client.post("/desk/verify", data=sent, headers={"Origin": str(client.base_url).rstrip("/")})


@pytest.mark.parametrize("claims", ["\n" * (MOST_CLAIMED - 9), " \n" * (MOST_CLAIMED // 2), "x" * (MOST_CLAIMED + 1)])
def test_a_costly_text_is_refused(client: httpx.Client, claims: str) -> None:
    answer = _check(client, claims)
    assert answer.status_code == 422


def test_others_are_answered_while_a_text_is_read(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    reads, answered, read = threading.Event(), threading.Event(), checking.build_body

    def read_slowly(sent: Any) -> VerifyBody:
        reads.set()
        assert answered.wait(20)
        return read(sent)

    monkeypatch.setattr(checking, "build_body", read_slowly)
    with ThreadPoolExecutor(1) as pool:
        checked = pool.submit(_check, client, "- It rained.")
        assert reads.wait(20)
        assert client.get("/healthz", timeout=10).status_code == 200
        answered.set()
        assert checked.result().status_code == 422, "too little of an article"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- It rained.\n* A tram stood\n• It froze. It sat.", ["It rained.", "A tram stood", "It froze.", "It sat."]),
        ("1. It rained.\n2. It froze.", ["It rained.", "It froze."]),
        ("Claims:\n\t• It rained.", ["It rained."]),
        ("12. Februar 2026 traf sich der Rat in Bern.", ["12. Februar 2026 traf sich der Rat in Bern."]),
        ("It rained on Monday. It froze.\n- It sat.", ["It rained on Monday.", "It froze.", "It sat."]),
    ],
)
def test_a_list_or_prose_is_a_claim_a_sentence_and_keeps_its_numbers(text: str, told: list[str]) -> None:
    body = checking.build_body({"article": "x", "claims": text})
    language = "de" if "Februar" in text else "en"
    assert [claim.text for claim in choose_itemise(body)(language)] == told
