"""Test the review queue, replacements of a claim, and edits that are saved against the checks."""

import httpx
from selenium.webdriver import Keys

from tests.desk.editor import ADA, Desk, Editor, read_kept
from tests.support.scripted_judge import SoundJudge
from tests.support.upstream import Upstream, chat, draft, stream

FIXED = "Iran wanted the talks limited to its nuclear programme."
DRAFTED = "Iran wanted the talks limited to its nuclear programme and its missiles."
WRONG = "The talks will be held in Reykjavik."
LIBEL = "The talks will be held in Reykjavik on 9 March 1999."


def script_model(upstream: Upstream) -> dict[str, object]:
    """Return a model whose draft holds what is carried, what the judge fixes, and what falls."""
    said = ("Negotiations are back on, and will be held in Oman this Friday.", DRAFTED, WRONG)
    points = [{"text": text, "sources": [], "kind": "reported"} for text in said]
    upstream.says(stream(chat(draft(key_points=points))))
    upstream.judges = SoundJudge({"Reykjavik": None, "its missiles": FIXED})
    return {"engine": "openai", "openai_api_key": "k", "openai_base_url": upstream.base_url}


def open_claims(editor: Editor) -> list[str]:
    """Return the claims to look at, the gravest first."""
    found: list[str] = editor.script(
        "return [...document.querySelectorAll('.claim[data-review=open]')]"
        ".sort((a, b) => a.dataset.gravity - b.dataset.gravity).map(c => c.id)"
    )
    return found


