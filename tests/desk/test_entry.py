"""Articles come in as people bring them: pasted, dropped, several at once, newer ones; and texts to check."""

import threading
from http.server import ThreadingHTTPServer

import httpx
from selenium.webdriver import Keys

from tests.desk.editor import Desk, Editor, read_kept
from tests.support.article_site import Site
from tests.support.articles import COURIER, POST

PAGE = """<html><head><title>Buses for Leeds</title></head><body><nav>Home Sport Weather</nav><article>
<h1>Buses for Leeds</h1><p>The council of Leeds met on Monday to talk about buses and about trams, as it does.</p>
<p>The council will build 12 new bus lanes in 2027, the mayor said. It will cost 4 million pounds.</p></article>
</body></html>"""
PLAIN = "Buses for Leeds The council of Leeds met on Monday to talk about buses"
NEWER = """Leeds builds fewer bus lanes

The council of Leeds will build 9 new bus lanes in 2027 instead of 12, the mayor said on Friday.

The council met again on Friday to talk about buses and about trams. It will cost 3 million pounds, the mayor said."""


def paste(editor: Editor, css: str, **data: str) -> None:
    """Paste what a clipboard holds: `text` as text/plain, `html` as text/html."""
    editor.script(
        """
        const area = document.querySelector(arguments[0]), data = new DataTransfer();
        if (arguments[1].text) data.setData("text/plain", arguments[1].text);
        if (arguments[1].html) data.setData("text/html", arguments[1].html);
        area.focus();
        const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
        if (area.dispatchEvent(event)) document.execCommand("insertText", false, arguments[1].text ?? "");
        """,
        css,
        data,
    )


def test_a_page_in_the_clipboard_is_read_as_the_page_it_is(desk: Desk) -> None:
    with desk() as editor:
        editor.expected = ["422"]
        editor.open("/desk")
        paste(editor, "#text", text=PLAIN, html=PAGE)
        editor.until(lambda: "12 new bus lanes" in editor.find("#text").get_property("value"))
        assert "Weather" not in editor.find("#text").get_property("value")
        assert editor.find("#title").get_property("value") == "Buses for Leeds"
        assert "Read as the page it is" in editor.status_text
        editor.find("#text").clear()
        paste(editor, "#text", text="Too little.", html="<p>Too little.</p>")
        editor.script("return new Promise(done => setTimeout(done, 500))")
        assert editor.find("#text").get_property("value") == "Too little.", "what is no page stays as it was pasted"


def test_a_pasted_address_says_what_to_do(desk: Desk) -> None:
    with desk() as editor:
        editor.open("/desk")
        paste(editor, "#text", text="https://example.org/news")
        assert "copy all of it and paste it here" in editor.until(lambda: editor.find("#trouble").text)
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    site.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        with desk(fetch_urls=True, fetch_private_targets=True) as editor:
            editor.open("/desk")
            paste(editor, "#text", text=f"http://127.0.0.1:{site.server_port}/page")
            editor.until(lambda: "12 new bus lanes" in editor.find("#text").get_property("value"))
    finally:
        site.shutdown()
        site.server_close()


def test_a_file_is_dropped(desk: Desk) -> None:
    with desk() as editor:
        editor.expected = ["422"]
        editor.open("/desk")
        drop = """
        const data = new DataTransfer();
        data.items.add(new File([arguments[0]], arguments[1]));
        document.querySelector("#text").dispatchEvent(
            new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        """
        editor.script(drop, PAGE, "süß.html")
        editor.until(lambda: "12 new bus lanes" in editor.find("#text").get_property("value"))
        editor.script(drop, "%PDF-1.7 broken", "broken.pdf")
        assert editor.until(lambda: editor.find("#trouble").text)
        assert "12 new bus lanes" in editor.find("#text").get_property("value"), "what was there stays"
        assert editor.violations() == []


