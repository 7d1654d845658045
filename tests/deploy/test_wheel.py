"""The wheel: one package, with its prompts and cases, that works where no checkout is."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the content of the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(folder / "site")
    return folder / "site"


def test_nothing_else_is_installed(wheel_folder: Path) -> None:
    assert {entry.name.partition("-")[0] for entry in wheel_folder.iterdir()} == {"newsbrief"}
    package = wheel_folder / "newsbrief"
    names = {str(path.relative_to(package)) for path in package.rglob("*") if path.is_file()}
    assert {"py.typed", "_shipped/evals/gates.toml", "desk/static/desk.css"} <= names
    assert any(name.startswith("_shipped/prompts/briefing/") for name in names)
    assert not [name for name in names if "performance" in name or "soak" in name]


def test_it_works_without_a_checkout(wheel_folder: Path, tmp_path: Path, seed_article: str) -> None:
    code = """
import json, sys
import newsbrief
from newsbrief.evals.case import load
from newsbrief.models.prompts import list_stamps
reply = newsbrief.summarize(sys.stdin.read(), settings=newsbrief.Settings(engine="extractive"))
print(json.dumps([newsbrief.__file__, reply.faithfulness.verdict, len(load("all")), len(list_stamps())]))
"""
    found = subprocess.run(
        [sys.executable, "-c", code],
        input=seed_article,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(wheel_folder), "HOME": str(tmp_path)},
    )
    assert found.returncode == 0, found.stderr
    where, verdict, cases, prompts = json.loads(found.stdout)
    assert Path(where).is_relative_to(wheel_folder)
    assert (verdict, cases > 40, prompts >= 5) == ("pass", True, True)


def test_a_tag_that_names_another_version_is_refused(tmp_path: Path) -> None:
    script = (ROOT / ".ci" / "release").read_text()
    check = script[script.index("# A tag") : script.index('"$tools/build')]
    for tag, code in (("v0.0.9", 1), ("v0.1.0", 0)):
        environment = {"GITHUB_REF_TYPE": "tag", "GITHUB_REF_NAME": tag, "PATH": "/usr/bin:/bin"}
        assert subprocess.run(["sh", "-euc", check], cwd=ROOT, env=environment, capture_output=True).returncode == code
