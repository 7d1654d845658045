"""`newsbrief variants`"""

import json
from pathlib import Path

import pytest

from newsbrief.cli import main


@pytest.fixture
def kept_reply(
    tmp_path: Path, seed_article: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    monkeypatch.setenv("NEWSBRIEF_ENGINE", "extractive")
    (tmp_path / "a.txt").write_text(seed_article)
    assert main(["summarize", str(tmp_path / "a.txt"), "--json"]) == 0
    (tmp_path / "reply.json").write_text(capsys.readouterr().out)
    return tmp_path


def test_variants_are_printed_and_what_is_not_offered_is_told(
    kept_reply: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["variants", str(kept_reply / "a.txt"), "--briefing", str(kept_reply / "reply.json")]
    assert main([*asked, "--kind", "headline_long", "--kind", "headline_short"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("headline_long (83 characters, checked claims)\n  From Escalation")
    assert "not offered: headline_short: It takes a model" in said.err
    assert main([*asked, "--kind", "headline_short"]) == 1
    capsys.readouterr()
    assert main([*asked, "--json"]) == 0
    assert {v["origin"] for v in json.loads(capsys.readouterr().out)["variants"]} == {"claims"}


def test_what_cannot_be_used_is_one_line(kept_reply: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["variants", str(kept_reply / "a.txt"), "--briefing"]
    assert main([*asked, str(kept_reply / "a.txt")]) == 2
    assert "is no reply of newsbrief" in capsys.readouterr().err
    assert main([*asked, str(kept_reply / "reply.json"), "--kind", "tweet"]) == 2
    assert "tweet is no kind of variant" in capsys.readouterr().err
    (kept_reply / "b.txt").write_text((kept_reply / "a.txt").read_text() + "\nOne more sentence that was not there.")
    assert main(["variants", str(kept_reply / "b.txt"), "--briefing", str(kept_reply / "reply.json")]) == 2
    assert "not the one that the briefing was made of" in capsys.readouterr().err
