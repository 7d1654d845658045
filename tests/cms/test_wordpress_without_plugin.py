"""`newsbrief cms wordpress` against a real site where the plug-in has no part."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cms.desk import TEXT, TITLE, Desk, with_block
from tests.cms.service import ROOT
from tests.cms.wordpress import Site
from tests.support.forked_process import COMMAND, ForkedProcess

REGISTERED = (
    "<?php add_action('init', fn() => register_post_meta('post', 'newsbrief_briefing', ['type' => 'string',"
    "'single' => true, 'show_in_rest' => true, 'auth_callback' => fn() => current_user_can('edit_posts')]));"
)


@pytest.fixture
def desk(site: Site) -> Iterator[Desk]:
    with site.user("editor-in-chief", "administrator") as client:
        yield Desk(site, client)


@pytest.fixture
def meta(site: Site) -> Iterator[None]:
    folder = site.folder / "wp-content" / "mu-plugins"
    folder.mkdir(exist_ok=True)
    file = folder / "newsroom.php"
    file.write_text(REGISTERED)
    yield
    file.unlink()


def run(
    desk: Desk, *arguments: object, url: str = "", user: str = "editor-in-chief", password: str | None = None
) -> tuple[int, str, str]:
    """Return the command's exit code, and what it printed."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "NEWSBRIEF_ENGINE": "extractive",
        "NEWSBRIEF_WORDPRESS_PASSWORD": desk.site.passwords["editor-in-chief"] if password is None else password,
    }
    command = ["cms", "wordpress", url or desk.site.url, "--user", user, *map(str, arguments)]
    with TemporaryDirectory() as folder:
        err, out = Path(folder, "err"), Path(folder, "out")
        ended = ForkedProcess(COMMAND, command, environment, err, out).wait()
        assert "Traceback" not in err.read_text()
        return ended, out.read_text(), err.read_text()


def test_a_post_is_briefed_and_nothing_is_written(desk: Desk) -> None:
    post = desk.post()
    before = desk.client.get(f"{desk.site.rest}/wp/v2/posts/{post}&context=edit").json()
    code, out, err = run(desk, "--post", post)
    assert (code, err) == (0, "newsbrief: 1 posts, 0 problems\n")
    assert f": # {TITLE}\n" in out
    assert desk.client.get(f"{desk.site.rest}/wp/v2/posts/{post}&context=edit").json() == before


def test_a_briefing_on_the_page_is_no_part_of_the_article(chief: Desk) -> None:
    post = chief.post(status="publish", content=with_block())
    chief.make_and_wait(post)
    chief.approve(post)
    rendered = chief.client.get(f"{chief.site.rest}/wp/v2/posts/{post}&context=edit").json()["content"]["rendered"]
    assert "Summary made by software" in rendered
    _, out, _ = run(chief, "--post", post, "--json")
    assert "Summary made by software" not in out


def test_since_and_status_choose(desk: Desk) -> None:
    def page(number: int, status: str, date: str) -> int:
        content = "".join(f"<p>{text}</p>" for text in (f"{number} ships left on Monday, the port said.", *TEXT))
        sent = {"title": TITLE, "content": content, "status": status, "date": f"{date}T08:00:00"}
        return int(desk.client.post(f"{desk.site.rest}/wp/v2/pages", json=sent).json()["id"])

    def list_posts(*more: str) -> list[int]:
        lines = run(desk, "--since", "2003-04-15", "--post-type", "pages", "--json", *more)[1].splitlines()
        return [json.loads(line)["post"] for line in lines]

    second, first = page(11, "publish", "2003-05-02"), page(12, "publish", "2003-05-01")
    draft, early = page(13, "draft", "2003-05-03"), page(14, "publish", "2003-04-01")
    assert [id for id in list_posts("--status", "publish,draft") if id in (first, second, draft, early)] == [
        first,
        second,
        draft,
    ]
    assert draft not in list_posts()


def test_meta_is_kept_as_a_draft_where_the_site_knows_the_key(desk: Desk, meta: None) -> None:
    post = desk.post(status="publish")
    code, _, _ = run(desk, "--post", post, "--write", "meta")
    assert code == 0
    saved = desk.client.get(f"{desk.site.rest}/wp/v2/posts/{post}&context=edit").json()
    kept = json.loads(saved["meta"]["newsbrief_briefing"])
    assert (kept["review"]["status"], kept["briefing"]["title"]) == ("draft", TITLE)


def test_a_key_that_the_site_does_not_know_is_said(desk: Desk) -> None:
    code, out, err = run(desk, "--post", desk.post(), "--write", "meta", "--meta-key", "unknown")
    assert code == 1
    assert TITLE in out
    assert "the site has no meta unknown for REST" in err


def test_only_the_empty_excerpt_of_what_nobody_reads_is_filled(desk: Desk) -> None:
    draft, written, published = desk.post(), desk.post(excerpt="By hand."), desk.post(status="publish")
    code, _, err = run(desk, "--post", draft, "--post", written, "--post", published, "--write", "excerpt")
    assert (code, err.count("left as it is")) == (0, 2)
    posts = [
        desk.client.get(f"{desk.site.rest}/wp/v2/posts/{p}&context=edit").json() for p in (draft, written, published)
    ]
    assert "talks" in posts[0]["excerpt"]["raw"]
    assert [post["excerpt"]["raw"] for post in posts[1:]] == ["By hand.", ""]
    assert [post["status"] for post in posts] == ["draft", "draft", "publish"]


def test_one_that_cannot_be_briefed_does_not_stop_the_others(desk: Desk) -> None:
    short, post = desk.post("Twelve words are too few."), desk.post()
    code, out, err = run(desk, "--post", short, "--post", post)
    assert (code, TITLE in out) == (1, True)
    assert f"newsbrief: post {short}: The article is too short to brief" in err


def test_one_that_is_not_there_does_not_stop_the_others(desk: Desk) -> None:
    post = desk.post()
    code, out, err = run(desk, "--post", 999_999, "--post", post)
    assert (code, TITLE in out) == (1, True)
    assert "newsbrief: post 999999: the site answered 404" in err
    assert "newsbrief: 2 posts, 1 problems" in err


@pytest.mark.parametrize(
    ("arguments", "changes", "said"),
    [
        ((), {}, "say which posts: --post, or --since"),
        (("--post", 1, "--since", "2020-01-01"), {}, "say which posts"),
        (("--post", 1), {"password": "wrong"}, "the site refused (401)"),
        (("--post", 1), {"password": ""}, "NEWSBRIEF_WORDPRESS_PASSWORD is not set"),
        (("--post", 1), {"url": "http://127.0.0.1:9"}, "the site does not answer"),
        (("--post", 1), {"url": "http://news.example"}, "use https://"),
        (("--post", 1), {"url": "news.example"}, "no address of a site"),
        (("--since", "2020-01-01", "--post-type", "nothing"), {}, "the site answered 404"),
    ],
)
def test_what_cannot_run_is_a_line(
    desk: Desk, arguments: tuple[object, ...], changes: dict[str, str], said: str
) -> None:
    code, out, err = run(desk, *arguments, **changes)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_page_that_is_no_wordpress(desk: Desk, tmp_path: Path) -> None:
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><p>Hello</p>")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    code, _, err = run(desk, "--post", 1, url=f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()
    assert code == 2
    assert "this is no WordPress" in err
