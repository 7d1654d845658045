"""From what a CMS sends to an article, by a file of JSONPaths."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.cms.mapping import CmsMapping, MappingFailed, read_cms_mapping, read_cms_mappings
from newsbrief.cms.mapping_file import MalformedMapping
from newsbrief.settings.keys import create_key

EXAMPLES = Path(__file__).parents[2] / "integrations" / "mappings"
NINJS = json.loads((Path(__file__).parent / "payloads" / "superdesk.json").read_text())
ANS = json.loads((Path(__file__).parent / "payloads" / "arc.json").read_text())
NODE = json.loads((Path(__file__).parent / "payloads" / "drupal.json").read_text())
SECRETS = {"SUPERDESK_SECRET": "s3cret", "GHOST_WEBHOOK_SECRET": "s3cret"}


def make_mapping(**parts: Any) -> CmsMapping:
    return CmsMapping.model_validate({"article": {"text": "$.body"}, **parts})


def write(tmp_path: Path, text: str, name: str = "a.yaml") -> Path:
    (tmp_path / name).write_text(text)
    return tmp_path / name


def test_superdesk() -> None:
    superdesk = read_cms_mapping(EXAMPLES / "superdesk.yaml", SECRETS)
    assert superdesk.wants(NINJS)
    found = superdesk.map_article(NINJS)
    assert found.pop("text").startswith("<article><p>MUSCAT")
    assert found == {
        "title": "Iran and the United States to meet in Oman",
        "source": "AP",
        "published_at": "2026-02-04T16:05:00+0000",
        "language": "en",
    }
    assert not superdesk.wants({**NINJS, "type": "picture"})
    assert not superdesk.wants({**NINJS, "pubstatus": "canceled"})
    assert not superdesk.wants([NINJS])


def test_arc_is_read_in_the_order_of_the_story() -> None:
    arc = read_cms_mapping(EXAMPLES / "arc.yaml", {})
    assert arc.wants(ANS)
    found = arc.map_article(ANS)
    places = [found["text"].index(words) for words in ("will hold talks", "What is planned", "Friday in Muscat", "“We")]
    assert places == sorted(places)
    assert "not for readers" not in found["text"]
    assert (found["url"], found["source"], found["published_at"]) == (
        "/world/2026/02/04/talks/",
        "The Daily Test",
        "2026-02-04T16:05:00.123Z",
    )


def test_drupal() -> None:
    drupal = read_cms_mapping(EXAMPLES / "drupal.yaml", {})
    assert drupal.wants(NODE)
    found = drupal.map_article(NODE)
    assert found.pop("text").startswith("<article><p>MUSCAT")
    assert found == {
        "title": "Iran and the United States to meet in Oman",
        "published_at": "2026-02-04T15:58:00+00:00",
        "language": "en",
    }
    assert not drupal.wants({"data": {**NODE["data"], "type": "taxonomy_term--tags"}})
    with pytest.raises(MappingFailed):
        drupal.map_article({"data": {"type": "node--article", "attributes": {"title": "x", "body": None}}})


def test_the_first_that_is_there_counts() -> None:
    titled = make_mapping(article={"text": "$.body", "title": ["$.a", "$.b"], "source": {"value": "Wire"}})
    assert titled.map_article({"body": "x", "a": " ", "b": " B "}) == {"text": "x", "title": "B", "source": "Wire"}
    assert titled.map_article({"body": "x", "a": 3, "b": None}) == {"text": "x", "source": "Wire"}


@pytest.mark.parametrize("payload", [{}, {"body": ""}, {"body": 1}, {"body": ["a"]}, [], "body", 3, None])
def test_what_holds_no_text_is_said(payload: Any) -> None:
    with pytest.raises(MappingFailed, match="article's text"):
        make_mapping().map_article(payload)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("article: {text: $.a, html: $.b}", "either 'html' or 'text'"),
        ("article: {}", "either 'html' or 'text'"),
        ("article: {text: a.b}", "no JSONPath"),
        ("article: {text: '$.['}", "no JSONPath"),
        ("article: {text: 3}", "a JSONPath is a text"),
        ("article: {text: []}", "article.text"),
        ("article: {text: $.a}\nonly: {'$..': 1}", "no JSONPath"),
        ("article: {text: $.a}\nstatus: 302", "status"),
        ("article: {text: $.a}\ntitel: $.b", "titel"),
        ("article: {text: $.a}\nsignature: {header: x, secret_env: NOT_SET}", "NOT_SET is not set"),
        ("article: {text: $.a}\nsignature: {header: x, secret_env: A, algorithm: md5}", "signature.algorithm"),
        ("article: [", "a.yaml"),
        ("", "a.yaml"),
    ],
)
def test_a_file_that_is_none_is_said_in_a_line(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(MalformedMapping) as error:
        read_cms_mapping(write(tmp_path, text), {})
    assert why in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_gives_its_mappings_their_names(tmp_path: Path) -> None:
    assert set(read_cms_mappings(EXAMPLES, SECRETS)) == {"superdesk", "arc", "ghost", "drupal"}
    with pytest.raises(MalformedMapping, match="no folder"):
        read_cms_mappings(tmp_path / "none")
    with pytest.raises(MalformedMapping, match="no mapping file"):
        read_cms_mappings(tmp_path)
    write(tmp_path, "article: {text: $.a}", "Not A Name.yaml")
    with pytest.raises(MalformedMapping, match="small letters"):
        read_cms_mappings(tmp_path)


def test_the_key_that_is_made_for_a_mapping_has_a_name_that_a_key_may_have(tmp_path: Path) -> None:
    write(tmp_path, "article: {text: $.a}", f"{'a' * 60}.yaml")
    (name,) = read_cms_mappings(tmp_path)
    create_key(f"cms.{name}")
    write(tmp_path, "article: {text: $.a}", f"{'a' * 61}.yaml")
    with pytest.raises(MalformedMapping, match="up to 60"):
        read_cms_mappings(tmp_path)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=15,
)
PATHS = st.sampled_from(
    ["$", "$.a", "$..b", "$[*]", "$.a[?@.b == 'c']", "$['a','b']", "$[-1]", "$..[?@.a].b", "$[0:9:2]"]
)


@given(VALUES, st.lists(PATHS, min_size=1, max_size=3), PATHS)
def test_any_payload_gives_an_article_or_the_reason_why_not(payload: Any, text: list[str], title: str) -> None:
    read_by = make_mapping(article={"text": text, "title": title}, only={title: "c"})
    assert isinstance(read_by.wants(payload), bool)
    try:
        found = read_by.map_article(payload)
    except MappingFailed:
        return
    assert found["text"].strip()
    assert found.get("title", "x").strip()


@given(st.lists(st.text(min_size=1, max_size=9).filter(str.strip), min_size=1, max_size=12))
def test_pieces_keep_their_order_whatever_the_order_of_the_paths(pieces: list[str]) -> None:
    payload = {"parts": [{"kind": "ab"[n % 2], "text": f"{n}:{piece}"} for n, piece in enumerate(pieces)]}
    both = ["$.parts[?@.kind == 'b'].text", "$.parts[?@.kind == 'a'].text"]
    assert make_mapping(article={"text": both}).map_article(payload)["text"] == "\n\n".join(
        part["text"] for part in payload["parts"]
    )


def test_an_object_of_many_blocks_is_read_in_linear_time() -> None:
    def measure(count: int) -> float:
        payload = {"blocks": {f"b{n}": {"text": f"Words {n}."} for n in range(count)}}
        began = time.thread_time()
        text = make_mapping(article={"text": "$.blocks.*.text"}).map_article(payload)["text"]
        assert text.split("\n\n") == [f"Words {n}." for n in range(count)]
        return time.thread_time() - began

    # Four times as many took sixteen times as long.
    assert min(measure(8_000) for _ in range(2)) < 8 * max(measure(2_000) for _ in range(2))


@given(st.text(max_size=40))
def test_any_text_is_a_path_or_is_refused(path: str) -> None:
    try:
        read_by = make_mapping(article={"text": path})
    except ValueError:
        return
    try:
        read_by.map_article({"a": ["b"]})
    except MappingFailed:
        return


@given(st.recursive(st.text(max_size=9), lambda inner: st.dictionaries(st.text(max_size=9), inner, max_size=3)))
def test_any_yaml_is_a_mapping_or_is_refused(tmp_path_factory: pytest.TempPathFactory, content: Any) -> None:
    file = tmp_path_factory.mktemp("mapping") / "a.yaml"
    file.write_text(yaml.safe_dump(content))
    with pytest.raises(MalformedMapping):
        read_cms_mapping(file, {})
