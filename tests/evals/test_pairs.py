import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.evals.pairs import MalformedPairs, choose_articles, read_pairs, read_sets
from newsbrief.evals.realistic import HERE, load_shipped

SOURCE = min((HERE / "articles").glob("*.txt")).read_text("utf-8")
PAIR = {"id": "1", "source": SOURCE, "claim": "It  rained.", "label": 0}


def write(file: Path, *rows: object) -> Path:
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8")
    return file


def test_pairs_on_one_source_are_one_article(tmp_path: Path) -> None:
    more = {"id": 2, "label": 1, "kind": "inference", "written_by": "gpt", "error": None, "unknown": [1]}
    found = read_pairs(write(tmp_path / "p.jsonl", PAIR, "", {**PAIR, **more}))
    (article,) = found.articles
    one, other = article.claims
    assert (one.id, one.text, one.carried, one.kind) == ("1", "It rained.", False, "reported")
    assert (other.id, other.carried, other.kind, other.written_by) == ("2", True, "inference", "gpt")
    assert article.article.source == SOURCE


def test_compressed_and_with_a_mark_of_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "p.gz").write_bytes(gzip.compress(b"\xef\xbb\xbf" + json.dumps(PAIR).encode()))
    assert len(read_pairs(tmp_path / "p.gz").articles) == 1


def test_what_cannot_be_asked_is_counted(tmp_path: Path) -> None:
    found = read_pairs(write(tmp_path / "p.jsonl", {**PAIR, "source": None}, {**PAIR, "source": "Short."}, PAIR))
    assert (len(found.articles), found.without_source, found.unreadable) == (1, 1, 1)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("{", "line 2: no JSON"),
        ([1], "line 2: the line"),
        ({**PAIR, "label": "maybe"}, "label"),
        ({**PAIR, "claim": ""}, "claim"),
        ({k: v for k, v in PAIR.items() if k != "source"}, "source"),
        ({**PAIR, "published_at": "yesterday"}, "published_at"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_a_line_that_is_no_pair_is_named(tmp_path: Path, row: object, says: str) -> None:
    with pytest.raises(MalformedPairs, match=r"p\.jsonl, line 2") as raised:
        read_pairs(write(tmp_path / "p.jsonl", PAIR, row))
    assert says in str(raised.value)


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe\x00", b"\x1f\x8bno gzip", gzip.compress(json.dumps(PAIR).encode(), mtime=0)[:40]]
)
def test_what_is_no_text_is_named(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "p.jsonl").write_bytes(raw)
    with pytest.raises(MalformedPairs, match=r"p\.jsonl"):
        read_pairs(tmp_path / "p.jsonl")


@given(st.integers(0, 600), st.integers(0, 600))
def test_a_higher_limit_adds_to_a_lower_one(limit: int, more: int) -> None:
    fewer, many = (
        [c.id for a in choose_articles(load_shipped(), (), n) for c in a.claims] for n in (limit, limit + more)
    )
    assert many[: len(fewer)] == fewer
    assert len(fewer) == min(limit, 512)


def test_languages() -> None:
    assert {a.article.language for a in choose_articles(load_shipped(), ("de", "fr"))} == {"de", "fr"}


def test_the_shipped_set_holds_cases_and_realistic_claims() -> None:
    names = {article.name for article in read_sets(["shipped"]).articles}
    assert {"mayor_moon", "skerrick-turboprops"} <= names
