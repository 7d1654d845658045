"""The gate: keys, their scopes, and limits for each caller."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from newsbrief.api.problems import ProblemError
from newsbrief.api.proxies import widen_address
from newsbrief.api.rates import FailedKeys, RateLimit, check_budget
from newsbrief.fetching.addresses import is_loopback
from newsbrief.models.payer import payer
from newsbrief.orders.budget import DailyTokens
from newsbrief.pipeline import Options
from newsbrief.settings import Settings
from newsbrief.settings.keys import Key, Scope, find_key

F = TypeVar("F", bound=Callable[..., Any])
bearer = HTTPBearer(auto_error=False, description="One of `NEWSBRIEF_API_KEYS`; needed where any is set.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
"""The key that a request was sent with."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_REMEMBERED = 10_000
"""Keys that were accepted, with the addresses they came from."""


def needs_scope(scope: Scope) -> Callable[[F], F]:
    """Mark a route as one that takes `scope`. Without a mark, what changes nothing takes `read`, the rest `write`."""

    def mark(route: F) -> F:
        route.needs = scope  # type: ignore[attr-defined]
        return route

    return mark


def spends_nothing(route: F) -> F:
    """Mark a route that changes something but calls no model: a caller whose tokens are spent may use it too."""
    route.spends_nothing = True  # type: ignore[attr-defined]
    return route


class Gate:
    """The check of keys, scopes and limits. Without keys, each address is a caller."""

    def __init__(self, settings: Settings) -> None:
        self._keys = settings.api_keys
        self._open = settings.allow_unauthenticated
        self._origins = settings.cors_origins
        self._rate = RateLimit(settings.rate_limit) if settings.rate_limit else None
        self.budget = DailyTokens(settings.tokens_per_day) if settings.tokens_per_day else None
        self._failed_keys = FailedKeys()
        self._accepted: OrderedDict[tuple[str, bytes], None] = OrderedDict()

    async def admit(self, request: Request, credentials: Credentials) -> None:
        """Let a caller in, and count the request.

        Raises:
            ProblemError: no accepted key was sent, it does not permit this, or the caller has asked for too much.
        """
        await self._identify(request, credentials)
        self._check_scope(request, _scope_of(request))
        await self._limit(request)

    async def admit_signed_in(self, request: Request, key: Key | None) -> None:
        """Let in a caller who signed in, or signed the payload, with `key` (None without keys), and count the request.

        Raises:
            ProblemError: the key does not permit this, or the caller has asked for too much.
        """
        if key is not None:
            _set_key(request, key)
        elif not (self._keys or self._open):
            _refuse_rebound(request)
        self._check_scope(request, _scope_of(request))
        await self._limit(request)

    async def admit_scraper(self, request: Request, credentials: Credentials) -> None:
        """Let in a caller who may see the metrics: with a key of `admin` if keys are set, else only from this machine.

        Raises:
            ProblemError: nobody of these.
        """
        await self._identify(request, credentials)
        self._check_scope(request, "admin")
        if not self._keys and not is_loopback(_find_address(request)):
            raise ProblemError("unauthenticated", "Without keys, the metrics are shown to this machine only.")

    async def find_key(self, request: Request, sent: bytes) -> Key | None:
        """Return the key that equals `sent`, or None. Guessing is limited per address.

        Raises:
            ProblemError: too many wrong keys came from that address, and never this one before.
        """
        key, address = find_key(sent, self._keys), widen_address(_find_address(request))
        if key is None or (address, key.digest) not in self._accepted:
            await self._failed_keys.check(address)
        if key is None:
            await self._failed_keys.count(address)
            return None
        self._accepted[address, key.digest] = None
        self._accepted.move_to_end((address, key.digest))
        if len(self._accepted) > _REMEMBERED:
            self._accepted.popitem(last=False)
        return key

    async def count_failed_signature(self, request: Request) -> None:
        """Count a signature that is wrong as a wrong key.

        Raises:
            ProblemError: too many came from that address.
        """
        address = widen_address(_find_address(request))
        await self._failed_keys.check(address)
        await self._failed_keys.count(address)

    async def count_attempt(self, request: Request) -> None:
        """Count an attempt to sign in against the limit of its address.

        Raises:
            ProblemError: the address has asked for too much.
        """
        if not (self._keys or self._open):
            _refuse_rebound(request)
        await self._limit(request)

    def bill(self, request: Request) -> None:
        """Count the model calls of this context from here on against the caller's budget, even if the answer fails, is
        refused or is abandoned."""
        if self.budget:
            payer.set(partial(self.budget.spend, _caller(request)))

    async def _limit(self, request: Request) -> None:
        caller, said = _caller(request), list[dict[str, str]]()
        if self._rate:
            said.append(await self._rate.take(caller))
        if self.budget:
            said.append(check_budget(self.budget, caller, spends=_may_spend(request)))
        names = dict.fromkeys(name for headers in said for name in headers)
        request.scope["answer_headers"] = {name: ", ".join(h[name] for h in said if name in h) for name in names}
        self.bill(request)

    async def _identify(self, request: Request, credentials: Credentials) -> None:
        if self._keys:
            key = (
                await self.find_key(request, credentials.credentials.encode("latin-1", "replace"))
                if credentials
                else None
            )
            if key is None:
                raise ProblemError(
                    "unauthenticated", "Send a key: 'Authorization: Bearer …'.", headers={"WWW-Authenticate": "Bearer"}
                )
            _set_key(request, key)
            return
        if not self._open:
            _refuse_rebound(request)
        self._refuse_other_sites(request)

    def _check_scope(self, request: Request, scope: Scope) -> None:
        key = read_key(request)
        if key is not None and scope not in key.scopes:
            raise ProblemError("not-permitted", f"This key does not have the scope '{scope}'.")

    def _refuse_other_sites(self, request: Request) -> None:
        """Refuse what a page of another site sends: without keys, any page that a person opens could spend a model's
        tokens, as a form or a plain text needs no leave from here.

        Raises:
            ProblemError: it comes from a page, and neither from one of ours nor from one of `NEWSBRIEF_CORS_ORIGINS`.
        """
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        if request.method in SAFE or (origin is None and site is None):
            return
        if origin is not None and (origin in self._origins or "*" in self._origins):
            return
        ours = site in (None, "same-origin", "none") and (origin is None or is_own(request, origin))
        if not ours:
            raise ProblemError(
                "cross-origin", "A page of another site sent this: set NEWSBRIEF_CORS_ORIGINS to allow it."
            )


