"""The content of `feeds.yaml`: the feeds that are read, and the digests with their targets. Secrets are only named."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import regex
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    model_validator,
)

from newsbrief.briefing.review import Status
from newsbrief.drafting.draft import Strategy

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_CLOCK = regex.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def _seconds(value: object) -> float:
    """Return the seconds of `15m`, `2h`, `1d` or `30s`."""
    parts = regex.fullmatch(r"(\d{1,6})\s*([smhd])", value) if isinstance(value, str) else None
    if not parts:
        raise ValueError("write a number and a unit, such as 30s, 15m, 2h or 1d")
    return float(int(parts[1]) * _UNITS[parts[2]])


def _clock(value: object) -> time:
    """Return a time of day. YAML 1.1 reads an unquoted 18:30 as a number to the base of sixty."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(*divmod(value, 60))
    parts = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not parts:
        raise ValueError('write hours and minutes, such as "07:30"')
    return time(int(parts[1]), int(parts[2]))


def _zone(value: object) -> ZoneInfo:
    try:
        if isinstance(value, str):
            return ZoneInfo(value)
    except (KeyError, OSError, ValueError):
        pass
    raise ValueError("write the name of a time zone, such as Europe/Zurich or UTC")


def _address(value: object) -> object:
    if isinstance(value, str) and not regex.match(r"https?://[^/?#@\s]+([/?#]|$)", value):
        raise ValueError("an address starts with http:// or https://, and has no user name in it")
    return value


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Duration = Annotated[float, PlainValidator(_seconds)]
Clock = Annotated[time, PlainValidator(_clock)]
Zone = Annotated[ZoneInfo, PlainValidator(_zone)]
Address = Annotated[str, BeforeValidator(_address), Field(max_length=2000)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Variable = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")]
"""The name of an environment variable."""
Mailbox = Annotated[str, StringConstraints(pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$", max_length=254)]
Line = Annotated[str, StringConstraints(pattern=r"^[^\r\n]+$", max_length=200)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")]
Languages = Annotated[tuple[Language, ...], BeforeValidator(_as_list)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Feed(_Strict):
    """A feed or sitemap that is read."""

    url: Address
    every: Annotated[Duration, Field(ge=60)] | None = None
    """How often it is asked; `every` of the file unless given."""
    article: Literal["page", "feed"] = "page"
    """Where the article is: on the page that the entry links to, or in the feed itself."""
    outlet: Line | None = None
    language: Language | None = None
    max_age: Duration = 2 * 86_400.0
    """Entries that are older are not briefed."""
    most: Annotated[int, Field(ge=1, le=200)] = 20
    """New entries that are briefed of one check, newest first."""


class Join(_Strict):
    """Joining: the articles that are briefed together."""

    articles: bool = True
    similarity: Annotated[float, Field(gt=0, le=1)] = 0.03
    """Share of word pairs (Jaccard) from which on two articles are on one event."""
    copies: Annotated[float, Field(gt=0, le=1)] = 0.8
    """The same, from which on an article is a copy of one that was briefed, and is left out."""
    wait: Duration = 600.0
    """How long an article waits for others on its event."""
    window: Duration = 86_400.0
    """How far back copies are looked for."""


class Making(_Strict):
    """The making of briefings, as `options` of a request to `/summarize`."""

    strategy: Strategy = "single"
    judge: bool | None = None
    on_failure: Literal["degrade", "error"] | None = None
    style: str | None = None
    """The name of a house style in `NEWSBRIEF_STYLE`, or `none`."""
    output_language: str | None = None


class Email(_Strict):
    """A mail server, and who gets the digest from it."""

    kind: Literal["email"]
    host: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:_-]+$")]
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """465 with `tls`, 587 with `starttls`, 25 with `none` unless given."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    user_env: Variable | None = None
    password_env: Variable | None = None
    sender: Mailbox = Field(alias="from")
    to: Annotated[tuple[Mailbox, ...], BeforeValidator(_as_list), Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _check_security(self) -> Email:
        if (self.user_env is None) != (self.password_env is None):
            raise ValueError("give both user_env and password_env, or neither")
        if self.password_env and self.security == "none":
            raise ValueError("a password is not sent without encryption: set security to starttls or tls")
        return self

    def variables(self) -> tuple[str, ...]:
        return tuple(name for name in (self.user_env, self.password_env) if name)


class Chat(_Strict):
    """An incoming webhook of Slack or Teams; its address is a secret."""

    kind: Literal["slack", "teams"]
    url_env: Variable

    def variables(self) -> tuple[str, ...]:
        return (self.url_env,)


class SignedWebhook(_Strict):
    """An address that gets the digest as JSON, signed by Standard Webhooks."""

    kind: Literal["webhook"]
    url: Address
    secret_env: Variable

    def variables(self) -> tuple[str, ...]:
        return (self.secret_env,)


Channel = Annotated[Email | Chat | SignedWebhook, Field(discriminator="kind")]


class Digest(_Strict):
    """A digest: its briefings, its times and its targets; without `times` it is an outgoing feed alone."""

    title: Line
    feeds: Annotated[tuple[Name, ...], BeforeValidator(_as_list)] | None = None
    """All unless given."""
    languages: Languages | None = None
    """Of the briefings; all unless given."""
    times: Annotated[tuple[Clock, ...], Field(max_length=48)] = ()
    days: Annotated[tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...], BeforeValidator(_as_list)] = (
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    )
    time_zone: Zone | None = None
    late: Duration = 6 * 3600.0
    """How late an edition still goes out where nothing ran at its time."""
    most: Annotated[int, Field(ge=1, le=100)] = 20
    """Briefings that an edition shows, newest first."""
    status: Status = "draft"
    """The least that people must have done: `reviewed` lets out only what a person approved."""
    unverified: Literal["mark", "leave out"] = "mark"
    public: bool = False
    """Its outgoing feeds are read without a key."""
    to: Annotated[dict[Name, Channel], Field(max_length=20)] = {}

    @model_validator(mode="after")
    def _check_targets(self) -> Digest:
        if bool(self.to) != bool(self.times):
            raise ValueError("give both times and to, or neither: a digest without them is an outgoing feed alone")
        return self


class Feeds(_Strict):
    """The whole file."""

    contact: Annotated[str, StringConstraints(pattern=r"^[\x21-\x27\x2a-\x7e]{3,200}$")] | None = None
    """An address of a page or mailbox that the User-Agent names: who runs this."""
    time_zone: Zone = ZoneInfo("UTC")
    every: Annotated[Duration, Field(ge=60)] = 900.0
    host_interval: Annotated[Duration, Field(le=3600)] = 2.0
    """Between two requests to one host."""
    team: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")] | Literal[""] = ""
    """The newsroom that the briefings belong to."""
    feeds: Annotated[dict[Name, Feed], Field(min_length=1, max_length=500)]
    join: Join = Join()
    options: Making = Making()
    digests: Annotated[dict[Name, Digest], Field(max_length=50)] = {}

    @model_validator(mode="after")
    def _check_digests(self) -> Feeds:
        for name, digest in self.digests.items():
            if unknown := set(digest.feeds or ()) - self.feeds.keys():
                raise ValueError(f"digests.{name}.feeds: there is no feed {sorted(unknown)[0]!r}")
        return self

    def list_feeds(self, digest: Digest) -> tuple[str, ...]:
        """Return the names of the feeds that a digest is made of."""
        return digest.feeds or tuple(self.feeds)

    def find_zone(self, digest: Digest) -> ZoneInfo:
        """Return the time zone in which a digest's times are meant."""
        return digest.time_zone or self.time_zone

    def variables(self) -> tuple[str, ...]:
        """Return the names of the environment variables that hold secrets."""
        return tuple(
            name for digest in self.digests.values() for channel in digest.to.values() for name in channel.variables()
        )
