"""Give every test the two seed documents, no network, and a store that is not the user's own."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest
from hypothesis import settings

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
_SHARED = {"site": "wordpress", "chromium": "browser", "whole_run": "whole_run"}
"""Fixtures that take long to make: the group of the tests that share each."""
_FIRST = ("wordpress", "model", "browser", "whole_run", "processes")
"""The groups that take longest, and what mostly waits: begun last, they would be waited for at the end."""
_PROCESSES = {"start", "watch", "two"}
"""Fixtures that start the service in processes of its own."""


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook, and knows none that is named after it.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests of a file, and those that share what takes long to make, in one process; name them by markers."""
    ranks: dict[pytest.Item, int] = {}
    for item in items:
        place = item.path.relative_to(HERE)
        if place.parts[0] in _MARKS:
            item.add_marker(_MARKS[place.parts[0]])
        fixtures = set(getattr(item, "fixturenames", ()))
        group = next((group for fixture, group in _SHARED.items() if fixture in fixtures), str(place))
        if item.get_closest_marker("model"):
            # It takes every core: two at once would each wait for the other.
            group = "model"
        item.add_marker(pytest.mark.xdist_group(group))
        kind = "processes" if fixtures & _PROCESSES else group
        ranks[item] = _FIRST.index(kind) if kind in _FIRST else len(_FIRST)
    items.sort(key=ranks.__getitem__)


_END = "-----END CERTIFICATE-----\n"


@pytest.fixture(scope="session", autouse=True)
def _own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Briefings go to a file that the test run made, in processes it starts too."""
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
    """The raw article, as it came."""
    return (SEEDS / "iran_us_talks.article.txt").read_bytes().decode()


@pytest.fixture(scope="session")
def seed_briefing() -> str:
    """The finished briefing, as it came: written a day before the article."""
    return (SEEDS / "iran_us_talks.briefing.md").read_bytes().decode()
