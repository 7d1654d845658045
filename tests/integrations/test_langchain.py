"""The LangChain example, with LangChain's own fake model, against the real service."""

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.integrations.texts import ARTICLE, INVENTED

HONEST = "## Summary\n\n- Oil prices rose by 3 percent on Wednesday.\n- The talks were first planned for Istanbul."
OPEN = "The talks are a great success."


@pytest.fixture(scope="module")
def langchain(example: Callable[[str], ModuleType]) -> ModuleType:
    return example("langchain/verified_chain.py")


def chain(*answers: str) -> Any:
    # Here, for all other tests do without it, and it takes a second to import.
    from langchain_core.language_models.fake_chat_models import FakeListChatModel
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate

    prompt = ChatPromptTemplate.from_template("Summarize: {article}")
    return prompt | FakeListChatModel(responses=list(answers)) | StrOutputParser()


def verdicts(found: dict[str, Any]) -> Sequence[str]:
    return [claim["verdict"] for claim in found["claims"]]


def test_what_the_article_carries_passes(langchain: ModuleType, address: str) -> None:
    found = langchain.verify_chain(chain(HONEST), address).invoke({"article": ARTICLE})
    assert (found["text"], found["verdict"], verdicts(found)) == (HONEST, "pass", ["supported"] * 2)


async def test_the_same_without_blocking(langchain: ModuleType, address: str) -> None:
    found = await langchain.verify_chain(chain(HONEST), address).ainvoke({"article": ARTICLE})
    assert found["verdict"] == "pass"
    batch = await langchain.verify_chain(chain(HONEST, HONEST), address).abatch([{"article": ARTICLE}] * 2)
    assert [each["verdict"] for each in batch] == ["pass", "pass"]


def test_what_is_invented_is_refused(langchain: ModuleType, address: str) -> None:
    with pytest.raises(langchain.NotFaithful, match="We will never sign"):
        langchain.verify_chain(chain(INVENTED), address).invoke({"article": ARTICLE})


def test_a_retry_and_a_fallback_answer_to_it(langchain: ModuleType, address: str) -> None:
    careful = langchain.verify_chain(chain(INVENTED, HONEST), address)
    again = careful.with_retry(retry_if_exception_type=(langchain.NotFaithful,), wait_exponential_jitter=False)
    assert again.invoke({"article": ARTICLE})["text"] == HONEST
    other = langchain.verify_chain(chain(HONEST), address)
    spare = langchain.verify_chain(chain(INVENTED), address).with_fallbacks([other])
    assert spare.invoke({"article": ARTICLE})["text"] == HONEST


def test_what_nobody_could_check_is_for_a_review(langchain: ModuleType, address: str) -> None:
    found = langchain.verify_chain(chain(OPEN), address).invoke({"article": ARTICLE})
    assert (found["verdict"], verdicts(found)) == ("review", ["unverified"])
    with pytest.raises(langchain.NotFaithful):
        langchain.verify_chain(chain(OPEN), address, must_pass=True).invoke({"article": ARTICLE})


def test_a_key_is_sent(langchain: ModuleType, service: Callable[..., Any]) -> None:
    with service(api_keys="k" * 32) as client:
        careful = langchain.verify_chain(chain(HONEST), str(client.base_url), key="k" * 32)
        assert careful.invoke({"article": ARTICLE})["verdict"] == "pass"
        with pytest.raises(httpx.HTTPStatusError, match="401"):
            langchain.verify_chain(chain(HONEST), str(client.base_url)).invoke({"article": ARTICLE})
