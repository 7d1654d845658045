"""Test the capabilities that the plug-in asks for, and the secrets that nobody sees."""

from contextlib import closing

import httpx

from tests.cms.desk import Desk, with_block
from tests.cms.service import KEY, SECRET


def test_nobody_comes_near_without_the_right_to_edit(chief: Desk) -> None:
    post = chief.post(status="publish")
    address = f"{chief.site.rest}/newsbrief/v1/posts/{post}/briefing"
    sent = {"version": "x", "claims": {"a": "b"}}
    methods = [
        ("GET", ""),
        ("POST", ""),
        ("POST", "/check"),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/approval"),
        ("DELETE", "/approval"),
    ]
    for method, below in methods:
        assert httpx.request(method, address + below, json=sent, timeout=30).status_code == 401
    for login, role in (("sub", "subscriber"), ("con", "contributor"), ("aut", "author")):
        with chief.site.user(login, role) as client:
            for method, below in methods:
                answer = client.request(method, address + below, json=sent)
                assert answer.status_code == 403, (role, method, below)


def test_cookies_alone_do_nothing(chief: Desk) -> None:
    post = chief.post()
    with closing(chief.site.signed_in("editor-in-chief")) as browser:
        answer = browser.post(f"{chief.site.rest}/newsbrief/v1/posts/{post}/briefing")
        assert answer.status_code == 401, "a page elsewhere has the cookies, but no nonce"
    assert chief.view(post)["status"] == "none"


def test_who_may_not_publish_does_not_approve(chief: Desk) -> None:
    with chief.site.user("con", "contributor") as client:
        desk = Desk(chief.site, client)
        post = desk.post()
        view = desk.make_and_wait(post)
        assert view["may_approve"] is False
        refused = desk.approve(post)
        assert (refused.status_code, refused.json()["code"]) == (403, "newsbrief_may_not_approve")
        assert desk.view(post)["status"] == "draft"
    assert chief.approve(post).status_code == 200


def test_pages_and_strangers_are_not_found(chief: Desk) -> None:
    page = chief.client.post(f"{chief.site.rest}/wp/v2/pages", json={"title": "About", "status": "draft"}).json()["id"]
    for id in (page, 999_999):
        assert (chief.ask("GET", id).status_code, chief.ask("POST", id).status_code) == (404, 404)


def test_no_secret_is_in_any_page(chief: Desk) -> None:
    post = chief.post()
    chief.make_and_wait(post)
    with closing(chief.site.signed_in("editor-in-chief")) as browser:
        for path in (
            "/wp-admin/options-general.php?page=newsbrief",
            f"/wp-admin/post.php?post={post}&action=edit",
            "/wp-admin/options.php",
            "/wp-admin/edit.php",
        ):
            answer = browser.get(chief.site.url + path)
            assert answer.status_code == 200, path
            if path != "/wp-admin/options.php":
                assert "ewsbrief" in answer.text
            assert KEY not in answer.text, path
            assert SECRET not in answer.text, path
        settings = browser.get(f"{chief.site.url}/wp-admin/options-general.php?page=newsbrief").text
        assert "The service answers, and takes this site’s key." in settings
    for route in ("/wp/v2/settings", f"/wp/v2/posts/{post}&context=edit", f"/newsbrief/v1/posts/{post}/briefing"):
        answer = chief.client.get(chief.site.rest + route)
        assert answer.status_code == 200
        assert KEY not in answer.text


def test_the_settings_form_keeps_secrets_and_refuses_nonsense(chief: Desk) -> None:
    code = (
        "require_once ABSPATH . 'wp-admin/includes/template.php'; $made = Newsbrief\\sanitized_settings($args[0]);"
        "return [$made, array_column(get_settings_errors(), 'code')];"
    )
    kept, said = chief.site.php(
        code, {"url": "https://b.example/", "key": "", "post_types": ["post", "nav_menu_item"]}, admin=True
    )
    assert (kept["url"], kept["key"], kept["post_types"], said) == ("https://b.example", KEY, ["post"], [])
    assert (kept["automatic"], kept["forget"]) == (False, False)
    removed, _ = chief.site.php(code, {"url": "", "remove_key": "1"}, admin=True)
    assert (removed["url"], removed["key"]) == ("", "")
    wrong, said = chief.site.php(
        code, {"url": "javascript:alert(1)", "key": "two words", "webhook_secret": "whsec_short"}, admin=True
    )
    assert (wrong["url"].startswith("http://127.0.0.1"), wrong["key"], wrong["webhook_secret"]) == (True, KEY, SECRET)
    assert set(said) == {"url", "key", "webhook_secret"}


def test_an_approval_is_not_forged_by_saving_meta(chief: Desk) -> None:
    post = chief.post(status="publish", content=with_block())
    forged = {"briefing": {"the_story": "Forged."}, "by": "Somebody else", "hash": "", "evidence": []}
    saved = chief.save(post, meta={"_newsbrief_approved": forged, "_newsbrief_state": None}, title="Saved all the same")
    assert saved["title"]["raw"] == "Saved all the same"
    assert saved["meta"]["_newsbrief_approved"] is None
    assert chief.page(post) == ""
    with chief.site.user("aut", "author") as client:
        desk = Desk(chief.site, client)
        own = desk.post()
        assert desk.save(own, meta={"_newsbrief_approved": forged})["meta"]["_newsbrief_approved"] is None
    xml = (
        "<?xml version='1.0'?><methodCall><methodName>wp.editPost</methodName><params>"
        "<param><value><int>1</int></value>"
        f"</param><param><value>editor-in-chief</value></param><param><value>{chief.site.passwords['editor-in-chief']}"
        f"</value></param><param><value><int>{post}</int></value></param><param><value><struct><member><name>custom_fields"
        "</name><value><array><data><value><struct><member><name>key</name><value>_newsbrief_approved</value></member>"
        "<member><name>value</name><value>forged</value></member></struct></value></data></array></value></member>"
        "</struct></value></param></params></methodCall>"
    )
    answer = httpx.post(f"{chief.site.url}/xmlrpc.php", content=xml, headers={"content-type": "text/xml"}, timeout=30)
    assert "<boolean>1</boolean>" in answer.text
    assert chief.site.php("return get_post_meta($args[0], '_newsbrief_approved', true);", post) == ""
