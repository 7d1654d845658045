"""A briefing to whatever takes JSON: Drupal's JSON:API, and a plain webhook."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from standardwebhooks import Webhook

from newsbrief.cli import main
from newsbrief.cms.mapping_file import read_mapping
from newsbrief.cms.outgoing import OutgoingMapping
from tests.cms.receiver import Receiver, run_receiver
from tests.support.forked_process import COMMAND, ForkedProcess

OUT = Path(__file__).parents[2] / "integrations" / "mappings" / "out"
ARTICLE = (
    "MUSCAT — Iran and the United States will hold talks in Oman on Friday, Iranian Foreign Minister Abbas Araghchi "
    "said Wednesday. The talks were first planned for Istanbul. Iran asked to move the talks to Oman. "
    "Officials counted 214 delegates in the hall."
)
UUID = "5d1f8a1e-7c62-4a4c-9c6d-0d2f0c1b2a3f"
SECRET = "whsec_" + base64.b64encode(b"thirty-two bytes of a test secret").decode()


@pytest.fixture(scope="module")
def reply(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a reply of `summarize --json` in a file."""
    folder = tmp_path_factory.mktemp("reply")
    (folder / "article.txt").write_text(ARTICLE)
    arguments = ["summarize", str(folder / "article.txt"), "--json"]
    environment = os.environ | {"NEWSBRIEF_ENGINE": "extractive"}
    assert ForkedProcess(COMMAND, arguments, environment, folder / "log", folder / "reply.json").wait() == 0
    return folder / "reply.json"


def at(name: str, address: str, tmp_path: Path) -> Path:
    """Return an example as it stands, but for the host that it is sent to."""
    text = (OUT / name).read_text()
    for host in ("https://drupal.example", "https://receiver.example"):
        text = text.replace(host, address)
    (tmp_path / name).write_text(text)
    return tmp_path / name


def test_drupal_takes_a_field_and_nothing_else_of_the_node(
    reply: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRUPAL_AUTHORIZATION", "Basic YXBpOmFwaQ==")
    with run_receiver(lambda asked: (200, {"data": asked.json()["data"]})) as (drupal, address):
        mapping = at("drupal.yaml", address, tmp_path)
        assert main(["cms", "send", str(mapping), "--reply", str(reply), "--set", f"uuid={UUID}"]) == 0
    (asked,) = drupal.asked
    assert (asked.method, asked.path) == ("PATCH", f"/jsonapi/node/article/{UUID}")
    assert asked.headers["content-type"] == asked.headers["accept"] == "application/vnd.api+json"
    assert asked.headers["authorization"] == "Basic YXBpOmFwaQ=="
    data = asked.json()["data"]
    assert (data["type"], data["id"], set(data["attributes"])) == ("node--article", UUID, {"field_newsbrief"})
    assert "Key Points" in data["attributes"]["field_newsbrief"]


def test_a_plain_webhook_is_signed_as_the_standard_says(
    reply: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_WEBHOOK_SECRET", SECRET)
    with run_receiver(lambda _: (204, None)) as (receiver, address):
        assert main(["cms", "send", str(at("webhook.yaml", address, tmp_path)), "--reply", str(reply)]) == 0
    (asked,) = receiver.asked
    said = Webhook(SECRET).verify(asked.body, asked.headers)
    wanted = json.loads(reply.read_text())
    assert said["data"]["briefing"] == wanted["briefing"]
    assert (said["data"]["id"], said["data"]["review"]) == (wanted["id"], "draft")
    assert said["data"]["html"].startswith("<article")


def test_a_name_goes_into_the_address_as_one_part_of_it(
    reply: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRUPAL_AUTHORIZATION", "Basic x")
    with run_receiver(lambda _: (200, {})) as (drupal, address):
        mapping = at("drupal.yaml", address, tmp_path)
        assert main(["cms", "send", str(mapping), "--reply", str(reply), "--set", "uuid=../user/1?a=b"]) == 0
    assert drupal.asked[0].query == {}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "The address needs uuid: --set uuid=…"),
        (["--set", "uuid"], "write NAME=VALUE"),
        (["--set", f"uuid={UUID}"], "DRUPAL_AUTHORIZATION is not set"),
    ],
)
def test_what_is_lacking_is_a_line(
    reply: Path, arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cms", "send", str(OUT / "drupal.yaml"), "--reply", str(reply), *arguments]) == 2
    error = capsys.readouterr().err
    assert why in error
    assert error.count("\n") == 1


def refuse(status: int) -> tuple[int, Any]:
    return status, {"errors": [{"title": "Forbidden"}]}


@pytest.mark.parametrize("status", [302, 403, 500])
def test_a_refusal_is_a_line_and_no_redirect_carries_the_secret_on(
    reply: Path, tmp_path: Path, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DRUPAL_AUTHORIZATION", "Basic hush")
    receiver: Receiver
    with run_receiver(lambda _: refuse(status)) as (receiver, address):
        mapping = at("drupal.yaml", address, tmp_path)
        assert main(["cms", "send", str(mapping), "--reply", str(reply), "--set", f"uuid={UUID}"]) == 1
    assert len(receiver.asked) == 1
    error = capsys.readouterr().err
    assert f"answered {status}" in error
    assert "hush" not in error


def test_a_dry_run_sends_nothing(
    reply: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BRIEFING_WEBHOOK_SECRET", SECRET)
    assert main(["cms", "send", str(OUT / "webhook.yaml"), "--reply", str(reply), "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["type"] == "briefing"


def test_what_several_articles_disagree_on_is_sent_too(
    reply: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    several = json.loads(reply.read_text()) | {"source_texts": ["One.", None], "disagreements": []}
    (tmp_path / "reply.json").write_text(json.dumps(several))
    (tmp_path / "out.yaml").write_text("url: http://localhost:9/x\nbody: {texts: $.reply.source_texts}\n")
    sent = ["cms", "send", str(tmp_path / "out.yaml"), "--reply", str(tmp_path / "reply.json"), "--dry-run"]
    assert main(sent) == 0
    assert json.loads(capsys.readouterr().out) == {"texts": ["One.", None]}


@pytest.mark.parametrize("content", ["{}", "[]", "1", '{"standings": 1}'])
def test_what_is_no_reply_is_said(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "reply.json").write_text(content)
    assert main(["cms", "send", str(OUT / "webhook.yaml"), "--reply", str(tmp_path / "reply.json")]) == 2
    assert "no reply of /summarize" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ({"url": "http://a.example", "body": {}}, "unencrypted"),
        ({"url": "file:///etc/passwd", "body": {}}, "no address"),
        ({"url": "https://a.example", "body": {"a": "$.["}}, "no JSONPath"),
        ({"url": "https://a.example", "body": {}, "method": "DELETE"}, "method"),
        ({"url": "https://a.example", "body": {}, "headers": {"a b": "c"}}, "headers"),
        ({"url": "https://a.example", "body": {}, "titel": 1}, "titel"),
    ],
)
def test_a_file_that_is_none_is_refused(mapping: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        OutgoingMapping.model_validate(mapping)


@pytest.mark.parametrize("name", ["drupal.yaml", "webhook.yaml"])
def test_the_examples_are_mappings(name: str) -> None:
    assert read_mapping(OUT / name, OutgoingMapping).about


@given(
    st.recursive(
        st.none() | st.text(max_size=12),
        lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=4), v, max_size=3),
        max_leaves=12,
    )
)
def test_any_body_is_read_or_refused(body: Any) -> None:
    try:
        OutgoingMapping.model_validate({"url": "https://a.example", "body": body})
    except ValidationError:
        return
