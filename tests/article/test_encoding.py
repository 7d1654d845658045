"""Bytes to text."""

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article import NotText
from newsbrief.article.encoding import decode
from tests.support.processor_time import costs_less_than

GERMAN = "Der Außenminister erklärte am Montag in Köln, die Gespräche über Öl müssten für alle gleich geführt werden. "
FRENCH = "Le président a déclaré que la réunion prévue à Genève était reportée à l’été, malgré l’« accord » signé. "
RUSSIAN = "Министр заявил в понедельник, что переговоры будут продолжены на следующей неделе в столице Омана. "
JAPANESE = "首相は月曜日、東京で記者会見し、会談は来週行われると述べた。野党は批判を強めている。"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff")))
def test_utf8_comes_back(text: str) -> None:
    assert decode(text.encode()) == text
    assert decode(text.encode(), "utf-8") == text


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "latin-1", "utf-16", "nonsense", "base64", ""]))
def test_bytes_are_text_or_not_text(body: bytes, charset: str | None) -> None:
    with contextlib.suppress(NotText):
        assert isinstance(decode(body, charset), str)


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (GERMAN, "iso-8859-1"),
        (FRENCH, "windows-1252"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (GERMAN, "utf-16"),
    ],
)
def test_the_declared_encoding(text: str, charset: str) -> None:
    assert decode(text.encode(charset), charset) == text


def test_latin_1_is_what_the_web_means_by_it() -> None:
    assert decode("“no” – 5 €".encode("cp1252"), "iso-8859-1") == "“no” – 5 €"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_byte_order_marks(mark: bytes) -> None:
    name = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}[mark]
    assert decode(mark + GERMAN.encode(name), "latin-1") == GERMAN


def test_a_wrong_declaration_is_not_believed() -> None:
    assert decode(RUSSIAN.encode(), "ascii") == RUSSIAN
    assert decode(RUSSIAN.encode(), "no-such-encoding") == RUSSIAN


@pytest.mark.parametrize("meta", ['<meta charset="koi8-r">', "<META http-equiv=x content='text/html; charset=KOI8-R'>"])
def test_what_a_page_says_of_itself(meta: str) -> None:
    page = f"<html><head>{meta}</head><body><p>{RUSSIAN}</p></body></html>"
    assert RUSSIAN in decode(page.encode("koi8-r"))


@pytest.mark.parametrize(
    ("text", "charset"), [(RUSSIAN * 5, "cp1251"), (GERMAN * 5, "cp1252"), (JAPANESE * 5, "euc_jp")]
)
def test_a_guess(text: str, charset: str) -> None:
    assert decode(text.encode(charset)) == text


@pytest.mark.parametrize(
    "body",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"PK\x03\x04" + b"\0" * 100,
        b"\0" * 1_000,
        bytes(range(256)) * 40,
    ],
)
@pytest.mark.parametrize("charset", [None, "utf-8", "latin-1"])
def test_binary(body: bytes, charset: str | None) -> None:
    with pytest.raises(NotText):
        decode(body, charset)


def test_nothing_is_empty_text() -> None:
    assert decode(b"") == ""


def test_large_bodies_are_quick() -> None:
    with costs_less_than(5):
        decode(RUSSIAN.encode() * 20_000)
        decode(GERMAN.encode("cp1252") * 20_000)
        decode(b"<meta " * 300_000 + b"\xff")


@pytest.mark.parametrize("text", [RUSSIAN, JAPANESE, FRENCH])
def test_a_broken_byte_or_a_cut_does_not_make_utf8_another_encoding(text: str) -> None:
    whole = (text * 20).encode()
    middle = len(text.encode()) * 10
    body, read = whole[:middle] + b"\xff" + whole[middle:], text * 10 + "\ufffd" + text * 10
    assert decode(body) == read
    assert decode(body, "utf-8") == read
    assert decode((text + "é").encode()[:-1]) == text + "\ufffd"


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "punycode", "idna", "utf-16", "utf-32-le"])
def test_an_encoding_that_the_web_does_not_write_is_not_believed(charset: str) -> None:
    text = "The talks, say +AG4- and \\u0041, are on again this week."
    assert decode(text.encode(), charset) == text
