import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.api.accept_header import choose_media_type

OFFERS = ("application/json", "text/markdown", "text/html")


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/markdown"),
        ("text/html, application/json;q=0.9", "text/html"),
        ("text/html;q=0.2, */*;q=0.1", "text/html"),
        ("*/*, application/json;q=0", "text/markdown"),
        ("TEXT/HTML ; level=1", "text/html"),
        ("image/png", None),
        ("text/html;q=0", None),
        ("nonsense", None),
    ],
)
def test_the_best_offer_is_chosen(accept: str | None, best: str | None) -> None:
    assert choose_media_type(accept, OFFERS) == best


LINKED = ("application/json", "application/ld+json", 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"')


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        ("application/ld+json", LINKED[1]),
        (LINKED[2], LINKED[2]),
        ('application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"; q=0.5', LINKED[2]),
        ('application/ld+json;profile="http://example.org"', LINKED[1]),
        (f"{LINKED[2]};q=0.1, application/ld+json", LINKED[1]),
        (f"{LINKED[2]};q=0", None),
    ],
)
def test_a_profile_tells_offers_of_a_type_apart(accept: str, best: str | None) -> None:
    assert choose_media_type(accept, LINKED) == best


@given(st.text(alphabet="*/;q=,.019 abtexhml", max_size=60))
def test_any_header_is_read(accept: str) -> None:
    assert choose_media_type(accept, OFFERS) in (*OFFERS, None)
