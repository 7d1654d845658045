"""Nothing that was sent, or that a model wrote, ever becomes markup; and nobody comes in who may not."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from newsbrief.api.desk.session import COOKIE
from newsbrief.settings.keys import create_key
from tests.desk.editor import ARABIC, Desk
from tests.support.documents import pdf
from tests.support.http_service import serve
from tests.support.settings import plain_settings
from tests.support.upstream import Upstream, chat, draft, error

ATTACK = "<img src=x onerror='hacked=1'><script>hacked=1</script>\"'><svg onload=hacked=1><a href=javascript:hacked=1>"
HOSTILE = f"""The council of Leeds met on Monday to talk about buses {ATTACK} and about trams.

The mayor said “{ATTACK}” in the meeting. The council will build 12 new bus lanes in 2027, the mayor said on Monday.

A spokesman for the council said that the work would cost 4 million pounds. It will be paid by the city.

Drivers welcomed the plan on Tuesday. Their union said that 300 of its members work on the lines in question. The
first lane will open in March 2027 near the station, and the last one in November. Two schools asked for a crossing."""


def assert_untouched(editor: Any) -> None:
    assert editor.script("return window.hacked") is None
    assert editor.script("return document.querySelectorAll('main img[src=x], main svg, main script').length") == 0
    assert editor.script("return document.querySelectorAll(`[href^='javascript:' i], [hx-on], [onload]`).length") == 0


def test_an_article_that_attacks(desk: Desk) -> None:
    with desk() as editor:
        path = editor.brief(HOSTILE, name=ATTACK)
        assert "".join(editor.texts("#article .text")) == HOSTILE
        assert_untouched(editor)
        editor.change(lambda: editor.find("button[value='delete']:enabled").click())
        assert_untouched(editor)
        editor.change(lambda: editor.find("button[value='reviewed']").click())
        assert ATTACK in editor.find(".standing").text
        for page in (f"{path}/history", "/desk/briefings"):
            editor.open(page)
            assert_untouched(editor)


def test_a_model_that_attacks(desk: Desk, upstream: Upstream, seed_article: str) -> None:
    wrong = {"text": f"The talks {ATTACK} will be held in Reykjavik.", "sources": [], "kind": "reported"}
    upstream.says(chat(draft(title=wrong, the_story=[wrong], key_points=[wrong], model=ATTACK)))
    model = {"engine": "openai", "openai_api_key": "k", "openai_base_url": upstream.base_url}
    with desk(**model) as editor:
        editor.brief(seed_article)
        assert_untouched(editor)
        assert any("onerror" in said for said in editor.texts(".out .claim s, .told"))
    upstream.says(error(400, ATTACK))
    with desk(**model) as editor:
        editor.brief(seed_article)
        editor.find(".made:not(.others) summary").click()
        assert "stood in" in editor.find(".made:not(.others)").text
        assert_untouched(editor)


@pytest.mark.parametrize("look", ["wide", "narrow", "arabic"])
def test_everybody_can_use_it(desk: Desk, seed_article: str, look: str) -> None:
    with desk(api_keys="desk:sesame", fetch_urls=True) as editor:
        if look == "narrow":
            editor.size(360, 800)
        editor.open("/desk")
        editor.until(lambda: "/desk/sign-in" in editor.browser.current_url)
        assert editor.violations() == []
        editor.find("#key").send_keys("sesame")
        editor.find("button.main").click()
        editor.until(lambda: editor.all("#compose"))
        editor.find(".more summary").click()
        assert editor.violations() == []
        path = editor.brief(ARABIC if look == "arabic" else seed_article)
        editor.change(lambda: editor.find("button[value='delete']:enabled").click())
        for opened in (".because summary", ".keys summary", ".made summary"):
            editor.find(opened).click()
        editor.find(".edit summary").click()
        assert editor.violations() == []
        if look == "arabic":
            assert editor.script("return getComputedStyle(document.querySelector('.claim .words')).direction") == "rtl"
            assert editor.script("return getComputedStyle(document.querySelector('#article .text')).direction") == "rtl"
        for page in (f"{path}/history", "/desk/briefings", "/desk/briefings/00000000-0000-7000-8000-000000000000"):
            if page.endswith("0000"):
                editor.expected = ["404"]
            editor.open(page)
            assert editor.violations() == []


def test_signing_in_and_out(desk: Desk, seed_article: str) -> None:
    with desk(api_keys="desk:sesame,wire:t0ken") as editor:
        editor.expected = ["401"]
        editor.open("/desk/briefings")
        assert "/desk/sign-in" in editor.browser.current_url
        editor.find("#key").send_keys("wrong")
        editor.find("button.main").click()
        editor.until(lambda: editor.all("#wrong"))
        editor.find("#key").send_keys("sesame")
        editor.find("#name").send_keys("Ada Lovelace")
        editor.find("button.main").click()
        editor.until(lambda: editor.browser.current_url.endswith("/desk/briefings"))
        cookie = editor.browser.get_cookie(COOKIE)
        assert cookie["httpOnly"]
        assert (cookie["sameSite"], cookie["path"]) == ("Strict", "/desk")
        assert "expiry" not in cookie
        assert "sesame" not in cookie["value"]
        editor.brief(seed_article, name="")
        assert editor.find("#by").get_property("value") == "Ada Lovelace"
        editor.change(lambda: editor.find("button[value='reviewed']").click())
        assert "Ada Lovelace (desk)" in editor.find(".standing").text, "a person, and by which key"
        editor.script("fetch('/desk/sign-out', {method: 'POST'}).then(() => document.title = 'out')")
        editor.until(lambda: editor.browser.title == "out")
        editor.find("#claim-key_points-0 button[value='delete']").click()
        assert "Your session has ended" in editor.until(lambda: editor.find("#trouble").text)
        assert editor.find("#claim-key_points-0 .words").text


@contextmanager
def signed_in(**chosen: Any) -> Iterator[httpx.Client]:
    with serve(plain_settings(**chosen)) as url, httpx.Client(base_url=url, timeout=30) as client:
        client.headers["Origin"] = url
        if "api_keys" in chosen:
            assert client.post("/desk/sign-in", data={"key": "sesame"}).status_code == 303
        yield client


def test_the_cookie_opens_the_desk_and_nothing_else(seed_article: str) -> None:
    with signed_in(api_keys="desk:sesame") as client:
        made = client.post("/desk/api/summarize", json={"text": seed_article})
        assert made.status_code == 200
        path = f"/briefings/{made.json()['id']}"
        assert client.get(f"/desk{path}").status_code == 200
        assert client.get(f"/desk/api{path}.md").status_code == 200
        cookie = client.cookies[COOKIE]
        sent = {"Cookie": f"{COOKIE}={cookie}"}
        for closed in (client.get(path, headers=sent), client.get("/briefings", headers=sent)):
            assert closed.status_code == 401
        other = "0" if cookie[-1] != "0" else "1"
        for value in ("", "x", "..", "é.é", cookie[:-1] + other, "OTk5OTk5OTk5OTpkZXNr.00"):
            with httpx.Client(base_url=client.base_url, headers={b"Cookie": f"{COOKIE}={value}".encode()}) as guest:
                assert guest.get("/desk").status_code == 303
                assert guest.get(f"/desk/api{path}").status_code == 401


def test_what_another_sites_page_sends_is_refused(seed_article: str) -> None:
    with signed_in(api_keys="desk:sesame") as client:
        for origin, site in (("https://evil.example", None), ("null", None), (None, None), (None, "same-origin")):
            headers = {"Origin": origin or "", "Sec-Fetch-Site": site or ""}
            headers = {name: value for name, value in headers.items() if value}
            client.headers.pop("Origin", None)
            for path in ("/desk/api/summarize", "/desk/sign-in", "/desk/sign-out"):
                answer = client.post(path, data={"key": "sesame"}, headers=headers)
                assert answer.status_code == 403, (path, headers)
        own = str(client.base_url).rstrip("/")
        crossing = client.post("/desk/sign-out", headers={"Origin": own, "Sec-Fetch-Site": "cross-site"})
        assert crossing.status_code == 403
    with signed_in() as client:
        client.headers["Origin"] = "https://evil.example"
        assert client.post("/desk/api/summarize", json={"text": seed_article}).status_code == 403


def test_limits_of_a_key_hold_at_the_desk(seed_article: str) -> None:
    with signed_in(api_keys="desk:sesame", rate_limit="2/minute") as client:
        assert client.post("/desk/api/summarize", json={"text": seed_article}).status_code == 200
        assert client.get("/briefings", headers={"Authorization": "Bearer sesame"}).status_code == 200
        page = client.get("/desk/briefings")
        assert page.status_code == 429
        assert "Retry-After" in page.headers
        assert page.headers["content-type"].startswith("text/html")
        assert client.get("/desk/static/desk.css").status_code == 200


@pytest.mark.parametrize(
    "next", ["https://evil.example/", "//evil.example", "/desk/../x", "/desk\\evil", "javascript:1"]
)
def test_signing_in_leads_nowhere_else(next: str) -> None:
    with signed_in(api_keys="desk:sesame") as client:
        answer = client.post("/desk/sign-in", data={"key": "sesame", "next": next})
        assert answer.headers["location"] == "/desk"
        assert "default-src 'none'; script-src 'self'" in client.get("/desk").headers["content-security-policy"]


def test_guesses_of_keys_are_limited() -> None:
    with serve(plain_settings(api_keys="desk:sesame", rate_limit="3/minute")) as url:
        answers = [httpx.post(f"{url}/desk/sign-in", data={"key": "x"}, headers={"Origin": url}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]


def test_the_cookie_is_secure_where_the_browser_sees_https() -> None:
    with serve(plain_settings(api_keys="desk:sesame")) as url:
        for scheme in ("http", "https"):
            origin = url.replace("http:", f"{scheme}:")
            answer = httpx.post(f"{url}/desk/sign-in", data={"key": "sesame"}, headers={"Origin": origin})
            assert ("; Secure" in answer.headers["set-cookie"]) == (scheme == "https")


def test_signing_out_ends_the_cookie_and_every_copy_of_it() -> None:
    with signed_in(api_keys="desk:sesame") as client, signed_in_again(client) as other:
        copied = {"Cookie": f"{COOKIE}={client.cookies[COOKIE]}"}
        assert httpx.get(f"{client.base_url}/desk", headers=copied).status_code == 200
        assert client.post("/desk/sign-out").status_code == 303
        for path in ("/desk", "/desk/briefings", "/desk/api/briefings"):
            assert httpx.get(f"{client.base_url}{path}", headers=copied).status_code in (303, 401), path
        page = httpx.get(f"{client.base_url}/desk/sign-in", headers=copied)
        assert page.status_code == 200, "one who was signed out can sign in again"
        assert other.get("/desk").status_code == 200, "another session of the same key goes on"


@contextmanager
def signed_in_again(first: httpx.Client) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=first.base_url, headers={"Origin": first.headers["Origin"]}, timeout=30) as client:
        assert client.post("/desk/sign-in", data={"key": "sesame"}).status_code == 303
        yield client


def test_work_on_a_dropped_file_ends_when_nobody_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.workers.GRACE_S", 0.2)
    page = pdf("a) Tj (" * 300_000)
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": "story.pdf", "Accept": "application/json"}
    with serve(plain_settings(deadline_s=1)) as url, httpx.Client(base_url=url, timeout=60) as client:
        began = time.monotonic()
        answer = client.post("/desk/article", content=page, headers=headers | {"Origin": url})
        assert answer.status_code == 503, answer.text[:300]
        assert time.monotonic() - began < 20


def test_a_claim_that_is_none_makes_no_header(seed_article: str) -> None:
    with serve(plain_settings()) as url, httpx.Client(base_url=url, headers={"Origin": url}, timeout=30) as client:
        id = client.post("/desk/api/summarize", json={"text": seed_article}).json()["id"]
        sent = {"do": "delete", "claim": "x" * 200_000, "version": "1", "by": "Ada"}
        answer = client.post(f"/desk/briefings/{id}/edits", data=sent, headers={"HX-Request": "true"})
        assert answer.status_code == 422
        assert "x" * 200 not in str(answer.headers)


def test_at_the_desk_a_key_does_what_it_permits_under_its_own_name(seed_article: str) -> None:
    reader, writer = (
        create_key(name, scopes=scopes) for name, scopes in (("eve", ["read"]), ("wes", ["read", "write"]))
    )
    ada = create_key("ada", scopes=["read", "review"], reviewer="Ada Lovelace")
    entries = ",".join(entry for _, entry in (reader, writer, ada))
    with serve(plain_settings(api_keys=entries)) as url:
        clients = {}
        for name, (key, _) in {"eve": reader, "wes": writer, "ada": ada}.items():
            clients[name] = httpx.Client(base_url=url, headers={"Origin": url}, timeout=30)
            assert clients[name].post("/desk/sign-in", data={"key": key}).status_code == 303
        made = clients["wes"].post("/desk/api/summarize", json={"text": seed_article}).json()
        path = f"/desk/briefings/{made['id']}"
        step = {"status": "reviewed", "by": "Somebody else", "version": "1"}
        for name in ("eve", "wes"):
            assert clients[name].get(path).status_code == 200
            assert clients[name].post(f"{path}/review", data=step).status_code == 403, name
        assert clients["eve"].post("/desk/api/summarize", json={"text": seed_article}).status_code == 403
        assert clients["eve"].post(f"{path}/edits", data={"do": "delete", "claim": "key_points.0"}).status_code == 403
        assert clients["ada"].post(f"{path}/review", data=step, headers={"HX-Request": "true"}).status_code == 200
        now = clients["eve"].get(f"/desk/api/briefings/{made['id']}").json()
        assert now["review"]["by"] == "Ada Lovelace"
        brought = {"article": seed_article, "keep": "1"}
        assert 'name="keep"' not in clients["eve"].get(path).text
        assert clients["eve"].post(f"{path}/article", data=brought).status_code == 200, "to see it takes no more"
        assert 'id="no-article"' in clients["wes"].get(path).text, "who only reads has no text kept"
        assert clients["wes"].post(f"{path}/article", data=brought).status_code == 200
        assert 'id="no-article"' not in clients["eve"].get(path).text
        for client in clients.values():
            client.close()
