"""Judgements: the judge's answer, taken in as leniently as is honest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from newsbrief.drafting.written import Sources

Opinion = Literal["supported", "inference", "unattributed", "unsupported", "contradicted"]


def _id(value: object) -> object:
    return str(value).strip().removeprefix("id").removeprefix("claim").strip(" #:.") if value is not None else value


def _opinion(value: object) -> object:
    return value.strip(" .*\"'").lower() if isinstance(value, str) else value


def _words(value: object) -> object:
    if value is None:
        return ""
    folded = " ".join(value.split()) if isinstance(value, str) else value
    return "" if folded in ("null", "none", "None", "-") else folded


Words = Annotated[str, BeforeValidator(_words)]


class Judgement(BaseModel):
    """The judge's word on one claim, the reason before the verdict."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, BeforeValidator(_id)]
    reason: Words = ""
    verdict: Annotated[Opinion, BeforeValidator(_opinion)]
    sentences: Sources = ()
    fault: Words = ""
    fix: Annotated[str | None, BeforeValidator(_words)] = None


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


class Judgements(BaseModel):
    """The judge's answer. Of two judgements on one claim the last counts, so that quoted text cannot vote."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    judgements: Annotated[tuple[Judgement, ...], BeforeValidator(_readable)]

    @property
    def by_id(self) -> dict[str, Judgement]:
        """The judgements by claim id."""
        return {judgement.id: judgement for judgement in self.judgements}
