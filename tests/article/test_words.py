import pytest

from newsbrief.article.words import content_stems, list_stems, part_by_part, split_words, stem


def test_words_are_told_in_order_whatever_stands_between_them() -> None:
    assert split_words("The U.S. envoy’s\u00a01,500 boats") == ["The", "U.S.", "envoy’s", "1,500", "boats"]
    assert split_words("雨が降った") == list("雨が降った")


def test_what_is_known_of_a_part_is_forgotten_once_too_much_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.article.words._MOST_KEPT", 3)
    read: list[str] = []

    @part_by_part
    def letters(text: str) -> tuple[str, ...]:
        read.append(text)
        return tuple(text)

    assert letters("ab c ab") == ["a", "b", "c", "a", "b"]
    assert read == ["ab", "c"]
    long = "x" * 41
    letters(f"{long} {long} d e")
    letters("ab")
    assert read == ["ab", "c", long, long, "d", "e", "ab"]


def test_one_word_has_the_stem_that_it_has_in_a_text() -> None:
    text = "Ministers’ talks were cancelled in the US"
    assert tuple(stem(w, "en") for w in split_words(text)) == list_stems(text, "en")
    assert stem("Gespräche", "de") == list_stems("Gespräche", "de")[0]


def test_function_words_are_no_content() -> None:
    assert content_stems("The talks are on, and the envoys signed them", "en") == ("talk", "envoy", "sign")
