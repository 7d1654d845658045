"""Settings as people write them: what is wrong is told by the variable's name, before anything is served."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from newsbrief.cli.errors import describe_error
from newsbrief.settings import Settings
from newsbrief.settings.names import find_unknown
from tests.support.settings import make_settings


def settings(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return make_settings()


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("OPENAI_BASE_URL", "api.paper.example/v1", "https://api.paper.example/v1"),
        ("NEWSBRIEF_FALLBACK_BASE_URL", "ftp://paper.example", "https://paper.example"),
        ("NEWSBRIEF_JUDGE_BASE_URL", "http:///v1", "http"),
        ("NEWSBRIEF_MODEL_OPTIONS", '{"temperature": 0.2', "not valid JSON"),
        ("NEWSBRIEF_MODEL_OPTIONS", "[1]", "JSON object"),
        ("NEWSBRIEF_JUDGE_OPTIONS", '{"headers": "x"}', "headers"),
        ("NEWSBRIEF_FALLBACK_OPTIONS", '{"messages": []}', "messages"),
        ("NEWSBRIEF_MODEL_OPTIONS", '{"max_completion_tokens": "many"}', "tokens"),
        ("NEWSBRIEF_CONTEXT_TOKENS", "many", "integer"),
        ("NEWSBRIEF_JUDGE_CONTEXT_TOKENS", "12", "1024"),
        ("NEWSBRIEF_DEADLINE_S", "-1", "greater"),
    ],
)
def test_a_bad_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str) -> None:
    with pytest.raises(ValidationError) as failed:
        settings(monkeypatch, **{name: value})
    told = describe_error(failed.value)
    assert told.startswith(f"{name}: ")
    assert word in told
    assert "\n" not in told


@pytest.mark.parametrize("bare", ["localhost:11434/v1", "127.0.0.1:8080/v1?team=a", "[::1]:8080/v1"])
def test_an_address_on_this_machine_needs_no_scheme(monkeypatch: pytest.MonkeyPatch, bare: str) -> None:
    assert settings(monkeypatch, OPENAI_BASE_URL=bare).openai_base_url == f"http://{bare}"


def test_options_are_json(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: Any = settings(monkeypatch, NEWSBRIEF_MODEL_OPTIONS='{"temperature": null, "extra_body": {"top_k": 20}}')
    assert chosen.model_options == {"temperature": None, "extra_body": {"top_k": 20}}


def test_unknown_variables_are_told_with_the_nearest_name(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("NEWSBRIEF_JUDGE_MODLE=x\nNEWSBRIEF_MODEL=y\nOTHER=z\n")
    mapping = tmp_path / "cms.yaml"
    mapping.write_text("signature: {secret_env: NEWSBRIEF_DESK_SECRET}\n")
    environment = {
        "NEWSBRIEF_API_KEY": "k",
        "NEWSBRIEF_QQQQ": "1",
        "NEWSBRIEF_CMS": str(mapping),
        "NEWSBRIEF_DESK_SECRET": "s",
        "NEWSBRIEF_WORDPRESS_PASSWORD": "p",
        "PATH": "/bin",
    }
    told = list(find_unknown(environment, file))
    assert [line.split()[0] for line in told] == ["NEWSBRIEF_API_KEY", "NEWSBRIEF_JUDGE_MODLE", "NEWSBRIEF_QQQQ"]
    assert "NEWSBRIEF_API_KEYS?" in told[0]
    assert "NEWSBRIEF_JUDGE_MODEL?" in told[1]
    assert "did you mean" not in told[2]
