"""Lines of the log: JSON, one each, with the request's id."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from newsbrief.telemetry import logs

ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def test_an_event_is_one_line_with_its_request(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    with logs.bind_fields(request_id="r-1"):
        try:
            raise ValueError("two\nlines")
        except ValueError:
            logging.getLogger("newsbrief.test").exception("failed\nbadly at %s", "noon", extra={"status": 500})
    logging.getLogger("newsbrief.test").info("later")
    line, later = map(json.loads, capsys.readouterr().err.splitlines())
    assert (line["request_id"], line["status"], line["level"]) == ("r-1", 500, "error")
    assert (line["message"], line["logger"]) == ("failed\nbadly at noon", "newsbrief.test")
    assert "ValueError" in line["exception"]
    assert abs(datetime.fromisoformat(line["time"]) - datetime.now(UTC)) < timedelta(seconds=10)
    assert set(later) == {"time", "level", "logger", "message"}


def test_at_a_terminal_an_event_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(colours=True)
    with logs.bind_fields(request_id="r-1"):
        logging.getLogger("newsbrief.test").warning("slow", extra={"ms": 12})
    (line,) = ANSI.sub("", capsys.readouterr().err).splitlines()
    assert "slow" in line
    assert "request_id=r-1" in line
    assert "ms=12" in line


@pytest.mark.parametrize(
    "sent", ["/x\n2026-11-30T00:00:00Z info fake", "\x1b[2J", "\u2028", "\x85", "\u202e", "\ud800"]
)
def test_at_a_terminal_what_a_caller_sent_begins_no_line_and_steers_nothing(
    sent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(colours=True)
    logger = logging.getLogger("newsbrief.test")
    logger.info("request", extra={"path": sent, sent: "é 日本"})
    logger.info("said %s", sent)
    try:
        raise ValueError(sent)
    except ValueError:
        logger.exception("failed")
    one, two, three, *trace = ANSI.sub("", capsys.readouterr().err).splitlines()
    assert "path=" in one
    assert "=é 日本" in one, "words of any language stay"
    assert all(ascii(sent)[1:-1] in line for line in (one, two))
    assert all(line.isprintable() for line in (one, two, three, *trace))
    assert trace
    assert all(line.startswith("  ") for line in trace), "nor does an exception begin what looks like an event"


def test_what_cannot_be_written_as_json_is_written_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    logging.getLogger("newsbrief.test").info("odd", extra={"what": {1, 2}, "event": "ü"})
    line = json.loads(capsys.readouterr().err)
    assert (line["message"], line["event"]) == ("odd", "ü")
