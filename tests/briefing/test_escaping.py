"""Test that every rendering shows the text of a model or an article as text, never as markup."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from newsbrief.briefing.escaping import escape, unescape
from newsbrief.briefing.markdown import parse_markdown, render_markdown
from newsbrief.briefing.news_item import NewsItem
from newsbrief.briefing.renderings import RENDERINGS, Rendering
from newsbrief.briefing.schema import Briefing
from tests.store.replies import reply

NOON = datetime(2026, 2, 4, 12, tzinfo=UTC)
SIGNS = st.text(st.sampled_from("\\<>[](:)!/aZ? *_`&#;.") | st.characters(codec="utf-8"), max_size=40)
LIVE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</p><svg/onload=alert(1)>",
    "<!-- hidden -->",
    "<?php echo 1 ?>",
    "[press](javascript:alert(1))",
    "![seen](https://evil.example/pixel.gif)",
    "[press][r] [r]: javascript:alert(1)",
    "[r]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "\\<script>alert(1)</script>",
    "\\\\<script>",
    "[press\\](javascript:alert(1))",
]


@given(SIGNS)
@example("Two signs at the end]:")
@example("\\\\server\\*.exe")
def test_what_is_escaped_comes_back_to_the_letter(text: str) -> None:
    assert unescape(escape(text)) == text


def test_what_is_alive_nowhere_stays_as_it_is() -> None:
    signs = ("5 < 6 and 7 > 3", "a [sic] b", "[1] (2)", "a << b", "5 * 6", "a_b", "R&D of AT&T")
    for text in (*signs, "C:\\temp\\x", "a\\b"):
        assert escape(text) == text == unescape(text)


def alive(shown: str) -> list[str]:
    """Signs that mean something: by CommonMark, section 2.4, a backslash takes that of the sign after it."""
    found, at = [], 0
    while at < len(shown):
        if shown[at] == "\\" and at + 1 < len(shown):
            at += 2
            continue
        after = shown[at + 1 : at + 2]
        opens = shown[at] == "<" and after and (after in "/!?" or (after.isascii() and after.isalpha()))
        if opens or (shown[at] == "]" and after and after in "([:"):
            found.append(shown[at : at + 10])
        at += 1
    return found


@given(SIGNS)
def test_what_is_escaped_is_dead(text: str) -> None:
    assert alive(escape(text)) == []


@given(SIGNS)
@example("He won 4*100 m gold, and 4*400 m silver.")
@example("The cast of M*A*S*H met, and `f**king` __init__ ran C:\\*.exe and C:\\.git.")
@example("AT&amp;T said &#60; and \\\\server.")
def test_markdown_shows_a_text_unchanged(text: str) -> None:
    text = " ".join(text.replace("\0", "").split())
    parts = MarkdownIt("commonmark").parseInline(escape(text))[0].children or []
    assert {part.type for part in parts} <= {"text", "text_special"}
    assert "".join(part.content for part in parts) == text


def hostile(text: str) -> NewsItem:
    made = reply(title=text)
    texts = {"the_story": text, "key_points": (text,), "key_takeaways": (text,)}
    briefing = Briefing.model_validate(made.briefing.model_dump() | texts)
    return made.model_copy(update={"briefing": briefing})


@pytest.mark.parametrize("text", LIVE)
def test_the_markdown_of_a_briefing_is_dead_and_reads_back(text: str) -> None:
    briefing = hostile(text).briefing
    shown = render_markdown(briefing, NOON, "en")
    assert parse_markdown(shown)[0] == briefing
    assert alive(shown) == []


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not [name for name, _ in attrs if name.startswith("on")]


@pytest.mark.parametrize("text", LIVE)
@pytest.mark.parametrize("rendering", RENDERINGS, ids=lambda r: r.name)
def test_no_form_comes_to_life(rendering: Rendering, text: str) -> None:
    written = rendering.write(hostile(text))
    if rendering.name in ("html", "fragment"):
        page = _Elements()
        page.feed(written)
        assert not page.found & {"script", "img", "svg", "iframe"}
        assert not [link for link in page.links if link.lower().startswith(("javascript", "data", "https://evil"))]
    elif rendering.name == "jsonld":
        assert "<script" not in written
        assert "</" not in written, "it is put into a script element"
    elif rendering.name == "rss":
        assert "<script" not in written
        assert "<img" not in written
