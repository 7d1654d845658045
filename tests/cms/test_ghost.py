"""Ghost: its webhooks in, with their signature, and briefings back over its Admin API."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.cli import main
from newsbrief.cms.ghost import MARK, MOST_EXCERPT, Ghost, find_excerpt, make_token, with_card
from newsbrief.cms.mapping import read_cms_mapping
from newsbrief.cms.signature import Signature
from newsbrief.cms.site import SignInRefused, SiteError
from tests.cms.receiver import ReceivedRequest, run_receiver
from tests.cms.service import serve
from tests.support.waiting import wait_until

EXAMPLES = Path(__file__).parents[2] / "integrations" / "mappings"
PAYLOAD = (Path(__file__).parent / "payloads" / "ghost.json").read_bytes()
CURRENT = json.loads(PAYLOAD)["post"]["current"]
ID = CURRENT["id"]
SECRET = "s3cret"
KEY = "63f8c1a2b4d5e6f708192a3c:" + "ab" * 32
LISTED = [f"{number:024x}" for number in (1, 2)]
LEXICAL = {"root": {"children": [{"type": "paragraph", "children": [], "version": 1}], "type": "root", "version": 1}}


def sign(body: bytes, at_s: float, secret: str = SECRET) -> str:
    at = str(int(at_s * 1000))
    return f"sha256={hmac.new(secret.encode(), body + at.encode(), hashlib.sha256).hexdigest()}, t={at}"


def test_a_payload_is_read_without_the_card_of_an_earlier_briefing() -> None:
    mapping = read_cms_mapping(EXAMPLES / "ghost.yaml", {"GHOST_WEBHOOK_SECRET": SECRET})
    payload = json.loads(PAYLOAD)
    assert mapping.wants(payload)
    assert not mapping.wants({"member": {"current": {"email": "a@example.org"}}})
    found = mapping.map_article(payload)
    assert (found["title"], found["url"], found["published_at"]) == (
        CURRENT["title"],
        CURRENT["url"],
        CURRENT["published_at"],
    )


def test_its_signature_holds_for_five_minutes_and_for_nothing_else() -> None:
    signature = read_cms_mapping(EXAMPLES / "ghost.yaml", {"GHOST_WEBHOOK_SECRET": SECRET}).signature
    assert signature
    sent = sign(PAYLOAD, 1_000_000)
    assert signature.holds(PAYLOAD, sent, SECRET.encode(), 1_000_299)
    assert not signature.holds(PAYLOAD, sent, SECRET.encode(), 1_000_301)
    assert not signature.holds(PAYLOAD, sent, SECRET.encode(), 999_699)
    assert not signature.holds(PAYLOAD + b" ", sent, SECRET.encode(), 1_000_000)
    assert not signature.holds(PAYLOAD, sent, b"other", 1_000_000)
    later = sent.replace("t=1000000000", "t=1000000001")
    assert not signature.holds(PAYLOAD, later, SECRET.encode(), 1_000_000)
    assert not signature.holds(PAYLOAD, sent.split(", ")[0], SECRET.encode(), 1_000_000)
    bare = hmac.new(SECRET.encode(), PAYLOAD, hashlib.sha256).hexdigest()
    assert not signature.holds(PAYLOAD, f"sha256={bare}, t=", SECRET.encode(), 1_000_000)


@given(st.text(max_size=80))
def test_no_other_text_is_a_signature(sent: str) -> None:
    signature = Signature(header="x", secret_env="A", prefix="sha256=", stamp="t")
    assert not signature.holds(PAYLOAD, sent, SECRET.encode(), 0)


def test_the_service_takes_a_webhook_and_briefs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GHOST_WEBHOOK_SECRET", SECRET)
    (tmp_path / "mappings").mkdir()
    text = (EXAMPLES / "ghost.yaml").read_text()
    (tmp_path / "mappings" / "ghost.yaml").write_text(f"{text}owner: newsroom\n")
    with serve(tmp_path / "one", NEWSBRIEF_CMS=str(tmp_path / "mappings")) as service:
        address = f"{service.url}/cms/ghost"
        for header in ({}, {"x-ghost-signature": sign(PAYLOAD, time.time(), "other")}):
            assert httpx.post(address, content=PAYLOAD, headers=header, timeout=30).status_code == 401
        header = {"x-ghost-signature": sign(PAYLOAD, time.time())}
        taken = httpx.post(address, content=PAYLOAD, headers=header, timeout=30)
        assert taken.status_code == 202, taken.text
        assert service.jobs() == 1
        results = f"/jobs/{taken.json()['id']}/results"
        made = wait_until(lambda: (answer := service.get(results).text) and "article-pending" not in answer and answer)
        assert "Araghchi" in made
        assert "earlier briefing" not in made


# A Ghost of our own, after the pages "Admin API: Token authentication" and "Updating a post" of its documentation.


class Site:
    """Holds one post; checks the token of each request, and the version that a change was made of."""

    def __init__(self, **post: Any) -> None:
        self.post: dict[str, Any] = {**CURRENT, "status": "draft", "lexical": json.dumps(LEXICAL), **post}

    def __call__(self, asked: ReceivedRequest) -> tuple[int, Any]:
        if not _authentic(asked.headers.get("authorization", "")):
            return 401, {"errors": [{"message": "Invalid token: invalid signature", "context": None}]}
        if asked.path == "/ghost/api/admin/site/":
            return 200, {"site": {"title": "The Daily Test"}}
        if asked.path == "/ghost/api/admin/posts/":
            page = int(asked.query["page"])
            pagination = {"page": page, "next": 2 if page == 1 else None}
            return 200, {"posts": [{"id": LISTED[page - 1]}], "meta": {"pagination": pagination}}
        if asked.path.split("/")[-2] not in (ID, *LISTED):
            return 404, {
                "errors": [{"message": "Resource not found error, cannot read post.", "context": "Post not found."}]
            }
        if asked.method == "PUT":
            (change,) = asked.json()["posts"]
            if change.pop("updated_at") != self.post["updated_at"]:
                return 409, {"errors": [{"message": "Saving failed! Someone else is editing this post."}]}
            self.post |= change
        return 200, {"posts": [{**self.post, "id": asked.path.split("/")[-2]}]}


def _authentic(authorization: str) -> bool:
    scheme, _, written = authorization.partition(" ")
    text, _, signature = written.rpartition(".")
    header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in text.split("."))
    id, _, secret = KEY.partition(":")
    expected = hmac.digest(bytes.fromhex(secret), text.encode(), "sha256")
    return bool(
        scheme == "Ghost"
        and header == {"alg": "HS256", "typ": "JWT", "kid": id}
        and claims["aud"] == "/admin/"
        and 0 < claims["exp"] - claims["iat"] <= 300
        and abs(claims["iat"] - time.time()) < 60
        and hmac.compare_digest(base64.urlsafe_b64decode(signature + "=="), expected)
    )


def test_an_empty_excerpt_of_a_draft_is_filled_and_nothing_else_is_sent() -> None:
    site = Site()
    with run_receiver(site) as (receiver, address), Ghost(address, KEY) as ghost:
        post = ghost.read_post(ID)
        assert ghost.keep(post, "excerpt", "The talks will be held in Oman.") is True
        assert site.post["custom_excerpt"] == "The talks will be held in Oman."
        assert receiver.asked[-1].json() == {
            "posts": [{"custom_excerpt": "The talks will be held in Oman.", "updated_at": CURRENT["updated_at"]}]
        }
        assert ghost.keep(post, "excerpt", "Another.") is False
        assert receiver.asked[-1].headers["accept-version"] == "v5.0"


@pytest.mark.parametrize("kind", ["excerpt", "card"])
def test_what_readers_have_is_left_as_it_is(kind: Any) -> None:
    with run_receiver(Site(status="published")) as (receiver, address), Ghost(address, KEY) as ghost:
        assert ghost.keep(ghost.read_post(ID), kind, "Text.") is False
        assert {asked.method for asked in receiver.asked} == {"GET"}


def test_a_card_is_put_at_the_top_and_replaced_by_the_next() -> None:
    site = Site()
    with run_receiver(site) as (_, address), Ghost(address, KEY) as ghost:
        for text in ("<p>One</p>", "<p>Two</p>"):
            assert ghost.keep(ghost.read_post(ID), "card", text) is True
        children = json.loads(site.post["lexical"])["root"]["children"]
        assert children == [
            {"type": "html", "version": 1, "html": f"{MARK}<aside><p>Two</p></aside>"},
            *LEXICAL["root"]["children"],  # type: ignore[misc]
        ]
        assert "earlier briefing" not in ghost.read_post(ID).submission(None).text
        site.post["lexical"] = None
        with pytest.raises(SiteError, match="present editor"):
            ghost.keep(ghost.read_post(ID), "card", "<p>Three</p>")


def test_what_was_changed_meanwhile_is_not_overwritten() -> None:
    site = Site()

    def change(asked: ReceivedRequest) -> tuple[int, Any]:
        answer = deepcopy(site(asked))
        if asked.method == "GET":
            site.post["updated_at"] += "0"
        return answer

    with (
        run_receiver(change) as (_, address),
        Ghost(address, KEY) as ghost,
        pytest.raises(SiteError, match=r"409.*else"),
    ):
        ghost.keep(ghost.read_post(ID), "excerpt", "Text.")


@pytest.mark.parametrize(
    ("url", "key", "why"),
    [
        ("https://news.example", "abc", "no Admin API key"),
        ("https://news.example", "zz:" + "ab" * 32, "no Admin API key"),
        ("http://news.example", KEY, "unencrypted"),
        ("news.example", KEY, "no address"),
    ],
)
def test_what_cannot_be_used_is_said(url: str, key: str, why: str) -> None:
    with pytest.raises(SiteError, match=why):
        Ghost(url, key)


def test_refusals_and_strange_answers_are_a_line() -> None:
    with run_receiver(Site()) as (_, address):
        with Ghost(address, KEY) as ghost:
            with pytest.raises(SiteError, match=r"404: Resource not found.*Post not found"):
                ghost.read_post("0" * 24)
            with pytest.raises(SiteError, match="no id of a post"):
                ghost.read_post("../site")
        with (
            Ghost(address, "63f8c1a2b4d5e6f708192a3c:" + "cd" * 32) as ghost,
            pytest.raises(SignInRefused, match="401"),
        ):
            ghost.name()
    answers: tuple[Any, ...] = ([], {}, {"posts": [{}]}, {"posts": "x"}, "text")
    for strange in answers:
        with (
            run_receiver(lambda _, answer=strange: (200, answer)) as (_, address),  # type: ignore[misc]
            Ghost(address, KEY) as ghost,
            pytest.raises(SiteError),
        ):
            ghost.read_post(ID)


@pytest.mark.parametrize("meta", [None, [], "x", {"pagination": None}, {"pagination": {"next": "2"}}])
def test_a_list_that_says_nothing_of_pages_is_one(meta: Any) -> None:
    post = {**CURRENT, "status": "draft"}
    with (
        run_receiver(lambda _: (200, {"posts": [post], "meta": meta})) as (_, address),
        Ghost(address, KEY) as ghost,
    ):
        assert ghost.list_ids(datetime(2026, 1, 1, tzinfo=UTC), "draft") == [ID]


def test_each_of_many_posts_is_briefed_once_while_they_are_written_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSBRIEF_ENGINE", "extractive")
    monkeypatch.setenv("NEWSBRIEF_GHOST_KEY", KEY)
    ids = [f"{number:024x}" for number in range(7)]
    order, writes = list(ids), []

    def answer(asked: ReceivedRequest) -> tuple[int, Any]:
        if asked.path.endswith("/site/"):
            return 200, {"site": {"title": "The Daily Test"}}
        if asked.path.endswith("/posts/"):
            page = int(asked.query["page"])
            listed = [{**CURRENT, "id": id, "status": "draft"} for id in order[3 * page - 3 : 3 * page]]
            following = page + 1 if 3 * page < len(order) else None
            return 200, {"posts": listed, "meta": {"pagination": {"next": following}}}
        id = asked.path.split("/")[-2]
        if asked.method == "PUT":
            writes.append(id)
            # Posts are listed in the order in which they were changed.
            order.append(order.pop(order.index(id)))
        return 200, {"posts": [{**CURRENT, "id": id, "status": "draft", "lexical": json.dumps(LEXICAL)}]}

    with run_receiver(answer) as (_, address):
        assert main(["cms", "ghost", address, "--since", "2026-01-01", "--write", "card"]) == 0
    assert writes == ids
    assert "7 posts, 0 problems" in capsys.readouterr().err


def test_the_command_briefs_and_keeps(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("NEWSBRIEF_ENGINE", "extractive")
    monkeypatch.setenv("NEWSBRIEF_GHOST_KEY", KEY)
    site = Site()
    with run_receiver(site) as (_, address):
        assert main(["cms", "ghost", address, "--post", ID, "--write", "card"]) == 0
        assert "Key Points" in capsys.readouterr().out
        card = json.loads(site.post["lexical"])["root"]["children"][0]["html"]
        assert card.startswith(f"{MARK}<aside><article")
        assert main(["cms", "ghost", address, "--since", "2026-01-01", "--json"]) == 0
        out, error = capsys.readouterr()
        assert [json.loads(line)["post"] for line in out.splitlines()] == LISTED
        assert "2 posts, 0 problems" in error
        assert "no setting" not in error
        missing = "0" * 24
        assert main(["cms", "ghost", address, "--post", missing, "--post", ID]) == 1
        out, error = capsys.readouterr()
        assert "Key Points" in out
        assert f"newsbrief: post {missing}: the site answered 404" in error
        assert "2 posts, 1 problems" in error
        assert main(["cms", "ghost", address]) == 2
        monkeypatch.delenv("NEWSBRIEF_GHOST_KEY")
        assert main(["cms", "ghost", address, "--post", ID]) == 2
        assert "NEWSBRIEF_GHOST_KEY is not set" in capsys.readouterr().err


@given(st.lists(st.text(max_size=200), max_size=9))
def test_an_excerpt_is_the_first_claims_each_whole(claims: list[str]) -> None:
    short = find_excerpt(claims)
    assert len(short) <= MOST_EXCERPT
    assert short in [" ".join(claims[:number]) for number in range(len(claims) + 1)]


def test_no_claim_is_cut_into_another_statement() -> None:
    denied = "The mayor took money from a builder, a rumour has it that prosecutors call invented."
    story = ["The council met on Monday in the old town hall.", *["It sat for two hours and rose."] * 6]
    assert find_excerpt([*story, denied]) == " ".join(story)
    assert find_excerpt([denied * 4]) == ""
    assert find_excerpt(["日本政府は火曜日、新しい予算案を承認した。"] * 20).count("。") == 13


@given(
    st.text(max_size=200)
    | st.recursive(
        st.none() | st.text(max_size=9),
        lambda v: st.dictionaries(
            st.sampled_from(["root", "children", "html"]), v | st.lists(v, max_size=3), max_size=3
        ),
    ).map(json.dumps)
)
def test_any_document_has_a_card_or_is_refused(lexical: str) -> None:
    try:
        made = json.loads(with_card(lexical, "<p>x</p>"))
    except SiteError:
        return
    assert made["root"]["children"][0]["html"].startswith(MARK)


def test_a_token_is_for_one_id_and_five_minutes() -> None:
    header, claims, _ = make_token("abc", b"k" * 32, 1_000).split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "=="))["kid"] == "abc"
    assert json.loads(base64.urlsafe_b64decode(claims + "==")) == {"iat": 1_000, "exp": 1_300, "aud": "/admin/"}
