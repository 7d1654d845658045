import pytest

from newsbrief.stories.correction import write_correction

OLD, NEW = "The talks will be held in Istanbul.", "The talks will be held in Oman."


def test_what_was_said_and_what_is_said() -> None:
    assert write_correction([(OLD, NEW)], "en") == (
        "An earlier version of this briefing said: “The talks will be held in Istanbul.” "
        "It now says: “The talks will be held in Oman.”"
    )
    assert write_correction([], "en") is None


def test_what_nothing_took_the_place_of() -> None:
    assert (write_correction([(OLD, None)], "en") or "").endswith("Istanbul.” This is out of date.")


def test_every_claim_that_is_out_of_date_is_told_and_what_is_said_instead_once() -> None:
    note = write_correction(
        [(OLD, NEW), ("Turkey hosts.", NEW), *((f"{n} died.", f"{n + 9} died.") for n in range(4))], "en"
    )
    assert note
    assert all(old in note for old in (OLD, "Turkey hosts.", "0 died.", "3 died."))
    assert note.count(NEW) == 1


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "ar", "fa", "tr", "pl"])
def test_braces_in_claims_are_only_text(language: str) -> None:
    note = write_correction([("{new} {0}", "{old}"), ("{count}", None)], language)
    assert note
    assert all(text in note for text in ("{new} {0}", "{old}", "{count}"))
