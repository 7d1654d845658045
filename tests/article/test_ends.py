"""Full stops where they belong, and questions."""

import pytest

from newsbrief.article.ends import asks, end_text, strip_full_stop


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The council met 49 people", "The council met 49 people."),
        ("The council met in the U.S.", "The council met in the U.S."),
        ("He said: “We go.”", "He said: “We go.”"),
        ("Il a dit : « Nous partons. »", "Il a dit : « Nous partons. »"),
        ("他们今天在北京会谈", "他们今天在北京会谈。"),
        ("รัฐบาลประกาศเมื่อวันศุกร์", "รัฐบาลประกาศเมื่อวันศุกร์"),
        ("أعلنت الوزارة ذلك؟", "أعلنت الوزارة ذلك؟"),
    ],
)
def test_sentences_end(text: str, whole: str) -> None:
    assert end_text(text, is_title=False) == whole


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Rovers win again.", "Rovers win again"),
        ("Iran open to talks with the U.S.", "Iran open to talks with the U.S."),
        ("And then there was one...", "And then there was one..."),
        ("会谈继续。", "会谈继续"),
        ("बातचीत दिल्ली में होगी।", "बातचीत दिल्ली में होगी"),
        ("...", ""),
    ],
)
def test_titles_do_not(text: str, title: str) -> None:
    assert strip_full_stop(text) == title


@pytest.mark.parametrize("text", ["„Wer zahlt das?“", "« Qui paie ? »", "من يدفع؟", "「誰が払うのか？」", "Who pays?"])
def test_questions_ask_behind_whatever_mark(text: str) -> None:
    assert asks(text)
    assert not asks(f"{text} Nobody.")
