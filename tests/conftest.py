"""Give every test the two seed documents, no network, and a store that is not the user's own."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import certifi
import httpx
import pytest
from hypothesis import settings

from tests.support.process_guard import guard

if TYPE_CHECKING:
    from tests.support.batch_upstream import BatchUpstream
    from tests.support.upstream import Upstream

# The same examples in every run: what fails today and did not yesterday fails by a change of the code, not of the draw.
settings.register_profile("same", deadline=None, derandomize=True, database=None, max_examples=60)
# Others in every run, and many: `pytest --hypothesis-profile=search`.
settings.register_profile("search", deadline=None, max_examples=500)
settings.load_profile("same")
HERE = Path(__file__).parent
SEEDS = Path(__file__).parent.parent / "evals" / "seeds"

# Some images forbid it; then each of some hundred processes would compile all modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


_MARKS = {"cms": "wordpress", "desk": "browser"}
"""Markers of the tests of a folder."""
_SHARED = {
    # Each brings up a site of its own.
    "wordpress": ("cms/test_wordpress_browser", "cms/test_wordpress_faults", "cms/test_wordpress_rights"),
    "another wordpress": ("cms/test_wordpress",),
    # It takes every core: two at once would each wait for the other.
    "model": ("drafting/test_local.py", "evals/judges/test_real", "verification/judge/test_local"),
    "browser": ("desk/",),
    "whole run": (
        "evals/report/test_page",
        "evals/test_gate",
        "evals/test_grade",
        "evals/test_run",
        "evals/test_suite",
    ),
    "processes": (),
}
"""Tests that share what takes long to make, by how their paths begin; begun last, they would be waited for."""
_PROCESSES = ("feeds/test_killed", "jobs/test_bulk", "jobs/test_killed", "store/test_processes")
"""Tests that mostly wait for processes of their own: each file by itself, and early."""


def _group(nodeid: str) -> str:
    """Return the name of the tests that run in one process with this one: of a fixture that they share, or the file."""
    path = nodeid.partition("::")[0].removeprefix("tests/")
    return next((group for group, starts in _SHARED.items() if path.startswith(starts)), path)


def _rank(item: pytest.Item) -> int:
    group = _group(item.nodeid)
    order = [*_SHARED, group]
    return order.index("processes" if group.startswith(_PROCESSES) else group)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the tests of some folders by markers, and begin with what takes longest."""
    for item in items:
        folder = item.path.relative_to(HERE).parts[0]
        if folder in _MARKS:
            item.add_marker(_MARKS[folder])
        # Otherwise the model would be loaded twice, at once.
        assert not item.get_closest_marker("model") or _group(item.nodeid) == "model", item.nodeid
    items.sort(key=_rank)


def pytest_collection_finish() -> None:
    """Spare the tests the search for garbage in what was loaded for them: half a million objects, half a second."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Return what gives each process whole groups of tests, in the order of `pytest_collection_modifyitems`.

    The groups of xdist itself (`--dist=loadgroup`) are without effect from pytest 9.2 on: it sets what is read no more.
    """
    from xdist.scheduler import LoadScopeScheduling

    class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return _group(nodeid)

    config.option.loadscopereorder = False
    return GroupScheduling(config, log)


_END = "-----END CERTIFICATE-----\n"


@pytest.fixture(scope="session", autouse=True)
def _guard() -> Iterator[None]:
    """Leave no process behind."""
    with guard():
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_store(_guard: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have briefings kept in a file of the test run, in processes that it starts too."""
    one = tmp_path_factory.mktemp("certificates") / "one.pem"
    one.write_text(Path(certifi.where()).read_text().partition(_END)[0] + _END)
    own = {
        # No test leaves this machine, and every client would read a hundred certificates, for 40 ms.
        "SSL_CERT_FILE": str(one),
        "NEWSBRIEF_DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('store') / 'newsbrief.sqlite3'}",
        # Where results of judges' exams are kept.
        "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache")),
    }
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    yield
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value


@pytest.fixture(scope="session")
def seed_article() -> str:
    """Return the raw article, as it came."""
    return (SEEDS / "iran_us_talks.article.txt").read_bytes().decode()


@pytest.fixture(scope="session")
def seed_briefing() -> str:
    """Return the finished briefing, as it came: written a day before the article."""
    return (SEEDS / "iran_us_talks.briefing.md").read_bytes().decode()


# What these need is loaded with the first test that asks for it: most of an article's tests need none of it.


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """Yield a scripted model server over real HTTP, for one test."""
    from tests.support.upstream import run_upstream

    with run_upstream() as started:
        yield started


@pytest.fixture
def batches() -> Iterator[BatchUpstream]:
    """Yield a scripted model server with a Batch API, for one test."""
    from tests.support.batch_upstream import BatchUpstream
    from tests.support.upstream import run_upstream_of

    with run_upstream_of(BatchUpstream) as started:
        yield started


@pytest.fixture
def service() -> Callable[..., Any]:
    """Start the real service with settings, for a block: `with service(api_keys="k") as client: …`."""
    from tests.support.http_service import serve
    from tests.support.settings import plain_settings

    @contextmanager
    def start(**chosen: object) -> Iterator[httpx.Client]:
        with serve(plain_settings(**chosen)) as url, httpx.Client(base_url=url, timeout=30) as opened:
            yield opened

    return start