def is_own(request: Request, origin: str) -> bool:
    """Return whether a page of `origin` is one of this service's, by the name that it was asked by."""
    return origin.partition("://")[2] == request.headers.get("host", "")


def read_key(request: Request) -> Key | None:
    """Return the key of an admitted request; None if there are no keys."""
    key: Key | None = request.scope.get("key")
    return key


def read_team(request: Request) -> str | None:
    """Return the newsroom whose briefings an admitted caller sees; None if it sees those of all."""
    key = read_key(request)
    return key.team if key else None


def read_style_name(request: Request) -> str | None:
    """Return the name of the house style of an admitted caller's key; None if the key has none."""
    key = read_key(request)
    return key.style if key else None


def within_budget(request: Request, options: Options) -> Options:
    """Return `options` with no more judged than the caller's key pays for."""
    key = read_key(request)
    if key is None or key.judge is None:
        return options
    return options.judging_at_most("once" if key.judge == "once" else False)


def _set_key(request: Request, key: Key) -> None:
    request.scope["key"], request.scope["key_name"] = key, key.name


def _scope_of(request: Request) -> Scope:
    marked: Scope | None = getattr(request.scope.get("endpoint"), "needs", None)
    return marked or ("read" if request.method in SAFE else "write")


def _may_spend(request: Request) -> bool:
    marked = getattr(request.scope.get("endpoint"), "spends_nothing", False)
    return request.method in ("POST", "PATCH") and not marked


def _refuse_rebound(request: Request) -> None:
    """Refuse a request for a host name that is not this machine's own.

    A page of another site can point its own host name to this machine and then send requests as one of our pages.
    Without keys only the host name tells them apart. Source: https://owasp.org/www-community/attacks/DNS_Rebinding

    Raises:
        ProblemError: the request asks for another machine.
    """
    try:
        asked = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:  # no name at all, such as half an IPv6 address
        asked = ""
    if not is_loopback(asked):
        raise ProblemError(
            "cross-origin",
            "Without keys, the service answers only to this machine's own host names: set NEWSBRIEF_API_KEYS, or "
            "NEWSBRIEF_ALLOW_UNAUTHENTICATED if a proxy checks its callers.",
        )


def _caller(request: Request) -> str:
    return request.scope.get("key_name") or widen_address(_find_address(request))


def _find_address(request: Request) -> str:
    """Return where a request comes from; a Unix socket is this machine."""
    return request.client.host if request.client else "localhost"
