"""The exam of a judge: half its claims are carried, and its results are kept for a time."""

import time
from pathlib import Path

from newsbrief.verification.judge.exam import NEEDED, ExamResult, ExamResults, load_exam


def test_the_exam_is_half_and_half_and_its_results_end() -> None:
    known = load_exam()
    assert len(known.claims) == 24
    assert sum(known.carried) == 12
    assert ExamResult(NEEDED, 24, time.time()).is_passed
    assert not ExamResult(NEEDED - 1, 24, time.time()).is_passed
    assert not ExamResult(24, 24, time.time() - 31 * 86_400).is_current
    assert not ExamResult(3, 24, time.time() - 2 * 86_400).is_current


def test_a_transcript_that_cannot_be_kept_lasts_for_the_process(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = ExamResults(tmp_path / "file")
    kept.keep(ExamResult(24, 24, time.time()), "server", "model", "prompt")
    assert kept.find("server", "model", "prompt")
    assert kept.find("server", "other", "prompt") is None


def test_an_exam_that_another_process_gave_again_counts(tmp_path: Path) -> None:
    service, doctor = ExamResults(tmp_path), ExamResults(tmp_path)
    service.keep(ExamResult(3, 24, time.time()), "server", "model", "prompt")
    doctor.keep(ExamResult(24, 24, time.time()), "server", "model", "prompt")
    found = service.find("server", "model", "prompt")
    assert found
    assert found.right == 24
