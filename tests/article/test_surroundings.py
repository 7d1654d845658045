"""Parts of a page that stand around its article, by how the page is built."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from newsbrief.article.html import _mark_items, extract
from newsbrief.article.surroundings import mark_surroundings, mend_sentences, without_marked, without_others

BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "A storm closed the coast road between Pell and Ormsby on Sunday night, the police said on Monday morning.",
        "Waves threw stones of up to 40 kilograms onto the road, and three cars were damaged in the harbour of Pell.",
        "The council of Pell sent two diggers and some thirty workers, who cleared one lane of the road by noon.",
        "Bus 14 goes inland through Tarn until the road is open again, which the council expects on Wednesday.",
        "It is the third time this winter that the sea has closed the road, after storms in November and January.",
    )
)
OTHER = "The mayor of Tarn will open a hall for swimmers on Friday after eleven years of building, the town said."


def extract_text(body: str) -> str:
    head = "<title>Storm closes coast road</title>"
    return extract(f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>").text


def article(inside: str = "") -> str:
    return f"<article><h1>Storm closes coast road</h1>{BODY}{inside}</article>"


@pytest.mark.parametrize(
    "around",
    [
        f"<p class='img-caption'>{OTHER}</p>",
        f"<div class='articleImage_x1'><img src=a.jpg><p><span>{OTHER}</span></p></div>",
        f"<dl class='photo-main'><dt><img src=a.jpg></dt><dd>{OTHER}</dd></dl>",
        f"<div id='cookie-bar'><p>{OTHER}</p></div>",
        f"<div class='page-footer'><p>{OTHER}</p></div>",
        f"<ul><li><a href='/tarn'><p>{OTHER}</p></a></li></ul>",
    ],
)
def test_what_a_page_marks_as_around_the_article_is_left_out(around: str) -> None:
    for page in (article(around), article() + around):
        text = extract_text(page)
        assert OTHER not in text
        assert "third time this winter" in text


def test_a_second_article_is_left_out() -> None:
    second = f"<article><h1>Hall for swimmers</h1>{''.join(f'<p>{OTHER} It cost {n} million.</p>' for n in range(9))}"
    text = extract_text(f"<main>{article(BODY.replace('Pell', 'Ormsby'))}{second}</article></main>")
    assert OTHER not in text
    assert "third time this winter" in text


def test_what_holds_much_of_the_text_is_kept_whatever_it_is_called() -> None:
    assert "third time this winter" in extract_text(f"<div class='cookie-consent image'><img>{article()}</div>")


def test_a_headline_over_a_picture_is_kept() -> None:
    header = "<div class='image'><img><h1>Storm closes coast road</h1></div>"
    assert extract_text(f"<article>{header}{BODY}</article>").startswith("Storm closes coast road\n")


def test_no_mark_is_left_in_a_headline() -> None:
    page = f"<div class='copyright-footer'><h1>Storm closes the road</h1></div><article>{BODY}</article>"
    assert extract_text(page).startswith("Storm closes the road\n")


def test_half_brackets_of_a_page_are_its_own() -> None:
    caption = f"<div class='articleImage'><img src=a.jpg><p>{OTHER}</p></div>"
    text = extract_text(article(f"{caption}<p>The papyrus of Pell reads ⸢kyrios⸣ in its fourth line.</p>"))
    assert OTHER not in text
    assert "reads ⸢kyrios⸣ in its" in text
    doubled = f"{caption}<p>The papyrus of Pell reads ⸢⸢⸢kyrios in its fourth line.</p>"
    assert OTHER in extract_text(article(doubled))


def test_drawings_and_readings_break_no_sentence() -> None:
    drawn = "<p>The firm <a href='x'><svg><path/></svg> Halden Marine</a> sold two ships to a yard in Pell in May.</p>"
    assert "The firm Halden Marine sold two ships" in " ".join(extract_text(article(drawn)).split())
    aloud = "<ruby><rb>尹錫悦</rb><rp>（</rp><rt>ユンソンニョル</rt><rp>）</rp></ruby>"
    read = f"<p>大統領の\n{aloud}\n氏が三日夜に談話を出した。</p>"
    assert "大統領の尹錫悦氏が三日夜に談話を出した。" in extract_text(article(read))


def test_items_of_a_list_are_no_speech() -> None:
    items = "<ul><li>The road is closed between Pell and Ormsby.</li><li>Bus 14 goes through Tarn.</li></ul>"
    assert "• Bus 14 goes through Tarn." in extract_text(article(items))


@given(st.text())
def test_text_without_marks_stays(text: str) -> None:
    assert without_marked(text) == "\n".join(text.splitlines())


TEASER = "The mayor of Tarn opens a hall for swimmers"


@pytest.mark.parametrize(
    "around",
    [
        f"<div class='user-comment_text'><p>{OTHER}</p></div>",
        f"<div id='comentarios_lectores'><p>{OTHER}</p></div>",
        "".join(f"<div>{OTHER} {n} <span><a href='/{n}'>więcej</a></span></div>" for n in ("one", "two")),
        "".join(f"<div><h3><a href='/{n}'>{TEASER} {n}</a></h3><p>{OTHER} {n}</p></div>" for n in ("one", "two")),
        "".join(f"<div><a href='/{n}'><h3>{TEASER} {n}</h3></a><p>{OTHER} {n}</p></div>" for n in ("one", "two")),
    ],
)
def test_comments_and_what_leads_to_other_stories_are_left_out(around: str) -> None:
    text = extract_text(article(around))
    assert "third time this winter" in text
    assert "hall for swimmers" not in text


@pytest.mark.parametrize(
    "inside",
    [
        f"<p>{OTHER} <a href='/tarn'>More on the hall</a></p>",
        f"<h2><a href='/tarn'>{TEASER}</a></h2><p>{OTHER}</p>",
        f"<ul><li><a href='#tarn'>{TEASER}</a></li></ul><h2 id='tarn'>{TEASER}</h2><p>{OTHER}</p>",
    ],
)
def test_a_paragraph_with_a_link_and_a_heading_that_is_one_are_kept(inside: str) -> None:
    assert OTHER in extract_text(article(inside))


def test_what_a_page_sets_apart_as_a_quotation_is_quoted() -> None:
    quoted = extract_text(article(f"<blockquote><p>{OTHER} <b>It is late</b></p></blockquote>"))
    assert f"“{OTHER} It is late”" in quoted
    assert f"“{OTHER}”" in extract_text(article(f"<blockquote><p>“{OTHER}”</p></blockquote>"))


def test_lines_of_links_are_left_out_unless_the_page_tells_them_elsewhere() -> None:
    line = f"Les også: {TEASER}, eleven years late and for twice the sum that was planned"
    link = f"<p>{line.replace(TEASER, f'<a href=/tarn>{TEASER}')}</a></p>"
    told = f"{OTHER}\n{line}\n{OTHER}"
    assert without_others(document_fromstring(f"<body>{link}</body>"), told) == f"{OTHER}\n{OTHER}"
    assert without_others(document_fromstring(f"<body>{link}<p>{line}</p></body>"), told) == told
    assert without_others(document_fromstring(f"<body>{link}</body>"), line) == line


@pytest.mark.parametrize("part", ["<ruby>a<rt>b</rt></ruby>c ", "<svg><path/></svg>ac "])
def test_many_rubies_and_drawings_are_taken_out_at_the_cost_of_reading_them(part: str) -> None:
    tree = document_fromstring(f"<p>{part.strip() * 30_000}</p>")
    mend_sentences(tree)
    assert tree.text_content() == "ac" * 30_000


@pytest.mark.parametrize(
    "unseen",
    [
        f"<style>{'.a { color: red } ' * 1_500}</style>",
        f"<script type='application/ld+json'>[\"{'y' * 25_000}\"]</script>",
    ],
)
@pytest.mark.parametrize("inside", [article(), f"<div><h2>Storm closes coast road</h2>{BODY}</div>"])
def test_a_wrapper_is_no_notice_whatever_the_page_holds_that_nobody_sees(unseen: str, inside: str) -> None:
    assert "third time this winter" in extract_text(f"{unseen}<div class='consent-gate has-footer'>{inside}</div>")


def test_a_link_around_the_headline_is_no_teaser() -> None:
    linked = "<a href='/self'><h1>Storm closes coast road</h1><p>The police closed the road on Sunday.</p></a>"
    text = extract_text(f"<article>{linked}{BODY}</article>")
    assert text.startswith("Storm closes coast road\n")
    assert "The police closed the road on Sunday." in text
    assert not set("\u2e22\u2e23") & set(text)


def test_deeply_nested_parts_are_measured_once() -> None:
    nested = "<div class='footer image caption'>" * 200 + "<b></b>" * 28_000 + "</div>" * 200
    mark_surroundings(document_fromstring(f"<html><body>{BODY}{nested}</body></html>"), None)
    items = "<ul><li>" * 100 + "<b>harbour </b>" * 28_000 + "</li></ul>" * 100
    assert _mark_items(document_fromstring(f"<ul><li>Tarn</li></ul>{items}"), "- Tarn\n- Pell") == "• Tarn\n- Pell"


def test_what_links_say_of_themselves_is_no_text() -> None:
    link = "<a href='/{n}'>report {n}<span class='vh'>(opens in a new window)</span></a>"
    told = f"<p>The council of Pell published its {link.format(n=1)} on the sea wall, as it had {link.format(n=2)}.</p>"
    text = extract_text(
        article(f"{told}<p>Its experts wrote {link.format(n=3)} on the harbour in May (see below).</p>")
    )
    assert "published its report 1 on the sea wall, as it had report 2." in text
    assert "(see below)" in text


def test_the_words_of_a_picture_within_a_line_are_none_of_the_text() -> None:
    picture = "<span class='media'><img src=a.jpg><a href='/x'>The road to Ormsby on Sunday evening</a></span>"
    text = extract_text(article(f"<p>The police closed it at nine.{picture} Nobody was hurt on the road.</p>"))
    assert "closed it at nine. Nobody was hurt" in " ".join(text.split())


def test_what_a_page_blurs_is_not_read() -> None:
    blurred = "<div class='my-6 blur-sm'><p>Bjagy tfcfh dr hqsemx ahp oogu iah fudvs kvd gof gqnxv rxnq mhe.</p></div>"
    assert "Bjagy" not in extract_text(article(blurred))
