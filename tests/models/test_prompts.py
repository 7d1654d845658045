import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from newsbrief.article import Article
from newsbrief.article.tokens import count_tokens
from newsbrief.drafting.source import SourceLine, fence, lay_out_lines, list_lines, to_plain_line
from newsbrief.models.prompts import load_prompt
from newsbrief.resources import find_folder

NAMES = ("briefing", "section", "digest", "compose", "judge")


@pytest.mark.parametrize("name", NAMES)
def test_stamp_is_of_the_file(name: str) -> None:
    found = load_prompt(name)
    raw = (find_folder("prompts") / name / f"{found.stamp.version}.md").read_bytes()
    assert found.stamp.name == name
    assert found.stamp.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_article_is_declared_data_and_never_a_template(name: str) -> None:
    shown = load_prompt(name).render(
        source="{{ 7 * 7 }}{% block x %}",
        language="German",
        section="key_points",
        claims="",
        published="",
        reasons="flagged",
    )
    assert "{{ 7 * 7 }}{% block x %}" in shown.user
    assert "data" in shown.system
    assert "German" in shown.system + shown.user or name == "judge"


def test_a_variable_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        load_prompt("briefing").render(source="x")


def test_prompt_costs_little_beside_the_article(article: Article) -> None:
    shown = load_prompt("briefing").render(source=fence(lay_out_lines(list_lines(article))), language="English")
    bare = count_tokens(article.source, "gpt-4").tokens
    assert count_tokens(shown.system + shown.user, "gpt-4").tokens < 1.3 * bare


@given(st.text())
def test_a_line_stays_a_line_without_marks_of_roles(text: str) -> None:
    shown = to_plain_line(text)
    assert len(shown.splitlines()) <= 1
    assert "<|" not in shown
    assert "|>" not in shown


@given(st.lists(st.text()))
def test_the_fence_stands_only_around(texts: list[str]) -> None:
    shown = fence(map(to_plain_line, texts))
    mark = shown.partition("\n")[0]
    assert shown.count(mark) == 2
    assert shown.endswith(mark)


def test_layout() -> None:
    assert lay_out_lines([SourceLine((), "# T", -1), SourceLine((0,), "A.", 0), SourceLine((1, 2), "B.", 0)]) == [
        "# T",
        "",
        "0: A.",
        "1,2: B.",
    ]
