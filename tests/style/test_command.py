"""`newsbrief style` and `--style` on the command line."""

import json
from pathlib import Path

import pytest

from newsbrief.cli import main
from tests.support.settings import make_settings

STYLE = "spelling: british\nwords: {prefer: {use: utilise}, ban: [shocking]}\n"


@pytest.fixture
def style(tmp_path: Path) -> Path:
    (tmp_path / "post.yaml").write_text(STYLE)
    return tmp_path / "post.yaml"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    (tmp_path / "copy.txt").write_text("All is well.\nWe utilise a shocking color.\n")
    return tmp_path / "copy.txt"


def test_a_text_is_checked_line_by_line(style: Path, text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["style", "check", str(text), "--style", str(style), "--language", "en"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{text}:2:4: words: “utilise”: write “use”",
        f"{text}:2:14: words: “shocking” is not to be written",
        f"{text}:2:23: spelling: “color”: write “colour”",
    ]


def test_what_was_said_is_left_as_it_was_over_several_lines(
    style: Path, text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text.write_text("The minister said: “The color of\r\nthe center is grey.”\r\n\r\nThen he left the center.\r\n")
    asked = ["style", "check", str(text), "--style", str(style), "--language", "en"]
    assert main(asked) == 1
    assert capsys.readouterr().out == f"{text}:4:18: spelling: “center”: write “centre”\n"
    assert main([*asked, "--fix"]) == 1
    assert capsys.readouterr().out == (
        "The minister said: “The color of\r\nthe center is grey.”\r\n\r\nThen he left the centre.\r\n"
    )


def test_a_text_that_follows_the_style_is_fine(
    style: Path, text: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text.write_text("We use a colour that everybody here knows well.")
    monkeypatch.setenv("NEWSBRIEF_STYLE", str(style))
    assert main(["style", "check", str(text)]) == 0
    assert capsys.readouterr().out == ""


def test_findings_for_programs_and_the_text_put_right(
    style: Path, text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["style", "check", str(text), "--style", str(style), "--language", "en"]
    assert main([*asked, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert found[0] == {
        "line": 2, "column": 4, "rule": "words", "detail": "“utilise”: write “use”", "instead": "use"
    }  # fmt: skip
    assert main([*asked, "--fix"]) == 1
    assert capsys.readouterr().out == "All is well.\nWe use a shocking colour.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--style", "{folder}/none.yaml"], "none.yaml: No such file"),
        (["--style", "opera"], "There is no style “opera” (none is set: NEWSBRIEF_STYLE)"),
        (["--style", "{folder}/"], "is a folder"),
        ([], "set NEWSBRIEF_STYLE, or give --style FILE"),
    ],
)
def test_what_cannot_be_used_is_one_line(
    arguments: list[str], said: str, text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = [argument.format(folder=tmp_path) for argument in arguments]
    assert main(["style", "check", str(text), *chosen]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1


def test_the_schema_of_a_style(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["style", "schema"]) == 0
    assert {"spelling", "words", "sections"} <= json.loads(capsys.readouterr().out)["properties"].keys()


def test_a_briefing_in_a_style(
    style: Path, tmp_path: Path, seed_article: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSBRIEF_ENGINE", "extractive")
    (tmp_path / "a.txt").write_text(seed_article)
    assert main(["summarize", str(tmp_path / "a.txt"), "--style", str(style)]) == 0
    assert "House style post: " in capsys.readouterr().err
    (tmp_path / "bad.yaml").write_text("spelling: [british]")
    assert main(["summarize", str(tmp_path / "a.txt"), "--style", str(tmp_path / "bad.yaml")]) == 2
    assert "bad.yaml: line 1: spelling: " in capsys.readouterr().err


def test_the_doctor_reads_the_styles(
    style: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSBRIEF_ENGINE", "extractive")
    monkeypatch.setenv("NEWSBRIEF_STYLE", str(style))
    main(["doctor"])
    assert "house style" in capsys.readouterr().out
    style.with_name("other.yaml").write_text("tonne: x")
    monkeypatch.setenv("NEWSBRIEF_STYLE", str(style.with_name("other.yaml")))
    assert main(["doctor"]) == 1
    assert "tonne: there is no such field" in capsys.readouterr().out


def test_the_setting_is_a_path() -> None:
    assert make_settings(style="x.yaml").style == Path("x.yaml")


def test_what_was_not_checked_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    style, text = tmp_path / "s.yaml", tmp_path / "t.txt"
    style.write_text("{tone: plain, person: third, spelling: british, numbers: {percent: word}, words: {ban: [odd]}}")
    text.write_text("Der Rat hat am Montag den Haushalt beschlossen, und wir freuen uns alle sehr darüber.")
    asked = ["style", "check", str(text), "--style", str(style)]
    assert main([*asked, "--language", "de"]) == 0
    assert "not checked in a text in “de”: tone, spelling, person" in capsys.readouterr().err
    assert main([*asked, "--language", "en", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchecked"] == ["tone"]
