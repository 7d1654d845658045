"""Test the rights of a key, and which briefings it sees."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from newsbrief.settings.keys import create_key
from tests.support.http_service import bearer, reason_of
from tests.support.waiting import wait_until

ALL = ["read", "write", "review", "admin"]


class Keys:
    """Keys by name, and the setting that lets them in."""

    def __init__(self, **entries: dict[str, Any]) -> None:
        made = {name: create_key(name, **entry) for name, entry in entries.items()}
        self.setting = ",".join([*(entry for _, entry in made.values()), "old:s3cret"])
        self.headers = {name: bearer(key) for name, (key, _) in made.items()} | {"old": bearer("s3cret")}

    def __getitem__(self, name: str) -> dict[str, str]:
        return self.headers[name]


def brief(client: httpx.Client, article: str, headers: dict[str, str]) -> str:
    answer = client.post("/summarize", json={"text": article}, headers=headers)
    assert answer.status_code == 200, answer.text
    return f"/briefings/{answer.json()['id']}"


MISSING = "/briefings/00000000-0000-7000-8000-000000000000"
ROUTES: list[tuple[str, str, str, Any]] = [
    ("read", "GET", "/briefings", None),
    ("read", "GET", MISSING, None),
    ("read", "GET", f"{MISSING}.md", None),
    ("read", "GET", f"{MISSING}/versions", None),
    ("read", "GET", MISSING.replace("briefings", "jobs"), None),
    ("write", "POST", "/summarize", {"text": "short"}),
    ("write", "POST", "/verify", {"text": "short", "claims": ["a"]}),
    ("write", "POST", "/jobs", {"articles": []}),
    ("write", "POST", f"{MISSING}/update", {"text": "short"}),
    ("write", "PATCH", MISSING, {"edits": []}),
    ("write", "DELETE", MISSING, None),
    ("write", "DELETE", MISSING.replace("briefings", "jobs"), None),
    ("review", "POST", f"{MISSING}/review", {"status": "reviewed"}),
    ("admin", "GET", "/metrics", None),
]


def test_each_route_takes_the_scope_that_it_says(service: Callable[..., Any]) -> None:
    keys = Keys(**{f"only-{scope}": {"scopes": [scope]} for scope in ALL})
    with service(api_keys=keys.setting) as client:
        for scope, method, path, body in ROUTES:
            for has in ALL:
                answer = client.request(method, path, json=body, headers=keys[f"only-{has}"])
                refused = answer.status_code == 403
                assert refused == (has != scope), (method, path, has, answer.status_code)
                if refused:
                    assert reason_of(answer) == "not-permitted"
            assert client.request(method, path, json=body, headers=keys["old"]).status_code != 403


def test_a_newsroom_sees_its_own_briefings_alone(service: Callable[..., Any], seed_article: str) -> None:
    keys = Keys(sport={"team": "sports"}, coach={"team": "sports"}, city={"team": "city"})
    with service(api_keys=keys.setting, keep_text=True) as client:
        made = brief(client, seed_article, keys["sport"])
        everybodys = brief(client, seed_article, keys["old"])
        other = brief(client, seed_article, keys["city"])
        assert len({made, other, everybodys}) == 3, "an equal article is given no other newsroom's briefing"
        assert brief(client, seed_article, keys["coach"]) == made
        asks = [
            ("GET", "", None),
            ("GET", ".md", None),
            ("GET", ".html", None),
            ("GET", ".ninjs", None),
            ("GET", "/versions", None),
            ("GET", "/versions/1", None),
            ("POST", "/review", {"status": "reviewed"}),
            ("PATCH", "", {"edits": [{"op": "delete", "claim": "key_points.0"}]}),
            ("POST", "/update", {"text": seed_article}),
            ("DELETE", "", None),
        ]
        for method, path, body in asks:
            for where in (made, everybodys):
                headers = keys["city"] | {"If-Match": "*"}
                answer = client.request(method, f"{where}{path}", json=body, headers=headers)
                assert answer.status_code == 404, (method, path)
        for name, seen in (("sport", {made}), ("coach", {made}), ("city", {other}), ("old", {made, other, everybodys})):
            listed = client.get("/briefings", headers=keys[name]).json()["briefings"]
            assert {f"/briefings/{entry['id']}" for entry in listed} == seen, name
        assert client.get(made, headers=keys["coach"]).json()["source_text"]
        assert client.get(made, headers=keys["old"]).status_code == 200


def test_what_jobs_make_is_their_newsrooms(service: Callable[..., Any], seed_article: str) -> None:
    keys = Keys(sport={"team": "sports"}, city={"team": "city"})
    with service(api_keys=keys.setting) as client:
        job = client.post("/jobs", json={"articles": [{"text": seed_article}]}, headers=keys["sport"])
        where = job.headers["location"]
        wait_until(lambda: client.get(where, headers=keys["sport"]).json()["status"] == "completed", every_s=0.1)
        assert client.get(where, headers=keys["city"]).status_code == 404
        assert client.get(f"{where}/results", headers=keys["city"]).status_code == 404
        (entry,) = client.get("/briefings", headers=keys["sport"]).json()["briefings"]
        assert client.get("/briefings", headers=keys["city"]).json()["briefings"] == []
        assert brief(client, seed_article, keys["sport"]) == f"/briefings/{entry['id']}"


def test_the_reviewer_is_the_keys_and_no_free_word(service: Callable[..., Any], seed_article: str) -> None:
    keys = Keys(ada={"reviewer": "Ada Lovelace"}, bob={}, cms={"reviewer": "*"})
    with service(api_keys=keys.setting) as client:
        where = brief(client, seed_article, keys["ada"])
        for name, sent, kept in (
            ("ada", "Bob", "Ada Lovelace"),
            ("bob", "Ada Lovelace", "bob"),
            ("bob", None, "bob"),
            ("old", "Ada Lovelace", "old"),
            ("cms", "Grace\n\u202eHopper", "Grace Hopper"),
        ):
            step = {"status": "reviewed", **({"by": sent} if sent else {})}
            answer = client.post(f"{where}/review", json=step, headers=keys[name])
            assert answer.json()["review"]["by"] == kept, name
            edit = {"edits": [{"op": "move", "claim": "key_points.0", "to": 1}], "by": sent}
            assert client.patch(where, json=edit, headers=keys[name] | {"If-Match": "*"}).status_code == 200
            authors = [v["author"] for v in client.get(f"{where}/versions", headers=keys[name]).json()["versions"]]
            assert authors[-2:] == [kept, kept]
        unnamed = client.post(f"{where}/review", json={"status": "reviewed"}, headers=keys["cms"])
        assert reason_of(unnamed) == "invalid-request"


@pytest.mark.parametrize("by", ["\u202eAda\u202c", "Ada\nLovelace: approved", "Ada\u2028x", "A\x00da", "\u2067Ada"])
def test_names_are_one_line_that_is_what_it_shows(client: httpx.Client, seed_article: str, by: str) -> None:
    where = brief(client, seed_article, {})
    kept = client.post(f"{where}/review", json={"status": "reviewed", "by": by}).json()["review"]["by"]
    assert kept.isprintable()
    assert kept.replace(" ", "").replace(":", "").isalpha()


def test_no_key_deletes_what_another_made(service: Callable[..., Any], seed_article: str) -> None:
    some = ["read", "write"]
    keys = Keys(ada={"scopes": some}, bob={"scopes": some}, eva={"scopes": [*some, "admin"]})
    with service(api_keys=keys.setting) as client:
        where = brief(client, seed_article, keys["ada"])
        assert reason_of(client.delete(where, headers=keys["bob"])) == "not-permitted"
        assert client.delete(where, headers=keys["ada"]).status_code == 204
        where = brief(client, seed_article, keys["ada"])
        assert client.delete(where, headers=keys["eva"]).status_code == 204
