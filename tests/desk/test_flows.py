"""From the paste to the history, in a browser."""

import json
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from selenium.webdriver import Keys

from newsbrief.briefing.markdown import parse_markdown
from newsbrief.desk import pages
from tests.desk.editor import ADA, Desk, read_kept
from tests.support.article_site import Site
from tests.support.articles import COURIER, POST
from tests.support.scripted_judge import SoundJudge
from tests.support.upstream import Upstream, chat, draft, stream

STATIC = Path(pages.__file__).parent / "static"


def test_from_the_paste_to_the_history(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        path = editor.brief(seed_article)
        made = read_kept(editor, path)
        assert editor.texts("#workbench .part:not(.out) .claim .words") == [
            c["text"] for c in made["faithfulness"]["claims"]
        ]
        assert "".join(editor.texts("#article .text")) == seed_article
        points = made["briefing"]["key_points"]

        editor.script(
            "document.querySelectorAll('#claim-the_story-0 [value=down]').forEach(b => (b.click(), b.click()))"
        )
        editor.until(lambda: "Moved down." in editor.status_text)
        assert editor.script("return document.getElementById('version').value") == "2"
        editor.change(lambda: editor.find("#claim-the_story-1 [value='up']").click())
        editor.rewrites("claim-key_points-0", points[1])
        editor.until(lambda: "Checked and saved." in editor.status_text)
        editor.focuses("claim-key_points-0")
        assert "edited" in editor.find("#claim-key_points-0 .because summary").text
        editor.does("claim-key_points-1", "delete")
        assert editor.texts(".out .claim s") == [points[1]]
        assert "Ada Lovelace deleted it" in editor.texts(".out .why")[0]
        editor.does("claim-key_points-0", "down")
        editor.focuses("claim-key_points-1")
        editor.does("dropped-0", "restore")
        assert editor.texts(".out .claim") == []
        assert len(editor.all(".part.key_points .claim")) == len(points)

        editor.change(lambda: editor.find("button[value='reviewed']").click())
        assert "Reviewed" in editor.find(".standing").text
        assert f"by {ADA}" in editor.find(".standing").text
        review = read_kept(editor, path)["review"]
        assert (review["status"], review["by"], review["edited"]) == ("reviewed", ADA, True)
        markdown = editor.download(".take a[download$='.md']", "briefing.md")
        assert parse_markdown(markdown)[0].key_points == tuple(read_kept(editor, path)["briefing"]["key_points"])
        assert json.loads(editor.download(".take a[download$='.json']", "briefing.json")) == read_kept(editor, path)
        assert points[2] in editor.download(".take a[download$='.html']", "briefing.html")
        assert ADA in editor.find(".standing").text
        editor.find(".others summary").click()
        assert json.loads(editor.download(".others a[href$='.ninjs']", "briefing.ninjs.json"))["uri"]
        editor.change(lambda: editor.find("button[value='published']").click())
        assert "Published" in editor.find(".standing").text
        editor.change(lambda: editor.find("button[value='draft']").click())
        assert "Draft" in editor.find(".standing .status").text

        editor.find("a.history").click()
        editor.until(lambda: editor.all(".versions"))
        assert len(editor.all(".versions > li")) == 10
        assert "approved" in editor.find("#version-8").text
        changed = editor.find("#version-4")
        assert f"{ADA}: Key Points: 1 changed" in changed.text
        assert editor.find("ins", changed).text
        assert editor.find("del", changed).text
        assert editor.violations() == []
        editor.open("/desk/briefings?status=draft")
        assert editor.texts(".kept tbody th a") == [made["briefing"]["title"]]


def test_words_that_the_article_does_not_carry(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        editor.expected = ["422"]
        path = editor.brief(seed_article)
        editor.rewrites("claim-key_points-0", "The talks will be held in Reykjavik on 9 March 1999.")
        said = editor.until(lambda: editor.find("#trouble-claim-key_points-0").text)
        assert "does not carry these words" in said
        assert "figures: " in said
        assert "1999" in said
        assert (
            editor.find("#claim-key_points-0 textarea").get_property("value").startswith("The talks will be held in R")
        )
        assert read_kept(editor, path)["review"]["edited"] is False
        assert editor.violations() == []
        words = read_kept(editor, path)["briefing"]["key_points"][1]
        editor.change(lambda: editor.rewrites("claim-key_points-0", words))
        assert editor.texts("#claim-key_points-0 .words") == [words]


def test_claims_and_evidence_light_each_other_up(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        path = editor.brief(seed_article)
        claim = read_kept(editor, path)["faithfulness"]["claims"][4]
        dom = "claim-" + claim["id"].replace(".", "-")
        spans = {f"at-{e['start']}" for e in claim["evidence"]}

        def lit(css: str) -> set[str]:
            return set(editor.script("return [...document.querySelectorAll(arguments[0])].map(e => e.id)", css))

        editor.hovers(f"#{dom} .words")
        assert lit("#article .lit") == spans
        editor.hovers("#briefing-heading")
        assert lit(".lit") == set()
        editor.script("document.getElementById(arguments[0]).focus()", dom)
        assert lit("#article .lit") == spans
        first = next(iter(spans))
        editor.script("document.querySelector(arguments[0]).focus()", f"#{first} a")
        assert dom in lit(".claim.lit")
        editor.keys(Keys.ENTER)
        editor.until(lambda: editor.focus.startswith("claim-"))
        quotes = editor.script(
            "return arguments[0].map(id => document.getElementById(id).textContent)",
            [f"at-{e['start']}" for e in claim["evidence"]],
        )
        assert quotes == [e["quote"] for e in claim["evidence"]]


def test_with_the_keyboard_alone(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        editor.open("/desk/briefings")
        editor.keys(Keys.TAB)
        assert editor.script("return document.activeElement.className") == "skip"
        editor.keys(Keys.ENTER)
        editor.focuses("main")
        editor.open("/desk")
        editor.focuses("text")
        editor.script("document.getElementById('text').value = arguments[0]", seed_article)
        editor.keys(Keys.CONTROL, Keys.ENTER)
        path = editor.sign_in()
        points = read_kept(editor, path)["briefing"]["key_points"]
        editor.script("document.getElementById('claim-key_points-0').focus()")
        ring = editor.script("return getComputedStyle(document.activeElement).outlineStyle")
        editor.keys(Keys.ARROW_DOWN)
        editor.focuses("claim-key_points-1")
        ring = editor.script("return getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid"
        editor.change(lambda: editor.keys(Keys.ALT, Keys.ARROW_UP))
        editor.focuses("claim-key_points-0")
        assert read_kept(editor, path)["briefing"]["key_points"][:2] == [points[1], points[0]]
        editor.keys("e")
        editor.focuses("text-claim-key_points-0")
        editor.keys("x")
        editor.keys(Keys.ESCAPE)
        assert editor.find("#text-claim-key_points-0").get_property("value") == points[1]
        editor.script("document.getElementById('claim-key_points-0').focus()")
        editor.change(lambda: editor.keys(Keys.DELETE))
        assert read_kept(editor, path)["briefing"]["key_points"] == [points[0], *points[2:]]


def test_words_that_are_being_written_stay(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        editor.expected = ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]
        path = editor.brief(seed_article)
        editor.find("#claim-key_points-2 .edit summary").click()
        editor.find("#text-claim-key_points-2").send_keys(" And more.")
        written = editor.find("#text-claim-key_points-2").get_property("value")
        editor.does("claim-key_points-0", "delete")
        assert editor.find("#text-claim-key_points-1").get_property("value") == written
        assert editor.find("#text-claim-key_points-1").is_displayed()
        editor.focuses("claim-key_points-0")
        offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        editor.browser.execute_cdp_cmd("Network.enable", {})
        editor.browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
        editor.find("#claim-key_points-1 button[value='replace']").click()
        assert "cannot be reached" in editor.until(lambda: editor.find("#trouble").text)
        editor.browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline | {"offline": False})
        assert editor.find("#text-claim-key_points-1").get_property("value") == written
        editor.find("#claim-key_points-1 .leave").click()
        assert len(read_kept(editor, path)["briefing"]["key_points"]) == len(editor.all(".part.key_points .claim"))


def test_two_editors(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        editor.expected = ["412"]
        path = editor.brief(seed_article)
        step = {"status": "reviewed", "by": "Grace Hopper"}
        assert httpx.post(f"{editor.url}{path.removeprefix('/desk')}/review", json=step).status_code == 200
        editor.find("#claim-key_points-0 button[value='delete']").click()
        said = editor.until(lambda: editor.find("#trouble-claim-key_points-0").text)
        assert "Somebody changed the briefing meanwhile" in said
        editor.find("#trouble-claim-key_points-0 a").click()
        editor.until(lambda: "Grace Hopper" in editor.find(".standing").text)


def test_a_name_is_asked_for(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        path = editor.brief(seed_article, name="")
        editor.find("button[value='reviewed']").click()
        assert "Put in your name first." in editor.until(lambda: editor.find("#trouble").text)
        editor.focuses("by")
        assert read_kept(editor, path)["review"]["status"] == "draft"
        editor.change(lambda: editor.find("#by").send_keys(ADA + Keys.ENTER))
        assert read_kept(editor, path)["review"]["by"] == ADA, "what was begun goes on"
        editor.script("localStorage.clear()")
        editor.browser.refresh()
        editor.find("#claim-key_points-0 .edit summary").click()
        assert "Put in your name first." in editor.until(lambda: editor.find("#trouble").text)
        assert editor.find("#claim-key_points-0 .edit").get_attribute("open") is None
        editor.find("#by").send_keys(ADA + Keys.ENTER)
        editor.focuses("text-claim-key_points-0")
        editor.keys(Keys.ESCAPE)
        editor.open("/desk")
        editor.brief(seed_article + "\n\nMore is known of it now.", name="")
        assert editor.find("#by").get_property("value") == ADA


def test_without_its_text_the_article_is_asked_for(desk: Desk, seed_article: str) -> None:
    with desk(desk_text_days=0) as editor:
        editor.expected = ["422"]
        path = editor.brief(seed_article)
        editor.script("sessionStorage.clear()")
        editor.browser.refresh()
        assert "keeps no text" in editor.find("#no-article").text
        assert editor.violations() == []
        editor.rewrites("claim-title-0", read_kept(editor, path)["briefing"]["title"] + " again")
        assert "no text of this article" in editor.until(lambda: editor.find("#trouble-claim-title-0").text)
        field = editor.find("#brought")
        editor.script(
            "arguments[0].value = arguments[1]", field, "Another article, about something else altogether. " * 5
        )
        editor.find("#bring button").click()
        assert "not the one" in editor.until(lambda: editor.find("#trouble-article").text)
        editor.script("arguments[0].value = arguments[1]", field, seed_article)
        editor.find("#bring button").click()
        editor.until(lambda: editor.all("#article .text span a"))
        words = read_kept(editor, path)["briefing"]["key_points"][1]
        editor.change(lambda: editor.rewrites("claim-key_points-0", words))
        editor.browser.refresh()
        editor.until(lambda: editor.all("#article .text"))


def test_a_service_that_keeps_texts_shows_them(desk: Desk, seed_article: str) -> None:
    with desk(keep_text=True) as editor:
        path = editor.brief(seed_article)
        editor.script("sessionStorage.clear()")
        editor.browser.refresh()
        assert "".join(editor.texts("#article .text")) == seed_article
        words = read_kept(editor, path)["briefing"]["key_points"][1]
        editor.change(lambda: editor.rewrites("claim-key_points-0", words))


def test_a_page_of_html_is_pasted(desk: Desk, seed_article: str) -> None:
    page = "<!doctype html><html><body><article>" + "".join(
        f"<p>{line}</p>" for line in seed_article.splitlines() if line.strip()
    )
    with desk() as editor:
        path = editor.brief(page)
        assert "<p>" not in editor.find("#article .text").text
        words = read_kept(editor, path)["briefing"]["key_points"][1]
        editor.change(lambda: editor.rewrites("claim-key_points-0", words))


def test_claims_arrive_while_the_model_writes(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    sure = {
        "text": "Negotiations are back on, and will be held in Oman this Friday.",
        "sources": [],
        "kind": "reported",
    }
    wrong = {"text": "The talks will be held in Reykjavik.", "sources": [], "kind": "reported"}
    upstream.says(stream(chat(draft(the_story=[sure], key_points=[sure, wrong])), token_s=0.05, size=12))
    upstream.judges = SoundJudge({"Reykjavik": None})
    model = {"engine": "openai", "openai_api_key": "k", "openai_base_url": upstream.base_url}
    with desk(**model) as editor:
        editor.paste(seed_article)
        editor.until(lambda: editor.all("#coming .claim-line"))
        assert "/desk/briefings/" not in editor.browser.current_url
        assert "checked as it comes" in editor.find("#stage").text
        assert "so far" in editor.find("#count").text
        assert editor.find("#sent").text.strip() == seed_article.strip()
        assert "Supported" in editor.find("#coming .claim-line").text
        assert editor.violations() == []
        path = editor.sign_in()
        assert wrong["text"] in editor.texts(".out .claim s")
        why = editor.texts(".out .why")
        assert any("not so" in line for line in why), why
        assert editor.violations() == []
        made = read_kept(editor, path)
        place = [c["text"] for c in made["faithfulness"]["dropped"]].index(wrong["text"])
        assert not editor.all(f"#dropped-{place} button[value='restore']")
        editor.change(lambda: editor.rewrites(f"dropped-{place}", made["briefing"]["title"], deed="reword"))


def test_a_briefing_that_cannot_be_made(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    upstream.says(stream(chat(draft()), token_s=0.5))
    model = {"engine": "openai", "openai_api_key": "k", "openai_base_url": upstream.base_url}
    with desk(**model) as editor:
        editor.paste("Too short to brief.")
        assert "too short" in editor.until(lambda: editor.find("#trouble").text)
        assert editor.find("#text").get_property("value") == "Too short to brief."
        editor.paste(seed_article)
        editor.until(lambda: editor.find("#cancel").is_displayed())
        # Else there may be nothing to stop yet.
        editor.until(lambda: upstream.requests)
        editor.find("#cancel").click()
        assert editor.until(lambda: editor.find("#trouble").text) == "Stopped."
        assert editor.find("#text").get_property("value").strip() == seed_article.strip()
        assert upstream.closed.wait(15)


def test_everything_loads_in_under_120_kb(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        editor.brief(seed_article)
        loaded = editor.script("return performance.getEntries().filter(e => 'transferSize' in e).map(e => e.name)")
        assert {url.partition("?")[0].rpartition("/")[2] for url in loaded} >= {"desk.css", "desk.js", "htmx.min.js"}
        size = len(editor.find("#article").get_property("innerHTML").encode())
        for url in set(loaded):
            if not url.endswith("/article"):
                with httpx.stream("GET", url) as answer:
                    answer.read()
                    size += answer.num_bytes_downloaded
        assert size < 120_000
        static = sum(file.stat().st_size for file in STATIC.iterdir() if file.suffix != ".LICENSE")
        assert static < 120_000, "uncompressed, and all of it"
        inline = "script:not([src]), style, [style], [onclick], [onerror]"
        assert editor.script("return document.querySelectorAll(arguments[0]).length", inline) == 0


@pytest.mark.parametrize("width", [360, 1300])
def test_nothing_sticks_out(desk: Desk, seed_article: str, width: int) -> None:
    with desk() as editor:
        editor.size(width, 800)
        path = editor.brief(seed_article + "\n\nhttps://example.org/" + "very-long-path/" * 30)
        for page in ("/desk", path, "/desk/briefings", f"{path}/history"):
            editor.open(page)
            wide = editor.script("return document.documentElement.scrollWidth")
            assert wide <= width, page


def test_an_article_is_fetched(desk: Desk) -> None:
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    site.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        with desk(fetch_urls=True, fetch_private_targets=True) as editor:
            editor.expected = ["422"]
            editor.open("/desk")
            field = editor.find("#fetch-url")
            field.send_keys(f"http://127.0.0.1:{site.server_port}/nowhere")
            editor.find("#fetch").click()
            assert "answered 404" in editor.until(lambda: editor.find("#trouble").text)
            field.clear()
            field.send_keys(f"http://127.0.0.1:{site.server_port}/page")
            editor.find("#fetch").click()
            editor.until(lambda: "12 new bus lanes" in editor.find("#text").get_property("value"))
            assert editor.find("#title").get_property("value") == "Buses for Leeds"
            assert editor.find("#published").get_property("value").startswith("2026-02-04")
            editor.find("#compose button.main").click()
            editor.sign_in()
    finally:
        site.shutdown()
        site.server_close()


def test_a_briefing_of_several_articles(desk: Desk) -> None:
    with desk() as editor:
        sent = {"articles": [{"text": POST, "source": "Daily Post"}, {"text": COURIER, "source": "The Courier"}]}
        reply = httpx.post(f"{editor.url}/summarize", json=sent, timeout=30).json()
        editor.open(f"/desk/briefings/{reply['id']}")
        assert "The Courier" in editor.find("#no-article").text
        assert editor.find("#disagreements").text
        assert not editor.all(".edit")
        editor.find("#by").send_keys(ADA + Keys.TAB)
        editor.change(lambda: editor.find("button[value='delete']:enabled").click())
        editor.find(".because summary").click()
        assert editor.violations() == []
