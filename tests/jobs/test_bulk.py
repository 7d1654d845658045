"""`newsbrief batch --batch-api`, killed while the server has the batch."""

import json
import re
from pathlib import Path
from typing import Any

from tests.support.articles import articles
from tests.support.batch_upstream import BatchUpstream
from tests.support.scripted_judge import SoundJudge, is_judging
from tests.support.service_process import Start
from tests.support.upstream import Answer, chat, draft
from tests.support.waiting import wait_until

COUNT = 30
SENT_BEFORE = re.compile(r"sent before, (\d+) calls?")


def count_sent(batches: BatchUpstream) -> int:
    """Return the calls in all batches that were made."""
    return sum(batches.files[batch["input_file_id"]].count(b"\n") for batch in batches.batches.values())


def test_a_killed_run_finds_its_batch_again(start: Start, batches: BatchUpstream, tmp_path: Path) -> None:
    batches.says(Answer(chat(draft()).body))
    batches.polls = 10**9
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, articles(COUNT))))
    arguments = ("batch", "--batch-api", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))
    server = {"OPENAI_BASE_URL": batches.base_url, "NEWSBRIEF_JUDGE_MODEL": "off"}
    first = start(*arguments, **server)
    # Where the machine is busy its calls may go in more than one batch.
    wait_until(lambda: count_sent(batches) == COUNT)
    made = set(batches.batches)
    first.kill()
    batches.polls = 1
    second = start(*arguments, **server)
    assert second.popen.wait(timeout=60) == 0, second.log.read_text()
    replies = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [reply["meta"]["engine"] for reply in replies] == ["openai"] * COUNT
    assert set(batches.batches) == made
    assert len(batches.requests) == COUNT
    assert sum(map(int, SENT_BEFORE.findall(second.log.read_text()))) == COUNT
    assert replies[0]["meta"]["usage"]["cost_usd"] == (100 * 0.75 + 50 * 4.5) / 2 / 1e6


def test_only_a_server_can_be_asked_in_bulk(start: Start, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("")
    run = start("batch", "--batch-api", str(tmp_path / "in.jsonl"), "-", NEWSBRIEF_ENGINE="extractive")
    assert run.popen.wait(timeout=60) == 2
    assert "Batch API" in run.log.read_text()


def test_verdicts_come_in_bulk_too_at_half_the_price(start: Start, batches: BatchUpstream, tmp_path: Path) -> None:
    item = {"text": "Oman will be the place where both sides talk on Friday.", "sources": [0], "kind": "reported"}
    sound = SoundJudge()

    def both(request: dict[str, Any]) -> Answer:
        return sound(request) if is_judging(request) else chat(draft(key_points=[item]))

    batches.says(both)
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, articles(4))))
    arguments = ("batch", "--batch-api", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))
    run = start(*arguments, OPENAI_BASE_URL=batches.base_url)
    assert run.popen.wait(timeout=90) == 0, run.log.read_text()
    replies = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    for reply in replies:
        usage = {part["purpose"]: part for part in reply["meta"]["usage"]["by_purpose"]}
        assert usage["draft"]["cost_usd"] == (100 * 0.75 + 50 * 4.5) / 2 / 1e6
        assert item["text"] in reply["briefing"]["key_points"]
    # Of the judge's calls only the exam is made at once.
    at_once = [request for request in batches.judged if is_judging(request)]
    assert len(at_once) == 1
    judged = [request for request in batches.requests if is_judging(request)]
    assert len(judged) >= len(replies)
