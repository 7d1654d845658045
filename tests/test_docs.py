"""README and docs: links lead somewhere, and every setting and command is told of."""

import subprocess
import sys
from pathlib import Path

import pytest
import regex

from newsbrief.cli.main import app
from newsbrief.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "deploy" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_PYTHON = regex.compile(r"^```python\n(.*?)^```$", regex.MULTILINE | regex.DOTALL)
_LINK = regex.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)")
_HEADING = regex.compile(r"^#+ (.+)$", regex.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings, as GitHub makes them."""
    found = _HEADING.findall(page.read_text())
    return {regex.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for path, anchor in _LINK.findall(page.read_text()):
        to = (page.parent / path).resolve() if path else page
        assert to.exists(), path
        assert not anchor or anchor in anchors(to), f"{path}#{anchor}"


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_bytes()) <= 8_000


def test_every_setting_is_told_of() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_command_is_told_of() -> None:
    told = (ROOT / "docs" / "command-line.md").read_text()
    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {name for name in names if f"`newsbrief {name}" not in told} == set()


def test_the_reference_is_what_the_code_says() -> None:
    found = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "reference"), "--check"], capture_output=True, text=True, cwd=ROOT
    )
    assert found.returncode == 0, found.stderr


def test_the_examples_in_python_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSBRIEF_ENGINE", "extractive")
    examples = _PYTHON.findall((ROOT / "docs" / "python.md").read_text())
    assert len(examples) >= 4
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, "docs/python.md", "exec"), names)
