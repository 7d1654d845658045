"""Changes: a claim does not tell as still planned what the article tells as changed. English only."""

from __future__ import annotations

from collections.abc import Iterator, Set

import regex

from newsbrief.article import Article, per_article
from newsbrief.article.words import content_stems
from newsbrief.verification.ahead import tells_ahead
from newsbrief.verification.announced_changes import Change, compile_cues, find_changes
from newsbrief.verification.claim import CheckResult, Claim, fail, skip, succeed

NAME = "changes"
LANGUAGES = frozenset({"en"})
_SHARED = 2
"""Content words that a claim has in common with the sentence of a change, beside what changed."""
_NAMED = regex.compile(r"\p{Lu}[\p{L}’'-]*|\d+(?:[.:]\d+)?")
_AT = r"\b(?:in|at|to|near|for|on|by|until) (?:the )?"
_PLACED = regex.compile(rf"{_AT}(?P<name>{_NAMED.pattern})")
_PRESENT = regex.compile(rf"\b{compile_cues('present')}\b", regex.IGNORECASE)
_TELLS_CHANGE = regex.compile(rf"\b{compile_cues('tells_change')}\b", regex.IGNORECASE)
_WIDER = regex.compile(rf"\b{compile_cues('wider')}\b", regex.IGNORECASE)


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail (`contradicted`) where a claim has ahead what the article says was moved or narrowed."""
    changes = find_changes(article)
    for change in changes:
        for detail, fault in _find_overtaken(change, claim, article):
            if not _may_tell_plan(claim.text) or _TELLS_CHANGE.search(claim.text):
                return succeed(NAME)
            sentences = (change.sentence, *_find_later(change, article))
            return fail(NAME, detail, fault=fault, verdict="contradicted", sentences=sentences)
    return succeed(NAME) if changes else skip(NAME)


def _may_tell_plan(text: str) -> bool:
    return bool(_PRESENT.search(text)) or tells_ahead(text)


def _find_overtaken(change: Change, claim: Claim, article: Article) -> Iterator[tuple[str, str]]:
    """Yield what the article says has changed, and the words of the claim that are overtaken by it."""
    text = article.sentences[change.sentence].text
    match change.kind:
        case "moved":
            placed = _place(change.old, claim.text)
            if not placed or _find_names(change.new) & _find_names(claim.text):
                return
            own = _find_stems(text) - _find_stems(change.old) - _find_stems(change.new)
            if len(_find_stems(claim.text) & own) >= _SHARED and placed not in _list_ahead(article):
                yield f"“{placed}”; the article says that this changed to “{_first_name(change.new)}”", placed
        case "narrowed":
            wide = _WIDER.search(claim.text)
            if not wide:
                return
            own, scope = _find_stems(claim.text), _find_stems(change.new)
            if own & scope and (own & _find_stems(text)) - scope:
                yield (
                    f"“{wide.group()}”; the article says that this is about “{change.new.strip()}” alone",
                    wide.group(),
                )


@per_article
def _list_ahead(article: Article) -> frozenset[str]:
    """Return the names and numbers where an article has something ahead, in sentences that tell of no change."""
    texts = (s.text for s in article.sentences if tells_ahead(s.text) and not _TELLS_CHANGE.search(s.text))
    return frozenset(match["name"] for text in texts for match in _PLACED.finditer(text))


def _find_later(change: Change, article: Article) -> Iterator[int]:
    """Yield the sentences after that of the change which tell how it is now."""
    new = _find_names(change.new) or _find_stems(change.new)
    old = _find_names(change.old)
    for sentence in article.sentences[change.sentence + 1 :]:
        words = _find_names(sentence.text) | _find_stems(sentence.text)
        if new & words and not old & words and _may_tell_plan(sentence.text):
            yield sentence.index
            return


def _place(old: str, text: str) -> str:
    """Return how a claim names `old` in a place, on a day or as one who acts; empty where it does not."""
    for name in _NAMED.findall(old):
        match = name in text and regex.search(
            rf"(?:{_AT}(?P<name>{regex.escape(name)})\b)"
            rf"|(?:^|\s)(?P<name>{regex.escape(name)})(?:[’']s)? (?:will |is to |is set to |is due to )?host",
            text,
        )
        if match:
            return match["name"]
    return ""


def _first_name(text: str) -> str:
    """Return the name or figure that a span opens with; all of it where it opens with neither."""
    match = regex.match(r"(?:the )?(?:\p{Lu}[\p{L}’'-]*|\d[\d.:]*)(?: \p{Lu}[\p{L}’'-]*)*", text.strip())
    return match.group() if match else text.strip()


def _find_names(text: str) -> Set[str]:
    return {name.casefold() for name in _NAMED.findall(text)}


def _find_stems(text: str) -> Set[str]:
    return set(content_stems(text, "en"))
