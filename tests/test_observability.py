"""Lines of the log: JSON, one each, with the request's id."""

import json
import logging
from collections.abc import Iterator

import pytest

from service import observability


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def test_an_event_is_one_line_with_its_request(capsys: pytest.CaptureFixture[str]) -> None:
    observability.configure()
    token = observability.request_id.set("r-1")
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("newsbrief.test").exception("failed\nbadly", extra={"status": 500})
    finally:
        observability.request_id.reset(token)
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert (entry["request_id"], entry["status"], entry["level"]) == ("r-1", 500, "error")
    assert entry["message"] == "failed\nbadly"
    assert "ValueError" in entry["exception"]
