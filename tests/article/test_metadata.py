"""Test the metadata of pages whose parts disagree."""

from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from newsbrief.article.errors import NoArticleFound
from newsbrief.article.html import Page, extract
from newsbrief.article.reading import read

BODY = (
    "<p>A storm closed the coast road between Pell and Ormsby on Sunday night, the police said on Monday morning.</p>"
    "<p>Waves threw stones of up to 40 kilograms onto the road, and three cars were damaged in Pell.</p>"
)


def page(head: str = "", *, h1: str = "<h1>Storm closes coast road</h1>", lang: str = "en", url: str = "") -> Page:
    return extract(
        f"<!doctype html><html lang='{lang}'><head>{head}</head><body><article>{h1}{BODY}</article></body></html>",
        url=url or None,
    )


@pytest.mark.parametrize(
    "head",
    [
        "<title>Storm closes coast road - The Tide Post</title>",
        "<title>The Tide Post | Storm closes coast road</title><meta property='og:site_name' content='The Tide Post'>",
        "<title>Storm closes coast road</title><meta property='og:title' content='You will not believe this storm'>",
        "<title>Storm on coast road closes it for days</title>",
    ],
)
def test_the_main_heading_is_the_title(head: str) -> None:
    assert page(head).title == "Storm closes coast road"


def test_without_a_heading_the_outlet_is_taken_off_the_title() -> None:
    head = "<title>Storm shuts road – The Tide Post</title><meta property='og:site_name' content='The Tide Post'>"
    assert page(head, h1="").title == "Storm shuts road"


@pytest.mark.parametrize(
    ("title", "h1", "printed", "outlet"),
    [
        ("法国大罢工影响交通_新华网", "<h1>法国大罢工影响交通</h1>", "法国大罢工影响交通", "新华网"),
        ("市民可查询污染物浓度 _京华网", "<p><b>市民可查询污染物浓度</b></p>", "市民可查询污染物浓度", "京华网"),
        ("Nach 30 Jahren – Die Tide-Zeitung", "<h1>Nach 30 Jahren</h1>", "Nach 30 Jahren", "Die Tide-Zeitung"),
        ("Zu Ende – Die Tide-Zeitung", "<h1>Zu Ende</h1>", "Zu Ende", "Die Tide-Zeitung"),
        ("Storm shuts road for days - tide.example.com", "", "Storm shuts road for days", "tide.example.com"),
        (
            "Storm shuts road | tide.example.com | News",
            "<h1>Storm shuts road</h1>",
            "Storm shuts road",
            "tide.example.com",
        ),
    ],
)
def test_what_follows_the_headline_in_a_title_is_none_of_it(
    title: str, h1: str, printed: str, outlet: str | None
) -> None:
    found = page(f"<title>{title}</title>", h1=h1)
    assert (found.title, found.outlet) == (printed, outlet)


def test_of_several_names_of_an_outlet_the_one_in_the_title_is_taken_and_no_description() -> None:
    publisher = '{"@type":"NewsArticle","publisher":{"name":"Ediciones Tide S.L."}}'
    head = (
        "<title>Storm closes coast road | Coast | TIDE</title><meta property='og:site_name' content='Tide'>"
        f"<script type='application/ld+json'>{publisher}</script>"
    )
    assert page(head).outlet == "Tide"
    assert page(head.replace("| TIDE", "")).outlet == "Ediciones Tide S.L."
    site = "<meta property='og:site_name' content='{}'>"
    assert page(site.format("Tide 7 | News, Weather - Ormsby")).outlet == "Tide 7"
    assert page("<title>Storm closes coast road</title>" + site.format("Storm closes coast road")).outlet is None


def test_the_zero_of_computers_is_no_date() -> None:
    zero = "<meta property='article:published_time' content='1970-01-01T01:00:00+01:00'>"
    assert page(zero).published_at is None
    assert page(zero + "<meta itemprop='datePublished' content='2031-03-09'>").published_at is not None


def test_a_headline_of_linked_data_on_something_else_is_no_title() -> None:
    head = (
        "<title>Storm shuts the coast road</title>"
        """<script type="application/ld+json">{"@type":"NewsArticle","headline":"Welcome to our newsletter"}</script>"""
    )
    assert page(head, h1="").title == "Storm shuts the coast road"


def test_a_heading_that_names_the_outlet_is_no_title() -> None:
    head = "<title>Storm shuts the coast road</title>"
    assert page(head, h1="<h1>The Tide Post</h1>").title == "Storm shuts the coast road"


