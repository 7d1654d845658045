"""Request bodies: their shapes, and bytes to bodies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from email.message import Message
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Request
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    RootModel,
    Tag,
    ValidationError,
    model_validator,
)

from newsbrief.api.problems import ProblemError, invalid
from newsbrief.article.dossier import MOST_TOGETHER
from newsbrief.article.encoding import decode
from newsbrief.article.reading import YEARS
from newsbrief.briefing.schema import BULLETED, SECTIONS, Briefing, Section
from newsbrief.drafting.draft import Strategy
from newsbrief.drafting.written import LONGEST
from newsbrief.pipeline import Submission
from newsbrief.pipeline.submission import Judging
from newsbrief.settings import Settings
from newsbrief.style.house import HouseStyle
from newsbrief.workers import LIGHT, run_in_worker

B = TypeVar("B", bound=BaseModel)
MOST_CLAIMED = 200_000
"""Characters of all that is to be verified at once: some forty briefings, ten seconds' work."""
MOST_CLAIMS = 1_000
"""Claims that are verified at once."""
DRAINED_S, DRAINED_BYTES = 2.0, 64 * 1024 * 1024
"""For how long, and how much, a body that is refused is read on: a client that writes all of it before it reads would
see a reset connection in place of the answer."""
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
    judge: Judging = Field(
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
    judge: Judging = None
    output_language: Language | None = Field(
        default=None,
        description="BCP 47 tag: the language of what is verified, where it is another than the article's. Only a "
        "judge can tell then.",
    )


class _ArticleBody(_Strict):
    text: str = Field(description="The raw article: plain text, or a whole HTML page.")
    title: Line | None = None
    published_at: Moment | None = Field(default=None, description="RFC 3339; relative dates count from it.")
    language: Language | None = Field(default=None, description="BCP 47 tag, where known; else it is detected.")


class _PublishedBody(_ArticleBody):
    url: Line | None = None
    source: Line | None = Field(default=None, description="The outlet: what it says alone is told as its word.")

    def submission(self, further: tuple[Submission, ...] = ()) -> Submission:
        return Submission(
            self.text,
            title=self.title,
            url=self.url,
            outlet=self.source,
            published_at=self.published_at,
            language=self.language,
            further=further,
        )


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


class VerifyBody(_ArticleBody):
    """An article, and the briefing, the claims or the summary that are held against it: one of the three."""

    briefing: (
        Annotated[
            Annotated[Briefing, Tag("union:object")] | Annotated[str, Tag("union:markdown")],
            Discriminator(lambda value: "union:markdown" if isinstance(value, str) else "union:object"),
        ]
        | None
    ) = Field(default=None, description="The fixed format, as an object or as its Markdown.")
    claims: (
        Annotated[
            list[Annotated[str, Field(pattern=r"\S", max_length=LONGEST)]],
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
    if any(len(text) > LONGEST for text in alone):
        raise ValueError(f"a title or bullet may have {LONGEST} characters")
    if len(alone) > MOST_CLAIMS:
        raise ValueError(f"a briefing may have {MOST_CLAIMS} bullets")


def media_type(request: Request) -> tuple[str, str | None]:
    """Media type and charset of the body, lower-cased; what cannot be read as one is `text/plain` nowhere: it is ''."""
    sent = request.headers.get("content-type", "")
    message = Message()
    message["content-type"] = sent.encode("ascii", "replace").decode()
    charset = message.get_param("charset")
    return (message.get_content_type() if "/" in sent else ""), charset if isinstance(charset, str) else None


async def read_body(request: Request, *, limit: int, within_s: float) -> bytes:
    """The body.

    Raises:
        ProblemError: it is compressed, larger than `limit` bytes, or took longer than `within_s` to arrive.
    """
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
        raise ProblemError("malformed-request", "Compressed bodies are not read; send the body as it is.")
    too_large = ProblemError("body-too-large", f"A body may have {limit} bytes.")
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
        if request.headers.get("expect", "").lower() != "100-continue":
            await _drain(request.stream())
        raise too_large
    body, pieces = bytearray(), request.stream()
    try:
        async with asyncio.timeout(within_s):
            async for chunk in pieces:
                body += chunk
                if len(body) > limit:
                    await _drain(pieces)
                    raise too_large
    except TimeoutError:
        raise ProblemError("request-timeout", f"The body did not arrive within {within_s:g} seconds.") from None
    return bytes(body)


async def _drain(pieces: AsyncIterator[bytes]) -> None:
    """Read on for a moment, and keep nothing."""
    left = DRAINED_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAINED_S):
            async for piece in pieces:
                left -= len(piece)
                if left < 0:
                    return


async def read_limited_body(request: Request) -> bytes:
    """The body, within the limits of the service's settings.

    Raises:
        ProblemError: as `read_body`.
    """
    settings: Settings = request.app.state.settings
    return await read_body(request, limit=settings.max_body_bytes, within_s=settings.deadline_s)


def parse_json(body: bytes, model: type[B]) -> B:
    """The JSON `body` as `model`, strictly.

    Raises:
        ProblemError: it is no JSON, or of the wrong shape.
    """
    try:
        return model.model_validate_json(body.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        raise invalid(error) from None


async def _parsed_aside(body: bytes, model: type[B]) -> B:
    """Parse without blocking the event loop; a small body takes less than a thread to do it in."""
    return parse_json(body, model) if len(body) <= LIGHT else await asyncio.to_thread(parse_json, body, model)


async def summarize_request(
    request: Request, body: bytes, *, several: bool = False
) -> tuple[Submission, SummarizeBody | SeveralBody | None]:
    """The article that was sent as JSON, text or HTML, or `several` as JSON; the JSON body too, where it was one.

    Raises:
        ProblemError: another media type, or JSON of the wrong shape.
        NotText: the bytes are no text.
    """
    kind, charset = media_type(request)
    if kind == "application/json" and several:
        either = (await _parsed_aside(body, SummarizeRequest)).root
        return either.submission(), either
    if kind == "application/json":
        sent = await _parsed_aside(body, SummarizeBody)
        return sent.submission(), sent
    if kind in ("text/plain", "text/html", "application/xhtml+xml"):
        text = await run_in_worker(len(body), decode, body, charset)
        return Submission(text, html=kind != "text/plain"), None
    raise unsupported_media_type("application/json, text/plain or text/html")


def unsupported_media_type(readable: str) -> ProblemError:
    """The problem of a media type that is not read; `Accept-Post` says which are."""
    accepted = readable.replace(" or ", ", ")
    return ProblemError("unsupported-media-type", f"Send {readable}.", headers={"Accept-Post": accepted})


def schemas(*models: type[BaseModel]) -> dict[str, Any]:
    """JSON Schemas of `models` and all they hold, for `#/components/schemas`."""
    found: dict[str, Any] = {}
    for model in models:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        found |= schema.pop("$defs", {}) | {model.__name__: schema}
    return found
