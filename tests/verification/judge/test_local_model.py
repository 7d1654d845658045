"""A real small model as judge: it is examined, fails, and nothing that it says counts."""

import time

import pytest

from newsbrief.pipeline.opening import open_engines
from newsbrief.verification.judge.exam import NEEDED, load_exam
from newsbrief.verification.judge.request import Question
from tests.support.settings import make_settings
from tests.support.small_model import weights

_EXAM_S = 400.0
"""Seconds for the exam: more than the service gives, as other tests run beside this one."""
_EXAM_TOKENS = 60
"""It writes on until it is stopped, for two minutes of processor time; this little shows that it is no judge."""


@pytest.mark.model
async def test_a_model_of_135_million_weights_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.verification.judge.judge.EXAM_S", _EXAM_S)
    monkeypatch.setattr("newsbrief.verification.judge.judge._EXAM_TOKENS", _EXAM_TOKENS)
    settings = make_settings(engine="local", local_model=weights())
    async with open_engines(settings) as (_, panel):
        assert panel
        (judge,) = panel.judges
        asked = [Question("key_points.0", "The ferry company's fuel costs rose.")]
        ruling = await panel.judge(asked, load_exam().article, time.monotonic() + _EXAM_S + 5)
        assert ruling.findings == {}
        # On a machine that is busy with something else it may not even be through in time.
        assert "exam" in ruling.warnings[0]
        assert ruling.usage.calls > 0 or "The time allowed" in ruling.warnings[0]
        result = judge.exam_result
        assert result is None or result.right < NEEDED
        if result and not result.problem:
            assert panel.describe().startswith(f"{judge.model}: off: only {result.right} of 24 right")
