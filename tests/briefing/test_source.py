import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.briefing.source import make_link, make_urn

URI = jsonschema_rs.Draft202012Validator({"type": "string", "format": "uri"}, validate_formats=True)


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://Example.org", "http://example.org/"),
        ("https://example.org/ä b|c?q=<1>#[x]", "https://example.org/%C3%A4%20b%7Cc?q=%3C1%3E#%5Bx%5D"),
        ("https://bücher.example/100%", "https://xn--bcher-kva.example/100%25"),
        ("https://[2001:db8::1]/a%20b", "https://[2001:db8::1]/a%20b"),
        ("javascript:alert(1)", None),
        (" jav\tascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://example.org/a", None),
        ("//example.org/a", None),
        ("example.org/a", None),
        ("https://", None),
        ("https://user:secret@example.org/", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_links(url: str | None, printed: str | None) -> None:
    assert make_link(url) == printed


@given(st.text(), st.text())
def test_what_is_a_link_is_a_valid_address(path: str, query: str) -> None:
    for url in (path, f"https://{path}", f"https://example.org/{path}?{query}#{path}"):
        found = make_link(url)
        assert found is None or (URI.is_valid(found) and found.startswith(("http://", "https://")))
    assert found is not None or not f"{path}{query}".isprintable()


def test_a_text_without_an_address_is_named_by_its_hash() -> None:
    assert make_urn("ab" * 32) == "urn:sha256:" + "ab" * 32
