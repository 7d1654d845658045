"""Style, length, tone and language are chosen where a model writes, and refusals are told beside the choice."""

import json
from pathlib import Path
from typing import Any

from selenium.webdriver.support.ui import Select

from newsbrief.desk.choices import LENGTHS, list_choices
from newsbrief.style.house import HouseStyle
from tests.desk.editor import ARABIC, Desk, Editor, pick, read_kept
from tests.support.scripted_model import ScriptedModel, item
from tests.support.upstream import Upstream, chat, draft, stream

FIRST = "Negotiations are back on, and will be held in Oman this Friday."
CLAIM = {"text": FIRST, "sources": [], "kind": "reported"}


def model(upstream: Upstream, **chosen: Any) -> dict[str, Any]:
    upstream.says(stream(chat(draft(the_story=[CLAIM], key_points=[CLAIM]))))
    return {"engine": "openai", "openai_api_key": "k", "openai_base_url": upstream.base_url, **chosen}


def choose(editor: Editor, id: str, text: str) -> None:
    Select(editor.find(f"#{id}")).select_by_visible_text(text)


def prompts(upstream: Upstream) -> str:
    return json.dumps(upstream.requests, ensure_ascii=False)


def test_lengths_keep_the_fixed_format_and_are_read_back() -> None:
    for name, sent in list_choices((), "", "de", translates=False).lengths.items():
        style = HouseStyle.model_validate_json(sent)
        assert style == LENGTHS[name]
        assert style.is_fixed


def test_languages_are_named_in_the_language_of_the_desk() -> None:
    found = list_choices(("sports",), "sports", "de", translates=True)
    assert dict(found.languages)["ar"] == "Arabisch"
    assert found.styles == ()
    assert found.has_styles
    assert list_choices((), "", "de", translates=False).languages == ()


def test_nothing_is_offered_that_the_engine_cannot_follow(desk: Desk) -> None:
    with desk() as editor:
        editor.open("/desk")
        assert not editor.all("#choices")


def test_length_and_tone(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    with desk(**model(upstream)) as editor:
        editor.open("/desk")
        assert not editor.all("#style"), "no house style is set"
        assert editor.violations() == []
        choose(editor, "length", "Short")
        editor.find("#tone").send_keys("plain, for young readers")
        editor.browser.refresh()
        assert Select(editor.find("#length")).first_selected_option.text == "Short", "a choice survives a reload"
        editor.script("document.getElementById('text').value = arguments[0]", seed_article)
        editor.find("#compose button.main").click()
        path = editor.sign_in()
        assert read_kept(editor, path)["meta"]["style"]["name"] == "short"
        assert "20 to 50 words in all" in prompts(upstream)
        assert "tone: plain, for young readers" in prompts(upstream)
        editor.find(".made:not(.others) summary").click()
        assert "House style\nshort" in editor.find(".made:not(.others)").text
        editor.find(".standing a[href$='/again']").click()
        editor.until(lambda: editor.all("#compose"))
        editor.until(lambda: editor.find("#text").get_property("value").strip() == seed_article.strip())
        assert Select(editor.find("#length")).first_selected_option.text == "Usual", "each briefing starts anew"
        choose(editor, "length", "Long")
        editor.find("#compose button.main").click()
        editor.until(lambda: "/desk/briefings/" in editor.browser.current_url and editor.all("#article .text"))
        long = editor.sign_in()
        assert long != path
        assert read_kept(editor, long)["meta"]["style"]["name"] == "long"
        editor.script("document.activeElement.blur()")
        editor.keys("g")
        editor.until(lambda: editor.browser.current_url.endswith(path))
        editor.open("/desk")
        assert editor.find("#text").get_property("value") == ""


def test_house_styles(desk: Desk, upstream: Upstream, seed_article: str, tmp_path: Path) -> None:
    (tmp_path / "default.yaml").write_text("tone: calm")
    (tmp_path / "sports.yaml").write_text("tone: lively\nsections: [the_story, {name: timeline, heading: Match}]")
    with desk(**model(upstream, style=tmp_path)) as editor:
        editor.expected = ["422"]
        editor.open("/desk")
        offered = [option.text for option in Select(editor.find("#style")).options]
        assert offered == ["As usual here: default", "sports", "None: the fixed format", "Length and tone"]
        assert not editor.find("#length").is_displayed()
        assert editor.violations() == []
        choose(editor, "style", "sports")
        timeline = {"timeline": [item("Friday: negotiations will be held in Oman.", 3)]}
        upstream.says(ScriptedModel(briefing=draft(the_story=[CLAIM], key_points=[CLAIM]), own_sections=timeline))
        editor.script("document.getElementById('text').value = arguments[0]", seed_article)
        editor.find("#compose button.main").click()
        path = editor.sign_in()
        assert read_kept(editor, path)["meta"]["style"]["name"] == "sports"
        assert editor.find("#part-timeline").get_property("textContent") == "Match", "as the style calls it"
        assert editor.texts(".part.timeline .words") == ["Friday: negotiations will be held in Oman."]
        words = "Friday: negotiations will be held in Oman this Friday."
        editor.change(lambda: editor.rewrites("claim-timeline-0", words))
        assert editor.texts(".part.timeline .words") == [words]
        editor.open("/desk")
        choose(editor, "style", "Length and tone")
        assert editor.find("#length").is_displayed()
        choose(editor, "style", "sports")
        editor.script("document.querySelector('#style').selectedOptions[0].value = 'gone'")
        editor.script("document.getElementById('text').value = arguments[0]", seed_article)
        editor.find("#compose button.main").click()
        said = editor.until(lambda: editor.find("#style-trouble").text)
        assert "There is no such style any more" in said
        assert editor.find("#style").get_attribute("aria-invalid") == "true"
        editor.focuses("style")
        assert editor.violations() == []


def test_another_language(desk: Desk, upstream: Upstream) -> None:
    upstream.judges = None
    english = {"text": "The foreign ministers of Egypt and Jordan met in Cairo.", "sources": [0], "kind": "reported"}
    with desk(**model(upstream)) as editor:
        editor.expected = ["503"]
        upstream.says(chat(draft(the_story=[english], key_points=[english])))
        editor.open("/desk")
        pick(editor, "de")
        choose(editor, "output-language", "Englisch")
        editor.script("document.getElementById('text').value = arguments[0]", ARABIC)
        editor.find("#compose button.main").click()
        said = editor.until(lambda: editor.find("#output-language-trouble").text)
        assert said.startswith("Das Prüfmodell urteilt gerade nicht")
        assert "konnte gar nicht geprüft werden: Das Prüfmodell" in said, "what came of it this time, too"
        editor.focuses("output-language")
        assert Select(editor.find("#output-language")).first_selected_option.text == "Englisch"
        assert editor.violations() == []


def test_without_a_judge_no_other_language_is_offered(desk: Desk, upstream: Upstream) -> None:
    with desk(**model(upstream, judge_model="off")) as editor:
        editor.open("/desk")
        assert editor.all("#length")
        assert not editor.all("#output-language")
