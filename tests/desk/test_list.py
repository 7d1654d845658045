"""The list of kept briefings: found by words, date, outlet, status and language; deleted."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.api.desk.listing import ListForm
from tests.desk.editor import ARABIC, Desk, read_kept


def test_found_by_words_outlet_language_status_and_date(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        sent = {"text": seed_article, "source": "Daily Post"}
        english = httpx.post(f"{editor.url}/summarize", json=sent, timeout=60).json()
        arabic = httpx.post(f"{editor.url}/summarize", json={"text": ARABIC}, timeout=60).json()

        def list_ids(query: str) -> list[str]:
            editor.open(f"/desk/briefings?{query}")
            return [link.get_attribute("href").rpartition("/")[2] for link in editor.all(".kept tbody th a")]

        assert list_ids("") == [arabic["id"], english["id"]]
        word = english["briefing"]["key_points"][0].split()[-1].strip(".").upper()
        assert list_ids(f"words={word}") == [english["id"]]
        assert list_ids("words=daily") == [english["id"]]
        assert list_ids("words=100%25") == []
        assert list_ids("outlet=Daily+Post") == [english["id"]]
        assert list_ids("language=ar") == [arabic["id"]]
        assert list_ids("status=reviewed") == []
        assert list_ids("since=2001-01-01&until=2001-12-31") == []
        day = english["meta"]["created_at"][:10]
        assert list_ids(f"since={day}&until={day}") == [arabic["id"], english["id"]]
        assert list_ids("words=&since=&until=&outlet=&status=&language=") == [arabic["id"], english["id"]]
        assert editor.violations() == []
        editor.find("#outlet option:nth-child(2)").click()
        editor.find(".filters button").click()
        editor.until(lambda: "outlet=Daily" in editor.browser.current_url)
        assert len(editor.all(".kept tbody tr")) == 1

        for here, following in ((arabic["id"], english["id"]), (english["id"], arabic["id"])):
            editor.open(f"/desk/briefings/{here}/next")
            assert editor.browser.current_url.endswith(following), "from draft to draft, and around"
        httpx.delete(f"{editor.url}/briefings/{arabic['id']}")
        editor.open(f"/desk/briefings/{english['id']}/next")
        assert editor.browser.current_url.endswith("/desk/briefings?status=draft"), "there is no other"

        editor.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "Pacific/Honolulu"})
        editor.open("/desk/today?day=2026-03-01")
        assert editor.find("h1 + .hint time").text == "1 Mar 2026", "a day is the same day everywhere"
        editor.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": ""})


def test_words_of_the_newest_version_are_found(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        path = editor.brief(seed_article)
        point = read_kept(editor, path)["briefing"]["key_points"][0]
        editor.does("claim-key_points-0", "delete")
        editor.open("/desk/briefings")
        editor.find("#words").send_keys(point)
        editor.find(".filters button").click()
        editor.until(lambda: "words=" in editor.browser.current_url)
        left = " ".join(c["text"] for c in read_kept(editor, path)["faithfulness"]["claims"])
        assert bool(editor.all(".kept tbody tr")) == all(word in left for word in point.split())


def test_a_briefing_is_deleted(desk: Desk, seed_article: str) -> None:
    with desk() as editor:
        path = editor.brief(seed_article)
        assert not editor.find(".remove .danger").is_displayed(), "it takes two steps"
        editor.find(".remove summary").click()
        editor.find(".remove .danger").click()
        editor.until(lambda: editor.browser.current_url.startswith(f"{editor.url}/desk/briefings?"))
        assert "Deleted." in editor.find("main").text
        assert httpx.get(f"{editor.url}{path.removeprefix('/desk')}").status_code == 404


@pytest.mark.parametrize("day", ["2026-02-30", "0001-01-01", "9999-12-31", "x", "", "2026-2-3-4"])
def test_what_is_no_day_asks_for_nothing(day: str) -> None:
    wanted = ListForm.model_validate({"since": day, "until": day})
    assert (wanted.filters(None).since, wanted.filters(None).until) == (None, None)


@given(st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_sent_as_a_day(since: str, until: str) -> None:
    found = ListForm.model_validate({"since": since, "until": until}).filters("sports")
    assert found.team == "sports"
