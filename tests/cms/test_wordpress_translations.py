"""The plug-in in other languages: its template is of its texts, and WordPress says what the translations say."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import pofile

from tests.cms.wordpress import PLUGIN, Site
from tests.support.requirement import require

SCRIPT = PLUGIN.parent / "translate.py"
LOCALES = ("ar", "de_DE", "es_ES", "fr_FR", "tr_TR")
PLACE = re.compile(r"%(?:\d\$)?[ds]")


@pytest.fixture(autouse=True)
def gettext() -> None:
    found = shutil.which("xgettext") and shutil.which("msgmerge")
    require(None if found else "no gettext: apt-get install --no-install-recommends gettext")


def check(script: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)


def test_template_and_translations_are_of_the_texts_of_now() -> None:
    ran = check(SCRIPT)
    assert ran.returncode == 0, f"{ran.stderr}\nRun: .venv/bin/python integrations/wordpress/translate.py"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("includes/messages.php", "'The article carries this.'", "'The article says this.'"),
        ("assets/panel.js", "'Make a briefing'", "'Make one'"),
        ("assets/block.json", '"title": "Briefing"', '"title": "Summary"'),
        ("languages/newsbrief-de_DE.po", "Der Artikel trägt das.", "Das stimmt."),
    ],
)
def test_a_text_that_was_changed_is_found(tmp_path: Path, file: str, old: str, new: str) -> None:
    shutil.copytree(PLUGIN, tmp_path / "newsbrief")
    shutil.copy(SCRIPT, tmp_path)
    text = (tmp_path / "newsbrief" / file).read_text()
    assert old in text
    (tmp_path / "newsbrief" / file).write_text(text.replace(old, new))
    assert check(tmp_path / "translate.py").returncode == 1
    subprocess.run([sys.executable, str(tmp_path / "translate.py")], capture_output=True, check=True)
    assert check(tmp_path / "translate.py").returncode == 0


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_is_translated_with_its_places(locale: str) -> None:
    catalog = pofile.read_po(
        io.StringIO((PLUGIN / "languages" / f"newsbrief-{locale}.po").read_text()), locale=locale, abort_invalid=True
    )
    for message in catalog:
        if not message.id:
            continue
        singular = message.id if isinstance(message.id, str) else message.id[0]
        said = [message.string] if isinstance(message.string, str) else list(message.string or ("",))
        assert all(said), message.id
        for text in said:
            assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(singular)), text


def test_there_are_five_languages_besides_english() -> None:
    assert sorted(file.stem.removeprefix("newsbrief-") for file in (PLUGIN / "languages").glob("*.po")) == sorted(
        LOCALES
    )


@pytest.mark.parametrize(
    ("locale", "said", "toggle"),
    [
        ("de_DE", "Der Artikel trägt das.", "Belege"),
        ("ar", "يؤيد المقال هذا.", "الأدلة"),
        ("tr_TR", "Yazı bunu destekliyor.", "Kanıtlar"),
    ],
)
def test_wordpress_speaks_them(site: Site, locale: str, said: str, toggle: str) -> None:
    code = (
        "add_filter('locale', fn() => $args[0]); unload_textdomain('newsbrief'); Newsbrief\\load_translations();"
        "$script = load_script_textdomain('newsbrief-block', 'newsbrief', WP_PLUGIN_DIR . '/newsbrief/languages');"
        "$label = json_decode($script, true)['locale_data']['messages']['Evidence'];"
        "return [Newsbrief\\verdict_words('supported'), $label,"
        "Newsbrief\\disclosure(['by' => 'Ada', 'at' => 0, 'claims' => [['verdict' => 'unchecked']]])];"
    )
    words, label, line = site.php(code, locale)
    assert (words, label) == (said, [toggle])
    assert "Ada" in line
    assert "Summary made" not in line
    assert "Not checked" not in line
