"""Attribution: what is only somebody's word, or another's, fails; honest claims do not."""

import pytest

from service.article.reading import read
from service.verification.checks.attribution import check
from service.verification.claim import Claim
from tests.faithfulness.checks.honest import HONEST, article, cases, claim

WRONG = {
    "talks": [
        "The failure of talks would lead to deep instability, internal violence and destruction of infrastructure.",
        "Negotiation and agreement remain the only viable path to avert catastrophe.",
        "The talks carry existential stakes for Iran.",
        "Any military attack on Iran would trigger a regional war.",
        "No security incident took place; a vessel had entered Iran's territorial waters without authorization.",
        "A vessel had entered Iran's territorial waters without authorization.",
        "Any new conflict would have catastrophic consequences for regional stability.",
        "Opponents of the Islamic Republic would gain nothing from war.",
        "The drone had successfully completed its patrol mission and transmitted surveillance imagery.",
        "An F-35 fighter jet intercepted the drone in an act of self-defense.",
        "Multiple small IRGC-linked boats attempted to stop a U.S.-flagged commercial vessel north of Oman.",
        "Netanyahu warned that any military attack on Iran would trigger a regional war.",
        "Britain’s maritime agency denied that any security incident had occurred.",
        "Qatari officials described their country’s role in the talks as quietly facilitative.",
        "Khamenei stressed that de-escalation efforts are collective.",
        "Zeidabadi said that President Donald Trump continues to favor diplomacy as the primary path forward.",
    ],
    "science": [
        "The sample was small.",
    ],
    "earnings": [
        "Chief Executive Ingrid Solberg said the company expects an operating margin of between 8 and 9 percent.",
    ],
    "court": [
        "Judge Miriam Castle said 43 victims, aged between 68 and 91, had lost their savings.",
    ],
    "election": [
        "Elena Marek said her party was ready to talk, but not at any price.",
    ],
}


@pytest.mark.parametrize(("about", "text"), cases(WRONG))
def test_wrong_claims_fail(about: str, text: str) -> None:
    result = check(claim(text, article(about)), article(about))
    assert result.outcome == "fail"
    assert result.verdict
    assert result.detail


@pytest.mark.parametrize(("about", "text"), cases(HONEST))
def test_honest_claims_do_not(about: str, text: str) -> None:
    assert check(claim(text, article(about)), article(about)).outcome != "fail"


@pytest.mark.parametrize("language", ["de", "ar", "ja", "und"])
def test_other_languages_are_skipped(language: str) -> None:
    read_as = read("Der Kanzler traf in Berlin den Minister und sagte nichts. " * 5, language=language)
    assert (
        check(Claim("k.0", "key_points", "Der Kanzler traf Macron nicht in Paris.", evidence=(0,)), read_as).outcome
        == "skip"
    )


@pytest.mark.parametrize(
    "text", ["", " ", "“", "U.S.", "a " * 20_000, "Ab " * 20_000, "said, " * 10_000, "not " * 20_000]
)
def test_odd_claims_are_answered(text: str) -> None:
    assert check(claim(text, article("talks")), article("talks")).outcome in ("pass", "fail", "skip")
