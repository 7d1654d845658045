"""The command as an assistant, or a person, starts and ends it."""

import re
import signal
import subprocess
import threading
import time
from pathlib import Path

import httpx

from tests.support.forked_process import run_forked
from tests.support.mcp_client import ACCEPT, COMMAND, HELLO


def test_it_ends_with_its_standard_input() -> None:
    done = subprocess.run([COMMAND, "mcp"], input="", capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_is_no_message_is_answered_or_passed_over() -> None:
    done = subprocess.run([COMMAND, "mcp"], input="hello\n{}\n\n[]\n", capture_output=True, text=True)
    assert done.returncode == 0
    assert "Traceback" not in done.stdout


def test_why_it_does_not_start_is_one_line(tmp_path: Path) -> None:
    done = run_forked(tmp_path, "mcp", NEWSBRIEF_ENGINE="openai", OPENAI_BASE_URL="", OPENAI_API_KEY="")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("newsbrief: ")


def test_over_http_it_serves_the_api_too_and_ends_soon() -> None:
    command = [COMMAND, "mcp", "--http", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = next(found[0] for line in process.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
        reading = threading.Thread(target=process.stderr.read)
        reading.start()
        assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}
        opened = httpx.post(f"{address}/mcp", json=HELLO, headers=ACCEPT)
        session = {"Mcp-Session-Id": opened.headers["mcp-session-id"], "Accept": "text/event-stream"}
        try:
            with httpx.stream("GET", f"{address}/mcp", headers=session, timeout=30) as listening:
                assert listening.status_code == 200
                began = time.monotonic()
                process.send_signal(signal.SIGTERM)
                assert process.wait(timeout=30) in (0, -signal.SIGTERM)
                assert time.monotonic() - began < 15
        finally:
            process.kill()
            reading.join()
