"""Briefings that WordPress asks for when an article is saved."""

from tests.cms.desk import TEXT, TITLE, Desk, with_block
from tests.cms.service import Service
from tests.support.waiting import wait_until


def test_a_saved_draft_is_briefed_by_itself_where_that_is_set(chief: Desk, service: Service) -> None:
    chief.site.settings(automatic=True)
    before = chief.jobs(service)
    post = chief.post("A ferry with 80 passengers was delayed by fog on Sunday, its company said.", *TEXT)
    for number in range(3):
        chief.save(post, excerpt=f"Saved {number} times.")
    assert chief.view(post)["status"] == "pending"
    chief.site.php(
        "wp_clear_scheduled_hook('newsbrief_send', [$args[0]]);"
        "wp_schedule_single_event(time(), 'newsbrief_send', [$args[0]]);",
        post,
    )
    chief.site.cron()
    wait_until(lambda: chief.view(post)["status"] == "draft")
    assert service.jobs() == before + 1
    chief.save(post, excerpt="Once more.")
    assert chief.view(post)["status"] == "draft"
    chief.ask("DELETE", post)
    chief.save(post, excerpt="And again.")
    assert chief.view(post)["status"] == "none", "what was dismissed is not made again for the same text"
    published = chief.post(status="publish")
    assert chief.view(published)["status"] == "none"


def test_what_the_editor_saves_by_itself_is_not_briefed(chief: Desk) -> None:
    post = chief.post()
    chief.site.settings(automatic=True)
    words = {"content": with_block(*TEXT, "One more line.")}
    saved = chief.client.post(f"{chief.site.rest}/wp/v2/posts/{post}/autosaves", json=words)
    assert saved.status_code == 200
    now = chief.client.get(f"{chief.site.rest}/wp/v2/posts/{post}&context=edit").json()
    assert "One more line." in now["content"]["raw"], "an author's own draft is saved in place"
    assert chief.view(post)["status"] == "none"
    chief.save(post, excerpt="Saved by hand.")
    assert chief.view(post)["status"] == "pending"


def test_what_an_editor_wrote_is_not_replaced_by_itself(chief: Desk) -> None:
    post = chief.post()
    view = chief.make_and_wait(post)
    written = {view["claims"][-1]["id"]: "Iran asked for Oman."}
    edited = chief.ask("PATCH", post, version=view["version"], claims=written)
    assert edited.status_code == 200, edited.text
    chief.site.settings(automatic=True)
    chief.save(post, title=f"{TITLE} on Friday")
    view = chief.view(post)
    assert (view["status"], view["stale"]) == ("draft", True)
