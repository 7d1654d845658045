"""The reference of the API in a browser, without the network."""

import httpx

from tests.desk.editor import Desk


def test_the_reference_shows_every_route_and_loads_nothing_from_elsewhere(desk: Desk) -> None:
    with desk() as editor:
        editor.open("/docs")
        editor.until(lambda: len(editor.texts(".opblock-summary-path")) > 10)
        assert any("/summarize" in path for path in editor.texts(".opblock-summary-path"))
        policy = httpx.get(f"{editor.url}/docs", timeout=30).headers["content-security-policy"]
        assert {"base-uri 'none'", "form-action 'none'", "default-src 'none'"} <= set(policy.split("; "))


def test_the_root_leads_browsers_to_the_desk_and_programs_to_the_routes(desk: Desk) -> None:
    with desk() as editor:
        editor.open("/")
        assert editor.script("return location.pathname").startswith("/desk")
        assert httpx.get(editor.url, timeout=30).json()["docs"] == "/docs"
