"""Judgements: the judge's answer, taken in as leniently as is honest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal

import regex
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic.json_schema import SkipJsonSchema

from newsbrief.article.scripts import UNSPACED
from newsbrief.drafting.answers import Sources

Opinion = Literal["supported", "inference", "unattributed", "unsupported", "contradicted"]
Reasons = Literal["flagged", "all"]
"""For which claims a judge writes a reason: those that it does not carry, or every one, before its verdict."""


_NAMED = re.compile(r"(?:[\W_]|claim|id|no|number)*", re.IGNORECASE)
_CLOSING = re.compile(r"[.,](?!\d)|$")


def _id(value: object) -> object:
    return _NAMED.sub("", str(value), count=1).rstrip(" .:") if value is not None else value


def _opinion(value: object) -> object:
    return value.strip(" .*\"'").lower() if isinstance(value, str) else value


def _words(value: object, *, nothing: str | None = "") -> object:
    folded = " ".join(value.split()) if isinstance(value, str) else value
    return nothing if folded in (None, "null", "none", "None", "-") else folded


Words = Annotated[str, BeforeValidator(_words)]


class Judgement(BaseModel):
    """The judge's word on one claim, the reason before the verdict."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, BeforeValidator(_id)]
    reason: Words = ""
    verdict: Annotated[Opinion, BeforeValidator(_opinion)]
    sentences: Sources = ()
    fault: Words = ""
    instead: Annotated[str | None, BeforeValidator(partial(_words, nothing=None))] = None
    """Words to stand in place of the fault; empty to leave it out; None where there is no fix."""
    fix: SkipJsonSchema[Annotated[str | None, BeforeValidator(_words)]] = None
    """The whole claim in other words, which is not asked for; some models give it."""

    def apply_fix(self, text: str) -> str:
        """Return the claim `text` with its fault mended; empty where there is no fix."""
        if self.fix:
            return self.fix
        folded = " ".join(text.split())
        match = _compile_whole(self.fault).search(folded) if self.fault else None
        if self.instead is None or match is None:
            return ""
        return _join(_join(folded[: match.start()], self.instead), folded[match.end() :])


def _compile_whole(words: str) -> regex.Pattern[str]:
    """Return what finds words that are no part of others, or of a number."""
    before = rf"(?<!\p{{N}}|\p{{N}}[.,]|(?![{UNSPACED}])[\p{{L}}\p{{M}}])" if words[0].isalnum() else ""
    # Korean writes particles behind a word as one with it.
    after = rf"(?!\p{{N}}|[.,]\p{{N}}|(?![{UNSPACED}\p{{Hangul}}])[\p{{L}}\p{{M}}])" if words[-1].isalnum() else ""
    return regex.compile(before + regex.escape(words) + after)


def _join(before: str, after: str) -> str:
    """Return two parts of a sentence as one, with no space more than either has: none before a mark, or the end."""
    if not (before.endswith(" ") or after.startswith(" ")):
        return before + after
    before, after = before.rstrip(), after.lstrip()
    return before + after if not before or _CLOSING.match(after) else f"{before} {after}"


def _list_parts(value: object) -> object:
    """Return judgements in a list, as they are or by id, as a list."""
    if isinstance(value, Mapping):
        return [{"id": id, **part} for id, part in value.items() if isinstance(part, Mapping)]
    return list(value) if isinstance(value, list | tuple) else value


def _readable(value: object) -> object:
    """Return the judgements that can be read, in a list or by id: one that cannot says nothing of the others."""
    parts = _list_parts(value)
    return [part for part in parts if _is_judgement(part)] if isinstance(parts, list) else parts


def _is_judgement(part: object) -> bool:
    try:
        Judgement.model_validate(part)
    except ValidationError:
        return False
    return True


def _list_unread(value: object) -> tuple[str, ...]:
    """Return the claims whose judgement cannot be read, though it can be told which they are."""
    parts = _list_parts(value)
    named = [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []
    return tuple(str(_id(part.get("id"))) for part in named if not _is_judgement(part))


def _numbers(value: object) -> object:
    """Return lists of a claim's id and sentence numbers: a bare id, too, is such a list."""
    parts = value if isinstance(value, list | tuple) else []
    rows = (part if isinstance(part, list | tuple) else [part] for part in parts)
    return [row for row in rows if row and all(_is_number(number) for number in row)]


def _is_number(value: object) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, str) and value.isdecimal())


Rows = Annotated[tuple[tuple[int, ...], ...], BeforeValidator(_numbers)]
Several = Annotated[tuple[Judgement, ...], BeforeValidator(_readable)]


class Judgements(BaseModel):
    """The judge's answer with a reason for every claim."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    judgements: Several

    @property
    def by_id(self) -> dict[str, Judgement]:
        """Return the judgements by claim id. Of two on one claim the last counts, so that quoted text cannot vote."""
        return {judgement.id: judgement for judgement in self.judgements}


class Verdicts(BaseModel):
    """The judge's answer with reasons for what it does not carry: of other claims, id and sentence numbers alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    carried: Rows
    inferred: Rows = ()
    flagged: Several = ()
    unread: SkipJsonSchema[tuple[str, ...]] = ()
    """Claims with an objection that cannot be read: they have no verdict."""

    @model_validator(mode="before")
    @classmethod
    def _from_judgements(cls, value: Any) -> Any:
        """Take an answer in the longer form, too: it says the same."""
        if not isinstance(value, Mapping):
            return value
        if "judgements" in value and "carried" not in value:
            value = {"carried": [], "flagged": value["judgements"]}
        return {**value, "unread": _list_unread(value.get("flagged"))}

    @property
    def by_id(self) -> dict[str, Judgement]:
        """Return the judgements by claim id. A claim that is flagged is not carried, wherever else it stands."""
        others = [str(row[0]) for row in self.inferred] + [j.id for j in self.flagged] + list(self.unread)
        rows = [
            *_read_carried(_tell_rows(self.carried, others), "supported"),
            *_read_carried(self.inferred, "inference"),
        ]
        judgements = {judgement.id: judgement for judgement in (*rows, *self.flagged)}
        return {id: judgement for id, judgement in judgements.items() if id not in self.unread}


def _tell_rows(rows: Sequence[tuple[int, ...]], others: Sequence[str]) -> Sequence[tuple[int, ...]]:
    """Return the rows of what is carried. Bare numbers are ids where with `others` they are all of 1 to n.

    Else they are one row, the first a claim and the rest its sentences: a claim that was not named has no verdict.
    """
    if len(rows) < 2 or any(len(row) > 1 for row in rows):
        return rows
    numbers = [row[0] for row in rows]
    named = {*map(str, numbers), *others}
    return rows if named == {str(n) for n in range(1, len(named) + 1)} else [tuple(numbers)]


def _read_carried(rows: Iterable[tuple[int, ...]], verdict: Opinion) -> Iterator[Judgement]:
    for id, *sentences in rows:
        yield Judgement(id=str(id), verdict=verdict, sentences=tuple(sentences))


ANSWERS: Mapping[Reasons, type[Judgements] | type[Verdicts]] = {"flagged": Verdicts, "all": Judgements}
"""The form of the answer that each setting asks for."""
