"""The soak's books: what is promised and not kept is found, and what is kept is no complaint."""

import random
from collections.abc import Iterator
from uuid import uuid4

import pytest
from uuid_utils.compat import uuid7

from evals.soak.audit import audit
from evals.soak.ledger import Job, Ledger, Summary
from evals.soak.load import Load, article
from tests.support.http_service import serve
from tests.support.settings import plain_settings


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serve(plain_settings()) as started:
        yield started


async def make_load(url: str) -> tuple[Ledger, Load]:
    """Return the books of a load that ran without a fault."""
    ledger = Ledger()
    load = Load(url, ledger, random.Random(3))
    await load.ask(2, 4)
    return ledger, load


async def test_without_faults_all_is_kept(url: str) -> None:
    ledger, load = await make_load(url)
    assert ledger.answers
    ledger.summaries.append(await summarize(url, ledger, load))
    await audit(url, ledger, load)
    assert ledger.is_clean, ledger.wrongs


async def summarize(url: str, ledger: Ledger, load: Load) -> Summary:
    import httpx2

    text, key = article(random.Random(4)), uuid4().hex
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        id = await load.summary(client, text, key)
    assert id
    return Summary(key, text, id)


async def test_what_is_not_there_is_lost(url: str) -> None:
    ledger = Ledger()
    load = Load(url, ledger, random.Random(5))
    promised = await summarize(url, ledger, load)
    ledger.summaries.append(Summary(promised.key, promised.text, str(uuid7())))
    await audit(url, ledger, load)
    assert len(ledger.wrongs["lost"]) == 1
    assert len(ledger.wrongs["doubled"]) == 1, "the key leads to another briefing than was promised"
    assert not ledger.is_clean


async def test_a_job_that_nobody_knows_is_stuck(url: str) -> None:
    ledger = Ledger(jobs=[Job(f"/jobs/{uuid7()}", ("a",))])
    await audit(url, ledger, Load(url, ledger, random.Random(6)))
    assert len(ledger.wrongs["stuck"]) == 1


async def test_an_answer_that_no_fault_explains_is_wrong(url: str) -> None:
    import httpx2

    ledger = Ledger()
    load = Load(url, ledger, random.Random(7))
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        assert await load.summary(client, "too short", uuid4().hex) is None
    assert len(ledger.wrongs["wrong"]) == 1
