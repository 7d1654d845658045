"""Settings, from the environment or a `.env` file."""

from __future__ import annotations

import json
from base64 import b64decode
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal

import regex
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from newsbrief.keys import Key, keys

Origin = Annotated[str, Field(pattern=r"^(\*|https?://[A-Za-z0-9.\[\]:-]+)$")]


def _check_rate(text: str) -> str:
    from limits import parse  # takes longer to import than a service without limits should wait

    limit = parse(text)
    if limit.amount < 1 or limit.multiples < 1:
        raise ValueError("it lets nobody in")
    return text


def _check_secret(secret: SecretStr) -> SecretStr:
    """Standard Webhooks 1.0: `whsec_`, then 24 to 64 bytes in base64."""
    prefix, _, encoded = secret.get_secret_value().partition("_")
    try:
        length = len(b64decode(encoded + "=" * (-len(encoded) % 4), validate=True))
    except ValueError:
        length = 0
    if prefix != "whsec" or not 24 <= length <= 64:
        raise ValueError("it is whsec_ and 24 to 64 random bytes in base64")
    return secret


def _split_list(text: object) -> object:
    return [part.rstrip("/") for part in map(str.strip, text.split(",")) if part] if isinstance(text, str) else text


def _check_judges(text: str) -> str:
    names = [name.strip() for name in text.split(",")]
    if not all(names) or (len(names) > 1 and {"auto", "off"} & set(names)):
        raise ValueError("it is auto, off, the name of a model, or several names parted by commas")
    return ",".join(names)


def _complete_address(text: object) -> object:
    """`text` with its scheme, which people leave out of addresses on their own machine."""
    if not isinstance(text, str) or regex.match(r"https?://[^/?#]", text):
        return text
    if regex.match(r"(?:localhost|127\.[\d.]+|\[::1\])(?:[:/?]|$)", text):
        return f"http://{text}"
    raise ValueError(f"an address begins with http:// or https://, such as https://{text.partition('://')[2] or text}")


def _parse_options(text: object) -> object:
    """JSON: an object of options, of which some have a shape of their own."""
    value = text
    if isinstance(text, str):
        try:
            value = json.loads(text)
        except ValueError as error:
            raise ValueError(f"it is no JSON ({error})") from None
    if not isinstance(value, dict):
        raise ValueError('it is a JSON object, such as {"temperature": 0.2}')
    for name in ("extra_body", "headers", "extra_headers", "query", "extra_query"):
        if not isinstance(value.get(name, {}), dict):
            raise ValueError(f"{name} is an object")
    for name in ("max_completion_tokens", "max_tokens"):
        if not isinstance(value.get(name, 1), int) or value.get(name, 1) < 1:
            raise ValueError(f"{name} is a number of tokens")
    if ours := value.keys() & {"model", "messages", "stream", "response_format", "tools"}:
        raise ValueError(f"{', '.join(sorted(ours))} cannot be set")
    return value


Address = Annotated[str | None, BeforeValidator(_complete_address)]
Options = Annotated[dict[str, Any], NoDecode, BeforeValidator(_parse_options)]
Window = Annotated[int | None, Field(ge=1_024)]
"""Tokens, prompt and answer together."""


class Settings(BaseSettings):
    """Every setting of the service; names in the environment carry the prefix `NEWSBRIEF_` unless they are OpenAI's."""

    model_config = SettingsConfigDict(
        env_prefix="NEWSBRIEF_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: Address = Field(default=None, validation_alias="OPENAI_BASE_URL")
    engine: Literal["auto", "openai", "local", "extractive"] = "auto"
    local_model: Path | None = None
    model: str = "gpt-5.4-mini"
    model_options: Options = Field(default_factory=dict)
    context_tokens: Window = None
    judge_model: Annotated[str, AfterValidator(_check_judges)] = "auto"
    """`auto` (the drafting model), a name, several names parted by commas (a panel), or `off`."""
    judge_base_url: Address = None
    judge_api_key: SecretStr | None = None
    judge_options: Options = Field(default_factory=dict)
    judge_context_tokens: Window = None
    fallback_base_url: Address = None
    unverified: Literal["replace", "print"] = "replace"
    """A claim that nothing could check: replaced by the source's words, or printed and marked."""
    fallback_model: str | None = None
    fallback_api_key: SecretStr | None = None
    fallback_options: Options = Field(default_factory=dict)
    fallback_context_tokens: Window = None
    deadline_s: float = Field(default=60, gt=0)
    on_failure: Literal["degrade", "error"] = "degrade"
    api_keys: Annotated[tuple[Key, ...], NoDecode, BeforeValidator(keys)] = ()
    """Keys that open the service; empty: no authentication."""
    allow_unauthenticated: bool = False
    """Serve without keys whoever asks, under whatever name."""
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_split_list)] = ()
    """Addresses and networks of proxies whose `X-Forwarded-…` headers are believed."""
    rate_limit: Annotated[str, AfterValidator(_check_rate)] | None = None
    tokens_per_day: int | None = Field(default=None, gt=0)
    cors_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_split_list)] = ()
    max_body_bytes: int = Field(default=5 * 1024 * 1024, gt=0)
    max_concurrency: int = Field(default=64, gt=0)
    entailment_model: Path | None = None
    database_url: SecretStr | None = None
    keep_text: bool = False
    retention_days: int | None = Field(default=None, gt=0, le=36_500)
    prices: Path | None = None
    cms: Path | None = None
    feeds: Path | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_check_secret)] | None = None
    webhook_private_targets: bool = False
    fetch_urls: bool = False
    """The desk may fetch an article from its address."""
    fetch_private_targets: bool = False
    """It may then do so from this machine and its networks too."""
    desk_text_days: int = Field(default=7, ge=0, le=365)
    """How long the desk keeps the text of an article, so that a colleague can go on; 0: not at all."""
    publish_unreviewed: bool = False
    """A briefing may be marked as published though nobody has approved it."""

    @property
    def falls_back(self) -> bool:
        """Return whether another model, or another server, is asked where the first fails."""
        return bool(self.fallback_base_url or self.fallback_model)

    @property
    def judges(self) -> tuple[str, ...]:
        """The models that `judge_model` names."""
        return tuple(self.judge_model.split(","))

    @property
    def chosen_engine(self) -> Literal["openai", "local", "extractive"]:
        """`engine`, with `auto` resolved: a key or base URL first, then a local model, else extractive."""
        if self.engine != "auto":
            return self.engine
        if self.openai_api_key or self.openai_base_url:
            return "openai"
        return "local" if self.local_model else "extractive"
