from html.parser import HTMLParser

import regex

from newsbrief.evals.report import compare_runs
from newsbrief.evals.report.page import render_page
from newsbrief.evals.run import Run
from tests.evals.report.comparisons import GATES, SUBJECT, a_run, make_failing, make_two

REQUESTS = ("src", "href", "xlink:href", "action", "poster", "data", "background", "srcset")


class Read(HTMLParser):
    """The texts and elements that a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.rows: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "tr":
            self.rows.append("")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.rows:
            self.rows[-1] += data


def test_no_script_and_no_request() -> None:
    for found in (make_failing(), make_two()):
        read = Read(render_page(found))
        assert not {"script", "img", "iframe", "link", "object", "embed", "form", "b onclick"} & set(read.tags)
        names = {name for name, _ in read.attributes}
        assert not names & set(REQUESTS)
        assert not {n for n in names if n.startswith("on")}
        assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in read.attributes
        assert not regex.search(r"url\(|@import", render_page(found))


def test_what_a_model_and_an_article_wrote_is_shown_as_text() -> None:
    text = render_page(make_failing())
    read = Read(text)
    assert "<script" not in text
    shown = " ".join(read.texts)
    for said in ("forbidden claim <script>alert(1)</script>", "evidence <script>alert(1)</script>", SUBJECT):
        assert said in shown
    assert "a <i>test</i>" in shown


def test_every_claim_stands_beside_its_evidence() -> None:
    read = Read(render_page(make_failing()))
    for fault in ("forbidden", "unproven", "not covered", "form"):
        (row,) = [row for row in read.rows if f"{fault} claim" in row]
        assert "evidence <script>" in row
        assert "town_hall.key_points.0" in row


def test_grave_findings_are_open() -> None:
    text = render_page(make_failing())
    opened = regex.findall(r"<details( open)?>\s*<summary>([^:]+)", text)
    assert {fault: bool(state) for state, fault in opened} == {
        "forbidden": True,
        "unproven": False,
        "not covered": False,
        "form": False,
    }


def test_failed_gates_stand_first() -> None:
    rows = [row for row in Read(render_page(make_failing())).rows if "passed" in row or "failed" in row]
    assert ["failed" in row for row in rows] == sorted(("failed" in row for row in rows), reverse=True)


def test_a_plot_has_a_bar_and_an_interval_for_every_run(whole_run: Run) -> None:
    text = render_page(compare_runs([whole_run], GATES))
    assert text.count("<svg") == 3
    assert text.count('class="ci"') == text.count('class="bar"') > 15
    assert 'class="ci"' in render_page(make_two())


def test_without_what_a_plot_shows_there_is_none() -> None:
    assert "<svg" not in render_page(compare_runs([a_run(grades=())], GATES))
