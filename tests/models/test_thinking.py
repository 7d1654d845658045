"""Test that the reasoning of a model is never read as its answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.models.thinking import find_unfinished, strip_thinking

MARKS = [
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<seed:think>", "</seed:think>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
    ("<|channel>thought\n", "<channel|>"),
]


@pytest.mark.parametrize(("opened", "closed"), MARKS)
def test_only_what_follows_the_thinking_is_said(opened: str, closed: str) -> None:
    assert strip_thinking(f'{opened}Perhaps {{"a": 1}}?{closed}{{"a": 2}}') == '{"a": 2}'
    assert (
        strip_thinking(f'Perhaps {{"a": 1}}?{closed}{{"a": 2}}') == '{"a": 2}'
    )  # the template has written the opening mark
    assert strip_thinking(f'{opened}One.{closed}{opened}Two.{closed}{{"a": 2}}') == '{"a": 2}'
    assert strip_thinking(f'{opened}Perhaps {{"a": 1}}?') == ""
    assert strip_thinking(f'{{"a": 2}}{opened}Was that right?') == '{"a": 2}'


HARMONY = [
    '<|channel|>analysis<|message|>Perhaps {"a": 1}.<|end|><|start|>assistant<|channel|>final<|message|>{"a": 2}',
    '<|channel|>analysis<|message|>Hm.<|end|><|channel|>final <|constrain|>json<|message|>{"a": 2}<|return|>',
    '<|channel|>commentary to=functions.answer <|constrain|>json<|message|>{"a": 2}<|call|>',
    'analysisThe reader wants {"a": 1}, perhaps.assistantfinal{"a": 2}',
]


@pytest.mark.parametrize("text", HARMONY)
def test_the_final_channel_is_what_is_said(text: str) -> None:
    assert strip_thinking(text) == '{"a": 2}'


def test_an_analysis_alone_says_nothing() -> None:
    assert strip_thinking('<|channel|>analysis<|message|>Perhaps {"a": 1}.') == ""


@pytest.mark.parametrize(
    "start", ["", "\n ", "```json\n", "<answer>", "<tool_call>\n", "<think>{</think>", "so {}</think>\n"]
)
def test_an_answer_has_begun(start: str) -> None:
    assert find_unfinished(f'{start}{{"a": 2') == '{"a": 2'


@pytest.mark.parametrize(
    "text", ['Let me try {"a": 1}', '<think>{"a": 1}', '<|channel|>analysis<|message|>{"a": 1}', "", "Sure:"]
)
def test_what_may_be_thinking_is_no_answer_yet(text: str) -> None:
    assert find_unfinished(text) is None


PIECES = ["<think>", "</think>", "<|channel|>", "final", "<|message|>", "```", "{", "}", '"', "a", " ", "\n"]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map("".join))
def test_any_text_is_read(text: str) -> None:
    assert len(strip_thinking(text)) <= len(text)
    answer = find_unfinished(text)
    assert answer is None or (answer.startswith("{") and text.endswith(answer[-1:]))


def test_it_takes_no_more_than_linear_time() -> None:
    for text in (
        "<think>" * 40_000,
        "<|channel|>" * 30_000,
        "analysis " * 40_000,
        "```\n" * 60_000,
        "</think>" * 40_000,
    ):
        strip_thinking(text)
        find_unfinished(text)
