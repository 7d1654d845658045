"""Several people, or tabs, at one briefing in WordPress: each in turn, and nobody pays twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

from tests.cms.desk import TEXT, Desk
from tests.cms.service import Service
from tests.support.waiting import wait_until


def test_who_has_not_seen_the_latest_text_changes_and_approves_nothing(chief: Desk) -> None:
    post = chief.post()
    view = chief.make_and_wait(post)
    claim = view["claims"][-1]["id"]
    assert chief.ask("PATCH", post, version=view["version"], claims={claim: "Iran asked for Oman."}).status_code == 200
    second = chief.ask("PATCH", post, version=view["version"], claims={claim: "Something else."})
    assert (second.status_code, second.json()["code"]) == (409, "newsbrief_changed")
    assert second.json()["data"]["view"]["version"] == chief.view(post)["version"]
    assert chief.approve(post, view["version"]).status_code == 409
    assert chief.view(post)["status"] == "draft"


def test_a_lock_is_had_by_one_until_it_is_freed_or_over(chief: Desk) -> None:
    take = "Newsbrief\\take_lock('test', 60)"
    code = f"$had = [{take}, {take}]; Newsbrief\\free_lock('test'); $had[] = {take}; Newsbrief\\free_lock('test');"
    over = "$had[] = Newsbrief\\take_lock('test', 0); $had[] = Newsbrief\\take_lock('test', 0);"
    assert chief.site.php(f"{code} {over} Newsbrief\\free_lock('test'); return $had;") == [
        True,
        False,
        True,
        True,
        True,
    ]


def test_two_tabs_pay_once(chief: Desk, service: Service) -> None:
    post = chief.post(
        "The two delegations will meet in three rounds, an official of the ministry said on Tuesday.", *TEXT
    )
    before, gate = chief.jobs(service), threading.Barrier(6)

    def ask(_: int) -> int:
        gate.wait()
        return chief.ask("POST", post).status_code

    with ThreadPoolExecutor(6) as tabs:
        assert set(tabs.map(ask, range(6))) <= {200, 409}
    wait_until(lambda: chief.view(post)["status"] == "draft")
    chief.make(post)
    assert service.jobs() == before + 1
