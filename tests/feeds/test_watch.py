"""`newsbrief watch` before real servers: what is new is briefed once, politely, and nothing else is asked."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from sqlalchemy import create_engine, func, update

from newsbrief.feeds import joining, listing, parsing, reading
from newsbrief.feeds.file import read_feeds
from newsbrief.feeds.observer import FeedObserver
from newsbrief.feeds.parsing import Listing
from newsbrief.feeds.watching import make_client
from newsbrief.store.stories import Choice
from newsbrief.store.tables import feed_entries
from tests.feeds.site import NAMES, Page, Site, news, rss
from tests.feeds.watch import Watch
from tests.support.articles import COURIER, POST
from tests.support.settings import plain_settings
from tests.support.upstream import Answer, Upstream, chat, draft


def _feeds(url: str, more: str = "") -> str:
    return f"feeds:\n  post: {{url: '{url}'{more}}}\n"


def test_what_is_new_is_briefed_once(quick: Watch, site: Site) -> None:
    addresses = site.articles(3)
    quick.write(_feeds(site.serve_feed("/rss", *addresses[:2], addresses[0] + "#again", etag='"1"')))
    quick.once()
    assert len(quick.briefings()) == 2
    assert site.paths().count("/a0.html") == 1
    quick.once()
    assert len(quick.briefings()) == 2
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    site.serve_feed("/rss", *addresses, etag='"2"')
    quick.once()
    assert len(quick.briefings()) == 3
    assert [site.paths().count(f"/a{n}.html") for n in range(3)] == [1, 1, 1]
    agents = {headers["user-agent"] for _, headers in site.asked}
    assert len(agents) == 1
    assert agents.pop().startswith("newsbrief/")
    told = quick.once("--status")
    assert "3 briefed" in told


def test_robots_and_refusals_are_respected(quick: Watch, site: Site) -> None:
    one, two = site.articles(2)
    site.pages["/robots.txt"] = Page("User-agent: newsbrief\nDisallow: /a0\n", "text/plain")
    quick.write(
        "contact: https://daily.example/bot\n" + _feeds(site.serve_feed("/rss", one, two, site.url + "/gone.html"))
    )
    quick.once()
    assert "/a0.html" not in site.paths()
    assert len(quick.briefings()) == 1
    assert site.paths()[0] == "/robots.txt"
    assert site.paths().count("/robots.txt") == 1
    assert site.asked[0][1]["user-agent"].endswith("(+https://daily.example/bot)")
    told = quick.once("--status")
    assert "robots.txt of its server does not allow it" in told
    assert "answered 404" in told


def test_a_robots_file_that_cannot_be_read_forbids_everything(quick: Watch, site: Site) -> None:
    site.pages["/robots.txt"] = Page(status=503)
    quick.write(_feeds(site.serve_feed("/rss", *site.articles(1))))
    quick.once()
    assert set(site.paths()) == {"/robots.txt"}
    assert "robots.txt" in quick.once("--status", code=1)


def test_retry_after_is_respected(quick: Watch, site: Site) -> None:
    quick.write(_feeds(site.serve_feed("/rss", *site.articles(1))))
    good = site.pages["/rss"]
    site.pages["/rss"] = Page(status=429, headers={"Retry-After": "3600"})
    quick.once()
    site.pages["/rss"] = good
    quick.once()
    assert site.paths().count("/rss") == 1
    assert "failed 1 times: Its server answered 429." in quick.once("--status", code=1)


def test_redirects_are_followed_within_limits(quick: Watch, site: Site) -> None:
    address = site.articles(1)[0]
    site.serve_feed("/new", address)
    site.pages["/rss"] = Page(status=301, headers={"Location": "/new"})
    site.pages["/loop"] = Page(status=302, headers={"Location": "/loop"})
    quick.write(f"feeds:\n  a: {{url: '{site.url}/rss'}}\n  b: {{url: '{site.url}/loop'}}\n")
    quick.once()
    assert len(quick.briefings()) == 1
    assert "leads on more than 5 times" in quick.once("--status", code=1)


def test_private_addresses_are_refused(quick: Watch, site: Site) -> None:
    site.serve_feed("/rss", *site.articles(1))
    for url in (f"{site.url}/rss", "http://localhost/rss", "http://[::1]/rss", "http://169.254.169.254/latest"):
        quick.write(_feeds(url))
        quick.once(NEWSBRIEF_FETCH_PRIVATE_TARGETS="false")
        quick.once("--status", code=1)
    assert site.asked == []


def test_old_entries_and_floods_are_not_briefed(quick: Watch, site: Site) -> None:
    addresses = site.articles(5)
    days = [0, 0, 0, 30, None]
    items = "".join(
        f"<item><link>{a}</link>"
        + (f"<pubDate>{format_datetime(datetime.now(UTC) - timedelta(days=d))}</pubDate>" if d is not None else "")
        + "</item>"
        for a, d in zip(addresses, days, strict=True)
    )
    site.pages["/rss"] = Page(rss(items), "application/rss+xml")
    quick.write(_feeds(site.url + "/rss", ", most: 2"))
    told = quick.once("--dry-run")
    assert "post: 2 to brief, 3 passed over, 0 known" in told
    assert quick.briefings() == []
    quick.once()
    quick.once()
    assert len(quick.briefings()) == 2


def test_lastmod_is_no_day_of_publication(quick: Watch, site: Site) -> None:
    urls = site.articles(3)
    old = Page(
        str(site.pages["/a0.html"].body).replace(
            "<title>", '<meta property="article:published_time" content="2020-03-04T10:00:00Z"><title>'
        )
    )
    site.pages["/a0.html"] = old
    now, before = datetime.now(UTC), datetime.now(UTC) - timedelta(days=30)
    listed = "".join(
        f"<url><loc>{url}</loc><lastmod>{at.isoformat()}</lastmod></url>"
        for url, at in zip(urls, (now, now, before), strict=True)
    )
    site.pages["/map.xml"] = Page(f"<urlset>{listed}</urlset>", "application/xml")
    quick.write(_feeds(site.url + "/map.xml"))
    quick.once()
    assert len(quick.briefings()) == 1
    assert {path for path in site.paths() if path.startswith("/a")} == {"/a0.html", "/a1.html"}


def test_articles_that_an_earlier_version_kept_are_told_of(
    quick: Watch, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    post = site.article("/post.html", POST, "Flood")
    quick.write(_feeds(site.serve_feed("/rss", post)), join=True)
    quick.once()
    assert "cannot be compared" not in caplog.text
    with create_engine(quick.address).begin() as connection:
        halved = func.substr(feed_entries.c.signature, 1, 2_048)
        connection.execute(update(feed_entries).values(signature=halved))
    site.serve_feed("/rss", post, site.article("/copy.html", POST, "Flood"))
    quick.once()
    assert caplog.text.count("cannot be compared") == 1
    assert len(quick.briefings()) == 2


def test_articles_on_one_event_are_briefed_together(quick: Watch, site: Site) -> None:
    post, courier = site.article("/post.html", POST, "Flood"), site.article("/courier.html", COURIER, "Search")
    other = site.article("/other.html", news(4), "Other")
    one, two = site.serve_feed("/one", post, other), site.serve_feed("/two", courier)
    quick.write(
        f"feeds:\n  one: {{url: '{one}', outlet: Daily Post}}\n  two: {{url: '{two}', outlet: The Courier}}\n",
        join=True,
    )
    quick.once()
    with quick.store() as store:
        from newsbrief.store.briefings import Filters

        kept = [store.briefings.find(entry.id) for entry in store.briefings.list_page(Filters(), after=None, limit=9)]
    outlets = sorted(sorted(source.outlet or "" for source in k.reply.meta.sources) for k in kept if k)
    assert outlets == [[], ["Daily Post", "The Courier"]]
    copy = site.article("/copy.html", POST + "\n\nMore of it soon.", "Flood")
    site.serve_feed("/two", copy)
    quick.once()
    assert len(quick.briefings()) == 2
    assert "1 copy" in quick.once("--status")


def test_the_article_may_be_in_the_feed(quick: Watch, site: Site) -> None:
    body = "".join(f"<p>{part}</p>" for part in news(1).split(". "))
    items = f"<item><title>T</title><link>{site.url}/x</link><description><![CDATA[{body}]]></description></item>"
    site.pages["/rss"] = Page(rss(items), "application/rss+xml")
    quick.write(_feeds(site.url + "/rss", ", article: feed"))
    quick.once()
    assert len(quick.briefings()) == 1
    assert "/x" not in site.paths()


def test_sitemaps_and_json_feeds(quick: Watch, site: Site) -> None:
    addresses = site.articles(2)
    now = datetime.now(UTC).isoformat()
    site.pages["/map.xml"] = Page(
        f"<urlset><url><loc>{addresses[0]}</loc><lastmod>{now}</lastmod></url></urlset>", "application/xml"
    )
    site.pages["/index.xml"] = Page(
        f"<sitemapindex><sitemap><loc>{site.url}/map.xml</loc></sitemap></sitemapindex>", "text/xml"
    )
    site.pages["/feed.json"] = Page(
        f'{{"version": "https://jsonfeed.org/version/1", "items": [{{"id": "1", "url": "{addresses[1]}"}}]}}',
        "application/feed+json",
    )
    quick.write(f"feeds:\n  a: {{url: '{site.url}/index.xml'}}\n  b: {{url: '{site.url}/feed.json'}}\n")
    quick.once()
    assert len(quick.briefings()) == 2


def test_each_feeds_settings_and_digest_decide_of_an_article_that_both_list(quick: Watch, site: Site) -> None:
    addresses = site.articles(3)
    date = format_datetime(datetime.now(UTC) - timedelta(hours=3))
    items = [f"<item><link>{address}</link><pubDate>{date}</pubDate></item>" for address in addresses]
    site.pages["/first"] = Page(rss("".join(items[:2])), "application/rss+xml")
    site.pages["/second"] = Page(rss("".join(items)), "application/rss+xml")
    site.pages["/strict"] = Page(rss("".join(items)), "application/rss+xml")
    quick.write(
        f"feeds:\n  strict: {{url: '{site.url}/strict', max_age: 1h}}\n"
        f"  first: {{url: '{site.url}/first'}}\n  second: {{url: '{site.url}/second'}}\n"
    )
    quick.once()
    quick.once()
    with quick.store() as store:
        counts = {name: len(store.stories.list_newest(Choice([name]), 9)) for name in ("strict", "first", "second")}
    assert counts == {"strict": 0, "first": 2, "second": 3}


@pytest.fixture
def slow_index(quick: Watch, site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Return an index of two sitemaps on a server that is asked more slowly than a check has patience."""
    now = datetime.now(UTC).isoformat()
    for place, address in enumerate(site.articles(2)):
        listed = f"<url><loc>{address}</loc><lastmod>{now}</lastmod></url>"
        site.pages[f"/map{place}.xml"] = Page(f"<urlset>{listed}</urlset>", "application/xml")
    maps = "".join(f"<sitemap><loc>{site.url}/map{place}.xml</loc></sitemap>" for place in range(2))
    site.pages["/index.xml"] = Page(f"<sitemapindex>{maps}</sitemapindex>", "text/xml")
    site.pages["/robots.txt"] = Page("User-agent: *\nCrawl-delay: 1\n", "text/plain")
    monkeypatch.setattr(reading, "CHECK_S", 0.9)
    monkeypatch.setattr(reading, "PATIENCE_S", 0.6)
    quick.write(_feeds(f"{site.url}/index.xml"))
    return site


