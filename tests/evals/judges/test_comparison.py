"""`newsbrief eval judge` against judges whose errors are known."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from newsbrief.cli.eval_judge import ANSWERS, FILES
from newsbrief.evals.judges.report import Report
from tests.evals.judges.upstreams import LabelJudge, by_model, labels, write_pairs
from tests.support.upstream import Upstream, error

Compare = Callable[..., tuple[int, Report]]
PRICES = """
[models."small"]
prompt = 1.0
completion = 4.0
[models."big"]
prompt = 6.0
completion = 24.0
"""


@pytest.fixture
def judges(upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, LabelJudge]:
    """Return a small judge that misses wrong numbers and names, and a big one that misses none and costs more."""
    known = labels()
    found = {"small": LabelJudge(known, misses={"number", "role", "causal"}), "big": LabelJudge(known)}
    upstream.judges = by_model(**found)
    (tmp_path / "prices.toml").write_text(PRICES)
    monkeypatch.setenv("NEWSBRIEF_PRICES", str(tmp_path / "prices.toml"))
    return found


def test_what_a_judge_misses_is_measured(
    compare: Compare, judges: dict[str, LabelJudge], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    known = labels()
    judges["small"].flags = {c.id for c in known.values() if c.carried and c.id.endswith("h2")}
    code, report = compare("--model", "small", "--model", "big")
    assert code == 0
    small, big = report.judges
    for measured, judge in ((small, judges["small"]), (big, judges["big"])):
        asked = set(judge.ids)
        claims = [c for c in known.values() if c.id in asked]
        assert measured.claims == len(asked) == report.claims
        wrong = [c for c in claims if not c.carried]
        assert measured.caught
        assert measured.caught.of == len(wrong)
        assert measured.caught.hits == sum(c.error not in judge.misses for c in wrong)
        assert measured.flagged
        assert measured.flagged.hits == len(asked & set(judge.flags))
        for kind, share in measured.caught_by_error.items():
            assert share.value == (0 if kind in judge.misses else 1)
            assert share.low <= share.value <= share.high
        assert measured.exam == "24 of 24"
        assert measured.canaries
        assert measured.canaries.value == 1
        assert measured.agreement
        assert measured.agreement.value == 1
        assert measured.failed_calls
        assert measured.failed_calls.hits == 0
    assert small.flagged
    assert small.flagged.hits > 0
    assert small.usd_per_1000
    assert big.usd_per_1000
    assert big.usd_per_1000.value == pytest.approx(6 * small.usd_per_1000.value)
    assert re.fullmatch(
        r"big catches \d+ points more than small \(\+\d+ to \+\d+\), and flags \d+ points? fewer \(.+\) for nothing, "
        r"at 6 times the price.*\.",
        report.advice,
    )
    out, err = capfd.readouterr()
    assert report.advice in " ".join(out.split())
    assert "caught: number" in out
    assert f"small: {2 * report.claims} of {2 * report.claims} claims, $" in err
    summary = (tmp_path / "judges" / "summary.md").read_text()
    assert "| flagged for nothing |" in summary
    assert "errors of small" in summary
    ElementTree.fromstring((tmp_path / "judges" / "judges.svg").read_text())


def test_both_forms_of_reasons_are_compared_in_one_run(
    compare: Compare, judges: dict[str, LabelJudge], upstream: Upstream
) -> None:
    code, report = compare("--model", "small", "--reasons", "flagged,all", "--repeat", "1")
    assert code == 0
    brief, full = report.judges
    for measured, reasons in ((brief, "flagged"), (full, "all")):
        assert measured.label.endswith(f"NEWSBRIEF_JUDGE_REASONS={reasons})")
        assert measured.label in report.advice
    assert brief.caught == full.caught
    assert brief.usd_per_1000
    assert full.usd_per_1000
    assert full.usd_per_1000.value > brief.usd_per_1000.value, "more requests, each of fewer claims"


def test_the_record_holds_no_article(compare: Compare, judges: dict[str, LabelJudge], tmp_path: Path) -> None:
    compare("--model", "big")
    recorded = (tmp_path / "judges" / ANSWERS).read_text()
    assert not any(claim in recorded for claim in labels())
    assert "key" not in {name.lower() for line in recorded.splitlines() for name in json.loads(line)}


def test_a_second_start_asks_only_what_lacks(
    compare: Compare, judges: dict[str, LabelJudge], upstream: Upstream, tmp_path: Path
) -> None:
    _, first = compare("--model", "big", "--limit", "20")
    calls = len(upstream.judged)
    _, again = compare("--model", "big", "--limit", "20")
    assert len(upstream.judged) == calls
    assert again.judges == first.judges
    before = set(judges["big"].ids)
    judges["big"].asked.clear()
    _, more = compare("--model", "big", "--limit", "50")
    assert more.claims > first.claims
    assert len(judges["big"].ids) == 2 * (more.claims - first.claims)
    assert not before & set(judges["big"].ids)
    largest = max(map(len, judges["big"].asked))
    # A crash in the middle of a line loses that line: the request that was answered last, whichever that was.
    file = tmp_path / "judges" / ANSWERS
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-1]) + lines[-1][:40])
    judges["big"].asked.clear()
    _, mended = compare("--model", "big", "--limit", "50")
    assert 0 < len(judges["big"].ids) <= largest
    assert mended.judges[0].caught == more.judges[0].caught


def test_it_goes_through_requests_of_many_claims_with_canaries(compare: Compare, judges: dict[str, LabelJudge]) -> None:
    compare("--model", "big", "--repeat", "1")
    exam, *articles = judges["big"].asked, judges["big"].asked
    assert exam
    assert max(map(len, articles[0])) > 8


def test_a_judge_that_wavers_does_not_agree_with_itself(compare: Compare, judges: dict[str, LabelJudge]) -> None:
    judges["small"].wavers = {c.id for c in list(labels().values())[::5]}
    _, report = compare("--model", "small")
    (measured,) = report.judges
    unsure = set(judges["small"].ids) & set(judges["small"].wavers)
    assert unsure
    assert measured.agreement
    assert measured.agreement.of - measured.agreement.hits == len(unsure)


def test_a_panel_carries_what_all_carry(compare: Compare, judges: dict[str, LabelJudge], upstream: Upstream) -> None:
    judges["small"].misses = {"number", "role"}
    judges["big"].misses = {"number", "date"}
    _, report = compare("--model", "small", "--model", "big", "--panel", "--repeat", "1")
    small, big, panel = report.judges
    assert panel.label == "panel of small, big"
    for kind in ("number", "role", "date"):
        assert panel.caught_by_error[kind].value == (0 if kind == "number" else 1), kind
    assert panel.usd_per_1000
    assert small.usd_per_1000
    assert big.usd_per_1000
    assert panel.usd_per_1000.value == pytest.approx(small.usd_per_1000.value + big.usd_per_1000.value)
    assert len(upstream.judged) == len(judges["small"].asked) + len(judges["big"].asked) + 2, "and two exams"


def test_claims_by_the_family_that_wrote_them(compare: Compare, upstream: Upstream, tmp_path: Path) -> None:
    write_pairs(tmp_path / "own.jsonl", writers=("gpt-5.4-mini", "meta/llama-4", "person"))
    upstream.judges = by_model(gpt_9=LabelJudge(labels(), misses={"number"}))
    _, report = compare("--model", "gpt-9", "--pairs", "own.jsonl")
    (measured,) = report.judges
    assert {*measured.caught_by_writer, *measured.flagged_by_writer} == {"gpt", "llama", "person"}
    assert "(own family)" in (tmp_path / "judges" / "summary.md").read_text()


def test_one_model_with_other_options(compare: Compare, upstream: Upstream) -> None:
    known = labels()
    careless, careful = LabelJudge(known, misses={"number"}), LabelJudge(known)
    upstream.judges = lambda request: (careful if request.get("reasoning_effort") == "high" else careless)(request)
    options = ("--options", '{"reasoning_effort": "low"}', "--options", '{"reasoning_effort": "high"}')
    _, report = compare("--model", "m", "--model", "m", *options, "--repeat", "1")
    low, high = report.judges
    assert '{"reasoning_effort": "low"}' in low.label
    assert low.caught_by_error["number"].value == 0
    assert high.caught_by_error["number"].value == 1


def test_one_model_with_other_settings(compare: Compare, judges: dict[str, LabelJudge]) -> None:
    settings = ("--set", "NEWSBRIEF_DEADLINE_S=50", "--set", "NEWSBRIEF_DEADLINE_S=40")
    _, report = compare("--model", "big", "--model", "big", *settings, "--repeat", "1")
    assert ["NEWSBRIEF_DEADLINE_S=50" in report.judges[0].label, "=40" in report.judges[1].label] == [True, True]


def test_a_judge_that_fails_its_exam_is_not_asked(
    compare: Compare, upstream: Upstream, capfd: pytest.CaptureFixture[str]
) -> None:
    always = LabelJudge({})
    always.__class__ = type("Yes", (LabelJudge,), {"__call__": lambda self, request: _carry_all(request)})
    upstream.judges = by_model(yes=always, good=LabelJudge(labels()))
    code, report = compare("--model", "yes", "--model", "good", "--repeat", "1")
    assert code == 1
    yes, good = report.judges
    assert yes.exam == "12 of 24"
    assert "failed its exam" in yes.stopped
    assert yes.claims == 0
    assert good.caught
    assert "failed its exam" in capfd.readouterr().out


def _carry_all(request: dict[str, object]) -> object:
    from tests.support.scripted_judge import blocks
    from tests.support.upstream import chat

    _, claims = blocks(request)
    return chat({"judgements": [{"id": id, "verdict": "supported", "sentences": [0]} for id in claims]})


def test_failed_calls_are_counted_and_asked_again(
    compare: Compare, judges: dict[str, LabelJudge], upstream: Upstream
) -> None:
    served, fails = upstream.judges, {"on": True}
    assert served
    count = 0

    def sometimes(request: dict[str, object]) -> object:
        nonlocal count
        count += 1
        # The first is the exam.
        return error(400, "flagged by our usage policies") if fails["on"] and count in (3, 5) else served(request)

    upstream.judges = sometimes  # type: ignore[assignment]
    _, report = compare("--model", "big", "--repeat", "1")
    (measured,) = report.judges
    assert measured.failed_calls
    assert measured.failed_calls.hits == 2
    assert measured.failures == {"content-filtered": 2}
    assert measured.no_verdict
    assert measured.no_verdict.hits > 0
    fails["on"] = False
    _, again = compare("--model", "big", "--repeat", "1")
    assert again.judges[0].no_verdict
    assert again.judges[0].no_verdict.hits == 0
    assert again.judges[0].failures == {"content-filtered": 2}, "that they failed stays known"


def test_it_stops_at_the_spending_limit(compare: Compare, judges: dict[str, LabelJudge], tmp_path: Path) -> None:
    code, report = compare("--model", "big", "--model", "small", "--max-usd", "0.12")
    assert code == 1
    assert "spending limit" in report.judges[0].stopped
    assert "spending limit" in report.judges[1].stopped
    assert 0 < report.spent_usd <= 0.12
    asked = judges["big"].ids
    assert 0 < len(asked) < 2 * report.claims
    code, whole = compare("--model", "big", "--model", "small")
    assert code == 0
    assert len(judges["big"].ids) == 2 * report.claims, "nothing was asked twice"
    assert whole.judges[0].caught
    assert whole.judges[0].caught.value == 1


def test_a_server_that_dies_is_given_up(compare: Compare, judges: dict[str, LabelJudge], upstream: Upstream) -> None:
    served, count = upstream.judges, 0
    assert served

    def die_later(request: dict[str, object]) -> object:
        nonlocal count
        count += 1
        return served(request) if count == 1 else error(401, "no such key")

    upstream.judges = die_later  # type: ignore[assignment]
    code, report = compare("--model", "big", "--repeat", "1")
    assert code == 1
    assert "given up" in report.judges[0].stopped
    assert "None of these judges can be advised" in report.advice
    assert count < 15


@pytest.mark.parametrize("name", FILES)
def test_files_are_written(compare: Compare, judges: dict[str, LabelJudge], tmp_path: Path, name: str) -> None:
    compare("--model", "big", "--limit", "30", out="some/where")
    assert (tmp_path / "some" / "where" / name).stat().st_size > 100