def test_a_draft_in_the_box_survives_a_reload(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        editor.open("/desk")
        editor.focuses("text")
        editor.keys(seed_article[:60])
        editor.find("#add").click()
        editor.keys("A second article, begun.")
        editor.browser.refresh()
        assert "Your draft is back." in editor.status_text
        assert editor.find("#text").get_property("value") == seed_article[:60].replace("\n", "\n")
        assert editor.find("#others textarea").get_property("value") == "A second article, begun."
        editor.find(".remove").click()
        editor.script("document.getElementById('text').value = arguments[0]", seed_article)
        editor.script("document.getElementById('text').focus()")
        editor.keys(Keys.CONTROL, Keys.ENTER)
        editor.sign_in()
        editor.open("/desk")
        assert editor.find("#text").get_property("value") == "", "what was made is no draft any more"


def test_a_dead_service_is_said_within_two_seconds(desk: Desk, seed_article: str) -> None:
    offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    with desk() as editor:
        editor.expected = ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]
        editor.open("/desk")
        editor.script("document.getElementById('text').value = arguments[0]", seed_article)
        editor.browser.execute_cdp_cmd("Network.enable", {})
        editor.browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
        editor.find("#compose button.main").click()
        said = editor.until(lambda: editor.find("#trouble").text, seconds=2)
        assert "cannot be reached" in said
        assert editor.find("#text").get_property("value") == seed_article
        editor.browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline | {"offline": False})
        editor.until(lambda: "answers again" in editor.find("#trouble").text)
        editor.find("#trouble button").click()
        path = editor.sign_in()
        editor.browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
        editor.find("#claim-key_points-0 button[value='delete']").click()
        editor.until(lambda: "cannot be reached" in editor.find("#trouble").text, seconds=2)
        editor.browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline | {"offline": False})
        count = len(read_kept(editor, path)["briefing"]["key_points"])
        editor.change(lambda: editor.find("#trouble button").click())
        assert len(read_kept(editor, path)["briefing"]["key_points"]) == count - 1


def test_a_service_that_hangs_is_said_within_two_seconds(desk: Desk, seed_article: str) -> None:
    slow = {"offline": False, "latency": 20_000, "downloadThroughput": -1, "uploadThroughput": -1}
    with desk() as editor:
        editor.open("/desk")
        editor.script("document.getElementById('text').value = arguments[0]", seed_article)
        editor.browser.execute_cdp_cmd("Network.enable", {})
        editor.browser.execute_cdp_cmd("Network.emulateNetworkConditions", slow)
        editor.find("#compose button.main").click()
        # Its patience is 1.7 s (half a second, then a look that may take 1.2); a busy machine adds its own.
        assert "cannot be reached" in editor.until(lambda: editor.find("#trouble").text, seconds=4)
        assert editor.find("#trouble button").text == "Try again"
        editor.browser.execute_cdp_cmd("Network.emulateNetworkConditions", slow | {"latency": 0})
        editor.sign_in()  # what was sent goes on by itself, once it is answered


def test_several_articles_on_one_event(desk: Desk) -> None:
    with desk() as editor:
        editor.open("/desk")
        editor.find("#add").click()
        assert editor.violations() == []
        first, second = editor.all("[data-name='text']")
        outlets = editor.all("[data-name='source']")
        for area, text, outlet, name in zip(
            (first, second), (POST, COURIER), outlets, ("Daily Post", "The Courier"), strict=True
        ):
            editor.script(
                "arguments[0].value = arguments[1]; arguments[2].value = arguments[3]", area, text, outlet, name
            )
        editor.find("#compose button.main").click()
        editor.until(lambda: editor.all("#workbench"))
        assert "The Courier" in editor.find("#no-article").text
        assert editor.find("#disagreements").text
        assert "Daily Post" in "".join(editor.texts(".tip b"))


