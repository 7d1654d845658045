"""The queue: the gravest claim comes first."""

from newsbrief.desk.gravity import find_disputed_texts
from newsbrief.desk.interface import load_interface
from newsbrief.desk.workbench import list_left_out, list_parts
from newsbrief.extractive import ExtractiveEngine
from newsbrief.pipeline import MakingRequest, Submission, summarize, update
from newsbrief.pipeline.older_briefing import read_older_reply
from newsbrief.reply import Reply, Together
from newsbrief.verification.claim import CheckedClaim
from tests.support.articles import COURIER, FEBRUARY, NEWER, OLDER, POST
from tests.support.briefing import brief
from tests.support.settings import make_settings

WORDS = load_interface("en")


def ranks(reply: Reply) -> dict[str, int]:
    shown = [*(one for part in list_parts(reply, WORDS) for one in part.claims), *list_left_out(reply, WORDS)]
    return {one.claim.text: one.gravity for one in shown if one.review == "open"}


def with_claims(reply: Reply, *claims: CheckedClaim, dropped: tuple[CheckedClaim, ...] = ()) -> Reply:
    report = reply.faithfulness.model_copy(update={"claims": claims, "dropped": dropped})
    return reply.model_copy(update={"faithfulness": report})


async def test_wrong_before_unchecked_before_weak() -> None:
    reply = await brief(OLDER, FEBRUARY)
    first, second, third, fourth, *_ = reply.faithfulness.claims
    found = ranks(
        with_claims(
            reply,
            first.model_copy(update={"action": "replaced"}),
            second.model_copy(update={"verdict": "unverified"}),
            third,
            dropped=(fourth.model_copy(update={"verdict": "contradicted", "action": "dropped"}),),
        )
    )
    assert sorted(found, key=lambda text: found[text]) == [fourth.text, second.text, first.text]
    assert third.text not in found, "what stands is not in the queue"


async def test_what_a_newer_article_overtook() -> None:
    earlier = read_older_reply(await brief(OLDER, FEBRUARY))
    found = await update(Submission(NEWER), earlier, MakingRequest(ExtractiveEngine(), make_settings()))
    gone = {e.quote for s in found.standings if s.standing == "out_of_date" for e in s.evidence}
    disputed = find_disputed_texts(found)
    assert disputed
    assert all(c.evidence[0].quote in gone for c in found.faithfulness.claims if c.text in disputed)
    assert disputed <= ranks(found).keys()


async def test_what_another_article_disputes() -> None:
    one = Submission(POST, outlet="Daily Post", further=(Submission(COURIER, outlet="The Courier"),))
    found = await summarize(one, MakingRequest(ExtractiveEngine(), make_settings()))
    assert isinstance(found, Together)
    assert found.disagreements
    marked = {c.text for c in found.faithfulness.claims if "not according to" in c.text}
    assert marked
    assert marked <= find_disputed_texts(found) <= ranks(found).keys()
