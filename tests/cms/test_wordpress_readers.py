"""Readers without a name learn from WordPress's REST API what the page shows, and no more."""

import httpx

from tests.cms.desk import TEXT, Desk, with_block


def test_readers_who_are_nobody_learn_nothing_from_rest(chief: Desk) -> None:
    post = chief.post(status="publish", content=with_block())
    chief.make_and_wait(post)
    public = httpx.get(f"{chief.site.rest}/wp/v2/posts/{post}").json()
    assert [public["meta"][f"_newsbrief_{key}"] for key in ("state", "briefing", "report", "approved")] == [None] * 4
    editors = chief.client.get(f"{chief.site.rest}/wp/v2/posts/{post}&context=edit").json()
    assert editors["meta"]["_newsbrief_report"]["claims"]
    chief.approve(post)
    public = httpx.get(f"{chief.site.rest}/wp/v2/posts/{post}").json()
    assert public["meta"]["_newsbrief_approved"]["briefing"]["the_story"]
    assert public["meta"]["_newsbrief_report"] is None
    assert "by_id" not in public["meta"]["_newsbrief_approved"]


def test_what_readers_may_not_read_on_the_page_they_may_not_read_over_rest(chief: Desk) -> None:
    post = chief.post(status="publish", content=with_block())
    chief.make_and_wait(post)
    chief.approve(post)

    def read_approved(below: str = "", client: httpx.Client | None = None) -> object:
        answer = (client or httpx).get(f"{chief.site.rest}/wp/v2/posts/{post}{below}")
        assert answer.status_code == 200
        return answer.json()["meta"]["_newsbrief_approved"]

    assert read_approved()
    chief.save(post, password="secret")
    assert read_approved() is None
    assert read_approved("&context=edit", chief.client)
    chief.save(post, password="", content=with_block(*(paragraph.replace("Oman", "Qatar") for paragraph in TEXT)))
    assert chief.page(post) == ""
    assert read_approved() is None
    assert read_approved("&context=edit", chief.client)
