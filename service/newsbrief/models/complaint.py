"""The words of a server that does not take a request, and what can be read from them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import regex

_LONGEST = 4_000
"""Characters of a server's words that are looked at."""
_NOT_ITS_WORDS = frozenset({"failed_generation", "input", "messages", "prompt"})
"""Fields that quote the request, or what the model wrote."""
_STATUS = frozenset({"code", "status", "status_code"})
_SAMPLE = frozenset({"json_validate_failed", "tool_use_failed", "output_parse_failed"})
"""Codes of a server that found one sample of its model unusable."""
_NUMBER = r"(\d[\d,]*\d)"
_WINDOW = regex.compile(
    rf"(?:context[ _](?:length|window|size)|max_model_len|n_ctx|maximum number of (?:input )?tokens|(?<!rate )limit)"
    rf"(?:[^\d.;]|\.(?!\s)){{0,60}}{_NUMBER}|{_NUMBER} max(?:imum)?\b|(?:must be <=|cannot exceed) {_NUMBER}"
)
_SMALLEST_WINDOW = 256
_OF_ANSWER = regex.compile(r"\bcompletion|max_(?:completion_|new_|output_)?tokens|\boutput tokens")
_WAIT = regex.compile(
    r"(?:retry_?(?:delay|after)(?:_s(?:econds)?)?|retry(?: your request)?|try again|available(?: again)?|resets?|wait)"
    r"\W{0,4}"
    r"(?:(?:in|after|for|is)\W{1,3})?(?:about )?"
    r"(?:(?P<h>\d+) ?h(?:ours?)?)?\s*(?:(?P<m>\d+) ?m(?:in(?:ute)?s?)?(?!s))?\s*"
    r"(?:(?P<s>\d+(?:\.\d+)?)(?P<unit> ?ms| ?s(?:ec(?:ond)?s?)?|(?![\d.])))?"
)
_INSTANT = 1e9
"""A larger number tells when, in seconds since 1970 or thousandths of them, and not how long."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """The words of an error answer."""

    text: str
    """Lower-case: its message, code, type and whatever else it says."""
    param: str = ""
    """The parameter that it is about, where the server has a field for that."""
    code: str = ""
    wait_s: float | None = None
    """Seconds that it asks to wait."""
    is_page: bool = False
    """It is a page or plain text for people: something before the model server answered."""

    @property
    def is_of_sample(self) -> bool:
        """Return whether it is about one sample of the model, and not about the request."""
        return self.code in _SAMPLE

    @property
    def is_of_answer(self) -> bool:
        """Return whether it speaks of the tokens kept for the answer."""
        return _OF_ANSWER.search(self.text) is not None

    @property
    def window(self) -> int | None:
        """Return the tokens of the model's window, where it names them."""
        match = _WINDOW.search(self.text)
        size = int(next(filter(None, match.groups())).replace(",", "")) if match else 0
        return size if size >= _SMALLEST_WINDOW else None

    def number_below(self, limit: int) -> int | None:
        """Return the largest number in it that is lower than `limit`."""
        numbers = (int(n.replace(",", "")) for n in regex.findall(r"\d[\d,]*", self.text))
        return max((n for n in numbers if _SMALLEST_WINDOW <= n < limit), default=None)


def parse_complaint(body: object, headers: Mapping[str, str] | None = None) -> Complaint:
    """Return what an error answer says: its decoded body, or its text."""
    if isinstance(body, Sequence) and not isinstance(body, str) and body:
        body = body[0]
    fields = body if isinstance(body, Mapping) else {}
    inner = fields.get("error") if isinstance(fields.get("error"), Mapping) else fields
    fields = inner if isinstance(inner, Mapping) else {}
    text = " ".join(_list_words(body))[:_LONGEST].lower()
    return Complaint(
        text=text,
        param=str(fields.get("param") or "").lower(),
        code=str(fields.get("code") or fields.get("type") or "").lower(),
        wait_s=parse_retry_after(headers or {})
        if (headers or {}).get("retry-after")
        else _find_wait(text, headers or {}),
        is_page=isinstance(body, str) and bool(body.strip()),
    )


def parse_retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that `Retry-After` asks to wait, from seconds or an HTTP date; None where it says neither."""
    value = headers.get("retry-after", "").strip()
    try:
        return (
            max(0.0, float(value))
            if value.replace(".", "", 1).isdigit()
            else _seconds_until(parsedate_to_datetime(value))
        )
    except (ValueError, TypeError, OverflowError):
        return None


def _seconds_until(when: datetime) -> float:
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _find_wait(text: str, headers: Mapping[str, str]) -> float | None:
    """Return the longest wait that the words ask for, in seconds: one in a field may be rounded down."""
    if (milliseconds := headers.get("retry-after-ms", "")).isdigit():
        return int(milliseconds) / 1000
    waits = [_parse_seconds(match) for match in _WAIT.finditer(text) if match["h"] or match["m"] or match["s"]]
    return max(waits, default=None)


def _parse_seconds(match: regex.Match[str]) -> float:
    number = float(match["s"] or 0)
    if number > _INSTANT:
        return max(0.0, number / (1000 if number > 1000 * _INSTANT else 1) - time.time())
    seconds = number / (1000 if (match["unit"] or "").strip() == "ms" else 1)
    return int(match["h"] or 0) * 3600 + int(match["m"] or 0) * 60 + seconds


def _list_words(value: object, name: str = "", depth: int = 6) -> Iterator[str]:
    """Yield the strings and numbers in `value`, each behind its name where that tells something."""
    if isinstance(value, Mapping) and depth:
        for key, inner in value.items():
            if key not in _NOT_ITS_WORDS:
                yield from _list_words(inner, str(key), depth - 1)
    elif isinstance(value, Sequence) and not isinstance(value, str) and depth:
        for inner in value:
            yield from _list_words(inner, name, depth - 1)
    elif isinstance(value, str) or (isinstance(value, int | float) and name not in _STATUS):
        yield (
            value
            if name in ("message", "error", "detail", "msg", "") and isinstance(value, str)
            else f"{name}: {value}"
        )
