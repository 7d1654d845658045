from pathlib import Path

import pytest

from newsbrief.evals.gate import rule_on_gates
from newsbrief.evals.run import NoBaseline, Run, Runs, load_runs


def test_a_stored_run_reads_back_equal(whole_run: Run, tmp_path: Path) -> None:
    file = tmp_path / "runs.json"
    file.write_text(Runs(runs=(whole_run,)).model_dump_json(indent=1), encoding="utf-8")
    assert load_runs(file).runs == (whole_run,)


def test_a_run_is_no_worse_than_itself(whole_run: Run) -> None:
    held = [r for r in rule_on_gates(whole_run, [], whole_run) if "baseline" in r.name]
    assert len(held) > 30
    assert all(r.passed for r in held)


def test_a_run_knows_what_it_rests_on(whole_run: Run) -> None:
    assert whole_run.broken == ()
    assert whole_run.engine == whole_run.subject == "extractive"
    own = {o.article for o in whole_run.observations if not o.grade.startswith("judged.")}
    assert own == set(whole_run.cases)
    names = {g.name for g in whole_run.grades}
    assert {
        "briefings.claim_precision",
        "claims.found.quote",
        "claims.found_unseen",
        "judged.kept",
        "stale.verdicts",
    } <= names


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"runs": []}', b'{"runs": [{}]}', b"\xff", b'{"grades": []}'])
def test_no_baseline(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "runs.json").write_bytes(text)
    with pytest.raises(NoBaseline, match=r"runs\.json"):
        load_runs(tmp_path / "runs.json")
