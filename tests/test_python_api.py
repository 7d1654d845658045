"""The public Python API: what it exports, what it gives, and the examples in its docstrings."""

import asyncio
import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import newsbrief
from newsbrief import ArticleError, Newsbrief, Submission, python_api
from newsbrief.briefing.markdown import render_markdown
from newsbrief.pipeline.shape import TranslationUnavailable
from tests.support.settings import make_settings
from tests.support.upstream import Answer, Upstream, chat, draft

EXTRACTIVE = make_settings(engine="extractive")
GERMAN = (
    "Der Bürgermeister von Kelheim ist am Montag zurückgetreten, teilte der Rat mit. Der Rat wählt am 12. März im Saal "
    "einen Nachfolger. Das Büro des Bürgermeisters nannte private Gründe für den Rücktritt."
)


def test_every_public_name_is_there_and_typed() -> None:
    assert {name for name in newsbrief.__all__ if getattr(newsbrief, name, None) is None} == set()
    assert (Path(newsbrief.__file__).parent / "py.typed").exists()
    with pytest.raises(AttributeError):
        newsbrief.nothing  # noqa: B018


def test_importing_it_loads_no_part() -> None:
    code = "import newsbrief, sys; print(sorted(m for m in sys.modules if m.startswith('newsbrief.')))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "['newsbrief.version']"


def test_its_examples_run() -> None:
    assert doctest.testmod(python_api).failed == 0


def test_one_call(seed_article: str) -> None:
    reply = newsbrief.summarize(seed_article, settings=EXTRACTIVE, source="AP")
    assert (reply.meta.engine, reply.faithfulness.verdict) == ("extractive", "pass")
    assert reply.meta.source.outlet == "AP"


def test_verify_takes_lists_briefings_and_markdown(seed_article: str, seed_briefing: str) -> None:
    with Newsbrief(EXTRACTIVE) as opened:
        listed = opened.verify(seed_article, ["The talks will be in Oslo."])
        markdown = opened.verify(seed_article, seed_briefing)
        reply = opened.summarize(seed_article)
        own = opened.verify(seed_article, reply.briefing)
    assert [claim.verdict for claim in listed.faithfulness.claims] == ["unverified"]
    assert len(markdown.faithfulness.claims) > 10
    assert own.faithfulness.verdict == "pass"


def test_a_statement_without_words_keeps_its_place(seed_article: str) -> None:
    with Newsbrief(EXTRACTIVE) as opened:
        found = opened.verify(seed_article, ["", "The talks were moved to Oman.", "  "]).faithfulness.claims
    assert [claim.id for claim in found] == ["key_points.0", "key_points.1", "key_points.2"]
    assert [claim.verdict for claim in found if not claim.text] == ["unverified", "unverified"]


def test_update_takes_markdown_and_replies(seed_article: str, seed_briefing: str) -> None:
    with Newsbrief(EXTRACTIVE) as opened:
        by_text = opened.update(seed_briefing, seed_article)
        by_reply = opened.update(opened.summarize(seed_article), seed_article)
    assert any(s.standing == "out_of_date" for s in by_text.standings)
    assert all(s.standing == "holds" for s in by_reply.standings if s.id != "title")


def test_the_language_of_the_newer_article_is_not_the_older_briefings(seed_article: str) -> None:
    with Newsbrief(EXTRACTIVE) as opened:
        made = opened.summarize(GERMAN)
        older = render_markdown(made.briefing, made.meta.created_at, made.meta.language)
        with pytest.raises(TranslationUnavailable):
            opened.update(older, seed_article, language="en")
        assert {s.standing for s in opened.update(older, GERMAN, language="de").standings} == {"holds"}


async def test_async_beside_a_running_loop(seed_article: str) -> None:
    async with Newsbrief(EXTRACTIVE) as opened:
        one, other = await asyncio.gather(*(opened.summarize_async(seed_article) for _ in range(2)))
        with pytest.raises(RuntimeError, match="_async"):
            opened.summarize(seed_article)
    assert one.briefing == other.briefing
    with Newsbrief(EXTRACTIVE) as plain:
        assert plain.summarize(seed_article).briefing == one.briefing


def test_settings_by_name_reach_the_model(upstream: Upstream, seed_article: str) -> None:
    upstream.says(Answer(chat(draft()).body))
    with Newsbrief(EXTRACTIVE, engine="openai", openai_base_url=upstream.base_url, judge_model="off") as opened:
        assert opened.summarize(seed_article).meta.engine == "openai"


def test_what_is_kept_is_given_again(tmp_path: Path, seed_article: str) -> None:
    address = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    ids = []
    for _ in range(2):
        with Newsbrief(EXTRACTIVE, keeps=True, database_url=address) as opened:
            ids.append(opened.summarize(seed_article).id)
    assert ids[0] == ids[1]


def test_a_script_ends_where_a_part_cannot_be_had() -> None:
    code = (
        "from newsbrief import Newsbrief, Settings\n"
        "with Newsbrief(Settings(_env_file=None, engine='extractive', entailment_model='/nowhere')): pass"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, "EncoderError" in ended.stderr) == (1, True)


def test_errors_are_clear() -> None:
    with pytest.raises(RuntimeError, match="Enter it first"):
        Newsbrief(EXTRACTIVE).summarize("Talks.")
    with pytest.raises(TypeError, match="no setting 'modle'"):
        Newsbrief(engine="extractive", modle="x")
    with Newsbrief(EXTRACTIVE) as opened, pytest.raises(ArticleError):
        opened.summarize(Submission("Too short."))
