import asyncio
from collections import Counter

from newsbrief.evals import suite
from newsbrief.evals.case import load
from newsbrief.evals.realistic import load_shipped
from newsbrief.evals.run import Run
from newsbrief.extractive import ExtractiveEngine
from newsbrief.settings import Settings
from tests.support.cases import shipped_case, shipped_cases

CASES = [shipped_case(name) for name in ("iran_us_talks", "mayor_moon")]


def test_every_case_is_told_and_observed_once() -> None:
    told: Counter[str] = Counter()

    def tell(name: str, done: int) -> None:
        told[name] += done

    async def outcomes() -> list[suite.SuiteResult]:
        return [
            await suite.run_briefings(CASES, ExtractiveEngine(), Settings(), tell, 1),
            await suite.run_claims(CASES, tell),
            await suite.run_judged(tell),
            await suite.run_stale(CASES, tell),
        ]

    found = dict(zip(suite.SUITES, asyncio.run(outcomes()), strict=True))
    assert told == Counter(suite.count_cases(CASES))
    for name, outcome in found.items():
        assert outcome.broken == ()
        assert all(o.grade.startswith(f"{name}.") for o in outcome.observations)
        assert all(f.suite == name for f in outcome.findings)
        repeated = Counter((o.grade, o.case) for o in outcome.observations)
        assert max(repeated.values()) == 1
    labelled = sum(1 for case in CASES for _ in case.claims())
    alone = [o for o in found["claims"].observations if o.grade in ("claims.wrong_supported", "claims.honest_refuted")]
    assert len(alone) == labelled


def test_no_briefing_of_the_newer_article_brings_the_older_place_back(whole_run: Run) -> None:
    assert not [f for f in whole_run.findings if f.article == "iran_us_talks" and f.fault == "forbidden"]
    case = CASES[0]
    assert any(
        n.said_in("Talks between the United States and Iran will be held in Turkey on Friday.") for n in case.never
    )


def test_findings_stand_beside_the_article(whole_run: Run) -> None:
    texts = {case.name: case.text for case in shipped_cases()} | {a.name: a.article.source for a in load_shipped()}
    for finding in whole_run.findings:
        for quote in finding.evidence:
            assert quote in texts[finding.article]


def test_what_is_unseen_is_counted_of_the_test_split_alone(whole_run: Run) -> None:
    unseen = {case.name for case in load("test") if case.carried or case.earlier}
    counted = {o.article for o in whole_run.observations if o.grade.endswith("_unseen")}
    assert counted == unseen
