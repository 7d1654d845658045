"""Digests to real receivers: a mail server, chats, a signed webhook. Each gets an edition once."""

from __future__ import annotations

import base64
import email
import email.policy
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from standardwebhooks import Webhook

from evals.ports import find_free_port
from newsbrief.store.digests import Digests
from tests.feeds.site import Page, Site
from tests.feeds.watch import SECRET, Quick


@dataclass
class Mailbox:
    """A mail server: what it took, and what it is to answer."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            self.taken.append(envelope)
        return answer

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> AuthResult:
        if isinstance(data, LoginPassword):
            self.logins.append(data.login + b":" + data.password)
        return AuthResult(success=isinstance(data, LoginPassword) and data.password == b"s3cret")

    def message(self, number: int = 0) -> email.message.EmailMessage:
        content = self.taken[number].content
        assert isinstance(content, bytes)
        return email.message_from_bytes(content, policy=email.policy.default)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "cert.pem"
    command: list[str | Path] = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        made,
        "-out",
        folder / "c.pem",
    ]
    command += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True)
    made.write_text(made.read_text() + (folder / "c.pem").read_text())
    return made


@pytest.fixture(params=["none", "starttls", "tls"])
def security(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def mailbox(security: str, certificate: Path) -> Iterator[Mailbox]:
    found = Mailbox()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    more: dict[str, Any] = {}
    if security == "tls":
        more = {"ssl_context": context}
    if security == "starttls":
        more = {"tls_context": context, "require_starttls": True}
    if security != "none":
        more |= {
            "authenticator": found.authenticate,
            "auth_required": security == "starttls",
            "auth_require_tls": security == "starttls",
        }
    controller = Controller(found, hostname="localhost", port=0, **more)
    # The controller looks for the port that it was given; 0 is none.
    controller.port = find_free_port()
    controller.start()
    found.port = controller.port
    yield found
    controller.stop()


def _digest(channel: str, more: str = "") -> str:
    return f"digests:\n  day:\n    title: The Day\n    times: ['00:00']\n    to:\n      out: {{{channel}}}\n{more}"


def _mail(mailbox: Mailbox, security: str, to: str = "[a@daily.example, b@daily.example]") -> str:
    login = "" if security == "none" else ", user_env: MAIL_USER, password_env: MAIL_PASSWORD"
    return (
        f"kind: email, host: localhost, port: {mailbox.port}, security: {security}{login}, "
        f"from: desk@daily.example, to: {to}"
    )


def _feeds(site: Site, count: int = 2) -> str:
    return f"feeds:\n  post: {{url: '{site.serve_feed('/rss', *site.articles(count))}', outlet: Daily Post}}\n"


def test_a_digest_by_mail(quick: Quick, site: Site, mailbox: Mailbox, security: str, certificate: Path) -> None:
    quick.environment |= {"MAIL_USER": "desk", "MAIL_PASSWORD": "s3cret", "SSL_CERT_FILE": str(certificate)}
    quick.write(_feeds(site) + _digest(_mail(mailbox, security)))
    quick.once("--once", "--now")
    assert [e.rcpt_tos for e in mailbox.taken] == [["a@daily.example", "b@daily.example"]]
    assert mailbox.logins == ([] if security == "none" else [b"desk:s3cret"])
    message = mailbox.message()
    assert str(message["subject"]).startswith("The Day – ")
    assert message["auto-submitted"] == "auto-generated"
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert "Entry 0" in part
        assert "without an AI language model" in part
        assert site.url + "/a0.html" in part
    quick.once("--once", "--now")
    assert len(mailbox.taken) == 1
    assert "sent 2" in quick.once("--status")


@pytest.mark.parametrize("security", ["none"], indirect=True)
def test_mail_that_fails_is_tried_again_then_shown(quick: Quick, site: Site, mailbox: Mailbox, security: str) -> None:
    quick.write(_feeds(site, 1) + _digest(_mail(mailbox, security)))
    mailbox.answers = ["451 later", "451 later"]
    mailbox.refuses = {"b@daily.example"}
    quick.once("--once", "--now")
    assert [e.rcpt_tos for e in mailbox.taken] == [["a@daily.example"]]
    told = quick.once("--status")
    assert "not taken for b@daily.example" in told
    mailbox.refuses |= {"a@daily.example"}
    site.serve_feed("/rss", site.articles(2)[1])
    quick.once("--once", "--now")
    told = quick.once("--status", code=1)
    assert "failed, 1 attempts: the mail server answered 550" in told
    mailbox.refuses = set()
    id = told.partition("(")[2].partition(")")[0]
    quick.once("--resend", id)
    quick.once("--once")
    assert len(mailbox.taken) == 2
    assert mailbox.message(1)["message-id"] == f"<{id}@daily.example>"


@contextmanager
def run_slow_mail_server() -> Iterator[int]:
    """Yield a mail server that greets, and answers nothing more; its port."""
    silent = socket.create_server(("127.0.0.1", 0))
    threads = list[threading.Thread]()

    def greet() -> None:
        with suppress(OSError):
            while True:
                talk, _ = silent.accept()
                talk.sendall(b"220 slow\r\n")
                threads.append(threading.Thread(target=_read_to_the_end, args=(talk,)))
                threads[-1].start()

    threads.append(threading.Thread(target=greet))
    threads[0].start()
    yield silent.getsockname()[1]
    silent.shutdown(socket.SHUT_RDWR)
    silent.close()
    for thread in threads:
        thread.join()


def _read_to_the_end(talk: socket.socket) -> None:
    with talk:
        while talk.recv(4_096):
            pass


def test_mail_that_takes_too_long_before_it_is_sent_is_tried_again(
    quick: Quick, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsbrief.feeds.publishing.ATTEMPT_S", 0.5)
    with run_slow_mail_server() as port:
        quick.write(_feeds(site, 1) + _digest(_mail(Mailbox(port), "none")))
        quick.once("--once", "--now")
    assert "failed, 3 attempts: it took too long (" in quick.once("--status", code=1)


def test_a_chat_that_takes_too_long_may_have_got_it(quick: Quick, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.feeds.publishing.ATTEMPT_S", 2.0)
    quick.environment |= {"SLACK": site.url + "/slack"}
    site.pages["/slack"] = Page(wait_s=5)
    quick.write(_feeds(site, 1) + _digest("kind: slack, url_env: SLACK"))
    quick.once("--once", "--now")
    assert "unknown, 1 attempts: it took too long: it may have arrived" in quick.once("--status", code=1)
    assert len(site.posted) == 1


def test_a_mark_that_takes_long_to_write_is_waited_for(
    quick: Quick, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = Digests.mark_sending

    def mark_slowly(table: Digests, id: UUID) -> None:
        threading.Event().wait(8)
        mark(table, id)

    monkeypatch.setattr(Digests, "mark_sending", mark_slowly)
    monkeypatch.setattr("newsbrief.store.store.PATIENCE_S", 6.0)
    monkeypatch.setattr("newsbrief.feeds.publishing.ATTEMPT_S", 7.0)
    quick.environment |= {"SLACK": site.url + "/slack"}
    quick.write(_feeds(site, 1) + _digest("kind: slack, url_env: SLACK"))
    quick.once("--once", "--now")
    assert len(site.posted) == 1
    assert ": sent " in quick.once("--status")


def test_what_nobody_foresaw_is_tried_as_often_as_anything_else(
    quick: Quick, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsbrief.feeds.outgoing.webhook.render", lambda _: 1 / 0)
    quick.write(_feeds(site, 1) + _digest(f"kind: webhook, url: '{site.url}/hook', secret_env: HOOK"))
    quick.once("--once", "--now")
    assert "failed, 3 attempts: unexpected ZeroDivisionError" in quick.once("--status", code=1)


def test_a_certificate_that_nobody_vouches_for_is_refused(quick: Quick, site: Site, certificate: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    found = Mailbox()
    controller = Controller(found, hostname="localhost", port=find_free_port(), tls_context=context)
    controller.start()
    try:
        found.port = controller.port
        quick.environment |= {"MAIL_USER": "desk", "MAIL_PASSWORD": "s3cret"}
        quick.write(_feeds(site, 1) + _digest(_mail(found, "starttls")))
        quick.once("--once", "--now")
    finally:
        controller.stop()
    assert found.taken == []
    assert "certificate" in quick.once("--status", code=1)


def test_chats_get_what_their_documentation_asks_for(quick: Quick, site: Site) -> None:
    quick.environment |= {"SLACK": site.url + "/slack", "TEAMS": site.url + "/teams"}
    more = "      other: {kind: teams, url_env: TEAMS}\n"
    quick.write(_feeds(site) + _digest("kind: slack, url_env: SLACK", more))
    quick.once("--once", "--now")
    posted = {path: json.loads(body) for path, _, body in site.posted}
    assert sorted(posted) == ["/slack", "/teams"]
    blocks = posted["/slack"]["blocks"]
    assert [b["type"] for b in blocks] == ["header", "section", "context", "section", "context"]
    assert f"<{site.url}/a" in blocks[1]["text"]["text"]
    card = posted["/teams"]["attachments"][0]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert {b["type"] for b in card["content"]["body"]} == {"RichTextBlock"}
    assert "without an AI language model" in json.dumps(card, ensure_ascii=False)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([429, 200], "sent"),
        ([500, 500, 500], "failed, 3 attempts: its server answered 500"),
        ([404], "failed, 1 attempts: its server answered 404"),
        ([302], "failed, 1 attempts: its server answered 302"),
    ],
)
def test_a_chat_that_does_not_take_it(quick: Quick, site: Site, answers: list[int], told: str) -> None:
    quick.environment |= {"SLACK": site.url + "/slack"}
    quick.write(_feeds(site, 1) + _digest("kind: slack, url_env: SLACK"))
    for number, status in enumerate(answers):
        headers = {"Location": site.url + "/elsewhere"} if status == 302 else {}
        site.pages["/slack"] = Page(status=status, headers=headers)
        if number == 0:
            quick.patience = (0.0, 0.0) if len(answers) == 3 else (1e4,)
            quick.once("--once", "--now")
        elif len(answers) < 3:
            _due_now(quick)
            quick.once("--once")
    assert told in quick.once("--status", code=0 if told == "sent" else 1)
    assert len(site.posted) == len(answers)


def _due_now(quick: Quick) -> None:
    from sqlalchemy import text

    with quick.store() as store, store._engine.begin() as connection:
        connection.execute(text("UPDATE deliveries SET next_at = 0"))


def test_a_signed_webhook(quick: Quick, site: Site) -> None:
    quick.write(_feeds(site) + _digest(f"kind: webhook, url: '{site.url}/hook', secret_env: HOOK"))
    quick.once("--once", "--now")
    ((_, headers, body),) = site.posted
    event = Webhook(SECRET).verify(body, headers)
    assert event["type"] == "digest.published"
    first = event["data"]["briefings"][0]
    assert {claim["section"] for claim in first["claims"]} == {"the_story", "key_points"}
    assert all(claim["verified"] for claim in first["claims"])
    assert first["disclosure"]
    assert base64.b64decode(SECRET.removeprefix("whsec_"))
    assert headers["webhook-id"].startswith("digest.")


def test_a_webhook_goes_to_no_private_address(quick: Quick, site: Site) -> None:
    quick.environment["NEWSBRIEF_WEBHOOK_PRIVATE_TARGETS"] = "false"
    quick.write(_feeds(site, 1) + _digest(f"kind: webhook, url: '{site.url}/hook', secret_env: HOOK"))
    quick.once("--once", "--now")
    assert site.posted == []
    assert "not in the public internet" in quick.once("--status", code=1)


def test_only_what_the_digest_asks_for(quick: Quick, site: Site) -> None:
    hook = f"kind: webhook, url: '{site.url}/hook', secret_env: HOOK"
    other = "    languages: [de]\n"
    quick.write(_feeds(site, 1) + _digest(hook, other))
    quick.once("--once", "--now")
    quick.write(_feeds(site, 1) + _digest(hook, "    status: reviewed\n"))
    quick.once("--once", "--now")
    assert site.posted == []
    quick.write(_feeds(site, 1) + _digest(hook))
    quick.once("--once", "--now")
    assert len(site.posted) == 1
