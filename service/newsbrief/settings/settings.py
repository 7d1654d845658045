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

from newsbrief.settings.keys import Key, parse_keys

Origin = Annotated[str, Field(pattern=r"^(\*|https?://[A-Za-z0-9.\[\]:-]+)$")]


def _check_rate(text: str) -> str:
    from limits import parse  # takes longer to import than a service without limits should wait

    limit = parse(text)
    if limit.amount < 1 or limit.multiples < 1:
        raise ValueError("the limit must allow at least one request")
    return text


def _check_secret(secret: SecretStr) -> SecretStr:
    """Check the form of a secret of Standard Webhooks 1.0: `whsec_`, then 24 to 64 bytes in base64."""
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
        raise ValueError("it is auto, off, the name of a model, or several names separated by commas")
    return ",".join(names)


def _complete_address(text: object) -> object:
    """Add the scheme that people leave out of addresses on their own machine."""
    if not isinstance(text, str) or regex.match(r"https?://[^/?#]", text):
        return text
    if regex.match(r"(?:localhost|127\.[\d.]+|\[::1\])(?:[:/?]|$)", text):
        return f"http://{text}"
    raise ValueError(f"an address begins with http:// or https://, such as https://{text.partition('://')[2] or text}")


def _parse_model_parameters(text: object) -> object:
    """Parse a JSON object of model parameters, and check those whose form is known."""
    value = text
    if isinstance(text, str):
        try:
            value = json.loads(text)
        except ValueError as error:
            raise ValueError(f"not valid JSON ({error})") from None
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
ModelParameters = Annotated[dict[str, Any], NoDecode, BeforeValidator(_parse_model_parameters)]
WindowTokens = Annotated[int | None, Field(ge=1_024)]
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
        use_attribute_docstrings=True,
    )

    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    """The key of an OpenAI-compatible server."""
    openai_base_url: Address = Field(default=None, validation_alias="OPENAI_BASE_URL")
    """The address of an OpenAI-compatible server: OpenAI's own unless it is set."""
    engine: Literal["auto", "openai", "local", "extractive"] = "auto"
    """`auto`, `openai`, `local`, `extractive`; `auto` is `openai` with a key or address, else `local` with a model
    file, else `extractive`."""
    local_model: Path | None = None
    """A GGUF file (extra `local`)."""
    model: str = "gpt-5.4-mini"
    """The model that drafts."""
    model_options: ModelParameters = Field(default_factory=dict)
    """JSON that goes with every call: `temperature`, `reasoning_effort`, `max_completion_tokens` or whatever else the
    server knows; `extra_body`, `headers` and `query` as objects; `null` leaves a parameter out."""
    context_tokens: WindowTokens = None
    """The model's window, prompt and answer together."""
    judge_model: Annotated[str, AfterValidator(_check_judges)] = "auto"
    """The judge: `auto` (the model that drafts), a model's name, several names (a panel: all must carry a claim), or
    `off`."""
    judge_base_url: Address = None
    """The judge's server; by default the drafting one."""
    judge_api_key: SecretStr | None = None
    """The key of the judge's server; the drafting server's is not shown to another."""
    judge_options: ModelParameters = Field(default_factory=dict)
    """As `NEWSBRIEF_MODEL_OPTIONS`, for the judge."""
    judge_context_tokens: WindowTokens = None
    """The judge's window."""
    judge_reasons: Literal["flagged", "all"] = "flagged"
    """The judge gives a reason for the claims that it does not carry (`flagged`), or, before its verdict, for every
    one (`all`): weaker models may judge better when they reason first, and write more tokens; the exam is taken in
    the same form."""
    unverified: Literal["replace", "print"] = "replace"
    """What becomes of a claim that nothing could check: `replace` (by the source's words) or `print` (marked
    everywhere)."""
    fallback_base_url: Address = None
    """The fallback's server, where it is another. Without a key of its own it gets none."""
    fallback_model: str | None = None
    """Another model, on the same server or another, that drafts where the first fails; the first then has half of the
    time that is left."""
    fallback_api_key: SecretStr | None = None
    """The key of the fallback's server."""
    fallback_options: ModelParameters = Field(default_factory=dict)
    """As `NEWSBRIEF_MODEL_OPTIONS`, for the fallback."""
    fallback_context_tokens: WindowTokens = None
    """The fallback's window."""
    deadline_s: float = Field(default=60, gt=0)
    """Seconds a request may take, retries included."""
    on_failure: Literal["degrade", "error"] = "degrade"
    """`degrade` (the extractive briefing, said so in `meta`) or `error` (503)."""
    api_keys: Annotated[tuple[Key, ...], NoDecode, BeforeValidator(parse_keys)] = ()
    """Comma-separated keys for `Authorization: Bearer …`, each with or without a name: `desk:s3cret,wire:t0ken`. The
    log tells the name, never the key; keys of one name share its limits, so that one can replace another. You can
    give the hash of a key instead of the key, `desk:sha256:…`, and behind it what the key permits; `newsbrief key
    NAME` makes both. Without any, only a loopback address is bound."""
    allow_unauthenticated: bool = False
    """Without keys, bind a public address, or be served under another name than this machine's own (behind a proxy
    that sees to it)."""
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_split_list)] = ()
    """Comma-separated addresses and networks of proxies whose `X-Forwarded-For`, `-Proto` and `-Host` are believed,
    for limits, the log and the desk; they must set or remove all three."""
    rate_limit: Annotated[str, AfterValidator(_check_rate)] | None = None
    """Requests of each name in a moving window, `60/minute` style; without keys, of each address (of IPv6 each /64).
    Each worker process counts for itself."""
    tokens_per_day: int | None = Field(default=None, gt=0)
    """Model tokens that each name may take in a day (UTC); what was made can be fetched though they are spent,
    and articles of jobs fail; counted in memory by each process, `newsbrief worker` too: a restart forgets."""
    cors_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_split_list)] = ()
    """Comma-separated origins whose pages may call from a browser, or `*`."""
    max_body_bytes: int = Field(default=5 * 1024 * 1024, gt=0)
    """Bytes that a request's body may have, and a page that is fetched."""
    max_concurrency: int = Field(default=64, gt=0)
    """Requests at work at once in a process; as many again may wait."""
    entailment_model: Path | None = None
    """Folder of an ONNX entailment or fact-checking model with its `tokenizer.json` and `config.json` (extra
    `entailment`), which gives `score` and doubts for the judge; it decides nothing. `newsbrief.json` beside it says
    what these files do not: `label` (name or index of the label that says that a claim is carried), `template` (`…
    {premise} … {claim} …`, for models that read no pairs), `premise_tokens`, `languages`. Loaded at start; refused
    where its labels cannot be told."""
    database_url: SecretStr | None = None
    """Where briefings are kept: `sqlite:////path/file` or `postgresql://user:password@host/name`."""
    keep_text: bool = False
    """Keep the text of articles too."""
    retention_days: int | None = Field(default=None, gt=0, le=36_500)
    """Days after which a briefing is deleted, at start and every hour."""
    prices: Path | None = None
    """A TOML file of prices by model, over those of `service/newsbrief/models/prices.toml`: `[models."name"]` with
    dollars a million `prompt`, `completion` and, where they differ, `cached` and `cache_write` tokens; a model
    without a price costs `null`."""
    style: Path | None = None
    """A house style that briefings follow, or a folder of them: `default.yaml` is followed, the others are known by
    name."""
    cms: Path | None = None
    """A folder of mapping files for `POST /cms/{name}`."""
    feeds: Path | None = None
    """A file of feeds and digests, for `newsbrief watch` and for `GET /feeds/{name}.rss`."""
    public_url: Annotated[str, Field(pattern=r"^https?://[^\s?#]+$")] | None = None
    """The address under which readers reach the service, such as `https://briefings.daily.example`: outgoing feeds name
    theirs by it. Without it they name none, as the name that a request came under is the sender's own word."""
    webhook_secret: Annotated[SecretStr, AfterValidator(_check_secret)] | None = None
    """`whsec_` and 24 to 64 random bytes in base64: signs webhooks."""
    webhook_private_targets: bool = False
    """Webhooks, those of digests too, may go to this machine and its networks."""
    fetch_urls: bool = False
    """The desk, `newsbrief summarize`, the tools for assistants and chat completions (a message that is an address) may
    fetch an article from its address: in the public internet, no redirects, 15 seconds, `NEWSBRIEF_MAX_BODY_BYTES` at
    most."""
    fetch_private_targets: bool = False
    """Also (and feeds) from this machine and its networks, and from other ports than 80 and 443."""
    desk_text_days: int = Field(default=7, ge=0, le=365)
    """Days for which the desk keeps the text of an article, so that a colleague can go on; 0: not at all. Programs are
    not given it."""
    publish_unreviewed: bool = False
    """A briefing may be marked as published though nobody has approved it."""

    @property
    def falls_back(self) -> bool:
        """Return whether another model, or another server, is asked where the first fails."""
        return bool(self.fallback_base_url or self.fallback_model)

    @property
    def judges(self) -> tuple[str, ...]:
        """Return the models that `judge_model` names."""
        return tuple(self.judge_model.split(","))

    @property
    def chosen_engine(self) -> Literal["openai", "local", "extractive"]:
        """`engine`, with `auto` resolved: a key or base URL first, then a local model, else extractive."""
        if self.engine != "auto":
            return self.engine
        if self.openai_api_key or self.openai_base_url:
            return "openai"
        return "local" if self.local_model else "extractive"