@pytest.mark.parametrize(
    "publisher",
    [
        '{"@type":"NewsArticle","publisher":{"@type":"Organization","name":"The Tide Post"}}',
        '{"@graph":[{"@type":"NewsArticle","publisher":[{"name":"The Tide Post"}]}]}',
        '[{"@type":"NewsArticle","publisher":"The Tide Post"}]',
    ],
)
def test_linked_data_name_the_outlet_and_an_address_does_not(publisher: str) -> None:
    site = "<meta property='og:site_name' content='https://social.example/tide'>"
    assert page(f"{site}<script type='application/ld+json'>{publisher}</script>").outlet == "The Tide Post"


@pytest.mark.parametrize(
    ("title", "address", "outlet"),
    [
        ("Storm closes coast road", "https://www.tide.example/road", "tide.example"),
        ("Storm closes coast road - Tide.example", "https://www.tide.example/road", "Tide.example"),
        ("Storm closes coast road", "https://www.tidedesk.example/road", "Tidedesk"),
    ],
)
def test_a_handle_is_an_outlet_where_the_address_has_it_too(title: str, address: str, outlet: str | None) -> None:
    head = (
        f"<title>{title}</title><meta name='twitter:site' content='@tidedesk'><link rel='canonical' href='{address}'>"
    )
    assert page(head).outlet == outlet


def test_an_address_alone_is_no_outlet() -> None:
    assert page("<meta property='og:site_name' content='https://social.example/tide'>").outlet is None


NAIVE = "<meta property='article:published_time' content='2031-03-09T20:00:27'>"


def test_a_time_without_a_zone_is_in_that_of_another_on_the_page() -> None:
    found = page(NAIVE + "<meta property='article:modified_time' content='2031-03-09T22:00:00+05:30'>").published_at
    assert found
    assert found.replace(tzinfo=None) == datetime(2031, 3, 9, 20, 0, 27)
    assert found.utcoffset() == timedelta(hours=5, minutes=30)


@pytest.mark.parametrize(
    ("lang", "url", "zone"),
    [
        ("nb-NO", "", "Europe/Oslo"),
        ("de", "https://post.example.ch/storm", "Europe/Zurich"),
        ("en-GB", "", "Europe/London"),
        ("en-US", "", "UTC"),
        ("en", "https://[broken", "UTC"),
    ],
)
def test_a_time_without_a_zone_is_in_that_of_the_country(lang: str, url: str, zone: str) -> None:
    assert page(NAIVE, lang=lang, url=url).published_at == datetime(2031, 3, 9, 20, 0, 27, tzinfo=ZoneInfo(zone))


def test_a_body_in_several_containers_of_one_class_is_read_whole() -> None:
    def container(part: int, paragraphs: int) -> str:
        told = (
            f"<p>Part {part}.{n} of the report tells how the road to Pell was built by hand over {n} winters, and what "
            f"the families who lived beside it had to give up, according to the archive of county {part}.</p>"
            for n in range(paragraphs)
        )
        return (
            f"<div class='grid body'><div class='inner'>{''.join(told)}</div></div><div class='ad'>Advertisement</div>"
        )

    text = extract(
        f"<html><body><article>{container(1, 9)}{container(2, 3)}{container(3, 3)}</article></body></html>"
    ).text
    places = [text.index(f"Part {part}.{n} ") for part, n in ((1, 8), (2, 0), (2, 2), (3, 1))]
    assert places == sorted(places)


def test_notices_alone_are_no_article() -> None:
    notices = (
        "Subscribe now\n\nThis article is for subscribers only, to continue reading it sign up today for free.\n\n"
    )
    with pytest.raises(NoArticleFound, match="only notices"):
        read(notices + "We use cookies to give you the best experience on this site and on those of our partners.")


def test_a_text_that_breaks_off_is_told_of() -> None:
    story = "The council of Pell met on Monday and spoke about the new bridge over the sound for three hours. "
    assert any("breaks off" in w for w in read(f"{story}The mayor said that the bridge would …").warnings)
    assert not read(f"{story}The mayor said that the bridge was safe.").warnings


@pytest.mark.parametrize(
    "known", [{"outlet": "The Onion"}, {"outlet": "Der Postillon"}, {"url": "https://www.legorafi.fr/2031/03/pont"}]
)
def test_an_outlet_known_for_satire_is_told_of(known: dict[str, Any]) -> None:
    article = read(
        "The council of Pell met on Monday and made the bridge its mayor after a vote of nine to two, twice.", **known
    )
    assert article.is_satirical
    assert any("known for satire" in w for w in article.warnings)


