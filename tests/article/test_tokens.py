"""Token counts and budgets, without a network."""

import socket

import pytest

from newsbrief.article import tokens
from newsbrief.article.tokens import count_tokens, find_margin, plan_budget
from tests.support.processor_time import costs_less_than


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    tokens._load_encoding.cache_clear()


def test_exact_for_the_model_whose_encoding_it_is() -> None:
    assert count_tokens("hello world", "gpt-4") == tokens.Count(2, "cl100k_base", is_exact=True)


@pytest.mark.parametrize("model", ["gpt-4o", "gpt-5.4-mini", "o3", "llama-3.3-70b", "a model nobody knows", "", None])
def test_a_margin_for_all_others(model: str | None, seed_article: str) -> None:
    bare = count_tokens(seed_article, "gpt-4").tokens
    counted = count_tokens(seed_article, model)
    assert not counted.is_exact
    assert bare * 1.04 < counted.tokens < bare * 1.4


def test_the_seed_in_o200k_base_stays_within_the_margin(seed_article: str) -> None:
    # 1,823 tokens in o200k_base, counted with another library.
    assert 1_823 <= count_tokens(seed_article, "gpt-4o").tokens <= 1_823 * 1.06


def test_more_of_a_margin_where_old_vocabularies_spell_letters() -> None:
    assert find_margin("모든 인간은 태어날 때부터 자유로우며", "llama-2") > find_margin("All human beings", "llama-2")


def test_special_tokens_are_text() -> None:
    assert count_tokens("<|endoftext|>", "gpt-4").tokens > 1


def test_budgets() -> None:
    left = plan_budget("gpt-4", prompt="word " * 1_000, reply=1_000, context=8_192)
    assert left.article == 8_192 - 1_000 - left.prompt
    assert left.prompt == 1_001
    assert plan_budget("llama", context=2_048).reply == 1_024
    assert plan_budget("gpt-4", prompt="word " * 20_000, context=8_192).article == 0


@pytest.mark.parametrize("unit", ["a", "^", " ", "\n", "字", "é", "😀", "!?", "word "])
def test_time_is_linear(unit: str) -> None:
    with costs_less_than(2):
        assert count_tokens(unit * (500_000 // len(unit)), "gpt-4").tokens > 1_000


def test_cutting_a_long_text_adds_nothing(seed_article: str) -> None:
    whole = len(tokens._load_encoding().encode_ordinary(seed_article * 20))
    assert count_tokens(seed_article * 20, "gpt-4").tokens == whole
