"""Mail, feeds, PDF and Word files, made here and read as articles."""

import sys
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.run import Run
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article.documents import KINDS, DocumentUnreadable, parse_documents
from newsbrief.article.reading import read
from tests.support.documents import TEXT, mail, pdf


def test_mail_is_its_text_with_subject_sender_and_date() -> None:
    (found,) = parse_documents(mail(text=TEXT, html=f"<p>{TEXT}</p>"), "story.eml")
    assert not found.html
    assert (found.title, found.outlet) == ("Storm closes coast road", "The Tide Post")
    assert found.published_at == datetime(2031, 3, 10, 8, tzinfo=timezone(timedelta(hours=1)))
    assert "40 kilograms" in read(found.text).source


def test_mail_of_a_page_alone_is_a_page() -> None:
    (found,) = parse_documents(mail(html=f"<html><body><p>{TEXT}</p></body></html>"), "STORY.EML")
    assert found.html
    assert "40 kilograms" in read(found.text, html=found.html).source


@pytest.mark.parametrize(
    "feed",
    [
        f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Tide Post</title>
        <item><title>Storm</title><link>https://tide.example/storm</link>
        <pubDate>Mon, 10 Mar 2031 07:00:00 GMT</pubDate>
        <description>&lt;p&gt;{TEXT}&lt;/p&gt;</description></item>
        <item><title>Tram</title><link>https://tide.example/tram</link><description>{TEXT}</description></item>
        </channel></rss>""",
        f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Tide Post</title>
        <entry><title>Storm</title><link href="https://tide.example/storm"/><updated>2031-03-10T07:00:00Z</updated>
        <summary>Short.</summary><content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry>
        <entry><title>Tram</title><link href="https://tide.example/tram"/><summary>{TEXT}</summary></entry></feed>""",
    ],
    ids=["rss", "atom"],
)
def test_a_feed_is_its_entries(feed: str) -> None:
    storm, tram = parse_documents(feed.encode(), "feed.xml")
    assert (storm.title, storm.url, storm.outlet) == ("Storm", "https://tide.example/storm", "The Tide Post")
    assert storm.published_at == datetime(2031, 3, 10, 7, tzinfo=UTC)
    assert "40 kilograms" in read(storm.text, html=storm.html).source
    assert (tram.title, tram.html) == ("Tram", False)


