"""A briefing in WordPress, from asked for to taken off the page, over the site's own REST API."""

import html
import re
from contextlib import closing

from tests.cms.desk import TEXT, Desk, with_block
from tests.cms.service import Service
from tests.support.waiting import wait_until


def test_a_briefing_is_a_draft_until_an_editor_approves_it(chief: Desk) -> None:
    post = chief.post(status="publish", content=with_block())
    assert chief.page(post) == ""
    view = chief.make_and_wait(post)
    assert (view["status"], view["stale"], view["approved"], view["may_approve"]) == ("draft", False, None, True)
    for claim in view["claims"]:
        carried = claim["words"] in ("The article carries this.", "A judgement that follows from the article.")
        told = claim["evidence"] or claim["section"] == "title" or claim["verdict"] == "inference"
        assert carried == bool(told)
        assert told or "was taken from the article" in claim["text"]
    assert chief.page(post) == ""
    approved = chief.approve(post).json()
    assert (approved["status"], approved["review"]["by"]) == ("approved", "editor-in-chief")
    page = chief.page(post)
    story = [c["text"] for c in view["claims"] if c["section"] in ("the_story", "key_points")]
    assert all(text in html.unescape(page) for text in story)
    assert re.search(r"Summary made by software from this article, reviewed by editor-in-chief", page)


def test_the_webhook_brings_it(chief: Desk, service: Service) -> None:
    post = chief.post("Ships from eleven ports waited outside the harbour on Monday, the port authority said.", *TEXT)
    chief.make(post)
    # Nobody looks and no cron runs: the database alone tells that the service has called.
    stored = "return get_post_meta($args[0], '_newsbrief_state', true)['status'];"
    wait_until(lambda: chief.site.php(stored, post) == "draft")
    assert chief.site.php("return (bool) get_post_meta($args[0], '_newsbrief_job', true);", post) is False


def test_nothing_is_published_by_itself(chief: Desk) -> None:
    post = chief.post()
    chief.make_and_wait(post)
    chief.approve(post)
    assert chief.client.get(f"{chief.site.rest}/wp/v2/posts/{post}").json()["status"] == "draft"


def test_an_edit_makes_it_stale_and_a_new_one_replaces_it(chief: Desk) -> None:
    post = chief.post(status="publish", content=with_block())
    chief.make_and_wait(post)
    chief.approve(post)
    chief.save(post, content=with_block(*TEXT, "A spokesman of the hotel said that the hall was booked for two days."))
    view = chief.view(post)
    assert (view["stale"], view["approved"]["on_page"]) == (True, True)
    assert chief.page(post), "a sentence was added, those that the briefing rests on still stand"
    # The webhook may be at it just then: busy.
    wait_until(lambda: (chief.ask("POST", post), chief.view(post))[1]["status"] == "draft")
    view = chief.view(post)
    assert (view["stale"], view["approved"]["current"]) == (False, False)
    assert chief.page(post), "the earlier one is read until the new one is approved"


def test_markup_alone_makes_nothing_stale(chief: Desk) -> None:
    post = chief.post()
    chief.make_and_wait(post)
    chief.save(post, content="".join(f"<p><strong>{paragraph}</strong></p>\n" for paragraph in TEXT), excerpt="Short.")
    assert chief.view(post)["stale"] is False


def test_a_correction_of_what_it_rests_on_takes_it_off_the_page(chief: Desk) -> None:
    post = chief.post(status="publish", content=with_block())
    chief.make_and_wait(post)
    chief.approve(post)
    assert chief.page(post)
    corrected = [paragraph.replace("Oman", "Qatar") for paragraph in TEXT]
    chief.save(post, content=with_block(*corrected))
    assert chief.page(post) == ""
    view = chief.view(post)
    assert (view["stale"], view["approved"]["on_page"]) == (True, False)
    chief.ask("POST", post, "/approval", version=view["version"], anyway=True)
    assert chief.page(post), "an editor has looked at it, and stands by it"


def test_what_the_article_no_longer_says_is_not_said_to_be_there(chief: Desk) -> None:
    post = chief.post(status="publish", content=with_block())
    chief.make_and_wait(post)
    chief.approve(post)
    chief.save(post, content=with_block(*(paragraph.replace("214", "310") for paragraph in TEXT)))
    view = chief.view(post)
    counted = next(c for c in view["claims"] if "214" in c["text"])
    assert (counted["verdict"], counted["words"]) == (
        "outdated",
        "The article has changed where it said this: check it again.",
    )
    assert any(c["verdict"] == "supported" for c in view["claims"])
    assert chief.approve(post, view["version"]).status_code == 422
    checked = chief.ask("POST", post, "/check", version=view["version"]).json()
    counted = next(c for c in checked["claims"] if "214" in c["text"])
    assert (counted["verdict"], checked["stale"], checked["status"]) == ("unsupported", False, "draft")
    assert any("310" in quote for quote in counted["evidence"])
    right = {counted["id"]: counted["text"].replace("214", "310")}
    mended = chief.ask("PATCH", post, version=checked["version"], claims=right).json()
    assert chief.approve(post, mended["version"]).status_code == 200
    assert "310" in chief.page(post)


def test_the_list_has_a_bulk_action_and_says_how_each_stands(chief: Desk, service: Service) -> None:
    posts = [chief.post(f"{number} trains were late on Monday, the railway said.", *TEXT) for number in (3, 4)]
    with closing(chief.site.signed_in("editor-in-chief")) as browser:
        listed = browser.get(f"{chief.site.url}/wp-admin/edit.php")
        nonce = re.search(r'name="_wpnonce" value="(\w+)"', listed.text)
        assert nonce
        assert "Make briefings" in listed.text
        sent = {"action": "newsbrief_make", "action2": "-1", "post[]": [str(post) for post in posts]}
        forged = browser.get(f"{chief.site.url}/wp-admin/edit.php", params={**sent, "_wpnonce": "0"})
        assert forged.status_code == 403
        assert chief.view(posts[0])["status"] == "none"
        done = browser.get(f"{chief.site.url}/wp-admin/edit.php", params={**sent, "_wpnonce": nonce[1]})
        assert "2 articles will have briefings, as drafts" in done.text
        # WordPress' own cron does it, as requests come in; it waits a minute between two runs.
        chief.site.php("delete_transient('doing_cron');")
        for post in posts:
            chief.until_draft(post)
        assert ">Draft</td>" in browser.get(f"{chief.site.url}/wp-admin/edit.php").text
