import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.negotiation import chosen

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
    assert chosen(accept, OFFERS) == best


@given(st.text(alphabet="*/;q=,.019 abtexhml", max_size=60))
def test_any_header_is_read(accept: str) -> None:
    assert chosen(accept, OFFERS) in (*OFFERS, None)
