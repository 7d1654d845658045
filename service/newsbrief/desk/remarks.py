"""Remarks of checks, notes of histories, warnings and problems, which the service tells in English, in the language of
the desk.

The English words under `remark` and `notice` are the patterns: what one of them matches is told by the same words of
the other language. What none matches, such as a judge's own reason, stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

import regex

from newsbrief.briefing.schema import ALL_SECTIONS, HEADINGS, Section
from newsbrief.verification.claim import Verdict
from newsbrief.verification.judge.judge import NAME as JUDGE

KNOWN, CHECK = ("remark.", "notice."), "check."
"""How the keys begin of remarks and warnings, and of the names of checks."""
_FIELD = regex.compile(r"\{(\w+)\}")
_TITLE = "Title"
_SECTIONS: dict[str, Section] = {heading: section for section, heading in HEADINGS.items()} | {_TITLE: "title"}
_SHAPES = {
    "n": r"\d+",
    "most": r"\d+",
    "claims": r"\d+ claims?",
    "counts": r"[^;]+",
    "by": r"[^:;“]+",
    "section": "|".join(map(regex.escape, _SECTIONS)),
    "verdict": "|".join(get_args(Verdict)),
    "target": rf"(?:{'|'.join(ALL_SECTIONS)})(?:\.\d+)?",
}
"""What may stand for a field, where it is not any words."""
_LONGEST, _MOST_PARTS, _DEEPEST = 3_000, 12, 8
"""Characters and parts of a remark that is translated, and remarks inside another: what is beyond stays as it is."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark as it is kept: its key, and what tells it from others."""

    key: str
    pattern: regex.Pattern[str]
    is_deed: bool
    """Whether a person did it: only a whole remark can be one, as a judge's reason may read like it."""


def list_remarks(english: Mapping[str, str]) -> tuple[Remark, ...]:
    """Return the remarks among the desk's English words, the most telling first."""
    checks = "|".join(key.removeprefix(CHECK) for key in english if key.startswith(CHECK))
    remarks = [(key, text) for key, text in english.items() if key.startswith(KNOWN)]
    # What a person did comes last: a line that begins with the name of a check is none of it.
    remarks.sort(key=lambda each: ("{by}" not in each[1], len(_FIELD.sub("", each[1]))), reverse=True)
    shapes = _SHAPES | {"check": checks}
    patterns = ((key, text, regex.compile(_compile_pattern(text, shapes), regex.DOTALL)) for key, text in remarks)
    return tuple(Remark(key, pattern, is_deed="{by}" in text) for key, text, pattern in patterns)


@dataclass(frozen=True, slots=True)
class Translator:
    """Puts remarks into the words of one language."""

    known: tuple[Remark, ...]
    words: Mapping[str, str]
    heading: Callable[[Section], str]
    isolated: Callable[[str], str]
    """Returns a text in marks that keep its direction."""

    def __call__(self, text: str) -> str:
        """Return a remark in the language; what is not known in it stays as it is."""
        if len(text) > _LONGEST:
            return text
        translated = self._translate_whole(text, 0)
        return self._translate_each(text, 0) if translated is None else translated

    def check(self, name: str) -> str:
        """Return what a check is called."""
        return self.words.get(CHECK + name, name)

    def _translate_whole(self, text: str, depth: int) -> str | None:
        """Return a remark that is inside `depth` others; None where it is not known."""
        for remark in self.known:
            if not (depth and remark.is_deed) and (match := remark.pattern.fullmatch(text)):
                values = {name: self._value(name, value, match, depth) for name, value in match.groupdict().items()}
                return self.words[remark.key].format(**values)
        return None

    def _translate_each(self, text: str, depth: int) -> str:
        """Return several remarks in a row."""
        parts, done = text.split("; "), list[str]()
        while parts and len(parts) <= _MOST_PARTS:
            # Somebody's words may have a semicolon, too: the longest that is known is meant.
            tries = ((end, "; ".join(parts[:end])) for end in range(len(parts), 0, -1))
            known = ((end, shown) for end, text in tries if (shown := self._translate_whole(text, depth)))
            end, translated = next(known, (1, parts[0]))
            done, parts = [*done, translated], parts[end:]
        return "; ".join([*done, *parts])

    def _value(self, field: str, value: str, match: regex.Match[str], depth: int) -> str:
        match field:
            case "n" | "most":
                return value
            case "verdict":
                return self.words[f"verdict.{value}"]
            case "claims":
                return value.partition(" ")[0]
            case "check":
                return self.check(value)
            case "section":
                return self.heading(_SECTIONS[value])
            case "target":
                return "\u00a0".join(self._target(value))
            case "counts":
                return ", ".join(self._translate_whole(count, depth + 1) or count for count in value.split(", "))
            case "remark":
                # A judge's reason is its own words.
                return value if match.groupdict().get("check") == JUDGE else self._translate_nested(value, depth + 1)
            case _:
                return self.isolated(value)

    def _translate_nested(self, text: str, depth: int) -> str:
        """Return a remark inside another, which may have lost its full stop there."""
        if depth > _DEEPEST:
            return text
        if (translated := self._translate_whole(text, depth)) is not None:
            return translated
        stopped = self._translate_whole(f"{text}.", depth)
        return self._translate_each(text, depth) if stopped is None else stopped.rstrip(".۔")

    def _target(self, id: str) -> Iterator[str]:
        section, _, place = id.partition(".")
        yield self.heading(next(known for known in ALL_SECTIONS if known == section))
        if place:
            yield str(int(place) + 1)


def _compile_pattern(text: str, shapes: Mapping[str, str]) -> str:
    """Return the pattern of what a template makes; `shapes` are those of its fields."""
    parts = _FIELD.split(text)
    fields = (f"(?P<{name}>{shapes.get(name, '.+?')})" for name in parts[1::2])
    literal = [regex.escape(part, special_only=True, literal_spaces=True) for part in parts[::2]]
    return literal[0] + "".join(field + after for field, after in zip(fields, literal[1:], strict=True))