def test_an_index_is_read_as_slowly_as_its_server_asks(quick: Watch, slow_index: Site) -> None:
    quick.once()
    assert [path for path in slow_index.paths() if path.endswith("xml")] == ["/index.xml", "/map0.xml", "/map1.xml"]
    assert len(quick.briefings()) == 2
    assert "failed" not in quick.once("--status")


def test_a_check_that_waits_for_its_turn_holds_up_no_other(quick: Watch, slow_index: Site) -> None:
    quick.once("--status")
    feeds = read_feeds(quick.file)
    client = make_client(feeds, plain_settings(fetch_private_targets=True))

    async def check() -> None:
        with quick.store() as store:
            store.feeds.declare({name: feed.url for name, feed in feeds.feeds.items()})
            reader = reading.Reader(store, feeds, client, FeedObserver())
            pauses = []
            while (pause_s := await reader.check("post", early=True)) is not None:
                pauses.append(pause_s)
                (state,) = store.feeds.list_states()
                assert (state.failures, state.problem, state.checked_at) == (0, None, None)
                await asyncio.sleep(pause_s)
            assert len(pauses) >= 2
            assert all(pause_s <= 1 for pause_s in pauses)
            assert sum(store.feeds.count_entries().values()) == 2

    asyncio.run(check())


