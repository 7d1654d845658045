"""A house style: what an editor lays down for every briefing of a newsroom."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

import regex
from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from newsbrief.briefing.schema import HEADINGS, OWN_SECTIONS, OwnSection, Section
from newsbrief.style.bounds import Bounds
from newsbrief.style.phrases import Phrases

NAME = regex.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""How styles are called, so that a name is a file's and leads nowhere else."""
MOST_WORDS = 2_000
"""Words and phrases that a style replaces or bans: all of them are told to the writer, too."""
NO_LANGUAGE = ("und", "root")
"""What stands for an unknown language: CLDR has American English for it."""
_WORD = regex.compile(r"\S(?:.{0,58}\S)?")


def _one_line(text: str) -> str:
    folded = " ".join(text.split())
    if not folded:
        raise ValueError("it is empty")
    return folded


def _word(text: str) -> str:
    folded = " ".join(text.split())
    if not _WORD.fullmatch(folded) or not any(c.isalnum() for c in folded):
        raise ValueError(f"“{folded[:60]}” is no word or phrase of up to 60 characters")
    return folded


def _locale(name: str) -> str:
    try:
        # Any modifier, as in `de-CH@m17`, would make another locale of the same country.
        if "@" in name or name.partition("-")[0].casefold() in NO_LANGUAGE:
            raise ValueError
        return str(Locale.parse(name, sep="-")).replace("_", "-")
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"“{name[:20]}” is no language with its country, such as de-CH") from None


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, Field(max_length=300), AfterValidator(_one_line)]
Word = Annotated[str, AfterValidator(_word)]
Some = Annotated[tuple[Word, ...], BeforeValidator(_as_list), Field(min_length=1, max_length=50)]


class _Rules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Rules):
    """Words to use and not to use; what stands in quotation marks is left as it was said."""

    prefer: Annotated[Mapping[Word, Some], Field(max_length=500)] = Field(
        default_factory=dict, description="The word to use, and those that it replaces: `use: [utilise, make use of]`."
    )
    ban: Annotated[tuple[Word, ...], Field(max_length=500)] = Field(default=(), description="Never written.")

    @model_validator(mode="after")
    def _not_too_many(self) -> Words:
        if len(self.replacements) > MOST_WORDS:
            raise ValueError(f"it replaces and bans {len(self.replacements)} words and phrases: at most {MOST_WORDS}")
        return self

    @cached_property
    def replacements(self) -> tuple[str | None, ...]:
        """Return the replacement of each of `phrases`; None for a banned one."""
        return (*(word for word, instead in self.prefer.items() for _ in instead), *(None for _ in self.ban))

    @cached_property
    def phrases(self) -> Phrases:
        """Return the words and phrases not to use: those that others replace, then the banned ones."""
        return Phrases(each for words in (*self.prefer.values(), self.ban) for each in words)


class Numbers(_Rules):
    """The style of numbers."""

    words_up_to: int | None = Field(
        default=None, ge=0, le=12, description="Whole numbers up to this one in words, in English."
    )
    thousands: Literal["usual", "comma", "space", "none"] | None = Field(
        default=None,
        description="What parts thousands, where something does; `usual`: what does in the text's language.",
    )
    percent: Literal["sign", "word"] | None = Field(
        default=None, description="As the language writes it: `12%` or `12 per cent`, `12 %` or `12 Prozent`."
    )


class Title(_Rules):
    """The headline."""

    characters: Bounds | None = None
    words: Bounds | None = None


class SectionStyle(_Rules):
    """A section, in its place."""

    name: Section
    heading: Text | None = Field(default=None, description="Instead of the usual one.")
    words: Bounds | None = Field(default=None, description="In the whole section.")
    items: Bounds | None = Field(default=None, description="Bullets, or sentences of a paragraph.")
    words_each: Bounds | None = Field(default=None, description="In each bullet or sentence.")

    @model_validator(mode="after")
    def _no_title(self) -> SectionStyle:
        if self.name == "title":
            raise ValueError("the headline has a field of its own, `title`, and is always first")
        return self


