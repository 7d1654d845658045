from newsbrief.article.words import content_stems, stem, stems, words


def test_words_keep_their_offsets() -> None:
    text = "The U.S. envoy’s 1,500 boats"
    assert [w.text for w in words(text)] == ["The", "U.S.", "envoy’s", "1,500", "boats"]
    assert all(text[w.start : w.end] == w.text for w in words(text))


def test_one_word_has_the_stem_that_it_has_in_a_text() -> None:
    text = "Ministers’ talks were cancelled in the US"
    assert tuple(stem(w.text) for w in words(text)) == stems(text)
    assert stem("Gespräche", "de") == stems("Gespräche", "de")[0]


def test_function_words_are_no_content() -> None:
    assert content_stems("The talks are on, and the envoys signed them", "en") == ("talk", "envoy", "sign")
