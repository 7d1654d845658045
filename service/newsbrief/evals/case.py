"""A case: data that an editor can read and change, one YAML file an article."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import regex
import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.briefing.schema import Kind, Section
from newsbrief.resources import find_folder
from newsbrief.stories.standing import Stands
from newsbrief.verification.claim import Claim, Verdict

HERE = find_folder("evals") / "cases"
Split = Literal["dev", "test"]
Weight = Literal["essential", "useful", "minor"]
WEIGHTS: Mapping[Weight, float] = {"essential": 3.0, "useful": 2.0, "minor": 1.0}
Style = Literal["close", "paraphrase", "combined", "inference"]
Error = Literal[
    "number", "date", "name", "role", "place", "negation", "modality", "quote", "attribution", "invented", "causal",
    "stale", "overreach",
]  # fmt: skip
Trap = Literal["injection", "numbering", "mixed-languages", "satire", "correction", "namesakes"]


def _compiles(key: str) -> str:
    try:
        regex.compile(key)
    except regex.error as error:
        raise ValueError(f"{key!r} is not a pattern: {error}") from None
    return key


Key = Annotated[str, AfterValidator(_compiles)]
"""Words to look for, case aside, whole words only; `|` between alternatives, as in `four years|4 years`."""


_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""In C where there is one: ten times as fast."""


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeyedStatement(_Frozen):
    """Something that a text says where it has every one of `keys`, in any order."""

    keys: tuple[Key, ...] = Field(min_length=1)

    @cached_property
    def patterns(self) -> tuple[regex.Pattern[str], ...]:
        """Return the compiled keys."""
        return tuple(regex.compile(rf"(?<!\w)(?:{key})(?!\w)", regex.IGNORECASE) for key in self.keys)

    def said_in(self, text: str) -> bool:
        """Return whether `text`, a claim or a sentence, says it."""
        plain = text.translate(_PLAIN)
        return all(pattern.search(plain) for pattern in self.patterns)


class Fact(KeyedStatement):
    """An atomic fact of the article."""

    says: str
    weight: Weight
    rests_on: tuple[str, ...] = Field(min_length=1)
    """Pieces of the article, word for word, one of each sentence that carries the fact."""


class ContestedStatement(KeyedStatement):
    """A statement of one party alone: a claim that has the keys must name the party."""

    says: str
    by: tuple[Key, ...] = Field(min_length=1)
    """Names of the party; one of them must stand in the claim."""

    def attributed_in(self, text: str) -> bool:
        """Return whether a claim that says it names one who says so."""
        plain = text.translate(_PLAIN)
        return any(regex.search(rf"(?<!\w)(?:{key})(?!\w)", plain, regex.IGNORECASE) for key in self.by)


class Never(KeyedStatement):
    """A statement that no briefing of this article may make, and the reason."""

    why: str


class OutdatedClaim(_Frozen):
    """A claim that was right when it was written, before this article."""

    text: str
    kind: Kind = "reported"
    stands: tuple[Stands, ...] = Field(min_length=1)
    """The standings that the article leaves room for."""

    def claim(self, number: int) -> Claim:
        """Return it as the claim of that number."""
        return _make_claim(self, self.kind, number)


class Earlier(_Frozen):
    """A briefing that was right when it was written, before this article: whole, or some claims of one."""

    briefing: str = ""
    """Path of its Markdown from this folder."""
    verdicts: dict[str, tuple[Verdict, ...]] = {}
    """For each of the briefing's claims, by id, the verdicts that the newer article leaves room for."""
    standings: dict[str, tuple[Stands, ...]] = {}
    """For each of them the standings."""
    claims: tuple[OutdatedClaim, ...] = ()


class Statement(_Frozen):
    """A labelled claim that is not plain reporting."""

    text: str
    kind: Kind


class Case(_Frozen):
    """One article with all that is known of it."""

    genre: str
    article: str = ""
    """Path of the article from this folder; by default the text of the case's own name in `articles/`."""
    split: Split
    """`test`: no threshold and no rule was ever fitted on it."""
    traps: tuple[Trap, ...] = ()
    published_at: datetime | None = None
    facts: tuple[Fact, ...] = ()
    contested: tuple[ContestedStatement, ...] = ()
    never: tuple[Never, ...] = ()
    earlier: Earlier | None = None
    carried: dict[Style, tuple[str | Statement, ...]] = {}
    """Claims that the article carries, by how far their words are from the article's."""
    wrong: dict[Error, tuple[str | Statement, ...]] = {}
    """Claims that it does not carry, each wrong in one way."""
    name: str = ""

    @property
    def file(self) -> Path:
        """Return where the article lies."""
        return self.beside(self.article or f"../articles/{self.name}.txt")

    def beside(self, path: str) -> Path:
        """Return a file by its path from the folder of the cases."""
        return (HERE / path).resolve()

    @cached_property
    def text(self) -> str:
        """Return the article as it is sent."""
        return self.file.read_text(encoding="utf-8")

    def read(self) -> Article:
        """Return the article, read."""
        return read(self.text, published_at=self.published_at)

    def claims(self) -> Iterator[tuple[Claim, bool, Style | Error]]:
        """Yield each labelled claim, whether the article carries it, and its style or its error."""
        number = 0
        for label, groups in ((True, self.carried), (False, self.wrong)):
            for group, statements in groups.items():
                for statement in statements:
                    yield _make_claim(statement, group, number), label, group
                    number += 1


def load(split: Split | Literal["all"] = "all", folder: Path = HERE, names: Collection[str] = ()) -> list[Case]:
    """Return the cases of a split, by name: all, or those of `names` that there are.

    Raises:
        ValidationError: a file is no YAML or does not follow the schema; a note on it names the file.
    """
    cases = [load_case(file) for file in sorted(folder.glob("*.yaml")) if not names or file.stem in names]
    return [case for case in cases if split in ("all", case.split)]


def load_case(file: Path) -> Case:
    """Return the case of a file; raise as `load` does."""
    try:
        return _FILE.validate_python(file)
    except ValidationError as error:
        error.add_note(file.name)
        raise


def _read_document(file: Path) -> dict[str, object]:
    try:
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both are safe
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"no YAML: {error}") from None
    if not isinstance(document, dict):
        raise ValueError("no table of names and values")
    return {**document, "name": file.stem}


_FILE = TypeAdapter(Annotated[Case, BeforeValidator(_read_document)])


def _make_claim(statement: str | Statement | OutdatedClaim, group: str, number: int) -> Claim:
    text = statement if isinstance(statement, str) else statement.text
    kind: Kind = "inference" if group == "inference" else "reported"
    if not isinstance(statement, str):
        kind = statement.kind
    # Inferences stand in an analytical section, where alone they may.
    section: Section = "impact_analysis" if kind == "inference" else "key_points"
    return Claim(f"{section}.{number}", section, text, kind)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u2011": "-", "–": "-"})
