"""A real model, small and often wrong, is measured as a judge."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbrief.evals.judges.record import Record
from newsbrief.evals.judges.report import Report
from newsbrief.models.prompts import load_prompt
from newsbrief.verification.judge.exam import ExamResult, ExamResults
from tests.support.small_model import weights

SOURCE = """The council of Lisvik closed the swimming pool on Monday after a pump failed.

Mayor Ingrid Pell said that repairs would take three weeks and cost 40,000 euros. About 200 children had lessons there.

The pool was built in 1974. A second pump was ordered from Norway in March."""
CLAIMS = (
    ("Lisvik's pool was shut on Monday because a pump had broken.", 1),
    ("According to Ingrid Pell, mending it takes three weeks.", 1),
    ("Lisvik's pool was shut on Friday because of a strike.", 0),
)
Compare = Callable[..., tuple[int, Report]]


@pytest.mark.model
def test_its_answers_on_a_few_claims_are_measured(
    compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It would write on for a minute: calls that are cut off are measured too.
    monkeypatch.setenv("NEWSBRIEF_DEADLINE_S", "2")
    # As if it had passed, so that it is asked about claims.
    ExamResults().keep(
        ExamResult(24, 24, time.time()), f"{weights()} on this machine", load_prompt("judge").stamp.sha256, "flagged"
    )
    rows = [{"id": n, "source": SOURCE, "claim": claim, "label": label} for n, (claim, label) in enumerate(CLAIMS)]
    (tmp_path / "few.jsonl").write_text("\n".join(map(json.dumps, rows)))
    _, report = compare("--model", str(weights()), "--pairs", "few.jsonl", "--repeat", "1", base=())
    (measured,) = report.judges
    assert measured.exam == "24 of 24"
    assert measured.claims == report.claims == 3
    assert measured.seconds_per_1000
    assert measured.seconds_per_1000.value > 0
    assert measured.label == weights().name
    assert measured.usd_per_1000 is None, "nobody knows its price"
    assert measured.failed_calls
    assert measured.no_verdict
    assert Record(tmp_path / "judges" / "answers.jsonl").spent_usd == 0
