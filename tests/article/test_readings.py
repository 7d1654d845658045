"""Readings of texts that are kept."""

from newsbrief.article.readings import per_text


def test_the_same_text_is_read_once() -> None:
    read: list[tuple[str, str]] = []

    @per_text
    def read_words(text: str, language: str = "en") -> tuple[str, ...]:
        read.append((text, language))
        return tuple(text.split())

    assert read_words("Iran asked.") is read_words("Iran asked.")
    assert read_words("Iran asked.", language="de") == ("Iran", "asked.")
    assert read == [("Iran asked.", "en"), ("Iran asked.", "de")]


def test_neither_long_texts_nor_ever_more_are_kept() -> None:
    read: list[str] = []

    @per_text
    def measure(text: str) -> int:
        read.append(text)
        return len(text)

    long = "word " * 1_000
    assert measure(long) == measure(long) == 5_000
    assert read == [long, long]
    for number in range(3_000):
        measure(str(number))
    read.clear()
    measure("0")
    assert read == ["0"]