def test_of_several_names_the_one_in_the_address_is_taken_before_a_company() -> None:
    publisher = '{"@type":"NewsArticle","publisher":{"name":"Tide Media A/S"}}'
    head = (
        "<meta property='og:site_name' content='Ormsby-Posten'><link rel='canonical' href='https://ormsby-posten.example/1'>"
        f"<script type='application/ld+json'>{publisher}</script>"
    )
    assert page(head).outlet == "Ormsby-Posten"
    described = head.replace("Ormsby-Posten'", "News of Ormsby - The Tide Post | Be informed'")
    assert page("<title>Storm closes coast road | The Tide Post</title>" + described).outlet == "The Tide Post"


def test_a_name_that_is_an_address_is_better_than_none() -> None:
    assert page("<meta property='og:site_name' content='Tide.example'>").outlet == "Tide.example"
    assert page("<title>Storm closes coast road--Coast--Tide</title>").outlet == "Tide"


def test_what_a_heading_holds_beside_the_headline_is_no_title() -> None:
    head = "<title>Storm closes coast road - Tide</title><meta property='og:site_name' content='Tide'>"
    assert page(head, h1="<h1>Storm closes coast road<span> - by A. Berg, 9 March</span></h1>").title == (
        "Storm closes coast road"
    )


@pytest.mark.parametrize("mark", ["", ": ", " - ", " | "])
def test_a_place_before_the_headline_in_its_heading_is_no_part_of_it(mark: str) -> None:
    head = (
        "<title>Storm closes coast road | The Tide Post</title>"
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Storm closes coast road"}</script>'
    )
    assert (
        page(head, h1=f"<h1><span>Pell</span>{mark}<b>Storm closes coast road</b></h1>").title
        == "Storm closes coast road"
    )


def test_a_heading_of_several_parts_is_spaced_as_the_title_that_is_stated() -> None:
    head = "<meta property='og:title' content='Coast: Storm closes road'>"
    heading = "<h1><span>Coast<span>:&nbsp;</span></span>Storm closes road</h1>"
    assert page(f"<title>Coast: Storm closes road</title>{head}", h1=heading).title == "Coast: Storm closes road"
    assert page(head.replace("property", "name"), h1=heading).title == "Coast: Storm closes road"


def test_where_nothing_names_an_outlet_its_address_does() -> None:
    at = "<link rel='canonical' href='{}'>"
    assert page(at.format("https://www.tide-post.example/2031/storm")).outlet == "tide-post.example"
    assert page(at.format("/2031/storm")).outlet is None


def test_of_several_headings_the_one_that_opens_a_title_is_the_headline() -> None:
    head = "<title>Storm shuts road | Tide - news of the coast in real time</title>"
    assert page(head, h1="<h1>news of the coast in real time</h1><h1>Storm shuts road</h1>").title == "Storm shuts road"


@pytest.mark.parametrize("part", ["- ", "a - "])
def test_a_title_longer_than_any_is_none(part: str) -> None:
    assert page(f"<title>{part * 50_000}x</title>").title == "Storm closes coast road"
    assert page(f"<title>{part * 50_000}x</title>", h1="").title is None


def test_a_kicker_that_is_marked_in_a_headline_is_none_of_it() -> None:
    h1 = "<h1><span class='article__kicker'>Pell</span> Storm closes coast road for days</h1>"
    assert page("<title>Storm closes the road - News</title>", h1=h1).title == "Storm closes coast road for days"


def test_no_space_comes_before_a_colon_that_stands_alone() -> None:
    h1 = "<h1>\n<span>Storm</span><span>: </span>\n<span>Sea closes coast road</span>\n</h1>"
    head = "<title>Storm: Sea closes coast road - The Tide Post</title>"
    assert page(head + "<meta property='og:site_name' content='The Tide Post'>", h1=h1).title == (
        "Storm: Sea closes coast road"
    )


def test_the_outlet_is_the_part_of_the_title_that_leads_home() -> None:
    home = "<h1>Storm closes coast road</h1><a href='/'><img src=l.png alt='Tide Post'></a>"
    assert page("<title>Storm closes coast road - Tide Post | Local</title>", h1=home).outlet == "Tide Post"


@pytest.mark.parametrize("stated", ["2031-03-09T20:00:27Z", "2031-03-09"])
def test_a_moment_with_an_offset_is_believed_before_the_same_without(stated: str) -> None:
    listed = '<script type="application/ld+json">{"datePublished": "2031-03-09T20:00:27+0200"}</script>'
    found = page(f"<meta property='article:published_time' content='{stated}'>{listed}").published_at
    assert found == datetime(2031, 3, 9, 20, 0, 27, tzinfo=timezone(timedelta(hours=2)))