def _openai(upstream: Upstream) -> dict[str, str]:
    return {"NEWSBRIEF_ENGINE": "openai", "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": upstream.base_url}


def test_a_story_that_the_model_failed_on_is_briefed_by_a_later_round(
    quick: Watch, site: Site, upstream: Upstream
) -> None:
    quick.environment |= _openai(upstream)
    quick.write("options: {on_failure: error}\n" + _feeds(site.serve_feed("/rss", *site.articles(1))))
    upstream.says(Answer("down", status=401))
    quick.once()
    told = quick.once("--status")
    assert "failed 1 times, next " in told
    upstream.says(Answer(chat(draft()).body))
    quick.once()
    assert len(quick.briefings()) == 1
    assert site.paths().count("/a0.html") == 1
    assert "failed" not in quick.once("--status")


def test_a_story_that_the_model_fails_on_for_ever_is_given_up(quick: Watch, site: Site, upstream: Upstream) -> None:
    quick.environment |= _openai(upstream)
    quick.write("options: {on_failure: error}\n" + _feeds(site.serve_feed("/rss", *site.articles(1))))
    upstream.says(Answer("down", status=401))
    for _ in range(3):
        quick.once()
    asked = len(upstream.requests)
    told = quick.once("--status")
    assert "failed 2 times, given up: " in told
    quick.once()
    assert len(upstream.requests) == asked


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("feeds: {a: {url: 'gopher://x'}}", "feeds.yaml:3: feeds.a.url: an address starts with"),
        ("feeds: {}", "feeds.yaml:3: feeds:"),
        ("nonsense: 1", "feeds"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(quick: Watch, text: str, told: str) -> None:
    quick.write(text)
    assert told in quick.once(code=2)


def test_wrong_options_are_told(quick: Watch, site: Site) -> None:
    quick.write(_feeds(site.url))
    assert "--now goes with --once" in quick.once("--now", code=2)
    assert "exclude each other" in quick.once("--once", "--status", code=2)
    assert "no delivery of that id" in quick.once("--resend", "0197a9a0-0000-7000-8000-000000000000", code=2)
    quick.write(_feeds(site.url) + "digests: {d: {title: D, times: '7:00', to: {s: {kind: slack, url_env: NOT_SET}}}}")
    assert "times" in quick.once(code=2)
    quick.write(_feeds(site.url) + "digests: {d: {title: D, times: [7:00], to: {s: {kind: slack, url_env: NOT_SET}}}}")
    assert "not set: NOT_SET" in quick.once(code=2)


def test_what_nobody_foresaw_of_one_feed_or_article_leaves_the_others_alone(
    quick: Watch, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine, poison = site.articles(2)

    def read_listing(data: bytes, url: str) -> Listing:
        if url.endswith("/poison"):
            raise RuntimeError("nobody foresaw it")
        return parsing.read_listing(data, url)

    def compute_signature(text: str, language: str) -> bytes:
        if NAMES[1] in text:
            raise RuntimeError("nobody foresaw it")
        return joining.compute_signature(text, language)

    monkeypatch.setattr(listing, "read_listing", read_listing)
    monkeypatch.setattr(reading, "compute_signature", compute_signature)
    feeds = (site.serve_feed("/poison", fine), site.serve_feed("/rss", poison, fine))
    quick.write("feeds:\n" + "".join(f"  f{n}: {{url: '{url}'}}\n" for n, url in enumerate(feeds)))
    quick.once()
    assert len(quick.briefings()) == 1
    told = quick.once("--status", code=1)
    assert told.count("It cannot be read: unexpected RuntimeError.") == 2
    quick.once()
    assert site.paths().count("/a1.html") == 3, "it is given up after its last attempt"
