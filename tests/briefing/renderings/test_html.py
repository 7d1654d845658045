"""The page and the fragment: valid HTML, everything escaped, every claim with its evidence, nothing run."""

import re
from html import unescape

import html5lib
import pytest
from hypothesis import given

from newsbrief.briefing.renderings.characters import strip_unwritable
from newsbrief.briefing.renderings.html import POLICY, STYLE, render_fragment, render_page
from newsbrief.briefing.schema import HEADINGS, SECTIONS
from newsbrief.briefing.source import Source
from newsbrief.briefing.wording import list_languages, load_wording
from newsbrief.reply import Reply
from tests.briefing.renderings.items import APPROVED, MADE, NASTY, item, texts


def elements(text: str) -> list[str]:
    """Return the elements a browser makes of a page or a part of one.

    Raises:
        html5lib.html5parser.ParseError: it is not valid.
    """
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(text) if text.startswith("<!doctype") else parser.parseFragment(text)
    return [found.tag for found in tree.iter()]


@given(texts)
def test_no_text_becomes_markup(text: str) -> None:
    nasty = Source(url="https://example.org", title=f"t{text}", outlet=f"t{text}", published_at=MADE)
    plain = Source(url="https://example.org", title="t", outlet="t", published_at=MADE)
    approved = APPROVED.model_copy(update={"by": text})
    for write in (render_page, render_fragment):
        written = write(item(text, source=nasty, review=approved, model=text))
        assert elements(written) == elements(write(item("t", source=plain, review=approved, model="t")))
        assert strip_unwritable(" ".join(text.split())) in " ".join(unescape(written).split())


def test_a_script_in_the_article_is_text() -> None:
    for written in (render_page(item(NASTY)), render_fragment(item(NASTY))):
        assert "<script" not in written
        assert "<b " not in written
        assert "onload=x&gt;" in written


def test_each_claim_leads_to_its_evidence_and_back(seed_reply: Reply) -> None:
    cited = sum(bool(claim.evidence) for claim in seed_reply.faithfulness.claims)
    for written, prefix in ((render_page(seed_reply), ""), (render_fragment(seed_reply), f"nb-{seed_reply.id[-12:]}-")):
        elements(written)
        ids = re.findall(r' id="([^"]+)"', written)
        assert len(ids) == len(set(ids))
        assert all(name.startswith(prefix) for name in ids)
        assert set(re.findall(r'href="#([^"]+)"', written)) <= set(ids)
        for mark in ("r", "n"):
            assert [n for n in ids if re.fullmatch(rf"{prefix}{mark}\d+", n)] == [
                f"{prefix}{mark}{n}" for n in range(1, cited + 1)
            ]
        text = unescape(written)
        assert all(" ".join(e.quote.split()) in text for c in seed_reply.faithfulness.claims for e in c.evidence)


def test_two_fragments_and_a_page_share_no_id(seed_reply: Reply) -> None:
    other = item()
    ids = [
        re.findall(r' id="([^"]+)"', written)
        for written in (render_page(other), render_fragment(other), render_fragment(seed_reply))
    ]
    assert len({name for names in ids for name in names}) == sum(map(len, ids))


def test_the_fragment_has_no_style_and_no_script(seed_reply: Reply) -> None:
    found = set(elements(render_fragment(seed_reply)))
    assert not found & {"html", "head", "body", "style", "script", "link", "h1"}
    assert "style=" not in render_fragment(seed_reply)


def test_a_claim_without_evidence_has_no_note() -> None:
    written = render_page(item())
    assert written.count("<q>") == 2
    assert written.count("<sup>") == 2


@pytest.mark.parametrize("language", list_languages())
def test_sections_status_and_disclosure_are_in_the_articles_language(language: str) -> None:
    words = load_wording(language)
    written = unescape(render_page(item("x", language=language)))
    assert f'<html lang="{language}" dir="{"rtl" if language in ("ar", "fa", "he", "ur") else "ltr"}">' in written
    assert re.findall(r"<h2>(.+)</h2>", written) == [*words.headings.values(), words.labels.evidence]
    assert words.statuses["draft"] in written
    assert words.disclosure.draft in written


def test_english_words_in_a_page_of_another_language_are_marked() -> None:
    written = render_page(item("Imesemwa.", language="sw"))
    assert '<html lang="sw" dir="ltr">' in written
    assert '<h2 lang="en" dir="ltr">The Story</h2>' in written
    assert '<html lang="" dir="auto">' in render_page(item(language="und"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "x", ""])
def test_only_web_addresses_become_links(url: str) -> None:
    written = render_page(item(source=Source(url=url, title="The article")))
    assert re.findall(r'href="([^#][^"]*)"', written) == []
    assert "The article" in written
    assert '<cite dir="auto">AP</cite></p>' in render_page(item(source=Source(url=url, outlet="AP")))
    assert 'href="https://example.org/a"' in render_page(item(source=Source(url="https://example.org/a")))


def test_a_briefing_without_claims_is_whole() -> None:
    bare = item("Said.")
    bare = bare.model_copy(update={"faithfulness": bare.faithfulness.model_copy(update={"claims": ()})})
    assert render_page(bare).count("Said.") == 1 + len(SECTIONS) + 2
    assert all(heading in render_page(bare) for heading in HEADINGS.values())


def test_the_policy_lets_in_the_pages_own_style_alone() -> None:
    assert f"<style>{STYLE}</style>" in render_page(item())
    assert "script" not in POLICY
    assert POLICY.startswith("default-src 'none'")