def _section(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class HouseStyle(_Rules):
    """A newsroom's style. Every field may be left out."""

    name: Annotated[str, Field(pattern=f"^{NAME.pattern}$")] = "house"
    audience: Text | None = Field(default=None, description="Who reads it.")
    tone: Text | None = None
    person: Literal["third", "first plural"] | None = None
    tense: Literal["past", "present"] | None = None
    spelling: Literal["british", "american"] | None = Field(default=None, description="Of English texts.")
    numbers: Numbers = Numbers()
    dates: Literal["long", "3 March 2026", "March 3, 2026", "2026-03-03"] | None = Field(
        default=None,
        description="`long`: written out, as is usual in the text's language; or an example of dates in English.",
    )
    locale: Annotated[str, AfterValidator(_locale)] | None = Field(
        default=None, description="The country whose numbers and dates are usual, such as `de-CH`; else the language's."
    )
    words: Words = Words()
    persons: Text | None = Field(default=None, description="Titles of persons, in words.")
    places: Text | None = Field(default=None, description="How to name places, in words.")
    title: Title = Title()
    sections: Annotated[tuple[Annotated[SectionStyle, BeforeValidator(_section)], ...], Field(max_length=20)] = Field(
        default=(), description="Those that are wanted, in their order; none: the fixed format."
    )

    @model_validator(mode="after")
    def _each_once(self) -> HouseStyle:
        names = [section.name for section in self.sections]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"the section {twice} stands in it twice")
        banned = {word.casefold() for word in self.words.ban}
        if wrong := next((word for word in self.words.prefer if word.casefold() in banned), None):
            raise ValueError(f"“{wrong}” is both preferred and banned")
        return self

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of all it lays down, in hexadecimal."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def own_sections(self) -> tuple[OwnSection, ...]:
        """Return the sections beside those of the fixed format, in their order."""
        wanted = [section.name for section in self.sections]
        return tuple(sorted((name for name in OWN_SECTIONS if name in wanted), key=wanted.index))

    @property
    def is_fixed(self) -> bool:
        """Return whether briefings keep the sections and headings of the fixed format."""
        names = [section.name for section in self.sections]
        return names in ([], list(HEADINGS)) and not any(section.heading for section in self.sections)

    def section(self, name: Section) -> SectionStyle:
        """Return what is laid down for a section; nothing where it is not named."""
        return next(
            (section for section in self.sections if section.name == name), SectionStyle.model_construct(name=name)
        )

    def prompt_lines(self) -> Iterator[str]:
        """Yield the style as lines for a writer, in English."""
        for name in ("audience", "tone", "persons", "places"):
            if value := getattr(self, name):
                yield f"{name}: {value}"
        if self.person:
            yield f"person: {self.person}"
        if self.tense:
            yield f"tense: {self.tense}"
        if self.spelling:
            yield f"spelling of English: {self.spelling}"
        yield from self._figures()
        for word, instead in self.words.prefer.items():
            yield f"write “{word}”, not {', '.join(f'“{each}”' for each in instead)}"
        if self.words.ban:
            yield f"never write: {', '.join(f'“{word}”' for word in self.words.ban)}"
        yield from self._lengths()

    def _figures(self) -> Iterator[str]:
        numbers = self.numbers
        if numbers.words_up_to is not None:
            yield f"numbers: in words up to {numbers.words_up_to}"
        if numbers.thousands:
            yield f"thousands parted: {numbers.thousands}"
        if numbers.percent:
            yield f"per cent: as a {numbers.percent}"
        if self.dates:
            yield f"dates: {'written out' if self.dates == 'long' else f'as in {self.dates}'}"
        if self.locale:
            yield f"numbers and dates as usual in: {self.locale}"

    def _lengths(self) -> Iterator[str]:
        for unit in ("characters", "words"):
            if bounds := getattr(self.title, unit):
                yield f"title: {bounds} {unit}"
        for section in self.sections:
            said = (
                (section.words, "words in all"),
                (section.items, "items"),
                (section.words_each, "words an item"),
            )
            lengths = [f"{bounds} {unit}" for bounds, unit in said if bounds]
            if lengths:
                yield f"{section.name}: {', '.join(lengths)}"
