"""Contenders: the judges that are compared, each a model on a server with its options and settings."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import regex
from pydantic import SecretStr

from newsbrief.models.prompts import load_prompt
from newsbrief.settings import Settings
from newsbrief.settings.names import name_setting

_FAMILY = regex.compile(r"\p{L}+")
WEIGHTS = ".gguf"
"""End of the name of a model file that is served from within."""


class UnusableContender(ValueError):
    """A judge cannot be made of what was asked for; the message says why."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A judge that is to be measured."""

    label: str
    """Its name in tables."""
    settings: Settings
    """Settings with which the service would have this judge."""
    changed: Mapping[str, Any] = field(default_factory=dict)
    """The settings that make it differ from others, without keys."""

    @property
    def model(self) -> str:
        """Return the name of its model."""
        own = self.settings.local_model
        return own.name if self.is_local and own else self.settings.judge_model

    @property
    def is_local(self) -> bool:
        """Return whether its model runs in this process."""
        return self.settings.judge_model == "auto" and self.settings.chosen_engine == "local"

    @property
    def families(self) -> tuple[str, ...]:
        """Return the families of its models, such as `gpt` of `openai/gpt-5.4-mini`."""
        return tuple(map(name_family, self.model.split(",")))

    @property
    def key(self) -> str:
        """Return what tells it apart from others, also after a restart: server, model, options, settings, prompt."""
        changed = {name: value for name, value in self.changed.items() if name != "judge_reasons"}
        parts = [self.model, self.settings.judge_base_url or self.settings.openai_base_url or "", changed]
        if self.settings.judge_reasons != "flagged":
            # Another form of the answer is another judge, whoever asks for it.
            parts.append(self.settings.judge_reasons)
        named = json.dumps([*parts, load_prompt("judge").stamp.sha256], sort_keys=True, default=str)
        return hashlib.sha256(named.encode()).hexdigest()[:16]


def name_family(model: str) -> str:
    """Return the first letters of a model's name, in lower case and without its provider."""
    match = _FAMILY.search(model.rsplit("/", 1)[-1])
    return match.group().casefold() if match else model.casefold()


@dataclass(frozen=True, slots=True)
class ContenderOptions:
    """Judges as a command line names them: each list is empty, or has one entry for all models, or one for each."""

    models: Sequence[str] = ()
    base_urls: Sequence[str] = ()
    key_variables: Sequence[str] = ()
    """Names of the environment variables that hold the servers' keys."""
    options: Sequence[str] = ()
    """Objects in JSON, as NEWSBRIEF_JUDGE_OPTIONS."""
    settings: Sequence[str] = ()
    """Settings of the service as `NAME=VALUE`, several separated by spaces."""
    reasons: Sequence[str] = ()
    """Values of NEWSBRIEF_JUDGE_REASONS: each model is a judge with each of them."""


def build_contenders(wanted: ContenderOptions) -> list[Contender]:
    """Return the judges that are wanted; without a model, the one that the environment sets.

    Raises:
        UnusableContender: a list does not fit the models, a setting does not exist, a key is missing, or two are alike.
        pydantic.ValidationError: a setting has a value that it cannot have.
    """
    models = [_find_own_judge() if model == "auto" else model for model in wanted.models or ("auto",)]
    if "off" in models:
        raise UnusableContender("off is no judge")
    base_urls = _spread("--base-url", wanted.base_urls, len(models))
    keys = _spread("--api-key-env", wanted.key_variables, len(models))
    options = _spread("--options", wanted.options, len(models))
    settings = _spread("--set", wanted.settings, len(models))
    each = list(zip(models, base_urls, keys, options, settings, strict=True))
    return _name_apart([_build(*one, reasons) for one in each for reasons in wanted.reasons or (None,)])


def _find_own_judge() -> str:
    settings = Settings()
    if settings.judge_model not in ("auto", "off"):
        return settings.judge_model
    if settings.judge_model == "off" or settings.chosen_engine == "extractive":
        raise UnusableContender("name a judge with --model, or set NEWSBRIEF_JUDGE_MODEL")
    return str(settings.local_model) if settings.chosen_engine == "local" else settings.model


def _spread(option: str, given: Sequence[str], size: int) -> list[str | None]:
    """Return an entry for each of `size` models."""
    if len(given) not in (0, 1, size):
        raise UnusableContender(f"{option} is given once for all models, or once for each of the {size}, in order")
    return list(given) if len(given) == size else [given[0] if given else None] * size


def _build(
    model: str,
    base_url: str | None,
    key_variable: str | None,
    options: str | None,
    settings: str | None,
    reasons: str | None,
) -> Contender:
    changed: dict[str, Any] = _parse_settings(settings or "")
    if reasons is not None:
        changed["judge_reasons"] = reasons
    if model.endswith(WEIGHTS):
        if base_url:
            raise UnusableContender(f"{model} runs in this process: it has no --base-url")
        chosen: dict[str, Any] = {"engine": "local", "local_model": Path(model), "judge_model": "auto"}
    else:
        chosen = {"judge_model": model}
    if base_url:
        # The key of another server is not shown to this one.
        chosen |= {"judge_base_url": base_url, "judge_api_key": None}
    if key_variable:
        chosen["judge_api_key"] = _read_key(key_variable)
    if options is not None:
        changed = {**changed, "judge_options": options}
    return Contender(Path(model).name if model.endswith(WEIGHTS) else model, Settings(**{**changed, **chosen}), changed)


def _parse_settings(text: str) -> dict[str, Any]:
    """Return the fields that a text such as `NEWSBRIEF_A=1 NEWSBRIEF_B=2` sets."""
    known = {name_setting(name): name for name in Settings.model_fields}
    settings = {}
    for part in shlex.split(text):
        name, sign, value = part.partition("=")
        if not sign or name.upper() not in known:
            raise UnusableContender(f"--set takes NAME=VALUE with the name of a setting, and not {part!r}")
        if "SecretStr" in str(Settings.model_fields[known[name.upper()]].annotation):
            raise UnusableContender(f"{name} is a secret: --api-key-env names the variable that holds a key")
        settings[known[name.upper()]] = value
    return settings


def _read_key(variable: str) -> SecretStr:
    from dotenv import dotenv_values

    value = os.environ.get(variable) or dotenv_values(".env").get(variable)
    if not value:
        raise UnusableContender(f"--api-key-env: the environment has no {variable}")
    return SecretStr(value)


def _name_apart(contenders: Sequence[Contender]) -> list[Contender]:
    """Return the contenders under labels that differ: with server, options or settings where models are the same."""
    counts = Counter(contender.label for contender in contenders)
    named = [_with_details(each) if counts[each.label] > 1 else each for each in contenders]
    if len({each.label for each in named}) < len(named):
        raise UnusableContender("two of the judges are the same: give them other options, settings or servers")
    return named


def _with_details(contender: Contender) -> Contender:
    server = urlsplit(contender.settings.judge_base_url or "")
    details = [server.netloc.rpartition("@")[2]] if server.netloc else []
    for name, value in contender.changed.items():
        details.append(_tell_options(value) if name == "judge_options" else f"{name_setting(name)}={value}")
    label = f"{contender.label} ({', '.join(details)})" if details else contender.label
    return replace(contender, label=label)


def _tell_options(text: str) -> str:
    """Return options for a label: without headers, which may hold keys."""
    return json.dumps({name: value for name, value in json.loads(text).items() if "headers" not in name})
