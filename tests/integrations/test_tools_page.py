"""Every example of docs/tools.md, run: against a real service, a real command, the real packages."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from mcp import Client, StdioServerParameters

from newsbrief.briefing.markdown import parse_markdown
from newsbrief.cli import main
from newsbrief.cli.repository import Naming
from tests.integrations.texts import ARTICLE, HONEST
from tests.support.mcp_client import COMMAND, open_client, serve
from tests.support.settings import plain_settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tools.md").read_text("utf-8")
SERVICE = "http://localhost:8000"
EXAMPLES = [str(ROOT / "integrations" / name) for name in ("langchain", "llamaindex")]


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def servers() -> Iterator[dict[str, Any]]:
    for block in map(json.loads, blocks("json")):
        yield from block.get("mcpServers", block.get("servers", {})).values()


STDIO = [server for server in servers() if "command" in server]
HTTP = [server for server in servers() if "url" in server]


def test_nothing_on_the_page_is_left_out() -> None:
    kinds = re.findall(r"^```(\w+)$", PAGE, re.MULTILINE)
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "json": len(STDIO) + len(HTTP),
        "python": 4,
        "sh": 3,
        "yaml": 2,
        "markdown": 1,
        "text": 1,
    }


@pytest.mark.parametrize("server", STDIO, ids=str)
async def test_an_assistant_starts_the_command(server: dict[str, Any]) -> None:
    assert server["command"] == "newsbrief"
    environment = {**os.environ, **server["env"]}
    async with Client(StdioServerParameters(command=COMMAND, args=server["args"], env=environment)) as client:
        assert {tool.name for tool in (await client.list_tools()).tools} == {"summarize", "verify", "update"}


@pytest.mark.parametrize("server", HTTP, ids=str)
async def test_an_assistant_asks_over_http(server: dict[str, Any]) -> None:
    key = "a" * 32
    with serve(plain_settings(api_keys=f"desk:{key}")) as address:
        path = server["url"].removeprefix("https://newsbrief.example.org")
        headers = {name: value.replace("0f7c3a…", key) for name, value in server["headers"].items()}
        async with open_client(address.removesuffix("/mcp") + path, **headers) as client:
            assert (await client.list_tools()).tools


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("code", blocks("python"), ids=lambda code: code.splitlines()[0])
def test_python_runs(
    code: str, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert SERVICE in code
    for folder in EXAMPLES:
        monkeypatch.syspath_prepend(folder)
    exec(compile(code.replace(SERVICE, address), "tools.md", "exec"), {"article": ARTICLE})
    assert capsys.readouterr().out.strip()


def test_the_shell_finds_its_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    serve, curl, local = blocks("sh")
    assert "newsbrief mcp --http --host 0.0.0.0 --port 8000" in serve
    answer = subprocess.run(["bash", "-c", curl.replace(SERVICE, address)], capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout)["error"]["code"] == "page-not-fetched"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSBRIEF_ENGINE", "extractive")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    (tmp_path / "briefings").mkdir()
    (tmp_path / "talks.txt").write_text(ARTICLE)
    (tmp_path / "briefings" / "one.md").write_text(f"---\nnewsbrief: ../talks.txt\n---\n{HONEST}")
    done = subprocess.run(["bash", "-ec", local], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "summary.md").read_text().startswith("## Newsbrief: 1 briefing")


def test_a_briefing_names_its_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSBRIEF_ENGINE", "extractive")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    for folder in ("articles", "briefings"):
        (tmp_path / folder).mkdir()
    (tmp_path / "articles" / "talks.txt").write_text(ARTICLE)
    matter = blocks("markdown")[0].split("Wed Feb")[0]
    (tmp_path / "briefings" / "one.md").write_text(matter + HONEST)
    (tmp_path / "briefings" / "two.md").write_text(HONEST)
    (tmp_path / "briefings" / "two.newsbrief.yaml").write_text(blocks("yaml")[0])
    assert Naming.model_validate(yaml.safe_load(blocks("yaml")[0])).language == "en"
    assert main(["verify-repository", "--format", "json", "--summary", "summary.md"]) == 0
    assert "2 briefings: 2 pass" in (tmp_path / "summary.md").read_text()


def test_the_workflow_uses_an_action_that_is_there() -> None:
    workflow = yaml.safe_load(blocks("yaml")[1])
    step = workflow["jobs"]["verify"]["steps"][1]
    folder = step["uses"].removeprefix("OWNER/newsbrief/").partition("@")[0]
    action = yaml.safe_load((ROOT / folder / "action.yml").read_text())
    assert set(step["with"]) == set(action["inputs"])
    assert parse_markdown(HONEST)
