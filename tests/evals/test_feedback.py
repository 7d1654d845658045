"""From the desk to the evaluation: claims that editors kept, changed and restored come back as labelled pairs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from newsbrief.cli import main
from newsbrief.cli.eval_judge import FILES
from newsbrief.evals.judges.report import Report
from newsbrief.evals.pairs import read_pairs
from newsbrief.evals.realistic import LabelledArticle, load_shipped
from tests.support.scripted_judge import SoundJudge
from tests.support.upstream import Upstream, chat, draft

ADA = "Ada Lovelace"
Client = Callable[..., httpx.Client]


def item(text: str) -> dict[str, Any]:
    return {"text": text, "sources": [], "kind": "reported"}


@pytest.fixture
def article() -> LabelledArticle:
    return next(a for a in load_shipped() if a.article.language == "en")


@pytest.fixture
def honest(article: LabelledArticle) -> list[str]:
    return [c.text for c in article.carried_claims if c.kind == "reported"][:8]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, upstream: Upstream, honest: list[str]) -> str:
    """Return the address of a database; the upstream drafts the honest claims."""
    points = [item(text) for text in honest]
    upstream.says(chat(draft(title=points[0], the_story=points[1:3], key_points=points[3:], key_takeaways=points[:1])))
    address = f"sqlite:///{tmp_path / 'desk.sqlite3'}"
    monkeypatch.setenv("NEWSBRIEF_DATABASE_URL", address)
    return address


@pytest.fixture
def desk(service: Any, upstream: Upstream, database: str) -> Callable[..., Any]:
    """Return a function that starts a service with the upstream as its model."""

    def start(**chosen: object) -> Any:
        return service(
            engine="openai", openai_base_url=upstream.base_url, model="gpt-writer", database_url=database, **chosen
        )

    return start


def export(file: Path, *arguments: str) -> list[dict[str, Any]]:
    assert main(["feedback", "--out", str(file), *arguments]) == 0
    return [json.loads(line) for line in file.read_text().splitlines()]


def brief(client: httpx.Client, article: LabelledArticle) -> tuple[str, dict[str, Any]]:
    body = {"text": article.article.source, "language": "en", "published_at": "2026-03-10T09:00:00Z"}
    reply = client.post("/summarize", json=body).json()
    return f"/briefings/{reply['id']}", reply


def edit(client: httpx.Client, path: str, *edits: dict[str, Any], **more: Any) -> httpx.Response:
    return client.patch(path, json={"edits": edits, "by": ADA, **more}, headers={"If-Match": "*"})


def approve(client: httpx.Client, path: str) -> None:
    assert client.post(f"{path}/review", json={"status": "reviewed", "by": ADA}).status_code == 200


def find(reply: dict[str, Any], text: str) -> str:
    return str(next(c["id"] for c in reply["faithfulness"]["claims"] if c["text"] == text))


def test_what_editors_did_goes_round_to_both_evaluations(
    desk: Callable[..., Any],
    upstream: Upstream,
    article: LabelledArticle,
    honest: list[str],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    doubted, reworded, deleted = honest[4], honest[5], honest[6]
    upstream.judges = SoundJudge({doubted: None}, verdict="unattributed")
    with desk(keep_text=True) as client:
        path, reply = brief(client, article)
        new = "According to the newspaper, " + reworded[0].lower() + reworded[1:]
        done = edit(
            client,
            path,
            {"op": "replace", "claim": find(reply, reworded), "text": new},
            {"op": "delete", "claim": find(reply, deleted)},
            {"op": "restore", "dropped": [c["text"] for c in reply["faithfulness"]["dropped"]].index(doubted)},
        )
        assert done.status_code == 200, done.text
        assert export(tmp_path / "early.jsonl") == [], "nobody has approved it yet"
        approve(client, path)
        # Another one that nobody looks at.
        brief(client, next(a for a in load_shipped() if a.article.language == "en" and a is not article))
    pairs = export(tmp_path / "pairs.jsonl")
    by_text = {pair["claim"]: pair for pair in pairs}
    assert [by_text[new][name] for name in ("label", "feedback", "written_by")] == [1, "edited", "person"]
    assert [by_text[reworded][name] for name in ("label", "error", "written_by")] == [0, "reworded", "gpt-writer"]
    assert [by_text[deleted][name] for name in ("label", "error")] == [0, "deleted"]
    assert [by_text[honest[3]][name] for name in ("label", "feedback")] == [1, "accepted"]
    assert [by_text[doubted][name] for name in ("label", "feedback")] == [1, "overridden"]
    assert by_text[doubted]["verdict"] == "unattributed"
    assert {pair["source"] for pair in pairs} == {article.article.source}
    assert len({pair["id"] for pair in pairs}) == len(pairs)
    assert ADA not in (tmp_path / "pairs.jsonl").read_text()
    assert "1 more that nobody approved" in capfd.readouterr().err

    upstream.judges = SoundJudge({deleted: None})
    asked = ["eval", "judge", "--model", "gpt-judge", "--base-url", upstream.base_url, "--out", str(tmp_path / "j")]
    assert main([*asked, "--pairs", str(tmp_path / "pairs.jsonl"), "--repeat", "1"]) == 0
    (measured,) = Report.model_validate_json((tmp_path / "j" / FILES[0]).read_bytes()).judges
    assert measured.claims == len(by_text)
    assert measured.caught_by_error["deleted"].value == 1
    assert measured.caught_by_error["reworded"].value == 0
    assert measured.flagged
    assert measured.flagged.hits == 0
    assert {"gpt", "person"} <= measured.flagged_by_writer.keys()
    assert main(["eval", "checks", "--pairs", str(tmp_path / "pairs.jsonl")]) in (0, 1)
    assert "pairs.jsonl" in capfd.readouterr().out


def test_no_text_that_was_not_kept(
    desk: Callable[..., Any],
    upstream: Upstream,
    article: LabelledArticle,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with desk() as client:
        path, _ = brief(client, article)
        approve(client, path)
    pairs = export(tmp_path / "pairs.jsonl")
    assert pairs
    assert all(pair["source"] is None and pair["source_sha256"] for pair in pairs)
    written = (tmp_path / "pairs.jsonl").read_text()
    assert not any(sentence.text in written for sentence in article.article.sentences if len(sentence.text) > 20)
    assert read_pairs(tmp_path / "pairs.jsonl").without_source == len(pairs)
    asked = ["eval", "judge", "--model", "m", "--base-url", upstream.base_url, "--out", str(tmp_path / "j")]
    assert main([*asked, "--pairs", str(tmp_path / "pairs.jsonl")]) == 2
    assert "NEWSBRIEF_KEEP_TEXT" in capfd.readouterr().err


def test_briefings_of_a_time(desk: Callable[..., Any], article: LabelledArticle, tmp_path: Path) -> None:
    with desk(keep_text=True) as client:
        path, _ = brief(client, article)
        approve(client, path)
        # Changed again, and not approved again: the version that somebody answered for counts.
        edit(client, path, {"op": "delete", "claim": "key_points.0"})
    assert len(export(tmp_path / "all.jsonl")) == len(export(tmp_path / "since.jsonl", "--since", "2026-01-01"))
    assert export(tmp_path / "later.jsonl", "--since", "2099-01-01") == []
    assert export(tmp_path / "team.jsonl", "--team", "sports") == []


def test_standard_output(desk: Callable[..., Any], article: LabelledArticle, capfd: pytest.CaptureFixture[str]) -> None:
    with desk(keep_text=True) as client:
        path, _ = brief(client, article)
        approve(client, path)
    assert main(["feedback"]) == 0
    out, err = capfd.readouterr()
    assert {json.loads(line)["feedback"] for line in out.splitlines()} == {"accepted"}
    assert err.startswith("newsbrief: ")
    assert err.count("\n") == 1
