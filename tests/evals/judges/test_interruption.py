"""Comparisons that are stopped and go on: by Ctrl-C, by a server that wants to be asked later."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsbrief.cli.eval_judge import ANSWERS
from newsbrief.evals.judges.report import Report
from tests.evals.judges.upstreams import LabelJudge, articles, labels, write_pairs
from tests.support.forked_process import COMMAND, ForkedProcess
from tests.support.upstream import Answer, Upstream, error
from tests.support.waiting import wait_until

PATIENCE_S = 180


def test_an_interrupted_comparison_goes_on(upstream: Upstream, tmp_path: Path) -> None:
    write_pairs(tmp_path / "pairs.jsonl")
    judge, held = LabelJudge(labels()), 3

    def slow(request: dict[str, Any]) -> Answer:
        answer = judge(request)
        # The exam and some articles are answered at once, the rest never.
        return answer if len(judge.asked) < held else Answer(answer.body, wait_s=60)

    upstream.judges = slow
    arguments = ["eval", "judge", "--model", "m", "--base-url", upstream.base_url, "--pairs", "pairs.jsonl"]
    log, file = tmp_path / "log", tmp_path / "judges" / ANSWERS
    started = ForkedProcess(COMMAND, arguments, os.environ, log)
    try:
        wait_until(lambda: file.exists() and file.read_text().count("\n") >= 3)
        # Two of the five articles are answered: the others have come in, and none comes after this.
        wait_until(lambda: len(judge.asked) == len(articles()))
        os.kill(started.pid, signal.SIGINT)
        assert started.wait(PATIENCE_S) == 130
    finally:
        started.kill()
    said = log.read_text()
    assert "goes on from judges/answers.jsonl" in said
    assert "Traceback" not in said
    answered = {claim for line in file.read_text().splitlines() for claim in json.loads(line)["found"]}
    assert answered

    held = 10_000
    asked_before = len(judge.ids)
    assert ForkedProcess(COMMAND, arguments, os.environ, log, tmp_path / "out").wait(PATIENCE_S) == 0, log.read_text()
    report = Report.model_validate_json((tmp_path / "judges" / "judges.json").read_bytes())
    assert report.judges[0].claims == report.claims == len(labels())
    assert len(judge.ids) - asked_before == 2 * report.claims - len(answered)


def test_a_server_that_says_when_to_come_back_is_waited_for(
    compare: Callable[..., tuple[int, Report]], upstream: Upstream
) -> None:
    judge, refused = LabelJudge(labels()), 0

    def busy(request: dict[str, Any]) -> Answer:
        nonlocal refused
        if len(judge.asked) == 1 and refused < 2:
            refused += 1
            return error(429, "slow down", retry_after="1")
        return judge(request)

    upstream.judges = busy
    code, report = compare("--model", "m", "--repeat", "1")
    assert (code, refused) == (0, 2)
    (measured,) = report.judges
    assert measured.failed_calls
    assert measured.failed_calls.hits == 0
    assert measured.no_verdict
    assert measured.no_verdict.hits == 0