def test_the_queue_by_keys_alone(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    with desk(**script_model(upstream)) as editor:
        path = editor.brief(seed_article)
        queue = open_claims(editor)
        total = len(queue)
        assert total >= 3
        assert queue[0].startswith("dropped-"), "what the judge found wrong, though it stands at the end of the page"
        assert any(id.startswith("claim-") for id in queue[1:])
        assert editor.find("#to-look-at").text == f"{total} to look at"
        assert editor.find(".queue .progress").text == f"0 of {total}"
        assert f"Approve with {total} open" in editor.find("button[value='reviewed']").text
        assert editor.violations() == []

        editor.script("document.activeElement.blur()")
        editor.keys("n")
        editor.focuses(queue[0])
        editor.keys("n")
        editor.focuses(queue[1])
        editor.keys("p")
        editor.focuses(queue[0])
        editor.keys("p")
        editor.focuses(queue[-1])
        editor.keys("n")
        editor.focuses(queue[0])
        editor.change(lambda: editor.keys("a"))
        editor.focuses(queue[1])
        assert editor.find("#to-look-at").text == f"{total - 1} to look at"
        assert editor.find(".queue .progress").text == f"1 of {total}"
        review = read_kept(editor, path)["review"]
        assert (review["status"], review["edited"]) == ("draft", False), "a look changes no words"

        editor.change(lambda: editor.keys("u"))
        assert editor.find(".queue .progress").text == f"0 of {total}"
        assert open_claims(editor) == queue
        editor.script("document.activeElement.blur()")
        editor.keys("?")
        assert editor.find("#keys").get_attribute("open")
        assert "next, previous to look at" in editor.find("#keys").text
        assert "The gravest first" in editor.find("#keys").text
        assert editor.violations() == []
        while left := open_claims(editor):
            editor.script("document.getElementById(arguments[0]).focus()", left[0])
            editor.change(lambda: editor.keys("a"))
        assert editor.find("#to-look-at").text == "Nothing is left to look at"
        editor.focuses("approve")
        assert editor.find("button[value='reviewed']").text == "Approve"
        assert "Look at it" in editor.find(".standing").text, "a look does not turn a verdict green"


def test_the_draft_the_judge_and_the_source_side_by_side(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    with desk(**script_model(upstream)) as editor:
        editor.expected = ["422"]
        path = editor.brief(seed_article)
        claims = read_kept(editor, path)["faithfulness"]["claims"]
        claim = next(c for c in claims if c["text"] == FIXED)
        assert (claim["action"], claim["draft"]) == ("repaired", DRAFTED)
        dom = "claim-" + claim["id"].replace(".", "-")
        assert editor.texts(f"#{dom} .choice .take-text") == [DRAFTED, FIXED, claim["evidence"][0]["quote"]]
        current = editor.find(f"#{dom} .choice[aria-current]")
        assert current.get_attribute("data-take") == "2"

        editor.script("document.getElementById(arguments[0]).focus()", dom)
        editor.keys("1")
        assert "does not carry these words" in editor.until(lambda: editor.find(f"#trouble-{dom}").text)
        assert editor.find(f"#{dom} textarea").get_property("value") == DRAFTED
        editor.keys(Keys.ESCAPE)
        editor.script("document.getElementById(arguments[0]).focus()", dom)
        editor.change(lambda: editor.keys("3"))
        assert editor.find(f"#{dom} .words").text == claim["evidence"][0]["quote"]
        assert "the article’s words" in editor.find(f"#{dom} .because summary").text
        editor.change(lambda: editor.keys("u"))
        assert editor.find(f"#{dom} .words").text == FIXED
        editor.script("document.getElementById(arguments[0]).focus()", dom)
        editor.change(lambda: editor.keys("r"))
        assert editor.find(f"#{dom} .words").text == claim["evidence"][0]["quote"]
        editor.script("document.getElementById(arguments[0]).focus()", dom)
        editor.change(lambda: editor.keys("x"))
        assert claim["evidence"][0]["quote"] in editor.texts(".out .claim s")


def test_words_at_fault_are_marked(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    with desk(**script_model(upstream)) as editor:
        path = editor.brief(seed_article)
        dropped = read_kept(editor, path)["faithfulness"]["dropped"]
        place = [c["text"] for c in dropped].index(WRONG)
        assert editor.texts(f"#dropped-{place} mark") == ["Reykjavik"]
        chip = editor.find("#claim-key_points-0 .chip")
        tip = f"#claim-key_points-0 #{chip.get_attribute('aria-describedby')}"
        assert not editor.find(tip).is_displayed()
        editor.script("arguments[0].focus()", chip)
        assert editor.find(tip).is_displayed()
        claim = next(c for c in read_kept(editor, path)["faithfulness"]["claims"] if c["id"] == "key_points.0")
        assert editor.find(tip).text == claim["evidence"][0]["quote"]
        underlined = editor.script(
            "return [...document.querySelectorAll('#article span a')]"
            ".filter(a => getComputedStyle(a).textDecorationLine.includes('underline')).map(a => a.textContent)"
        )
        assert underlined == [claim["evidence"][0]["quote"]], "only what the focused claim rests on"
        assert editor.violations() == []


def test_a_refused_sentence_is_saved_with_a_reason(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    with desk(**script_model(upstream)) as editor:
        editor.expected = ["422"]
        path = editor.brief(seed_article)
        editor.rewrites("claim-key_points-0", LIBEL)
        editor.until(lambda: editor.all("#trouble-claim-key_points-0 .anyway"))
        assert editor.violations() == []
        editor.find("#trouble-claim-key_points-0 .anyway button").click()
        assert "Say why" in editor.until(lambda: editor.find("#trouble-claim-key_points-0").text)
        assert read_kept(editor, path)["review"]["edited"] is False, "without a reason nothing is saved"
        editor.find("#claim-key_points-0 button[value='replace']").click()
        editor.until(lambda: editor.all("#trouble-claim-key_points-0 .anyway"))
        reason = editor.find("#trouble-claim-key_points-0 .anyway input")
        editor.until(lambda: editor.script("return document.activeElement === arguments[0]", reason))
        editor.change(lambda: reason.send_keys("The minister confirmed it by telephone." + Keys.ENTER))

        summary = editor.find("#claim-key_points-0 .because summary").text
        assert "Unsupported" in summary or "Contradicted" in summary
        assert "saved against the checks" in summary
        assert "✓" not in summary
        assert "1999" in editor.texts("#claim-key_points-0 mark")
        standing = editor.find(".standing").text
        assert "Against the checks" in standing
        assert "kept by an editor although the check did not find them" in standing
        reply = read_kept(editor, path)
        claim = next(c for c in reply["faithfulness"]["claims"] if c["text"] == LIBEL)
        assert claim["verdict"] in ("unsupported", "contradicted")
        assert reply["faithfulness"]["verdict"] == "fail"
        override = next(c for c in claim["checks"] if c["name"] == "override")
        assert (override["outcome"], ADA in override["detail"]) == ("fail", True)
        assert editor.violations() == []
        page = httpx.get(f"{editor.url}{path.removeprefix('/desk')}.html").text
        assert "kept by an editor although" in page
        editor.open(f"{path}/history")
        assert "The minister confirmed it by telephone." in editor.find("#version-2").text
        assert editor.violations() == []
        editor.open("/desk/briefings")
        assert "Against the checks" in editor.find(".kept").text


def test_a_version_is_brought_back(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        path = editor.brief(seed_article)
        points = read_kept(editor, path)["briefing"]["key_points"]
        editor.does("claim-key_points-0", "delete")
        editor.open(f"{path}/history")
        editor.find("#version-1 .bring-back button").click()
        editor.until(lambda: editor.all("#workbench"))
        assert read_kept(editor, path)["briefing"]["key_points"] == points
        editor.open(f"{path}/history")
        assert "back to version 1" in editor.find("#version-3").text
        assert not editor.all("#version-3 .bring-back")


def test_a_claim_is_written_anew(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    first = {"text": "Iran asked to move the talks to Oman.", "sources": [], "kind": "reported"}
    other = {"text": "A senior U.S. official wanted a real deal with Iran quickly.", "sources": [], "kind": "reported"}
    upstream.says(chat(draft(key_points=[first])), chat(draft(key_points=[other])), chat(draft(key_points=[other])))
    model = {"engine": "openai", "openai_api_key": "k", "openai_base_url": upstream.base_url}
    with desk(**model) as editor:
        editor.expected = ["422"]
        path = editor.brief(seed_article)
        assert editor.find("#claim-key_points-0 .words").text == first["text"]
        editor.change(lambda: editor.find("#claim-key_points-0 button[name='target']").click())
        assert editor.find("#claim-key_points-0 .words").text == other["text"]
        assert f"{ADA} had this written anew" in editor.texts("#claim-key_points-0 .told")
        editor.find(".part.the_story .anew button").click()
        assert "has the same text" in editor.until(lambda: editor.find("#trouble-part-the_story").text)
        versions = httpx.get(f"{editor.url}{path.removeprefix('/desk')}/versions").json()["versions"]
        assert versions[-1]["note"] == "key_points.0: written anew"


def test_both_sides_scroll_together(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        editor.size(1300, 500)
        editor.brief(seed_article + "\n\n" + "The port of Muscat lies on the coast of Oman and has a market. " * 40)
        editor.hovers("#briefing-heading")
        last = editor.script(
            "const found = [...document.querySelectorAll('.claim')].filter(c => c.dataset.starts).at(-1);"
            "document.querySelector('#article .text').scrollTop = 99999;"
            "scrollTo(0, 0); document.activeElement.blur();"
            "return document.querySelector('#article .text').scrollTop"
        )
        assert last > 0
        editor.script("scrollTo(0, 200)")
        editor.until(lambda: editor.script("return document.querySelector('#article .text').scrollTop") < last)
        editor.find("#together").click()
        editor.script("document.querySelector('#article .text').scrollTop = 99999; scrollTo(0, 0)")
        editor.script("return new Promise(done => setTimeout(done, 300))")
        assert editor.script("return document.querySelector('#article .text').scrollTop") == last


def test_a_claim_is_copied_with_its_source(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        path = editor.brief(seed_article)
        editor.script("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve() }")
        claim = read_kept(editor, path)["faithfulness"]["claims"][2]
        editor.script("document.getElementById(arguments[0]).focus()", "claim-" + claim["id"].replace(".", "-"))
        editor.keys("c")
        copied = editor.until(lambda: editor.script("return window.copied"))
        assert copied.splitlines()[0] == claim["text"]
        assert f"“{claim['evidence'][0]['quote']}”" in copied
        assert "Copied." in editor.status_text
