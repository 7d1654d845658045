"""Short texts of a briefing in WordPress: made by the service, offered where they passed, taken into fields."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest

from tests.cms.desk import FURTHER, TEXT, TITLE, Desk, with_block
from tests.cms.service import KEY, Service, serve
from tests.support.scripted_judge import SoundJudge
from tests.support.scripted_model import ScriptedModel, item
from tests.support.upstream import Upstream, draft, run_upstream
from tests.support.waiting import wait_until

KINDS = ["headline_medium", "seo_title", "seo_description", "push", "radio"]
HEADLINE = "Iran and US to hold talks in Oman on Friday"


def make(desk: Desk, post: int, *kinds: str, version: str | None = None) -> httpx.Response:
    sent = {"kinds": list(kinds or KINDS), "version": version or desk.view(post)["version"]}
    return desk.ask("POST", post, "/variants", **sent)


def list_offered(view: dict[str, Any]) -> dict[str, Any]:
    return {variant["kind"]: variant for variant in view["variants"]["offered"]}


def there(service: Service, id: str) -> dict[str, Any]:
    found: dict[str, Any] = service.get(f"/briefings/{id}").json()
    return found


def id_of(desk: Desk, post: int) -> str:
    return str(desk.site.php("return get_post_meta($args[0], '_newsbrief_report', true)['briefing_id'];", post))


def test_they_are_offered_with_length_words_and_evidence_and_refusals_with_a_reason(chief: Desk) -> None:
    post = chief.post()
    chief.make_and_wait(post)
    view = make(chief, post).json()
    found = list_offered(view)
    assert list(found) == ["headline_medium", "seo_title", "seo_description", "push"], "in the order of the kinds"
    assert found["headline_medium"]["text"] == TITLE
    for variant in found.values():
        assert variant["size"] == f"{len(variant['text'])} characters"
        assert variant["words"] == "Words of the briefing. The article carries them."
    assert any(sentence in "".join(found["push"]["evidence"]) for sentence in ("Oman on Friday", "White House"))
    (refused,) = view["variants"]["refused"]
    assert refused["kind"] == "radio"
    assert refused["reason"]
    more = list_offered(make(chief, post, "social_short").json())
    assert "push" in more, "those of other kinds stay"
    assert "social_short" in more


def test_what_did_not_pass_is_never_kept(chief: Desk) -> None:
    claim = {"id": "a", "section": "title", "text": "A.", "evidence": []}
    sent = {"kind": "push", "text": "A.", "length": 2, "unit": "characters", "origin": "model"}
    keep = "return Newsbrief\\kept_variant($args[0]);"
    assert chief.site.php(keep, sent | {"claims": [claim | {"verdict": "supported"}]})["text"] == "A."
    for verdict in ("unverified", "inference", "unsupported", "contradicted", ""):
        claims = [claim | {"verdict": "supported"}, claim | {"verdict": verdict}]
        assert chief.site.php(keep, sent | {"claims": claims}) is None
    assert chief.site.php(keep, sent | {"claims": []}) is None
    assert chief.site.php(keep, sent | {"kind": "poem", "claims": [claim | {"verdict": "supported"}]}) is None


def test_of_another_article_or_briefing_none_is_offered_taken_or_made(chief: Desk) -> None:
    post = chief.post()
    view = chief.make_and_wait(post)
    make(chief, post)
    assert make(chief, post, version="another").status_code == 409
    chief.save(post, content=with_block(*TEXT, "A spokesman said that the hall was booked for two days."))
    view = chief.view(post)
    assert (view["variants"]["offered"], view["variants"]["outdated"], view["variants"]["can_make"]) == (
        [],
        True,
        False,
    )
    assert chief.ask("PUT", post, "/fields/seo_title", kind="seo_title").status_code == 409
    refused = make(chief, post)
    assert (refused.status_code, refused.json()["code"]) == (409, "newsbrief_other_article")
    checked = chief.ask("POST", post, "/check", version=view["version"]).json()
    assert checked["stale"] is False
    assert checked["variants"]["can_make"] is False, "the service has briefed the article as it was"


def test_a_headline_of_its_own_makes_no_other_article(chief: Desk, service: Service) -> None:
    post = chief.post(status="publish", content=with_block())
    view = chief.make_and_wait(post)
    chief.approve(post)
    claim = next(c for c in view["claims"] if c["section"] == "title")
    chief.ask("PATCH", post, version=view["version"], claims={claim["id"]: "Iran asked to move the talks to Oman."})
    headline = list_offered(make(chief, post, "headline_medium").json())["headline_medium"]["text"]
    assert headline == "Iran asked to move the talks to Oman"
    for title in (headline, TITLE, headline):
        chief.save(post, title=title)
        view = chief.view(post)
        assert (view["stale"], view["variants"]["outdated"], view["approved"]["on_page"]) == (False, False, True)
        assert list_offered(view)["headline_medium"]["text"] == headline
    chief.save(post, title="A title of somebody's own")
    assert chief.view(post)["variants"]["outdated"] is True
    assert chief.view(post)["stale"] is True


def test_without_an_seo_plugin_the_site_prints_them_itself(chief: Desk) -> None:
    words = "Talks &amp; tea took them four hours"
    post = chief.post(f"{words}.", *TEXT, status="publish", title=words)
    chief.make_and_wait(post)
    make(chief, post)
    for field in ("seo_title", "seo_description"):
        view = chief.ask("PUT", post, f"/fields/{field}", kind=field).json()
        kept = view["variants"]["fields"][field]
        assert kept == {"value": list_offered(view)[field]["text"], "undoable": True}
    head = httpx.get(f"{chief.site.url}/?p={post}", follow_redirects=True, timeout=30).text.split("</head>")[0]
    title = re.search("<title>(.*?)</title>", head)
    assert title
    assert html.unescape(title[1]).startswith(list_offered(view)["seo_title"]["text"])
    (described,) = re.findall('<meta name="description" content="(.*?)">', head)
    assert html.unescape(described) == list_offered(view)["seo_description"]["text"]
    assert chief.ask("PUT", post, "/fields/seo_description", kind="seo_description").status_code == 200, "twice"
    undone = chief.ask("DELETE", post, "/fields/seo_description").json()
    assert undone["variants"]["fields"]["seo_description"] == {"value": "", "undoable": False}
    chief.site.php("update_post_meta($args[0], '_newsbrief_seo_title', 'By hand');", post)
    assert chief.ask("DELETE", post, "/fields/seo_title").status_code == 409
    assert chief.view(post)["variants"]["fields"]["seo_title"]["value"] == "By hand"
    assert chief.ask("PUT", post, "/fields/seo_title", kind="push").status_code == 409, "it is no text for that field"


@pytest.mark.parametrize(
    ("constant", "name", "title", "description"),
    [
        ("WPSEO_VERSION", "Yoast SEO", "_yoast_wpseo_title", "_yoast_wpseo_metadesc"),
        ("RANK_MATH_VERSION", "Rank Math", "rank_math_title", "rank_math_description"),
        ("SEOPRESS_VERSION", "SEOPress", "_seopress_titles_title", "_seopress_titles_desc"),
        ("AIOSEO_VERSION", "All in One SEO", "_aioseo_title", "_aioseo_description"),
    ],
)
def test_with_an_seo_plugin_its_fields_are_written(
    chief: Desk, constant: str, name: str, title: str, description: str
) -> None:
    post = chief.post()
    chief.make_and_wait(post)
    texts = {kind: variant["text"] for kind, variant in list_offered(make(chief, post).json()).items()}
    code = (
        f"define('{constant}', '1'); $post = get_post($args[0]); update_post_meta($args[0], '{title}', 'Before');"
        "$taken = array_map(fn($field) => Newsbrief\\take_variant($post, $field, $field), Newsbrief\\SEO_FIELDS);"
        "$view = Newsbrief\\seo_fields_view($post, Newsbrief\\meta($args[0], Newsbrief\\VARIANTS)['taken']);"
        f"$put = [get_post_meta($args[0], '{title}', true), get_post_meta($args[0], '{description}', true)];"
        "Newsbrief\\put_back($post, 'seo_title'); Newsbrief\\put_back($post, 'seo_description');"
        f"return [$taken, $view['plugin'], $put, get_post_meta($args[0], '{title}', true),"
        f" metadata_exists('post', $args[0], '{description}'), Newsbrief\\own_seo_text('seo_title')];"
    )
    put = [texts["seo_title"], texts["seo_description"]]
    assert chief.site.php(code, post) == [[True, True], name, put, "Before", False, ""]


def test_a_text_is_taken_into_a_field_as_it_is_and_no_markup_with_it(chief: Desk) -> None:
    post = chief.post()
    chief.make_and_wait(post)
    make(chief, post)
    code = (
        "$kept = Newsbrief\\meta($args[0], Newsbrief\\VARIANTS);"
        "foreach ($kept['offered'] as &$one) $one['text'] = $args[1];"
        "Newsbrief\\keep($args[0], Newsbrief\\VARIANTS, $kept);"
        "Newsbrief\\take_variant(get_post($args[0]), 'seo_title', 'seo_title');"
        "return Newsbrief\\seo_value($args[0], 'seo_title');"
    )
    figures = "Inflation <2%, growth >3%, and 5 < 7 at example.org/a%20b"
    assert chief.site.php(code, post, figures) == figures
    assert chief.site.php(code, post, "Talks <script>alert(1)</script> in <b>Oman</b>") == "Talks alert(1) in Oman"
    assert "<script" not in chief.site.php(code, post, "Talks <<b>script>alert(1)</<b>script>")


def test_nobody_makes_or_takes_them_without_the_right_to_edit(chief: Desk) -> None:
    post = chief.post(status="publish")
    chief.make_and_wait(post)
    sent = {"kinds": ["push"], "version": "x", "kind": "seo_title", "style": "", "language": "de"}
    methods = [
        ("POST", "/variants"),
        ("PUT", "/fields/seo_title"),
        ("DELETE", "/fields/seo_title"),
        ("POST", "/choice"),
    ]
    address = f"{chief.site.rest}/newsbrief/v1/posts/{post}/briefing"
    with (
        chief.site.user("sub", "subscriber") as reader,
        chief.site.user("aut", "author") as author,
        closing(chief.site.signed_in("editor-in-chief")) as browser,
    ):
        for method, below in methods:
            assert httpx.request(method, address + below, json=sent, timeout=30).status_code == 401
            assert reader.request(method, address + below, json=sent).status_code == 403
            assert author.request(method, address + below, json=sent).status_code == 403
            assert browser.request(method, address + below, json=sent).status_code == 401, "cookies without a nonce"
    for wrong in (["poem"], [], ["push", "push"]):
        assert chief.ask("POST", post, "/variants", kinds=wrong, version="x").status_code == 400
    for field in ("post_password", "title"):
        assert chief.ask("PUT", post, f"/fields/{field}", kind="seo_title").status_code == 400


def test_edits_go_to_the_service_first_and_nothing_there_is_overwritten(chief: Desk, service: Service) -> None:
    post = chief.post(
        "Ships from nine ports waited outside the harbour of Muscat on Monday, officials said.", *TEXT, *FURTHER
    )
    view = chief.make_and_wait(post)
    title = next(c["id"] for c in view["claims"] if c["section"] == "title")
    other = next(c for c in view["claims"] if c["section"] == "key_points")
    edits = {title: "Iran asked to move the talks to Oman", other["id"]: ""}
    chief.ask("PATCH", post, version=view["version"], claims=edits)
    view = make(chief, post, "headline_medium").json()
    assert list_offered(view)["headline_medium"]["text"] == "Iran asked to move the talks to Oman"
    id = id_of(chief, post)
    briefing = there(service, id)["briefing"]
    assert briefing["title"] == "Iran asked to move the talks to Oman"
    assert other["text"] not in briefing["key_points"]
    again = chief.ask(
        "PATCH", post, version=view["version"], claims={title: "The talks were first planned for Istanbul"}
    )
    assert list_offered(make(chief, post, "headline_medium").json())["headline_medium"]["text"].endswith("Istanbul")
    assert there(service, id)["briefing"]["title"] == "The talks were first planned for Istanbul"
    elsewhere = {"edits": [{"op": "delete", "claim": "the_story.1"}], "by": "Ada"}
    headers = {"Authorization": f"Bearer {KEY}", "If-Match": "*"}
    assert httpx.patch(f"{service.url}/briefings/{id}", json=elsewhere, headers=headers, timeout=30).status_code == 200
    view = again.json()
    view = chief.ask("PATCH", post, version=view["version"], claims={title: TITLE}).json()
    refused = make(chief, post, "headline_medium")
    assert (refused.status_code, refused.json()["code"]) == (502, "newsbrief_no_variants")
    assert "Somebody has changed this briefing at the service too" in refused.json()["message"]
    assert there(service, id)["briefing"]["title"].endswith("Istanbul")


@pytest.fixture(scope="module")
def writing_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Upstream]]:
    """Yield a service with a model, a judge and two house styles, and the server of the models."""
    folder = tmp_path_factory.mktemp("writing")
    (folder / "styles").mkdir()
    for name in ("sports", "late"):
        (folder / "styles" / f"{name}.yaml").write_text("words: {ban: [shocking]}")
    with run_upstream() as upstream:
        settings = {
            "NEWSBRIEF_ENGINE": "openai",
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": upstream.base_url,
            "NEWSBRIEF_STYLE": str(folder / "styles"),
        }
        with serve(folder / "service", **settings) as service:
            yield service, upstream


@pytest.fixture
def writing_chief(chief: Desk, writing_service: tuple[Service, Upstream]) -> tuple[Desk, ScriptedModel, Upstream]:
    """Return the editor-in-chief, at a site whose service has a model, what the model writes, and its server."""
    service, upstream = writing_service
    claim = "Iran and the United States will hold talks in Oman on Friday."
    points = [item("Iran asked to move the talks to Oman.", 4), item("The talks were first planned for Istanbul.", 2)]
    sections = {
        name: [item(claim, 1)] for name in ("the_story", "critical_analysis", "key_takeaways", "impact_analysis")
    }
    room = ScriptedModel(briefing=draft(title=item(TITLE, 1), key_points=points, **sections))
    upstream.says(room)
    upstream.judges = SoundJudge({"Paris": None})
    chief.site.settings(url=service.url)
    return chief, room, upstream


def test_a_model_writes_and_what_the_article_does_not_carry_is_not_offered(
    writing_chief: tuple[Desk, ScriptedModel, Upstream],
) -> None:
    desk, room, _ = writing_chief
    texts = {"headline_medium": HEADLINE, "push": "The talks are in Paris on Friday."}
    room.variants = [{"texts": [{"kind": kind, "text": text, "claims": [1]} for kind, text in texts.items()]}]
    post = desk.post()
    desk.make_and_wait(post)
    view = make(desk, post, "headline_medium", "push").json()
    found = list_offered(view)
    assert found["headline_medium"]["text"] == HEADLINE
    assert found["headline_medium"]["words"] == "Written anew. The article carries every sentence of it."
    assert "Paris" not in str(view)


def test_style_and_language_are_the_articles_else_the_sites(
    writing_chief: tuple[Desk, ScriptedModel, Upstream],
) -> None:
    desk, _, _ = writing_chief
    request = "return Newsbrief\\article_request(get_post($args[0]))['options'] ?? null;"
    desk.site.php("Newsbrief\\refresh_styles();")
    post = desk.post()
    view = desk.view(post)
    assert view["choice"] == {"style": "", "language": "", "styles": ["late", "sports"], "differs": False}
    assert desk.site.php(request, post) is None
    desk.site.settings(style="late", language="en")
    assert desk.site.php(request, post) == {"style": "late", "output_language": "en"}
    assert desk.ask("POST", post, "/choice", style="sports", language="de").status_code == 200
    assert desk.site.php(request, post) == {"style": "sports", "output_language": "de"}
    desk.ask("POST", post, "/choice", style="../x", language="xx")
    assert desk.view(post)["choice"]["style"] == desk.view(post)["choice"]["language"] == "", "neither can be"
    desk.site.settings(style="", language="")
    desk.ask("POST", post, "/choice", style="sports", language="")
    made = desk.make_and_wait(post)
    assert made["choice"]["differs"] is False
    assert desk.ask("POST", post, "/choice", style="none", language="").json()["choice"]["differs"] is True
    desk.ask("POST", post, "/choice", style="opera", language="")
    desk.ask("POST", post, again=True)
    view = wait_until(lambda: (v := desk.view(post))["status"] != "pending" and v)
    assert "no longer has this house style" in view["message"]


def test_a_briefing_in_another_language_is_checked_across_languages(
    writing_chief: tuple[Desk, ScriptedModel, Upstream],
) -> None:
    desk, _, upstream = writing_chief
    post = desk.post(status="publish", content=with_block().replace("briefing /", 'briefing {"evidence":true} /'))
    desk.ask("POST", post, "/choice", style="", language="de")
    view = desk.make_and_wait(post)
    assert (view["language"], view["source"]) == ("de", {"language": "en", "rtl": False})
    claim = next(c["id"] for c in view["claims"] if c["section"] == "key_points")
    kept = desk.ask("PATCH", post, version=view["version"], claims={claim: "Der Iran bat darum."}).json()
    assert next(c for c in kept["claims"] if c["id"] == claim)["verdict"] == "supported"
    assert "the claims are in German" in str(upstream.judged[-1])
    assert desk.ask("POST", post, "/approval", version=kept["version"], anyway=True).status_code == 200
    page = desk.page(post)
    assert 'lang="de" dir="ltr" aria-label="Briefing"' in page
    assert '<ol lang="en" dir="ltr">' in page


def test_a_language_that_the_service_cannot_write_is_told_in_a_sentence(chief: Desk) -> None:
    post = chief.post()
    chief.ask("POST", post, "/choice", style="", language="fr")
    chief.make(post)
    view = wait_until(lambda: (v := chief.view(post))["status"] != "pending" and v)
    assert view["status"] == "failed"
    assert "cannot write in this language" in view["message"]
