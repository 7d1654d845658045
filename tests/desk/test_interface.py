"""The desk's words: whole in every language, and right to left where that is written so."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article.reading import FEWEST_WORDS
from newsbrief.briefing import wording
from newsbrief.desk.interface import NAMES, choose, load_interface
from tests.desk.editor import ARABIC, Desk, pick, read_kept

ENGLISH = load_interface("en").words


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_each_language_of_the_pages_has_names_of_the_sections() -> None:
    assert set(NAMES) <= set(wording.list_languages())


@pytest.mark.parametrize("code", NAMES)
def test_every_word_is_there_with_what_is_put_in(code: str) -> None:
    found = load_interface(code).words
    assert found.keys() == ENGLISH.keys()
    assert all(text.strip() for text in found.values())
    assert {key for key in ENGLISH if fields(ENGLISH[key]) != fields(found[key])} == set()
    if code != "en":
        untranslated = [key for key in ENGLISH if found[key] == ENGLISH[key]]
        assert len(untranslated) < 20, untranslated


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        ("", "", "en"),
        ("de", "fr", "de"),
        ("xx", "fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("", "nl, ar;q=0.5, en;q=0.4", "ar"),
        ("", "en;q=0.1, he;q=1.0", "he"),
        ("", "zh-Hant", "en"),
        ("", "de;q=.", "en"),
    ],
)
def test_the_language_is_chosen_or_the_browsers(chosen: str, accepted: str, language: str) -> None:
    assert choose(chosen, accepted) == language


@given(st.text(), st.text() | st.from_regex(r"([a-z]{2}(;q=[0-9.]{1,9})?,?){0,40}"))
def test_whatever_is_asked_for(chosen: str, accepted: str) -> None:
    assert choose(chosen, accepted) in NAMES


def test_the_pages_in_nine_languages(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        path = editor.brief(seed_article)
        editor.open("/desk/briefings")
        for code in NAMES:
            words = load_interface(code)
            pick(editor, code)
            assert editor.script("return document.documentElement.dir") == words.direction
            assert editor.find("h1").text == words("kept")
            editor.open(path)
            editor.until(lambda: editor.all("#article .text"))
            assert editor.find("button[value='reviewed']").text == words("bench.approve")
            heading = editor.script("return document.querySelector('#part-key_points').textContent")
            assert heading == words.section_heading("key_points")
            assert words("verdict.supported") in editor.find(".because summary").text
            for wide in (1300, 360):
                editor.size(wide, 800)
                assert editor.script("return document.documentElement.scrollWidth") <= wide, (code, wide)
            editor.open("/desk/briefings")


def test_right_to_left_all_through(desk: Desk) -> None:
    with desk() as editor:
        editor.expected = ["422"]
        editor.open("/desk")
        pick(editor, "ar")
        assert editor.violations() == []
        words = load_interface("ar")
        editor.paste("خبر قصير.")
        said = editor.until(lambda: editor.find("#trouble").text)
        assert words("script.problem.article-too-short") in said
        assert words("notice.short", n=FEWEST_WORDS) in said, "what the service tells in English, too"
        path = editor.brief(ARABIC)
        briefing = editor.find("#workbench").rect
        article = editor.find(".article-pane").rect
        assert briefing["x"] > article["x"], "the briefing is on the right"
        editor.find(".because summary").click()
        assert editor.violations() == []
        editor.rewrites("claim-key_points-0", "قال الوزير: «لن نوقع أي اتفاق مع أحد هذا العام».")
        said = editor.until(lambda: editor.find("#trouble-claim-key_points-0").text)
        assert words("trouble.refused") in said
        editor.find("#trouble-claim-key_points-0 .anyway input").send_keys("أكده الوزير.")
        editor.change(lambda: editor.find("#trouble-claim-key_points-0 .anyway button").click())
        assert words("said.replace-anyway") in editor.status_text
        assert "رغم" in editor.find(".standing").text or "مع أن" in editor.find(".standing").text
        assert editor.violations() == []
        assert read_kept(editor, path)["faithfulness"]["verdict"] == "fail"
        for page in (f"{path}/history", "/desk/briefings", "/desk/verify", f"{path}/update"):
            editor.open(page)
            assert editor.violations() == []
            assert editor.script("return getComputedStyle(document.body).direction") == "rtl"
