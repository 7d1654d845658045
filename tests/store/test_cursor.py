from uuid import UUID

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.store.cursor import PATTERN, decode, encode


@given(st.uuids())
def test_a_cursor_leads_back(last: UUID) -> None:
    assert decode(encode(last)) == last
    assert regex.fullmatch(PATTERN, encode(last))


@given(st.text(max_size=30) | st.from_regex(PATTERN))
def test_anything_else_is_none(cursor: str) -> None:
    try:
        last = decode(cursor)
    except ValueError:
        return
    assert encode(last) == cursor


@pytest.mark.parametrize("cursor", ["", "A", "A" * 21, "A" * 21 + "B", "A" * 22 + "==", "é" * 22])
def test_near_misses(cursor: str) -> None:
    with pytest.raises(ValueError, match="no cursor"):
        decode(cursor)
