"""Pairs of a source and a claim."""

import pytest

from newsbrief import workers
from newsbrief.verification.pairs import check_pairs

SOURCE = (
    "The ferry line will stop its service on Friday. The last ship sails from Kress at noon. Fares will be paid back, "
    "the company said."
)


async def list_verdicts(*pairs: tuple[str, str], deadline_s: float = 60) -> list[str]:
    found = ({"id": number, "source": source, "claim": claim} for number, (source, claim) in enumerate(pairs))
    return [pair["verdict"] async for pair in check_pairs(found, None, deadline_s, None)]


async def test_each_pair_has_a_verdict_in_order() -> None:
    sails = "The last ship sails from Kress at noon."
    pairs = ((SOURCE, sails), (SOURCE, "The last ship leaves."), (SOURCE, " "), (" … ", sails), (SOURCE, sails))
    assert await list_verdicts(*pairs) == ["supported", "unverified", "unsupported", "unsupported", "supported"]


@pytest.mark.parametrize("source", ["The last ship sails from Kress at noon.", 60_001 * "A ship sails.\n"])
async def test_a_source_that_cannot_be_read_refutes_nothing(source: str, caplog: pytest.LogCaptureFixture) -> None:
    pairs = ((source, "The last ship sails from Kress at noon."), (source, " "))
    assert await list_verdicts(*pairs) == ["unverified", "unsupported"]
    assert "source of pair 0 cannot be read: The article" in caplog.text


async def test_what_takes_too_long_is_unverified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GRACE_S", 0)
    late = f"{SOURCE} It was so in one more year."
    assert await list_verdicts((late, "The last ship sails from Kress at noon."), deadline_s=0) == ["unverified"]
