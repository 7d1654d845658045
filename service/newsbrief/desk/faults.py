"""The words of a claim that are at fault, and the words of the article that stand against them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

from newsbrief.verification.claim import CARRIED, CheckedClaim

_WORDS = regex.compile(r"\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{M}\p{N}]+|\S")
_MOST_AGAINST = 8
"""Words of the article that may stand against a fault: more are another matter."""

_SIMILAR = 0.3
"""Share of words in common below which a claim and a sentence cannot be laid side by side."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a claim's text."""

    text: str
    is_fault: bool


def cut_at_faults(claim: CheckedClaim) -> tuple[Stretch, ...]:
    """Return the claim's text, cut where words at fault begin and end; joined, it is the text."""
    found: list[Stretch] = []
    at = 0
    for start, end in _find_fault_spans(claim):
        found += [Stretch(claim.text[at:start], is_fault=False), Stretch(claim.text[start:end], is_fault=True)]
        at = end
    return tuple(part for part in (*found, Stretch(claim.text[at:], is_fault=False)) if part.text)


def find_opposing(claim: CheckedClaim) -> tuple[tuple[int, int], ...]:
    """Return where in the (first) article words stand against those at fault: `start` and `end` offsets."""
    faults = _find_fault_spans(claim)
    own = [e for e in claim.evidence if not e.source]
    if not faults or not own:
        return ()
    evidence = own[0]
    return tuple(
        (evidence.start + start, evidence.start + end)
        for start, end in dict.fromkeys(_align_faults(claim.text, evidence.quote, faults))
    )


def _find_fault_spans(claim: CheckedClaim) -> list[tuple[int, int]]:
    """Return where words at fault stand in the text, in order and apart; nowhere in a claim that is carried."""
    if claim.verdict in CARRIED:
        return []
    faults = dict.fromkeys(check.fault for check in claim.failures if check.fault)
    spans = sorted(
        (match.start(), match.end())
        for fault in faults
        if (match := regex.search(regex.escape(fault), claim.text, regex.IGNORECASE))
    )
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _align_faults(text: str, quote: str, faults: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the words of `quote` that stand where the faults of `text` do, when both are laid side by side."""
    said, written = list(_WORDS.finditer(text)), list(_WORDS.finditer(quote))
    matcher = SequenceMatcher(
        None, [m.group().casefold() for m in said], [m.group().casefold() for m in written], autojunk=False
    )
    if matcher.ratio() < _SIMILAR:
        return
    for tag, a, b, c, d in matcher.get_opcodes():
        inside = any(start < said[b - 1].end() and end > said[a].start() for start, end in faults) if b > a else False
        if tag == "replace" and inside and d - c <= _MOST_AGAINST:
            yield written[c].start(), written[d - 1].end()
