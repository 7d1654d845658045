"""The shape of a briefing, beside its content: the house style it follows, and the language it is in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsbrief.article import Article
from newsbrief.article.errors import ArticleError
from newsbrief.article.language import read_primary_subtag
from newsbrief.briefing.layout import PlannedSection, find_heading
from newsbrief.drafting.source import fence, to_plain_line
from newsbrief.models.errors import DraftingError
from newsbrief.models.model_session import LANGUAGE_NAMES
from newsbrief.pipeline.submission import Options
from newsbrief.settings import Settings
from newsbrief.style.house import HouseStyle
from newsbrief.style.reading import DEFAULT, read_styles
from newsbrief.verification.translated import list_languages

if TYPE_CHECKING:
    from newsbrief.drafting.draft import Engine
    from newsbrief.verification.judge.panel import Panel

NONE = "none"
"""The name that asks for no style, though one is set."""


class UnknownStyle(ValueError):
    """There is no house style of that name."""

    reason = "unknown-style"


class TranslationUnavailable(ArticleError):
    """The article cannot be briefed in the language that was asked for; `str()` says why, and the remedy."""

    reason = "output-language-unavailable"
    is_final = False
    """A model, or a judge, may be there later."""


class NothingJudged(DraftingError):
    """A briefing in another language takes a judge, and none gave a verdict."""

    reason = "judge-unavailable"


@dataclass(frozen=True, slots=True)
class Shape:
    """The style of one briefing, and its language."""

    style: HouseStyle | None = None
    language: str = ""
    """A primary subtag where the briefing is in another language than the article; empty where it is in the same."""
    is_fixed: bool = False
    """Whether it keeps the sections of the fixed format, whatever the style says."""

    @property
    def is_plain(self) -> bool:
        """Return whether nothing was asked for: the fixed format, in the article's language."""
        return self.style is None and not self.language

    @property
    def prompt_lines(self) -> str:
        """Return the style as a prompt shows it: fenced lines, which are data; empty where there is none."""
        lines = [to_plain_line(line) for line in self.style.prompt_lines()] if self.style else []
        return fence(lines) if lines else ""

    def plan_sections(self, language: str) -> tuple[PlannedSection, ...]:
        """Return the sections of the layout, named in `language`; none where the fixed format is kept."""
        if self.style is None or self.style.is_fixed or self.is_fixed:
            return ()
        return tuple(
            PlannedSection(name=section.name, heading=section.heading or find_heading(section.name, language))
            for section in self.style.sections
        )


def find_style(options: Options, settings: Settings) -> HouseStyle | None:
    """Return the style that a request chose, or else that of the settings; None where neither names one.

    Raises:
        UnknownStyle: the request names a style that the settings do not have.
        MalformedStyle: the style of the settings cannot be read.
    """
    if isinstance(options.style, HouseStyle):
        return options.style
    known = read_styles(settings.style)
    if options.style is None:
        return known.get(DEFAULT)
    if options.style == NONE:
        return None
    if options.style not in known:
        names = f"there are: {', '.join(sorted(known))}" if known else "none is set: NEWSBRIEF_STYLE"
        raise UnknownStyle(f"There is no style “{options.style[:64]}” ({names}).")
    return known[options.style]


def choose_shape(
    article: Article,
    options: Options,
    settings: Settings,
    engine: Engine,
    judge: Panel | None,
    *,
    is_fixed: bool = False,
) -> Shape:
    """Return what a request asks for, where it can be had. `is_fixed`: only the fixed format can.

    Raises:
        TranslationUnavailable: the article cannot be briefed in the language that was asked for.
        UnknownStyle, MalformedStyle: as `find_style`.
    """
    style, wanted = find_style(options, settings), other_language(article, options)
    if not wanted:
        return Shape(style, is_fixed=is_fixed)
    if engine.model is None:
        raise TranslationUnavailable(
            f"The article is in {article.language}: it takes a model to write in {wanted}, and none is set "
            "(OPENAI_API_KEY, OPENAI_BASE_URL or NEWSBRIEF_LOCAL_MODEL)."
        )
    if judge is None or options.judge is False:
        raise TranslationUnavailable(
            f"The article is in {article.language}: in {wanted} no claim can be the article's own words, so that only "
            "a judge can tell whether it stands. Set NEWSBRIEF_JUDGE_MODEL, and do not switch the judge off."
        )
    return Shape(style, wanted, is_fixed=is_fixed)


def other_language(article: Article, options: Options) -> str:
    """Return the language of the briefing as a primary subtag; empty if it is the article's, or none is named.

    Raises:
        TranslationUnavailable: it is none that briefings can be in.
    """
    wanted = read_primary_subtag(options.output_language) or ""
    if options.output_language and (wanted not in list_languages() or wanted not in LANGUAGE_NAMES):
        raise TranslationUnavailable(
            f"Briefings are not written in “{options.output_language[:20]}”, but in {', '.join(list_languages())}."
        )
    return "" if wanted == article.language else wanted


def describe_shape(options: Options, settings: Settings) -> dict[str, object]:
    """Return what of style and language a briefing follows from, for its recipe; nothing where neither is chosen."""
    try:
        style = find_style(options, settings)
    except ValueError:  # the making of it says so
        return {}
    named = {"style": style and style.sha256, "output_language": options.output_language}
    return {name: value for name, value in named.items() if value}


def with_style(options: Options, style: str | None) -> Options:
    """Return `options` with the style of a key, where the request names none."""
    return replace(options, style=style) if style and options.style is None else options
