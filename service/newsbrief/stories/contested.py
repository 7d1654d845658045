"""The mark on a claim that one source of several makes and another denies: whose word it is, and who says otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

_MARKS: Mapping[str, str] = {
    "en": "(according to {own}; not according to {others})",
    "es": "(según {own}; no según {others})",
    "fr": "(selon {own} ; pas selon {others})",
    "de": "(laut {own}; anders {others})",
    "ar": "(بحسب {own}، خلافا لـ {others})",
    "fa": "(به گفته {own}؛ برخلاف {others})",
    "tr": "({own} kaynağına göre; {others} farklı bildiriyor)",
}
_MARK = regex.compile(
    r"\s\((?:according to [^()]+; not according to|según [^()]+; no según|selon [^()]+ ; pas selon|laut [^()]+; anders"
    r"|بحسب [^()]+، خلافا لـ|به گفته [^()]+؛ برخلاف|[^()]+ kaynağına göre;) [^()]+\)(?=[.!?。؟]?[”\"»]?$)"
)
_ENDS = (".", "。", "!", "؟", "?")


def mark_contested(text: str, own: Sequence[str], others: Sequence[str], language: str) -> str:
    """Return the claim with a mark before its full stop: the sources that say it, and those that contradict it.

    A claim that is marked stays as it is. The mark is English in languages without a wording of ours.
    """
    if _MARK.search(text):
        return text
    mark = _MARKS.get(language, _MARKS["en"]).format(own=_join_names(own), others=_join_names(others))
    end = text[-1] if text.endswith(_ENDS) else ""
    return f"{text.removesuffix(end) if end else text} {mark}{end}"


def strip_contested(text: str) -> str:
    """Return the claim without the mark, as it is checked against an article."""
    return _MARK.sub("", text)


def _join_names(names: Sequence[str]) -> str:
    return ", ".join(name.replace("(", "[").replace(")", "]") for name in names)
