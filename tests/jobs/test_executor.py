"""A process that works on jobs, as it starts."""

from pathlib import Path

import pytest
from dbos import DBOS

from service.jobs.desk import opened
from service.jobs.executor import working
from service.settings import Settings


async def test_a_start_that_fails_midway_is_not_in_the_way_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(_env_file=None, engine="extractive", database_url=f"sqlite:///{tmp_path / 'jobs.sqlite3'}")  # type: ignore[call-arg, arg-type]

    async def fails(*_: object, **__: object) -> None:
        raise OSError("the database went away")

    async with opened(settings) as desk:
        with monkeypatch.context() as patched:
            patched.setattr(DBOS, "register_queue_async", fails)
            with pytest.raises(OSError, match="went away"):
                async with working(desk, "articles", at_once=1, stop_s=0):
                    pytest.fail("it started")
        async with working(desk, "articles", at_once=1, stop_s=0) as feeder:
            feeder.look()
