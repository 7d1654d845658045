"""Who gets in: keys, and how much each may ask for."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from service.api.addresses import on_loopback
from service.api.problems import ProblemError
from service.api.rates import RateLimit, TokenBudget
from service.drafting.draft import Usage as Spent
from service.keys import holder
from service.reply import Usage
from service.settings import Settings

bearer = HTTPBearer(auto_error=False, description="One of `NEWSBRIEF_API_KEYS`; needed where any is set.")


class Gate:
    """Lets callers in by their keys and within their limits. Without keys, each address is a caller."""

    def __init__(self, settings: Settings) -> None:
        self._keys = settings.api_keys
        self._open = settings.allow_unauthenticated
        self._rate = RateLimit(settings.rate_limit) if settings.rate_limit else None
        self._budget = TokenBudget(settings.tokens_per_day) if settings.tokens_per_day else None

    async def admit(self, request: Request, credentials: HTTPAuthorizationCredentials | None) -> None:
        """Let a caller in, and count the request.

        Raises:
            ProblemError: no accepted key was sent, or the caller has asked for too much.
        """
        await self._limit(request, self._known(request, credentials))

    async def admit_signed_in(self, request: Request, name: str | None) -> None:
        """Let in who signed in, or signed what they send, by that name, and count the request; None where there are no
        keys.

        Raises:
            ProblemError: the caller has asked for too much.
        """
        if name is not None:
            request.scope["key_name"] = name
        elif not (self._keys or self._open):
            _refuse_rebound(request)
        await self._limit(request, _caller(request))

    async def _limit(self, request: Request, caller: str) -> None:
        said: list[dict[str, str]] = []
        if self._rate:
            said.append(await self._rate.take(caller))
        if self._budget:
            said.append(self._budget.check(caller, spends=request.method == "POST"))
        names = dict.fromkeys(name for headers in said for name in headers)
        request.scope["answer_headers"] = {name: ", ".join(h[name] for h in said if name in h) for name in names}

    def admit_scraper(self, request: Request, credentials: HTTPAuthorizationCredentials | None) -> None:
        """Let in who may see the numbers: with a key where keys are set, else only from this machine.

        Raises:
            ProblemError: nobody of these.
        """
        self._known(request, credentials)
        if not self._keys and not on_loopback(_address(request)):
            raise ProblemError("unauthenticated", "Without keys, only this machine sees the metrics.")

    def spend(self, request: Request, usage: Usage | Spent) -> None:
        """Count what the answer to an admitted request took of its caller's budget."""
        self.spend_as(_caller(request), usage)

    def spend_as(self, caller: str, usage: Usage | Spent) -> None:
        """Count what work for a caller took of its budget, though no request waits for it."""
        if self._budget:
            self._budget.spend(caller, usage.prompt_tokens + usage.completion_tokens)

    def _known(self, request: Request, credentials: HTTPAuthorizationCredentials | None) -> str:
        if self._keys:
            sent = credentials.credentials.encode("latin-1", "replace") if credentials else b""
            name = holder(sent, self._keys)
            if name is None:
                raise ProblemError(
                    "unauthenticated", "Send a key: 'Authorization: Bearer …'.", headers={"WWW-Authenticate": "Bearer"}
                )
            request.scope["key_name"] = name
        elif not self._open:
            _refuse_rebound(request)
        return _caller(request)


def _refuse_rebound(request: Request) -> None:
    """Refuse what a page of another site sends from a browser here, by a name that it had lead to this machine.

    Only that name tells such a request from our own: without keys there is nothing else that the page lacks.
    Source: https://owasp.org/www-community/attacks/DNS_Rebinding

    Raises:
        ProblemError: the request comes from this machine, but asks for another.
    """
    try:
        asked = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:  # no name at all, such as half an IPv6 address
        asked = ""
    if on_loopback(_address(request)) and not on_loopback(asked):
        raise ProblemError(
            "cross-origin",
            "Without keys, this machine is served under its own names alone: set NEWSBRIEF_API_KEYS, or "
            "NEWSBRIEF_ALLOW_UNAUTHENTICATED where a proxy sees to it.",
        )


def _caller(request: Request) -> str:
    return request.scope.get("key_name") or _address(request)


def _address(request: Request) -> str:
    """Where a request comes from; a Unix socket is this machine."""
    return request.client.host if request.client else "localhost"
