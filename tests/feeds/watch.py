"""`newsbrief watch`, in processes of its own or in the test's."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from newsbrief.cli import main
from newsbrief.store.store import Store
from tests.support.forked_process import ForkedProcess
from tests.support.service_process import HASTE, ROOT, Process
from tests.support.settings import settings_for

FEEDS_HASTE = HASTE.replace(
    "from newsbrief.cli import main",
    """
import newsbrief.feeds.publishing, newsbrief.feeds.reading, newsbrief.feeds.watching
import newsbrief.store.digests, newsbrief.store.feeds
newsbrief.store.feeds.LEASE_S = newsbrief.store.digests.LEASE_S = 4.0
newsbrief.feeds.publishing.SCHEDULE_S = (0.2, 0.3)
newsbrief.feeds.reading.RETRIES_S = (0.2, 0.3, 0.4)
newsbrief.feeds.briefing.RETRIES_S = (0.2, 0.3)
newsbrief.feeds.watching.TICK_S = 0.1
from newsbrief.cli import main""",
)
"""`newsbrief`, with leases and retries that a test can wait for."""
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Watch:
    """`newsbrief watch` on a test's database, with a file of its own."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder, self.address, self.file = folder, address, folder / "feeds.yaml"
        self.environment = os.environ | {
            "NEWSBRIEF_DATABASE_URL": address,
            "NEWSBRIEF_ENGINE": "extractive",
            "NEWSBRIEF_FETCH_PRIVATE_TARGETS": "true",
            "NEWSBRIEF_WEBHOOK_PRIVATE_TARGETS": "true",
            "PYTHONPATH": str(ROOT),
            "HOOK": SECRET,
        }
        self.started: list[Process] = []

    def write(self, text: str, *, join: bool = False) -> None:
        """Write `feeds.yaml`; servers of a test need no pause, and its articles look alike."""
        head = "host_interval: 0s\n" + ("" if join else "join: {articles: false}\n")
        self.file.write_text(head + text)

    def start(self, *arguments: str, **settings: str) -> Process:
        """Start it; it is killed at the end of the test."""
        log = self.folder / f"watch{len(self.started)}.log"
        environment = self.environment | settings
        self.started.append(Process(log, environment, "watch", str(self.file), *arguments, haste=FEEDS_HASTE))
        return self.started[-1]

    def once(self, *arguments: str, code: int = 0, **settings: str) -> str:
        """Run it to its end; what it printed."""
        said = self.folder / f"once{len(list(self.folder.glob('once*')))}.log"
        asked = ("watch", str(self.file), *(arguments or ("--once",)))
        assert ForkedProcess(FEEDS_HASTE, asked, self.environment | settings, said, said).wait() == code, (
            said.read_text()
        )
        return said.read_text()

    def store(self) -> closing[Store]:
        """Open the database."""
        return closing(Store(settings_for(self.address)))

    def briefings(self) -> list[str]:
        """Return the titles of what is kept."""
        from newsbrief.store.briefings import Filters

        with self.store() as store:
            return [entry.title for entry in store.briefings.list_page(Filters(), after=None, limit=200)]


class Quick(Watch):
    """The same within the test's own process: it need not start anew."""

    def __init__(
        self, folder: Path, address: str, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        super().__init__(folder, address)
        self._patch, self._capture = patch, capture
        self.patience: tuple[float, ...] = (0.0, 0.0)
        """Waits before an edition is sent again."""

    def once(self, *arguments: str, code: int = 0, **settings: str) -> str:
        with self._patch.context() as patched:
            for name, value in (self.environment | settings).items():
                patched.setenv(name, value)
            patched.setattr("newsbrief.telemetry.logs.configure", lambda: None)
            patched.setattr("newsbrief.feeds.publishing.SCHEDULE_S", self.patience)
            patched.setattr("newsbrief.feeds.reading.RETRIES_S", (0.0, 0.0))
            patched.setattr("newsbrief.feeds.briefing.RETRIES_S", (0.0, 0.0))
            patched.setattr("newsbrief.jobs.worker.PATIENCE_S", (0.0,))
            self._capture.readouterr()
            found = main(["watch", str(self.file), *(arguments or ("--once",))])
        said = self._capture.readouterr()
        assert found == code, said.err
        return said.out + said.err
