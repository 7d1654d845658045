"""Approval in WordPress: what the service learns of it, when it ends, and what it fills."""

import httpx

from tests.cms.desk import TEXT, Desk, with_block
from tests.cms.service import KEY, Service


def test_an_edit_after_approval_is_a_draft_again(chief: Desk) -> None:
    post = chief.post(status="publish", content=with_block())
    view = chief.make_and_wait(post)
    chief.approve(post)
    before, claim = chief.page(post), next(c for c in view["claims"] if c["section"] == "key_points")
    changed = chief.ask("PATCH", post, version=view["version"], claims={claim["id"]: "The talks will be held in Oman."})
    assert (changed.json()["status"], changed.json()["review"]) == ("draft", None)
    assert chief.page(post) == before


def test_the_service_learns_who_approved_what_it_made(chief: Desk, service: Service) -> None:
    post = chief.post("Seven cranes stood still on Wednesday, the port authority said.", *TEXT)
    view = chief.make_and_wait(post)
    kept = chief.site.php("return get_post_meta($args[0], '_newsbrief_report', true)['briefing_id'];", post)

    def review() -> tuple[str, str | None]:
        found = service.get(f"/briefings/{kept}").json()["review"]
        return found["status"], found["by"]

    chief.approve(post)
    chief.until_cron(lambda: review() == ("reviewed", "editor-in-chief"))
    chief.ask("DELETE", post, "/approval")
    chief.until_cron(lambda: review() == ("draft", None))
    claim = view["claims"][-1]["id"]
    edited = chief.ask("PATCH", post, version=view["version"], claims={claim: "It may rain."}).json()
    chief.ask("POST", post, "/approval", version=edited["version"], anyway=True)
    chief.site.cron()
    assert review() == ("draft", None), "what was edited here is not what the service has"


TOLD = (
    "foreach (_get_cron_array() as $at => $hooks) foreach ($hooks['newsbrief_tell'] ?? [] as $event) {"
    " wp_unschedule_event($at, 'newsbrief_tell', $event['args']);"
    " do_action_ref_array('newsbrief_tell', $event['args']); }"
)
"""Tell the service what is to be told, also what is due later."""


def approve_unheard(chief: Desk, service: Service, post: int) -> str:
    """Make a briefing, approve it while the service is away, which is told later, and return its id there."""
    chief.make_and_wait(post)
    kept = chief.site.php("return get_post_meta($args[0], '_newsbrief_report', true)['briefing_id'];", post)
    chief.site.settings(url="http://127.0.0.1:9")
    assert chief.approve(post).status_code == 200
    chief.site.php(TOLD)
    chief.site.settings(url=service.url)
    return str(kept)


def test_what_was_edited_at_the_service_is_not_approved_unseen(chief: Desk, service: Service) -> None:
    post = chief.post("Five lorries stood at the gate on Wednesday, the port authority said.", *TEXT)
    kept = approve_unheard(chief, service, post)
    found = service.get(f"/briefings/{kept}")
    claim = next(c for c in found.json()["faithfulness"]["claims"] if c["section"] == "key_points")
    edit = {"op": "replace", "claim": claim["id"], "text": "The talks will be held in Oman.", "reason": "Shorter."}
    text = chief.site.php("return Newsbrief\\article_text(get_post($args[0]));", post)
    edited = httpx.patch(
        f"{service.url}/briefings/{kept}",
        json={"edits": [edit], "by": "desk", "text": text},
        headers={"Authorization": f"Bearer {KEY}", "If-Match": found.headers["etag"]},
        timeout=30,
    )
    assert edited.status_code == 200, edited.text
    chief.site.php(TOLD)
    assert service.get(f"/briefings/{kept}").json()["review"]["status"] == "draft"


def test_an_approval_that_the_service_hears_of_late_is_not_told_once_withdrawn(chief: Desk, service: Service) -> None:
    post = chief.post("Six lorries stood at the gate on Wednesday, the port authority said.", *TEXT)
    kept = approve_unheard(chief, service, post)
    chief.ask("DELETE", post, "/approval")
    chief.site.cron()
    chief.site.php(TOLD)
    assert service.get(f"/briefings/{kept}").json()["review"]["status"] == "draft"


def test_an_approval_that_the_service_hears_of_late_is_told(chief: Desk, service: Service) -> None:
    post = chief.post("Eight lorries stood at the gate on Wednesday, the port authority said.", *TEXT)
    kept = approve_unheard(chief, service, post)
    chief.site.php(TOLD)
    assert service.get(f"/briefings/{kept}").json()["review"]["by"] == "editor-in-chief"


def test_an_empty_excerpt_is_filled_on_approval_alone(chief: Desk) -> None:
    chief.site.settings(fill_excerpt=True)
    post, full = chief.post(), chief.post(excerpt="Written by hand.")
    for each in (post, full):
        chief.make_and_wait(each)

    def raw(id: int) -> str:
        return str(chief.client.get(f"{chief.site.rest}/wp/v2/posts/{id}&context=edit").json()["excerpt"]["raw"])

    assert raw(post) == ""
    for each in (post, full):
        chief.approve(each)
    assert "talks" in raw(post)
    assert raw(full) == "Written by hand."
    assert chief.view(post)["stale"] is False
