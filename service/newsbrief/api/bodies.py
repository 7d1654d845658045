"""Request bodies: their shapes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    RootModel,
    Tag,
    model_validator,
)

from newsbrief.article.dossier import MOST_TOGETHER
from newsbrief.article.reading import YEARS
from newsbrief.briefing.schema import BULLETED, SECTIONS, Briefing, Section
from newsbrief.drafting.answers import CLAIM_LENGTH
from newsbrief.drafting.draft import Strategy
from newsbrief.pipeline import Submission
from newsbrief.pipeline.submission import JudgingLevel
from newsbrief.style.house import HouseStyle

MOST_CLAIMED = 200_000
"""Characters of all that is to be verified at once: some forty briefings, ten seconds' work."""
MOST_CLAIMS = 1_000
"""Claims that are verified at once."""
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$", examples=["en"])]


def _of_our_time(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise ValueError(f"the year must lie between {YEARS.start} and {YEARS.stop - 1}")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
Line = Annotated[str, Field(max_length=2000)]
Style = (
    Annotated[
        Annotated[HouseStyle, Tag("union:object")] | Annotated[str, Field(max_length=64), Tag("union:name")],
        Discriminator(lambda value: "union:name" if isinstance(value, str) else "union:object"),
    ]
    | None
)
"""A house style, or the name of one."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SummarizeOptions(_Strict):
    """Options of one briefing; those left out follow the service's settings."""

    strategy: Strategy = Field(default="single", description="One call for the whole draft, or one a section at once.")
    judge: JudgingLevel = Field(
        default=None,
        description="What a judge model decides: `false` nothing, `once` claims of the draft, `true` fixes too.",
    )
    on_failure: Literal["degrade", "error"] | None = Field(
        default=None, description="When the model fails: the extractive briefing, said so, or a 503."
    )
    style: Style = Field(
        default=None,
        description="A house style, or the name of one of the service's; `none`: none, though one is set. Else the "
        "key's, or the service's.",
    )
    output_language: Language | None = Field(
        default=None,
        description="BCP 47 tag: the briefing in another language than the article's. It takes a judge.",
    )
    stream: bool = Field(default=False, description="Answer with events, as `Accept: text/event-stream` does.")


class VerifyOptions(_Strict):
    judge: JudgingLevel = None
    output_language: Language | None = Field(
        default=None,
        description="BCP 47 tag: the language of what is verified, where it is another than the article's. Only a "
        "judge can tell then.",
    )


class _Text(_Strict):
    text: str = Field(description="The raw article: plain text, or a whole HTML page.")


class _Dated(_Strict):
    title: Line | None = None
    published_at: Moment | None = Field(default=None, description="RFC 3339; relative dates count from it.")
    language: Language | None = Field(default=None, description="BCP 47 tag, where known; else it is detected.")


class Publication(_Dated):
    """Facts on an article that was published."""

    url: Line | None = None
    source: Line | None = Field(default=None, description="The outlet: what it says alone is told as its word.")

    def build_submission(
        self, text: str, *, html: bool = False, url: str | None = None, further: tuple[Submission, ...] = ()
    ) -> Submission:
        """Return the article of that `text`, which came from the address `url` if there is one."""
        return Submission(
            text,
            html=html,
            title=self.title,
            url=url or self.url,
            outlet=self.source,
            published_at=self.published_at,
            language=self.language,
            further=further,
        )


class _PublishedBody(Publication, _Text):
    def submission(self, further: tuple[Submission, ...] = ()) -> Submission:
        return self.build_submission(self.text, further=further)


class SummarizeBody(_PublishedBody):
    """An article to brief."""

    options: SummarizeOptions = SummarizeOptions()


class OneOfSeveral(_PublishedBody):
    """One of several articles on one event."""


class SeveralBody(_Strict):
    """Several articles on one event, to brief together."""

    articles: Annotated[list[OneOfSeveral], Field(min_length=2, max_length=MOST_TOGETHER)] = Field(
        description="In the order in which `evidence[].source` counts them."
    )
    options: SummarizeOptions = SummarizeOptions()

    def submission(self) -> Submission:
        first, *others = self.articles
        return first.submission(tuple(other.submission() for other in others))


def _tag_union(sent: Any) -> str:
    return "union:several" if isinstance(sent, dict) and "articles" in sent else "union:one"


class SummarizeRequest(
    RootModel[
        Annotated[
            Annotated[SummarizeBody, Tag("union:one")] | Annotated[SeveralBody, Tag("union:several")],
            Discriminator(_tag_union),
        ]
    ]
):
    """One article, or several on one event."""


class VerifyBody(_Dated, _Text):
    """An article, and what to check against it: a briefing, claims or a summary."""

    briefing: (
        Annotated[
            Annotated[Briefing, Tag("union:object")] | Annotated[str, Tag("union:markdown")],
            Discriminator(lambda value: "union:markdown" if isinstance(value, str) else "union:object"),
        ]
        | None
    ) = Field(default=None, description="The fixed format, as an object or as its Markdown.")
    claims: (
        Annotated[
            list[Annotated[str, Field(pattern=r"\S", max_length=CLAIM_LENGTH)]],
            Field(min_length=1, max_length=MOST_CLAIMS),
        ]
        | None
    ) = Field(default=None, description="Statements to check, each alone.")
    summary: Annotated[str, Field(pattern=r"\S")] | None = Field(
        default=None, description="A text of any form, such as Markdown: each sentence is a claim; headings are none."
    )
    options: VerifyOptions = VerifyOptions()

    @model_validator(mode="after")
    def _one_of_three(self) -> VerifyBody:
        if [self.briefing, self.claims, self.summary].count(None) != 2:
            raise ValueError("send one of 'briefing', 'claims' and 'summary'")
        if self._check_declared_length() > MOST_CLAIMED:
            raise ValueError(f"what is to be verified may have {MOST_CLAIMED} characters in all")
        if isinstance(self.briefing, Briefing):
            check_lengths(self.briefing)
        return self

    def _check_declared_length(self) -> int:
        match self.briefing:
            case Briefing():
                return sum(len(text) for section in SECTIONS for text in self.briefing.texts(section))
            case str():
                return len(self.briefing)
        return len(self.summary or "") + sum(map(len, self.claims or ()))

    def submission(self) -> Submission:
        return Submission(self.text, title=self.title, published_at=self.published_at, language=self.language)


def check_lengths(briefing: Briefing) -> None:
    """Refuse a briefing with a title or bullet that is no one claim, or with too many bullets.

    Raises:
        ValueError: it has one.
    """
    alone_in: tuple[Section, ...] = ("title", *BULLETED)
    alone = [text for section in alone_in for text in briefing.texts(section)]
    if any(len(text) > CLAIM_LENGTH for text in alone):
        raise ValueError(f"a title or bullet may have {CLAIM_LENGTH} characters")
    if len(alone) > MOST_CLAIMS:
        raise ValueError(f"a briefing may have {MOST_CLAIMS} bullets")
