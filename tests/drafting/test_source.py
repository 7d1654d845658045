"""An article as a model sees it: no line of it can play a role of the chat."""

import pytest

from newsbrief.drafting.source import to_plain_line


@pytest.mark.parametrize(
    "mark",
    [
        *("<|im_start|>", "<s>", "</s>", "<start_of_turn>", "<start_of_image>", "<<SYS>>", "<think>", "</think>"),
        *("<tool_call>", "<tool_response>", "[INST]", "[/INST]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]"),
        *("[AVAILABLE_TOOLS]", "[TOOL_CALLS]", "[TOOL_RESULTS]"),
    ],
)
def test_marks_of_roles_are_broken_up_and_stay_readable(mark: str) -> None:
    shown = to_plain_line(f"She typed {mark} and sent it.")
    assert mark not in shown
    assert mark in shown.replace(" ", "").replace("\u00a0", "") or mark.replace("<", "< ") in shown


@pytest.mark.parametrize("text", ["The [redacted] file", "a < b", "<title>", "[Tool] time"])
def test_other_brackets_stay(text: str) -> None:
    assert to_plain_line(text) == text
