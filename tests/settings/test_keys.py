"""Keys: named, hashed, never shown."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from newsbrief.settings.keys import SCOPES, Key, clean_name, create_key, find_key, parse_keys
from tests.support.settings import make_settings


def holder(sent: bytes, accepted: tuple[Key, ...]) -> str | None:
    found = find_key(sent, accepted)
    return found.name if found else None


def test_names_and_keys_are_told_apart() -> None:
    accepted = parse_keys("desk:secret, bare ,a:b:c, sécond")
    assert [key.name for key in accepted] == ["desk", "key-2", "a", "key-4"]
    assert [holder(sent.encode(), accepted) for sent in ("secret", "bare", "b:c", "sécond")] == [
        "desk",
        "key-2",
        "a",
        "key-4",
    ]
    assert holder(b"desk", accepted) is holder(b"desk:secret", accepted) is holder(b"", accepted) is None


@given(st.text(max_size=30))
def test_what_is_listed_opens_and_is_never_shown(secret: str) -> None:
    accepted = parse_keys(f"desk:Qx9{secret}")
    if "," not in secret:
        assert holder(f"Qx9{secret}".strip().encode(), accepted) == "desk"
    assert "Qx9" not in repr(accepted)


def test_a_hash_lets_in_what_it_was_made_of() -> None:
    made, entry = create_key("desk")
    other, another = create_key("desk")
    accepted = parse_keys(f"{entry},{another.removeprefix('desk:')}")
    assert [key.name for key in accepted] == ["desk", "key-2"]
    assert (holder(made.encode(), accepted), holder(other.encode(), accepted)) == ("desk", "key-2")
    # Who reads the settings cannot get in with what is there.
    for seen in (entry, entry.removeprefix("desk:"), entry.removeprefix("desk:sha256:")):
        assert holder(seen.encode(), accepted) is None


@pytest.mark.parametrize(
    "slip",
    [
        lambda entry: entry + ":Scopes=read",
        lambda entry: entry + ":",
        lambda entry: entry[:-1],
        lambda entry: entry.replace("sha256", "SHA256") + ":scopes=read",
        lambda entry: entry.replace("desk:", "my desk:"),
    ],
)
def test_a_hash_with_a_slip_in_it_opens_nothing(slip: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        parse_keys(slip(create_key("desk")[1]))


@pytest.mark.parametrize("name", ["", "a b", ".a", "a,b", "a:b", "ü", "a" * 65])
def test_nobody_is_called_that(name: str) -> None:
    with pytest.raises(ValueError, match="a name is"):
        create_key(name)


def test_settings_hold_no_key_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSBRIEF_API_KEYS", "desk:s3cret,other")
    settings = make_settings()
    assert [key.name for key in settings.api_keys] == ["desk", "key-2"]
    assert "s3cret" not in f"{settings!r} {settings.model_dump()} {vars(settings)}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RATE_LIMIT", "many"),
        ("RATE_LIMIT", "0/minute"),
        ("TOKENS_PER_DAY", "0"),
        ("CORS_ORIGINS", "example.org"),
        ("CORS_ORIGINS", "https://example.org/path"),
    ],
)
def test_settings_that_make_no_sense_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"NEWSBRIEF_{name}", value)
    with pytest.raises(ValidationError):
        make_settings()


def test_a_key_permits_what_its_entry_says() -> None:
    made, entry = create_key("ada", scopes=["read", "review"], team="sports", reviewer="Ada Lovelace", judge="once")
    (ada,) = parse_keys(entry)
    assert find_key(made.encode(), [ada]) is ada
    assert (ada.name, ada.team, ada.reviewer, ada.judge) == ("ada", "sports", "Ada Lovelace", "once")
    assert ada.scopes == {"read", "review"}
    for entry in ("old:s3cret", "bare", create_key("old")[1], create_key("old", reviewer="*")[1]):
        (old,) = parse_keys(entry)
        assert (old.scopes, old.team, old.judge) == (SCOPES, None, None)


@pytest.mark.parametrize(
    "more",
    [
        ":scopes=", ":scopes=read+all", ":scopes=read,write", ":team=", ":team=a b", ":reviewer=", ":reviewer=\u202e",
        ":rights=read", ":team=a:team=b", ":", ":scopes", ":team=a:",
    ],
)  # fmt: skip
def test_an_entry_that_says_something_else_opens_nothing_more(more: str) -> None:
    made, entry = create_key("ada")
    try:
        accepted = parse_keys(entry + more)
    except ValueError:
        return
    assert find_key(made.encode(), accepted) is None, "a field that is misspelled must not give all rights"


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": ["all"]},
        {"team": "a,b"},
        {"team": "a:b"},
        {"reviewer": "a, b"},
        {"reviewer": "a:team=b"},
        {"judge": "twice"},
    ],
)  # fmt: skip
def test_no_entry_is_made_that_says_something_else(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"scope|comma|judged"):
        create_key("ada", **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Ada\nLovelace", "Ada Lovelace"),
        ("\u202eecalevoL adA\u202c", "ecalevoL adA"),
        ("Ada\u2028\u2066Bob\u2069", "Ada Bob"),
        ("A\u200bda\x00", "Ada"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u2067\n", ""),
    ],
)
def test_a_name_is_one_line_of_what_is_seen(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept
