"""Names are told by capitals where no sentence begins."""

from newsbrief.article.names import find_names


def test_names_inside_a_sentence() -> None:
    text = "Dr Aisha Khattak saw Jean-Paul Sartre, as the Met Office’s man told Nnamdi O'Brien and NATO. So it is."
    assert [m.group() for m in find_names(text)] == ["Aisha Khattak", "Jean-Paul Sartre", "Nnamdi O'Brien", "NATO"]


def test_scripts_without_capitals_show_none() -> None:
    assert not list(find_names("وقال وزير الخارجية عباس عراقجي إن المحادثات ستعقد في مسقط"))