def test_a_feed_with_a_day_of_no_calendar_is_read() -> None:
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>Storm</title>
    <updated>0000-01-01T00:00:00Z</updated><summary>{TEXT}</summary></entry></feed>"""
    (storm,) = parse_documents(feed.encode(), "feed.atom")
    assert (storm.title, storm.published_at) == ("Storm", None)


@pytest.mark.parametrize("ending", [".rss", ".atom", ".xml"])
def test_a_file_that_holds_the_name_of_another_does_not_have_that_read(ending: str, tmp_path: Path) -> None:
    other = tmp_path / "other.xml"
    other.write_text(
        f'<rss version="2.0"><channel><item><description>{TEXT}</description></item></channel></rss>', "utf-8"
    )
    with pytest.raises(DocumentUnreadable):
        parse_documents(str(other).encode(), f"story{ending}")


def word(**parts: bytes) -> bytes:
    """Return a Word file, some of whose parts are others."""
    out, made = BytesIO(), BytesIO()
    file = docx.Document()
    file.add_paragraph(TEXT)
    file.save(made)
    with ZipFile(made) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, parts.get(name, before.read(name)))
    return out.getvalue()


def test_a_word_file_that_unpacks_to_far_more_is_not_unpacked() -> None:
    bomb = word(**{"docProps/thumbnail.jpeg": bytes(33 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(DocumentUnreadable, match="more than 33554432 bytes"):
        parse_documents(bomb, "story.docx")


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels", "docProps/core.xml"]
)
@pytest.mark.parametrize("held", [b"<broken", b"<a/>", b""])
def test_a_word_file_with_a_broken_part_is_refused(part: str, held: bytes) -> None:
    with pytest.raises(DocumentUnreadable, match="no Word file"):
        parse_documents(word(**{part: held}), "story.docx")


def test_a_word_file_is_read_as_it_is_after_its_changes() -> None:
    file = docx.Document()
    changed = file.add_paragraph("The mayor was ")
    changed._p.append(_track("ins", changed.add_run("not ")))
    changed.add_run("arrested on ")
    changed._p.append(_track("del", changed.add_run("Sunday ")))
    changed.add_run("Monday.")
    file.add_paragraph().add_run("The clerk stole two million euros.").font.strike = True
    raised = file.add_paragraph("It held 10")
    raised.add_run("6").font.superscript = True
    kept = raised.add_run(" germs.")
    kept.font.strike = False
    file.add_table(1, 1).cell(0, 0).text = "Turnout was 64 percent."
    out = BytesIO()
    file.save(out)
    (found,) = parse_documents(out.getvalue(), "story.docx")
    first, *others = found.text.split("\n\n")
    assert first == "The mayor was not arrested on Monday."
    assert others == ["It held 10⁶ germs.", "Turnout was 64 percent."]


def test_a_frame_in_a_word_file_is_read_once() -> None:
    file = docx.Document()
    run = file.add_paragraph("The council met.").add_run()
    frame = "<w:txbxContent><w:p><w:r><w:t>A frame.</w:t></w:r></w:p></w:txbxContent>"
    names = f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    kinds = f"<mc:Choice>{frame}</mc:Choice><mc:Fallback>{frame}</mc:Fallback>"
    run._r.append(parse_xml(f"<mc:AlternateContent {names}>{kinds}</mc:AlternateContent>"))
    out = BytesIO()
    file.save(out)
    (found,) = parse_documents(out.getvalue(), "story.docx")
    assert found.text.split("\n\n") == ["The council met.", "A frame."]


def _track(kind: str, run: Run) -> BaseOxmlElement:
    """Return a run as an insertion or a deletion with tracked changes has it."""
    change = OxmlElement(f"w:{kind}")
    change.append(run._r)
    return change


def test_a_word_file_is_its_paragraphs() -> None:
    file = docx.Document()
    file.core_properties.title = "Storm closes coast road"
    for paragraph in (TEXT, "", "The road opens on Tuesday."):
        file.add_paragraph(paragraph)
    out = BytesIO()
    file.save(out)
    (found,) = parse_documents(out.getvalue(), "story.docx")
    assert found.title == "Storm closes coast road"
    assert found.text == f"{TEXT}\n\nThe road opens on Tuesday."


def test_a_pdf_file_is_its_text() -> None:
    (found,) = parse_documents(pdf("Waves threw stones of up to 40 kilograms onto the road."), "story.pdf")
    assert found.text.strip() == "Waves threw stones of up to 40 kilograms onto the road."


def test_scanned_pages_are_said_to_have_no_text() -> None:
    with pytest.raises(DocumentUnreadable, match="no text in it"):
        parse_documents(pdf(""), "story.pdf")


@pytest.mark.parametrize("ending", sorted(KINDS))
def test_what_is_not_what_its_name_says(ending: str) -> None:
    with pytest.raises(DocumentUnreadable):
        parse_documents(b"\x00\x01 nothing of the kind", f"story{ending}")


@pytest.mark.parametrize("ending", sorted(KINDS))
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(ending: str, data: bytes) -> None:
    try:
        parse_documents(data, f"story{ending}")
    except DocumentUnreadable:
        return


@pytest.mark.parametrize(("ending", "package"), [(".pdf", "pypdf"), (".docx", "docx"), (".rss", "feedparser")])
def test_without_the_extra_the_words_say_what_to_install(
    ending: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(DocumentUnreadable, match=r"pip install 'newsbrief\[documents\]'"):
        parse_documents(b"", f"story{ending}")


def test_what_has_no_known_ending_is_text_and_a_page_is_a_page() -> None:
    assert not parse_documents(TEXT.encode(), "story")[0].html
    assert parse_documents(TEXT.encode(), "story.HTML")[0].html
