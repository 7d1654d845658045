"""Find text that is hidden from a reader or aimed at a model. It is reported to people, never obeyed, never removed.

A sentence that gives a model orders is no report of anything: it stays in the source, but nothing rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import regex

from newsbrief.article.comments import comments

# --- Hidden characters -------------------------------------------------------------------------------------------
# Three flags are spelled in tag characters, and emoji carry one variation selector: neither hides anything.
_FLAG = regex.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,8}+\U000e007f")
_HIDDEN: tuple[tuple[str, regex.Pattern[str]], ...] = (
    (
        "tag characters (U+E0000 to U+E007F), which can carry text that no reader sees",
        regex.compile("[\U000e0000-\U000e007f]"),
    ),
    (
        "variation selectors in a row, which can carry hidden data, such as a C2PA manifest",
        regex.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}+"),
    ),
    (
        "controls of writing direction, which can show text in another order than it has",
        regex.compile("[\u202a-\u202e\u2066-\u2069]"),
    ),
    ("zero-width characters", regex.compile("[\u200b\u2060-\u2064\u206a-\u206f\ufeff\u180e\u034f]")),
    ("soft hyphens", regex.compile("\u00ad")),
    ("control characters", regex.compile(r"[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")),
)
_ANY_HIDDEN = re.compile(
    "[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u180e\u200b\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef]"
)

# --- Words for a model -------------------------------------------------------------------------------------------


class _Sign(NamedTuple):
    """Something that looks aimed at a model, by words that it cannot do without and a pattern around them."""

    what: str
    anchors: tuple[tuple[str, str], ...]
    """Lower-case; the pattern is only tried around these, so that a long text costs little more than finding them.
    Before each its mark, such as `<`, or a letter of it where it has none: a text without that has no such anchor."""
    pattern: regex.Pattern[str]
    back: int = 2
    """Characters before an anchor at which the pattern may start."""
    is_order: bool = True
    """A sentence with it gives orders; without, it only looks like what surrounds a prompt."""


_REACH = 240
"""Characters after an anchor that the pattern may take in."""
_MOST = 5_000
"""Anchors looked at for a sign: an ordinary article has some dozens, and a flood of them takes seconds."""
# A report on such an attack quotes it, or says that somebody was told "to ignore previous instructions": an order is
# taken for one only where nothing makes it reported speech.
_TELLS = r"(?:to|can|could|would|will|might|may|that|which|who|they|it|he|she|we|n['’]t|not|never)"
_ORDER = rf"(?<![\"“‘'«„「]\s?)(?<!\b{_TELLS}\s)\b"
_WHAT = (
    r"(?:instruction|prompt|rule|guideline|direction|directive|command|order|message|context|task|text"
    r"|article|content)"
    r"s?"
)
_SET = r"(?:ignore|disregard|forget|override|bypass|skip)"
_MODEL = (
    r"(?:(?:an?|the|all|any|every) )?(?:ai|a\.i\.|llms?|gpt|chatgpt|claude|gemini|copilot|grok"
    r"|(?:large )?language models?|(?:ai )?assistants?|chatbots?|(?:ai )?summari[sz]ers?|models?)"
)
_OUTPUT = r"(?:the|your|any) (?:summary|briefing|output|response|reply|answer)\b"
_LINE = r"(?<=(?:^|\n)[ \t#*>_-]{0,8})"
# fmt: off
_TAGS = (
    "article", "source", "sentence", "document", "data", "context", "instruction", "system", "untrusted", "user_input",
    "prompt", "briefing", "task",
)
# fmt: on
_CALLS = ("note", "message", "instruction", "attention", "important", "notice", "reminder", "memo")
_LIVE = ("script", "iframe", "object", "embed", "svg", "form", "img", "meta", "link", "style")


def _sign(what: str, anchors: tuple[str, ...], *patterns: str, back: int = 2, order: bool = True) -> _Sign:
    marked = tuple((next((c for c in anchor if not c.isalpha() and c != " "), anchor[0]), anchor) for anchor in anchors)
    return _Sign(what, marked, regex.compile("|".join(patterns)), back, order)


_SIGNS = (
    _sign(
        "an order to set earlier instructions aside",
        ("ignore", "disregard", "forget", "override", "bypass", "skip"),
        rf"{_ORDER}{_SET}\s{{1,4}}(?:(?:all|any|every|everything|of|the|your|these|those|my|that)\s{{1,4}}){{0,4}}"
        rf"(?:(?:above|previous|prior|preceding|earlier|foregoing|system|original|initial"
        rf"|existing)\s{{1,4}}(?:\w{{1,20}}\s{{1,4}}){{0,2}}{_WHAT}\b"
        rf"|(?:instructions?|prompts?)\b|above(?:\s{{1,4}}and\b|\s*+[.:;,])|{_WHAT}\s{{1,4}}(?:above|before)\b)",
        rf"{_ORDER}{_SET}\s{{1,4}}(?:everything|anything|all"
        rf"|what)\s{{1,4}}(?:\w{{1,12}}\s{{1,4}}){{0,4}}(?:said|told|written|read|stated"
        rf"|instructed)\s{{1,4}}(?:above|before|previously|so far)\b",
    ),
    _sign(
        "words addressed to a model",
        (*_CALLS, "dear", "hey", "hello"),
        rf"\b(?:note|message|instruction|attention|important|notice|reminder|memo)s?(?: to| for|,"
        rf"|:) {_MODEL}\s?[:,.–—(-]",
        rf"(?<=(?:^|[\n.!?])\s{{0,4}})(?:dear|hey|hello|attention) {_MODEL}\b",
    ),
    _sign(
        "words addressed to a model",
        (
            "to ai",
            "to all ai",
            "to any ai",
            "to llm",
            "to language model",
            "to chatbot",
            "to assistants",
            "summariser",
            "summarizer",
            "whoever ",
        ),
        rf"(?<=(?:^|[\n.!?\[(>]|--)\s{{0,4}})to {_MODEL}s?\s?:",
        r"\b(?:notes?|messages?|reminder) to (?:[\w ]{1,30}? and )?summari[sz]ers?\b",
        r"\bwhoever (?:condenses|summari[sz]es|briefs|sums up) (?:this|the (?:article|story|page))\b",
        back=50,
    ),
    _sign(
        "words addressed to a model",
        ("you are",),
        r"\bif you are an? (?:ai|llm|large language model|language model|assistant|chatbot|automated)\b",
        rf"{_ORDER}you are (?:now )?(?:an? )?(?:\w{{1,20}} ){{0,2}}(?:ai|llm|language model|assistant|chatbot|dan)\b",
        back=4,
    ),
    _sign(
        "an order about the summary",
        ("summariz", "summaris", "briefing", "the summary", "your summary"),
        rf"{_ORDER}(?:when|while|before|in) (?:you )?(?:(?:summari[sz]|brief)(?:e|ing)|writing (?:the|your"
        rf"|a) (?:summary|briefing))\b[^.\n]{{0,60}}?[,:]\s*+"
        r"(?:you (?:must|should)|say|state|write|include|add|do not|don['’]t|always|never|make sure|mention|omit)\b",
        back=20,
    ),
    _sign(
        "an order about the summary",
        ("summary", "briefing", "output", "response", "reply", "answer"),
        rf"{_ORDER}(?:do not|don['’]t|never|always) (?:mention|include|report|say|state"
        rf"|write)\b[^.\n]{{0,80}}? in {_OUTPUT}",
        rf"{_ORDER}(?:include|insert|append|add|write|put)\b[^.\n]{{0,80}}? (?:in|to|into) {_OUTPUT}",
        rf"{_ORDER}(?:respond|reply|answer|output) (?:only|exclusively) (?:with|in)\b",
        r"\b(?:the|your|any(?: \w+)?) (?:summary|briefing) (?:must|shall|should|has to|would) (?:not |never |always )?"
        r"(?:state|say|include|mention|open|begin|omit|claim|report|leave|give|describe)\b",
        back=120,
    ),
    _sign(
        "an order about the summary",
        ("key takeaway", "key point"),
        rf"{_ORDER}(?:include|add|insert|write|state|report|list)\b[^.\n]{{0,40}}? (?:as|in|to|under) "
        r"(?:an? |the |your |one )?key (?:takeaway|point)s?\b",
        back=80,
    ),
    _sign(
        "an order about the summary",
        ("respond only", "respond exclusively"),
        rf"{_ORDER}respond (?:only|exclusively) (?:with|in)\b",
    ),
    _sign(
        "an order about the checks",
        (" as supported", " as verified", " as true"),
        rf"{_ORDER}mark\b[^.\n]{{0,40}}?\b(?:claim|sentence|statement)s?\b[^.\n]{{0,20}}? as (?:supported"
        rf"|verified|true)\b",
        back=80,
    ),
    _sign(
        "a request for the prompt",
        ("prompt", "instruction"),
        rf"{_ORDER}(?:reveal|print|output|repeat|show|display|leak|tell)(?: me)? (?:(?:the|your|all|full"
        rf"|entire|hidden|of) ){{0,4}}(?:system |your )(?:prompts?|instructions)\b",
        r"(?<=(?:^|\n)[ \t#*>_\[(<!-]{0,8})(?:(?:new|updated|real|actual) )?(?:system (?:prompt"
        r"|message|instructions?)|(?:new|updated|real|actual) (?:instructions?|prompt)) ?[:>]",
        back=48,
    ),
    _sign(
        "marks of a chat's roles",
        ("<|", "[inst]", "[/inst]", "<<sys", "<</sys", "_of_turn>", "<｜"),
        r"<\|\s?[a-z_]{2,24}\s?\|>|\[/?inst\]|<</?sys>>|<(?:start|end)_of_turn>|<｜\w{2,12}",
        back=6,
        order=False,
    ),
    _sign(
        "marks of a chat's roles",
        ("system", "assistant", "developer", "user", "instruction", "response"),
        rf"{_LINE}(?:system|assistant|developer)[ \t*]{{0,3}}:(?!//)",
        r"(?<=(?:^|\n)#{2,6} ?)(?:system|assistant|user|instructions?|response) ?:?[ \t]*(?:\n|$)",
        order=False,
    ),
    _sign(
        "tags such as those that mark off data in a prompt",
        tuple(f"{opening}{tag}" for tag in _TAGS for opening in ("<", "</")),
        rf"</?(?:{'|'.join(_TAGS)})s?(?:\s[^<>\n]{{0,80}})?>",
        order=False,
    ),
    _sign(
        "numbers in brackets at the start of a line, like those that sentences get in a prompt",
        ("[",),
        r"(?<=(?:^|\n)[ \t]{0,8})\[\d{1,5}\][ \t]*+\S",
        order=False,
    ),
    _sign(
        "live HTML, which is treated as plain text",
        ("javascript:", *(f"<{tag}" for tag in _LIVE)),
        rf"<(?:{'|'.join(_LIVE)})\b|\bjavascript:\w",
        order=False,
    ),
)


def find_suspicions(source: str) -> tuple[str, ...]:
    """Return sentences for an editor on what looks hidden or aimed at a model in `source`; empty for ordinary text.

    English orders only; marks of roles, tags and hidden characters in any language. None of the text is quoted:
    warnings travel to where models may read them. Linear in the length of `source`.
    """
    return (*hidden_characters(source), *_find_aimed(source))


def find_orders(text: str) -> Iterator[int]:
    """Yield where `text` tells a model what to do, in no order; of a flood of such words, only some are looked at."""
    lowered = _fold_case(text)
    for sign in _SIGNS:
        if sign.is_order:
            yield from (place for place in _places(sign, lowered) if place is not None)


def find_comments(source: str) -> tuple[tuple[int, int], ...]:
    """Return where a plain text holds comments of HTML, which the page that it came from did not show."""
    return tuple(comments(source))


def hidden_characters(text: str) -> tuple[str, ...]:
    """Return a sentence for an editor on each kind of hidden character in `text`; they are not read."""
    if not _ANY_HIDDEN.search(text):
        return ()
    text = _FLAG.sub("", text).removeprefix("\ufeff")
    counts = ((what, sum(len(m.group()) for m in pattern.finditer(text))) for what, pattern in _HIDDEN)
    return tuple(f"Left out of what is read: {number} {what}." for what, number in counts if number)


def _find_aimed(source: str) -> Iterator[str]:
    lowered = _fold_case(source)
    warnings: set[str] = set()
    for sign in _SIGNS:
        if sign.what in warnings:
            continue
        place, all_seen = _find_first(sign, lowered)
        if place is not None:
            warnings.add(sign.what)
            line = source.count("\n", 0, place) + 1
            fate = (
                "it was not followed, and no claim rests on it"
                if sign.is_order
                else "it was read as part of the article"
            )
            yield f"The text holds {sign.what} (line {line}); {fate}."
        elif not all_seen:
            yield f"The text was not searched to its end for {sign.what}: it repeats such words too often."


def _fold_case(text: str) -> str:
    # Lower case keeps every offset: the dotted capital I is the one letter that it makes longer.
    return text.replace("İ", "i").lower()


def _find_first(sign: _Sign, text: str) -> tuple[int | None, bool]:
    """Return where the sign first stands, if it does, and whether all of the text was looked at."""
    for place in _places(sign, text):
        return place, place is not None
    return None, True


def _places(sign: _Sign, text: str) -> Iterator[int | None]:
    """Yield where a sign stands, anchor by anchor; a last `None` where the text was not looked at to its end."""
    left = _MOST
    for mark, anchor in sign.anchors:
        at = text.find(anchor) if mark in text else -1
        while at >= 0:
            if not left:
                yield None
                return
            left -= 1
            if match := sign.pattern.search(text, max(0, at - sign.back), at + _REACH):
                yield match.start()
            at = text.find(anchor, at + len(anchor))
