"""Judgements: the judge's answer, taken in as leniently as is honest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic.json_schema import SkipJsonSchema

from newsbrief.drafting.written import Sources

Opinion = Literal["supported", "inference", "unattributed", "unsupported", "contradicted"]
Reasons = Literal["flagged", "all"]
"""For which claims a judge writes a reason: those that it does not carry, or every one, before its verdict."""


def _id(value: object) -> object:
    return str(value).strip().removeprefix("id").removeprefix("claim").strip(" #:.") if value is not None else value


def _opinion(value: object) -> object:
    return value.strip(" .*\"'").lower() if isinstance(value, str) else value


def _fold_spaces(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _words(value: object) -> object:
    folded = _fold_spaces(value)
    return "" if folded in (None, "null", "none", "None", "-") else folded


def _words_or_none(value: object) -> object:
    folded = _fold_spaces(value)
    return None if folded in (None, "null", "none", "None", "-") else folded


Words = Annotated[str, BeforeValidator(_words)]


class Judgement(BaseModel):
    """The judge's word on one claim, the reason before the verdict."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, BeforeValidator(_id)]
    reason: Words = ""
    verdict: Annotated[Opinion, BeforeValidator(_opinion)]
    sentences: Sources = ()
    fault: Words = ""
    instead: Annotated[str | None, BeforeValidator(_words_or_none)] = None
    """Words to stand in place of the fault; empty to leave it out; None where there is no fix."""
    fix: SkipJsonSchema[Annotated[str | None, BeforeValidator(_words)]] = None
    """The whole claim in other words, which is not asked for; some models give it."""

    def apply_fix(self, text: str) -> str:
        """Return the claim `text` with its fault mended; empty where there is no fix."""
        if self.fix:
            return self.fix
        if self.instead is None or not self.fault or self.fault not in (folded := " ".join(text.split())):
            return ""
        return " ".join(folded.replace(self.fault, self.instead, 1).split()).replace(" .", ".").replace(" ,", ",")


def _readable(value: object) -> object:
    """Return the judgements that can be read, in a list or by id: one that cannot says nothing of the others."""
    if isinstance(value, Mapping):
        value = [{"id": id, **part} for id, part in value.items() if isinstance(part, Mapping)]
    return [part for part in value if _is_judgement(part)] if isinstance(value, list | tuple) else value


def _is_judgement(part: object) -> bool:
    try:
        Judgement.model_validate(part)
    except ValidationError:
        return False
    return True


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
        """The judgements by claim id. Of two on one claim the last counts, so that quoted text cannot vote."""
        return {judgement.id: judgement for judgement in self.judgements}


class Verdicts(BaseModel):
    """The judge's answer with reasons for what it does not carry: of other claims, id and sentence numbers alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    carried: Rows
    inferred: Rows = ()
    flagged: Several = ()

    @model_validator(mode="before")
    @classmethod
    def _from_judgements(cls, value: Any) -> Any:
        """Take an answer in the longer form, too: it says the same."""
        if isinstance(value, Mapping) and "judgements" in value and "carried" not in value:
            return {"carried": [], "flagged": value["judgements"]}
        return value

    @property
    def by_id(self) -> dict[str, Judgement]:
        """The judgements by claim id. A claim that is flagged is not carried, wherever else it stands."""
        found = [*_read_carried(self.carried, "supported"), *_read_carried(self.inferred, "inference"), *self.flagged]
        return {judgement.id: judgement for judgement in found}


def _read_carried(rows: Iterable[tuple[int, ...]], verdict: Opinion) -> Iterator[Judgement]:
    for id, *sentences in rows:
        yield Judgement(id=str(id), verdict=verdict, sentences=tuple(sentences))


ANSWERS: Mapping[Reasons, type[Judgements] | type[Verdicts]] = {"flagged": Verdicts, "all": Judgements}
"""The form of the answer that each setting asks for."""
