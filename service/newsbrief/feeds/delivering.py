"""Sending an edition to one channel: an attempt, and what it came to."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

import aiosmtplib
import httpcore2
from standardwebhooks import Webhook

from newsbrief.feeds.client import retry_after
from newsbrief.feeds.configuration import Channel, Chat, Email, SignedWebhook
from newsbrief.feeds.edition import Edition
from newsbrief.feeds.outgoing import chat, mail, webhook
from newsbrief.fetching.posting import NoAnswer, Unreachable, post_json, sign_headers
from newsbrief.fetching.targets import CheckingBackend, TargetRefused
from newsbrief.store.digests import Delivery

SCHEDULE_S: tuple[float, ...] = (60, 300, 1800, 7200, 18_000)
"""Waits between the attempts: six in some eight hours."""
SMTP_TIMEOUT_S = 60.0
_PORTS = {"tls": 465, "starttls": 587, "none": 25}
_PERMANENT = 500
Irrevocable = Callable[[], Awaitable[None]]
"""Called right before what cannot be taken back."""


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """The result of an attempt: `later` where it may be tried again, `refused` for good, `unknown` where it may have
    arrived."""

    outcome: Literal["sent", "later", "refused", "unknown"]
    detail: str | None = None
    retry_after_s: float = 0.0


class Deliverer:
    """Sends editions by mail and over HTTP. Secrets come from the environment."""

    def __init__(self, *, private: bool, agent: str, environment: Mapping[str, str] = os.environ) -> None:
        """`private`: webhooks may go to this machine and its networks."""
        self._agent, self._environment = agent, environment
        self._pool = httpcore2.AsyncConnectionPool(network_backend=CheckingBackend(private=private), max_connections=20)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._pool.aclose()

    async def send(
        self, delivery: Delivery, edition: Edition, channel: Channel, zone: ZoneInfo, irrevocable: Irrevocable
    ) -> DeliveryResult:
        """Try to deliver an edition once."""
        if unset := [name for name in channel.variables() if not self._environment.get(name)]:
            return DeliveryResult("later", f"set the environment variable {unset[0]}")
        match channel:
            case Email():
                return await self._mail(delivery, edition, channel, zone, irrevocable)
            case Chat():
                body = chat.render_slack(edition) if channel.kind == "slack" else chat.render_teams(edition)
                # Neither of them knows a message again.
                await irrevocable()
                return await self._post(self._environment[channel.url_env].strip(), {}, body, again=False)
            case SignedWebhook():
                return await self._post_signed(delivery, edition, channel)

    async def _post_signed(self, delivery: Delivery, edition: Edition, channel: SignedWebhook) -> DeliveryResult:
        body = webhook.render(edition)
        try:
            signer = Webhook(self._environment[channel.secret_env].strip())
            headers = sign_headers(signer, f"digest.{delivery.id}", body)
        except (ValueError, RuntimeError):
            return DeliveryResult(
                "later", f"{channel.secret_env} is no secret: whsec_ and 24 to 64 random bytes in base64"
            )
        return await self._post(channel.url, headers, body, again=True)

    async def _post(self, url: str, headers: Mapping[str, str], body: str, *, again: bool) -> DeliveryResult:
        """Post JSON. `again`: who takes it knows a message again, so that it may be sent where nobody knows whether it
        arrived."""
        try:
            answer = await post_json(self._pool, url, headers, body, self._agent)
        except TargetRefused as refused:
            return DeliveryResult("refused", str(refused))
        except Unreachable:
            return DeliveryResult("later", "its server cannot be reached")
        except NoAnswer:
            return DeliveryResult("later" if again else "unknown", "no answer came: it may have arrived")
        except (httpcore2.UnsupportedProtocol, httpcore2.LocalProtocolError, ValueError):
            return DeliveryResult("refused", "its address is no https:// address")
        if 200 <= answer.status < 300:
            return DeliveryResult("sent")
        problem = f"its server answered {answer.status}"
        if answer.status in (408, 425, 429) or answer.status >= _PERMANENT:
            return DeliveryResult("later", problem, retry_after(answer.retry_after) or 0.0)
        return DeliveryResult("refused", problem)

    async def _mail(
        self, delivery: Delivery, edition: Edition, channel: Email, zone: ZoneInfo, irrevocable: Irrevocable
    ) -> DeliveryResult:
        message = mail.build_message(edition, channel, delivery.id, zone)
        client = aiosmtplib.SMTP(
            hostname=channel.host,
            port=channel.port or _PORTS[channel.security],
            use_tls=channel.security == "tls",
            start_tls=False,
            timeout=SMTP_TIMEOUT_S,
        )
        begun = False
        try:
            refused = await self._address(client, channel)
            await irrevocable()
            begun = True
            await client.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n", cte_type="7bit")))
        except aiosmtplib.SMTPResponseException as error:
            outcome: Literal["refused", "later"] = "refused" if error.code >= _PERMANENT else "later"
            return DeliveryResult(outcome, f"the mail server answered {error.code}: {error.message}"[:300])
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            said = " ".join(str(error).split())[:200]
            if begun:
                return DeliveryResult(
                    "unknown", f"the connection to the mail server was lost: it may have arrived ({said})"
                )
            return DeliveryResult("later", f"the mail server cannot be used: {said}")
        finally:
            client.close()
        return DeliveryResult("sent", f"not taken for {', '.join(refused)}" if refused else None)

    async def _address(self, client: aiosmtplib.SMTP, channel: Email) -> list[str]:
        """Connect, log in and name the mailboxes; return those that the server refused.

        Raises:
            aiosmtplib.SMTPException: it refused all, or anything before.
        """
        await client.connect()
        if channel.security == "starttls":
            await client.starttls()
        if channel.user_env and channel.password_env:
            await client.login(self._environment[channel.user_env], self._environment[channel.password_env])
        await client.mail(channel.sender)
        refused: list[str] = []
        last: aiosmtplib.SMTPResponseException | None = None
        for mailbox in channel.to:
            try:
                await client.rcpt(mailbox)
            except aiosmtplib.SMTPResponseException as error:
                refused.append(mailbox)
                last = error
        if last is not None and len(refused) == len(channel.to):
            raise last
        return refused
