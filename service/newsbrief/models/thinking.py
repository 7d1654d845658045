"""Thinking in the text of an answer, told apart from what the model then says."""

from __future__ import annotations

import regex

_NAMES = r"(?:\w+:)?(?:think|thinking|thoughts?|reasoning|analysis|reflection|scratchpad)"
_OPENED = regex.compile(
    rf"<{_NAMES}>|\[THINK\]|◁think▷|<\|begin_of_thought\|>|<\|START_THINKING\|>|<\|inner_prefix\|>"
    r"|<\|channel>thought|<unused94>thought",
    regex.IGNORECASE,
)
_CLOSED = regex.compile(
    rf"</{_NAMES}>|\[/THINK\]|◁/think▷|<\|end_of_thought\|>|<\|END_THINKING\|>|<\|inner_suffix\|>"
    r"|<channel\|>|<unused95>",
    regex.IGNORECASE,
)
_CHANNEL = r"<\|channel\|>\s*{}[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>"
_FINAL = regex.compile(_CHANNEL.format(r"final\b"))
_CALL = regex.compile(_CHANNEL.format(r"commentary\b(?=[^<]*\bto=)"))
_HARMONY = "<|channel|>"
"""Source: https://developers.openai.com/cookbook/articles/openai-harmony"""
_HARMONY_END = regex.compile(r"<\|(?:end|return|call|start)\|>")
_BARE_HARMONY = regex.compile(r"\A\s*analysis(?=[A-Z\s]).*assistantfinal", regex.DOTALL)
"""The same where a server left out the special tokens and kept the words."""
_BEGUN = regex.compile(
    r"\A\s*+(?:```\w*+\s*+|<\|?(?:answer|response|output|json|tool_call|function[^<>]{0,60})\|?>\s*|\[TOOL_CALLS\]\s*)*+(?=\{)"
)


def strip_thinking(text: str) -> str:
    """Return `text` without what was thought: after the last closing mark, and before one that is still open.

    Empty where all of it is thinking. The opening mark may be missing, as chat templates write it for the model.
    """
    if _HARMONY in text:
        said = _take_last(_FINAL, text) or _take_last(_CALL, text)
        return _HARMONY_END.split(said, maxsplit=1)[0]
    if bare := _BARE_HARMONY.match(text):
        return text[bare.end() :]
    said = _take_last(_CLOSED, text) or text
    opened = _OPENED.search(said)
    return said[: opened.start()] if opened else said


def find_unfinished(text: str) -> str | None:
    """Return the JSON answer in an unfinished `text`; None while it may all be thinking.

    Prose may be thinking whose closing mark is still to come, so only what starts as an answer counts.
    """
    for said in (text, strip_thinking(text)):
        if start := _BEGUN.match(said):
            return said[start.end() :]
    return None


def _take_last(mark: regex.Pattern[str], text: str) -> str:
    """Return the text behind the last `mark`; empty where there is none."""
    end = 0
    for match in mark.finditer(text):
        end = match.end()
    return text[end:] if end else ""