def test_a_newer_article_updates_a_briefing(desk: Desk) -> None:
    article = "Buses for Leeds\n\n" + "\n\n".join(
        (
            "The council of Leeds met on Monday to talk about buses and about trams, as it does every month.",
            "The council of Leeds will build 12 new bus lanes in 2027, the mayor said. It will cost 4 million pounds.",
        )
    )
    with desk() as editor:
        older = editor.brief(article)
        editor.find(".standing a.button").click()
        editor.until(lambda: editor.all("#compose"))
        assert editor.violations() == []
        editor.script("document.getElementById('text').value = arguments[0]", NEWER)
        editor.find("#compose button.main").click()
        editor.until(lambda: editor.all("#workbench") and older not in editor.browser.current_url)
        newer = editor.sign_in()
        assert read_kept(editor, newer)["meta"]["revises"] == older.rpartition("/")[2]
        assert editor.find("#correction")
        editor.find(".standings summary").click()
        older_claims = [s["text"] for s in read_kept(editor, newer)["standings"]]
        assert all(text in editor.find(".standings").text for text in older_claims)
        assert editor.violations() == []
        assert editor.find(f".part a[href='{older}']")


def test_somebodys_text_is_checked(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        editor.expected = ["422"]
        sentence = (
            "After months of steadily escalating tensions, relations between Iran and the United States appear to"
        )
        sentence += " have reached a critical inflection point."
        editor.open("/desk/verify")
        assert editor.violations() == []
        editor.script("document.getElementById('verify-article').value = arguments[0]", seed_article)
        editor.find("#claims").send_keys(f"1. {sentence}\n2. The talks cost 900 million euros.")
        editor.keys(Keys.CONTROL, Keys.ENTER)
        editor.until(lambda: editor.all("#report"))
        assert editor.texts("#report .claim .words") == [sentence, "The talks cost 900 million euros."]
        assert "1 of 2 claims" in editor.find("#report").text
        verdicts = editor.texts("#report .verdict")
        assert "Supported" in verdicts[0]
        assert "Supported" not in verdicts[1]
        assert editor.texts("#report mark") == ["900 million"]
        editor.script("document.querySelector('#report .claim').focus()")
        assert editor.texts("#article .lit") == [sentence]
        assert editor.violations() == []
        editor.find("#claims").clear()
        editor.find("#claims").send_keys(f"{sentence} The talks cost 900 million euros.")
        editor.find("#verify button.main").click()
        editor.until(lambda: "900 million" in "".join(editor.texts("#report .words")))
        assert editor.texts("#report .claim .words") == [sentence, "The talks cost 900 million euros."], "prose"
        markdown = editor_markdown(editor, seed_article)
        editor.open("/desk/verify")
        editor.script("document.getElementById('verify-article').value = arguments[0]", seed_article)
        editor.script("document.getElementById('claims').value = arguments[0]", markdown)
        editor.find("#verify button.main").click()
        editor.until(lambda: editor.all("#report"))
        assert len(editor.all("#report .claim")) > 5


def editor_markdown(editor: Editor, article: str) -> str:
    sent = {"Content-Type": "text/plain", "Accept": "text/markdown"}
    return httpx.post(f"{editor.url}/summarize", content=article.encode(), headers=sent, timeout=60).text


def test_the_text_is_kept_for_the_team_and_forgotten(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        path = editor.brief(seed_article)
        until = editor.until(lambda: editor.find("#article .until").text)
        assert "kept for your team until" in until
        api = httpx.get(f"{editor.url}{path.removeprefix('/desk')}").json()
        assert api["source_text"] is None, "programs are given no text that the service does not keep for them"
        editor.script("sessionStorage.clear()")
        editor.browser.refresh()
        assert "".join(editor.texts("#article .text")) == seed_article, "a colleague goes on"
        words = read_kept(editor, path)["briefing"]["key_points"][1]
        editor.change(lambda: editor.rewrites("claim-key_points-0", words))
        editor.find("#article .until button").click()
        editor.until(lambda: editor.all("#no-article"))
        editor.open("/desk")
        editor.script("document.getElementById('text').value = arguments[0]", seed_article + "\n\nNobody keeps this.")
        editor.find("#keep").click()
        editor.find("#compose button.main").click()
        editor.sign_in()
        assert not editor.all("#article .until")
