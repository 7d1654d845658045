"""The desk's cookie: known again by whoever has the keys, and by nobody else."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from newsbrief.api.desk.session import LASTS_S, seal, unseal
from newsbrief.settings.keys import Key, parse_keys

ACCEPTED = parse_keys("desk:sesame,wire:t0ken,desk:older")
NOW = 1_800_000_000.0


def test_known_until_it_ends_or_its_key_goes() -> None:
    for key in ACCEPTED:
        cookie = seal(key, now=NOW)
        for when in (NOW, NOW + LASTS_S - 1):
            found = unseal(cookie, ACCEPTED, now=when)
            assert found
            assert found.key is key
        assert seal(key, now=NOW) != cookie, "each session ends alone"
        assert unseal(cookie, ACCEPTED, now=NOW + LASTS_S) is None
        assert unseal(cookie, [other for other in ACCEPTED if other != key], now=NOW) is None
        assert unseal(cookie, [], now=NOW) is None


def test_a_name_with_another_keys_signature_is_nobody() -> None:
    desk, wire = (seal(key, now=NOW).split(".") for key in ACCEPTED[:2])
    assert unseal(f"{desk[0]}.{wire[1]}", ACCEPTED, now=NOW) is None


@given(st.text() | st.from_regex(r"[A-Za-z0-9_=-]{0,30}\.[0-9a-f]{0,64}"), st.integers(0, 200))
def test_whatever_else_is_nobody(text: str, place: int) -> None:
    assert unseal(text, ACCEPTED, now=NOW) is None
    cookie = seal(ACCEPTED[0], now=NOW)
    place %= len(cookie)
    changed = cookie[:place] + ("A" if cookie[place] != "A" else "B") + cookie[place + 1 :]
    assert unseal(changed, ACCEPTED, now=NOW) is None


@given(st.text(max_size=30), st.sampled_from(ACCEPTED))
def test_the_name_that_a_person_gave_is_in_the_cookie(person: str, key: Key) -> None:
    cookie = seal(key, now=NOW, person=person.encode("utf-8", "replace").decode())
    found = unseal(cookie, ACCEPTED, now=NOW)
    assert found
    assert found.person == person.encode("utf-8", "replace").decode()
    assert found.names_itself
    assert found.name == found.person


def test_the_name_that_a_key_has_wins() -> None:
    ada = replace(ACCEPTED[0], reviewer="Ada Lovelace")
    found = unseal(seal(ada, now=NOW, person="Somebody else"), [ada], now=NOW)
    assert found
    assert (found.name, found.names_itself) == ("Ada Lovelace", False)
