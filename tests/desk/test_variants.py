"""Variants at the desk: kinds are chosen and made, each shows what it rests on, and what fails is not offered."""

from collections.abc import Callable
from typing import Any

import httpx

from tests.desk.editor import Desk, Editor, read_kept
from tests.support.scripted_judge import SoundJudge
from tests.support.scripted_model import ScriptedModel
from tests.support.upstream import Upstream
from tests.support.variants import DRAFT, write_texts

PUSH = "Iran and the United States will hold talks in Oman on Friday."
WRONG = "Iran and the United States will hold talks in Reykjavik on Friday, both of them said this week."


def model(upstream: Upstream, *answers: dict[str, Any]) -> dict[str, Any]:
    upstream.says(ScriptedModel(briefing=DRAFT, variants=list(answers)))
    upstream.judges = SoundJudge({"Reykjavik": None})
    return {"engine": "openai", "openai_api_key": "k", "openai_base_url": upstream.base_url}


def choose(editor: Editor, *kinds: str) -> None:
    for box in editor.all("[data-kind]"):
        if box.is_selected() != (box.get_attribute("data-kind") in kinds):
            box.click()


def make(editor: Editor, press: Callable[[], None] | None = None) -> None:
    before = editor.find("#variants")
    (press or editor.find("#variants .make button.main").click)()
    editor.until(lambda: editor.find("#variants") != before)


def test_variants_are_chosen_made_and_copied(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    texts = write_texts(push=PUSH, headline_short="Iran and US to talk in Oman", radio=" ".join([WRONG] * 4))
    with desk(**model(upstream, texts)) as editor:
        editor.brief(seed_article)
        assert editor.find("#variants .made-variants").text == "None yet."
        assert editor.violations() == []
        choose(editor, "push", "headline_short", "radio")
        make(editor)
        assert editor.texts(".variant > .words") == ["Iran and US to talk in Oman", PUSH]
        assert "Variants that passed: 2 of 3." in editor.status_text
        editor.focuses("variants-heading")
        push = editor.find("#variant-push").text
        assert f"{len(PUSH)} characters (≤ 120)" in push
        assert "Supported" in push
        assert "written by the model, then judged" in push
        refused = editor.find("#variants .refused").text
        assert "Radio, 30 seconds: " in refused
        assert "Contradicted: not so" in refused
        assert WRONG not in editor.find("#variants").text, "what failed is not shown"
        editor.find("#variant-push details summary").click()
        assert editor.texts("#variant-push .evidence a")
        assert editor.violations() == []
        editor.script("document.querySelector('#variant-push .claim').focus()")
        assert editor.all("#article .lit"), "what it rests on lights up in the article"
        editor.script("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve() }")
        editor.find("#variant-push .copy-variant").click()
        assert editor.until(lambda: editor.script("return window.copied")) == PUSH
        editor.browser.refresh()
        editor.until(lambda: editor.all("#article .text"))
        assert editor.texts(".variant > .words") == ["Iran and US to talk in Oman", PUSH], "they are kept"
        chosen = [box.get_attribute("data-kind") for box in editor.all("[data-kind]") if box.is_selected()]
        assert chosen == ["headline_short", "push", "radio"], "and so is the choice of kinds"


def test_a_stale_variant_is_said_to_be_one_and_made_anew(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    with desk(**model(upstream, write_texts(push=PUSH))) as editor:
        path = editor.brief(seed_article)
        choose(editor, "push")
        make(editor)
        make(editor, editor.find("button[value='reviewed']").click)  # the panel comes anew with every version
        assert not editor.all(".variant.stale"), "an approval changes no words"
        panel = editor.find("#variants")
        editor.does("claim-key_points-0", "delete")
        editor.until(lambda: editor.find("#variants") != panel and editor.all(".variant.stale"))
        assert "Made of version 1: the briefing has changed since." in editor.find("#variant-push").text
        assert "Supported" not in editor.find("#variant-push .facts").text
        assert not editor.all("#variant-push .copy-variant"), "what is stale is not copied by mistake"
        assert editor.violations() == []
        make(editor, editor.find("#variant-push .stale-note button").click)
        editor.until(lambda: not editor.all(".variant.stale"))
        listed = httpx.get(f"{editor.url}{path.removeprefix('/desk')}/variants").json()["variants"]
        assert [(one["version"], one["stale"]) for one in listed] == [(3, False), (1, True)]


def test_with_the_keyboard_and_without_a_model(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        path = editor.brief(seed_article)
        editor.script("document.getElementById('claim-key_points-0').focus()")
        editor.keys("v")
        editor.focuses("variants-heading")
        make(editor)
        title = read_kept(editor, path)["briefing"]["title"]
        assert title in editor.texts(".variant > .words")
        assert all("the briefing’s own words" in text for text in editor.texts(".variant .facts"))
        assert "no model is set" in editor.find("#variants .refused").text
        assert editor.violations() == []


def test_the_article_is_asked_for(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    with desk(**model(upstream, write_texts(push=PUSH)), desk_text_days=0) as editor:
        editor.expected = ["422"]
        editor.brief(seed_article)
        editor.script("sessionStorage.clear()")
        editor.browser.refresh()
        editor.find("#variants .make button.main").click()
        said = editor.until(lambda: editor.find("#trouble-variants").text)
        assert "The article is needed" in said
        assert editor.violations() == []
