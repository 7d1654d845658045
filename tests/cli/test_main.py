"""The commands, in process; and in a process of their own where that is the point."""

import gzip
import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from newsbrief.briefing.markdown import parse_markdown
from newsbrief.briefing.rendering_names import RenderingName
from newsbrief.briefing.renderings import RENDERINGS, Rendering
from newsbrief.cli import main
from newsbrief.service import Service
from tests.support.forked_process import run_forked

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "evals" / "seeds" / "iran_us_talks.article.txt"
BRIEFING = ROOT / "evals" / "seeds" / "iran_us_talks.briefing.md"
NEWSBRIEF = [sys.executable, "-c", "import sys; from newsbrief.cli import main; sys.exit(main())"]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "NEWSBRIEF_API_KEYS", "NEWSBRIEF_ALLOW_UNAUTHENTICATED"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEWSBRIEF_ENGINE", "extractive")


def test_an_article_becomes_markdown(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", str(ARTICLE)]) == 0
    out, err = capfd.readouterr()
    assert parse_markdown(out)[0].title
    assert err.count("\n") == 1
    assert "claims checked" in err


def test_the_whole_reply_and_the_page(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert main(["summarize", str(ARTICLE), "--json", "--html", str(page), "--title", "<b>"]) == 0
    assert json.loads(capfd.readouterr().out)["faithfulness"]["claims"]
    assert page.read_text().startswith("<!doctype html>")
    assert list(tmp_path.iterdir()) == [page]


def test_every_rendering_has_a_name_on_the_command_line() -> None:
    assert {rendering.name for rendering in RENDERINGS} == set(get_args(RenderingName))


@pytest.mark.parametrize("rendering", RENDERINGS, ids=lambda r: r.name)
def test_each_rendering_is_printed(capfd: pytest.CaptureFixture[str], rendering: Rendering) -> None:
    known = ["--url", "https://example.org/iran", "--source", "AP"]
    assert main(["summarize", str(ARTICLE), "--format", rendering.name, *known]) == 0
    out = capfd.readouterr().out
    assert ("https://example.org/iran" in out) == (rendering.name != "md")
    starts = {"md": "", "html": "<!doctype html>", "fragment": "<article", "rss": "<?xml"}
    assert out.startswith(starts.get(rendering.name, "{"))


def test_two_forms_at_once_are_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", str(ARTICLE), "--json", "--format", "rss"]) == 2
    assert "two things" in capfd.readouterr().err
    assert main(["summarize", str(ARTICLE), "--json", "--format", "json"]) == 0


def test_a_briefing_out_of_date_fails(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--article", str(ARTICLE), "--briefing", str(BRIEFING), "--json"]) == 1
    assert json.loads(capfd.readouterr().out)["faithfulness"]["verdict"] == "fail"


def test_the_report_shows_the_claim_why_and_the_source(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    claims = tmp_path / "claims.txt"
    claims.write_text("An American F-35 shot \x1b[31m down 17 drones.\n\n")
    assert main(["verify", "--article", str(ARTICLE), "--claims", str(claims)]) == 1
    out = capfd.readouterr().out
    assert "key_points.0" in out
    assert "figures" in out
    assert "fail" in out
    assert "\x1b" not in out


def test_a_warning_is_printed_as_it_is_whatever_a_server_says(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = "The server said [/INST] [red]no[/red] :thumbs_up:"
    real = Service.verify

    async def verify(self: Service, *arguments: Any, **options: Any) -> Any:
        found = await real(self, *arguments, **options)
        return found.model_copy(update={"meta": found.meta.model_copy(update={"warnings": (said,)})})

    monkeypatch.setattr(Service, "verify", verify)
    (tmp_path / "claims.txt").write_text("An American F-35 shot down 17 drones.")
    assert main(["verify", "--article", str(ARTICLE), "--claims", "claims.txt"]) == 0
    assert said in capfd.readouterr().out


def test_lines_are_briefed_whatever_wrote_their_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    line = json.dumps({"text": ARTICLE.read_text()})
    (tmp_path / "in.jsonl").write_text(f"{line}\n[]\n", encoding="utf-8-sig")
    assert main(["batch", "in.jsonl", "out.jsonl"]) == 1
    done, refused = map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
    assert done["briefing"]["title"]
    assert refused["type"] == "urn:newsbrief:problem:invalid-request"


def test_pairs_are_checked_compressed_or_not(tmp_path: Path) -> None:
    pair = {"id": 1, "source": ARTICLE.read_text(), "claim": "The drone was shot down by an American F-35 fighter jet."}
    lines = "".join(json.dumps(pair | {"id": n}) + "\n" for n in range(3))
    (tmp_path / "plain.jsonl").write_text(lines)
    (tmp_path / "zipped.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    for name in ("plain.jsonl", "zipped.jsonl.gz"):
        assert main(["check", name, "--out", "out.jsonl"]) == 0
        found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
        assert [f["id"] for f in found] == [0, 1, 2]
        assert all(set(f) == {"id", "score", "verdict"} for f in found)


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"source": "a", "claim": "b"}', "[" * 100_000])
def test_a_broken_pair_is_named_by_its_line(tmp_path: Path, capfd: pytest.CaptureFixture[str], line: str) -> None:
    (tmp_path / "pairs.jsonl").write_text("\n" + line + "\n")
    assert main(["check", "pairs.jsonl", "--out", "out.jsonl"]) == 2
    assert capfd.readouterr().err.startswith("newsbrief: line 2: ")
    assert not (tmp_path / "out.jsonl").exists()


def test_the_schema_is_the_briefings(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert "key_takeaways" in json.loads(capfd.readouterr().out)["properties"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["summarise"],
        ["summarize"],
        ["summarize", "absent.txt"],
        ["summarize", "short.txt"],
        ["summarize", "binary.png"],
        ["summarize", str(ARTICLE), "--engine", "other"],
        ["summarize", str(ARTICLE), "--published-at", "yesterday"],
        ["summarize", str(ARTICLE), "--engine", "openai"],
        ["verify", "--article", str(ARTICLE)],
        ["verify", "--article", str(ARTICLE), "--briefing", "short.txt"],
        ["verify", "--article", str(ARTICLE), "--claims", "empty.txt"],
        ["check", "absent.jsonl", "--out", "-"],
        ["serve", "--host", "0.0.0.0"],
        ["serve", "--port", "99999"],
    ],
)
def test_what_cannot_run_is_one_line_and_two(
    arguments: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "short.txt").write_text("Only three words")
    (tmp_path / "empty.txt").write_text("\n")
    (tmp_path / "binary.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert main(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("newsbrief: ")
    assert err.count("\n") == 1
    assert "unexpected" not in err


def test_a_wrong_setting_is_one_line(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("NEWSBRIEF_DEADLINE_S", "soon")
    assert main(["summarize", str(ARTICLE)]) == 2
    err = capfd.readouterr().err
    assert "NEWSBRIEF_DEADLINE_S" in err
    assert err.count("\n") == 1


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from newsbrief.cli import main; main(['--help'])\n"
        "heavy = {'torch', 'onnxruntime', 'trafilatura', 'openai', 'fastapi', 'dateparser', 'sqlalchemy', 'alembic'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(', '.join(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "summarize" in done.stdout


def test_a_reader_that_goes_away_is_no_error() -> None:
    pipe = subprocess.Popen([*NEWSBRIEF, "schema"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert pipe.stdout
    assert pipe.stderr
    pipe.stdout.close()
    assert pipe.stderr.read() == b""
    pipe.stderr.close()
    assert pipe.wait(timeout=30) == 141


def test_standard_input_is_read() -> None:
    done = subprocess.run(
        [*NEWSBRIEF, "summarize", "-", "--engine", "extractive"],
        cwd=ROOT,
        input=ARTICLE.read_bytes(),
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert parse_markdown(done.stdout.decode())[0].title


def test_a_port_in_use_cannot_be_served(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run_forked(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
    assert done.code == 2
    assert done.err.splitlines()[-1].startswith("newsbrief: could not serve")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--language", "!!"], "no language tag"),
        (["--published-at", "0001-01-01"], "the year must lie"),
        (["--published-at", "yesterday"], "“yesterday” is no date or time, such as 2026-01-31"),
    ],
)
def test_options_that_mean_nothing_are_refused(
    options: list[str], says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for command in (["summarize", str(ARTICLE)], ["verify", "--article", str(ARTICLE), "--briefing", str(BRIEFING)]):
        assert main([*command, *options]) == 2
        assert says in capfd.readouterr().err


def test_a_server_without_its_engine_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSBRIEF_ENGINE")
    broken = tmp_path / "model.gguf"
    broken.write_bytes(b"GGUF junk")
    told = run_forked(tmp_path, "serve", "--port", "0", NEWSBRIEF_LOCAL_MODEL=str(broken))
    assert told.code == 2
    assert "damaged" in told.err.splitlines()[-1]


def test_an_older_briefing_is_brought_up_to_date(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["update", "--briefing", str(BRIEFING), str(ARTICLE)]) == 0
    out = " ".join(capfd.readouterr().out.split())
    assert "out of date key_points.2 U.S. special envoy Steve Witkoff is scheduled to hold talks" in out
    assert "unconfirmed key_points.1" in out
    assert "Correction: An earlier version of this briefing said:" in out
    assert "will be held in Oman this Friday" in out[out.index("Correction:") : out.index("# From Escalation")]


def test_an_update_for_programs_starts_from_a_reply_too(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    older = tmp_path / "older.json"
    assert main(["summarize", str(ARTICLE), "--json"]) == 0
    older.write_text(capfd.readouterr().out)
    assert main(["update", "--briefing", str(older), str(ARTICLE), "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert {s["standing"] for s in found["standings"]} == {"holds"}
    assert found["correction"] is None
    assert found["meta"]["revises"] == json.loads(older.read_text())["id"]


def test_an_update_of_what_is_no_briefing(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    older = tmp_path / "older.json"
    older.write_text('{"briefing": {}}')
    assert main(["update", "--briefing", str(older), str(ARTICLE)]) == 2
    assert "not a reply of newsbrief" in capfd.readouterr().err
