"""`newsbrief summarize` on files of several kinds and on addresses."""

import json
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from newsbrief.cli.main import main
from tests.support.article_site import Site
from tests.support.documents import TEXT, mail


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _extractive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSBRIEF_ENGINE", "extractive")


def test_several_files_are_briefed_one_after_the_other(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "one.txt").write_text(f"Coast road shut\n\n{TEXT}")
    (tmp_path / "two.eml").write_bytes(mail(text=TEXT))
    assert main(["summarize", "--json", str(tmp_path / "one.txt"), str(tmp_path / "two.eml")]) == 0
    replies = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [r["briefing"]["title"] for r in replies] == ["Coast road shut", "Storm closes coast road"]
    assert replies[1]["meta"]["source"]["outlet"] == "The Tide Post"


def test_every_warning_of_a_reply_is_printed(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "hidden.txt").write_text(f"Coast road shut\n\n{TEXT}\u00ad")
    assert main(["summarize", "--json", str(tmp_path / "hidden.txt")]) == 0
    printed = capfdbinary.readouterr()
    warnings = json.loads(printed.out)["meta"]["warnings"]
    assert warnings
    assert all(f"newsbrief: warning: {warning}" in printed.err.decode() for warning in warnings)


def test_one_of_several_that_cannot_be_briefed_is_named_and_the_others_are(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "one.txt").write_text(TEXT)
    (tmp_path / "short.txt").write_text("Too short.")
    places = [str(tmp_path / name) for name in ("gone.txt", "short.txt", "one.txt")]
    assert main(["summarize", *places]) == 2
    printed = capfdbinary.readouterr()
    assert b"The Story:" in printed.out
    assert b"gone.txt: No such file" in printed.err
    assert b"short.txt: The article is too short" in printed.err


def test_an_address_is_asked_where_a_setting_says_so(
    site: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["summarize", f"{site}/page"]) == 2
    assert b"NEWSBRIEF_FETCH_URLS" in capfdbinary.readouterr().err
    monkeypatch.setenv("NEWSBRIEF_FETCH_URLS", "true")
    assert main(["summarize", f"{site}/page"]) == 2
    assert b"usual ports alone" in capfdbinary.readouterr().err
    monkeypatch.setenv("NEWSBRIEF_FETCH_PRIVATE_TARGETS", "true")
    assert main(["summarize", f"{site}/page"]) == 0
    assert b"# Buses for Leeds" in capfdbinary.readouterr().out
