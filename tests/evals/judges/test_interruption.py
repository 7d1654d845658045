"""Comparisons that are stopped and go on: by Ctrl-C, by a server that wants to be asked later."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsbrief.cli.eval_judge import ANSWERS
from newsbrief.evals.judges.report import Report
from tests.evals.judges.upstreams import LabelJudge, labels, write_pairs
from tests.upstream import Answer, Upstream, error

NEWSBRIEF = [sys.executable, "-c", "import sys; from newsbrief.cli import main; sys.exit(main())"]


def test_an_interrupted_comparison_goes_on(upstream: Upstream, tmp_path: Path) -> None:
    write_pairs(tmp_path / "pairs.jsonl")
    judge, held = LabelJudge(labels()), 3

    def slow(request: dict[str, Any]) -> Answer:
        answer = judge(request)
        # The exam and some articles are answered at once, the rest never.
        return answer if len(judge.asked) < held else Answer(answer.body, wait_s=60)

    upstream.judges = slow
    arguments = ["eval", "judge", "--model", "m", "--base-url", upstream.base_url, "--pairs", "pairs.jsonl"]
    started = subprocess.Popen(
        [*NEWSBRIEF, *arguments], cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    file = tmp_path / "judges" / ANSWERS
    until = time.monotonic() + 60
    while (not file.exists() or file.read_text().count("\n") < 3) and time.monotonic() < until:
        time.sleep(0.1)
    os.kill(started.pid, signal.SIGINT)
    _, err = started.communicate(timeout=30)
    assert started.returncode == 130
    assert "goes on from judges/answers.jsonl" in err
    assert "Traceback" not in err
    answered = {claim for line in file.read_text().splitlines() for claim in json.loads(line)["found"]}
    assert answered

    held = 10_000
    asked_before = len(judge.ids)
    done = subprocess.run([*NEWSBRIEF, *arguments], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
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
