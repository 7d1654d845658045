"""Honest claims on six articles, in other words than theirs: no check may fail one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from service.article import Article
from service.article.reading import read
from service.briefing.schema import Kind
from service.verification.claim import Claim
from service.verification.evidence import locate

ARTICLES = Path(__file__).parent / "articles"
SEED = Path(__file__).parents[3] / "evals" / "seeds" / "iran_us_talks.article.txt"

HONEST = {
    "talks": [
        "President Masoud Pezeshkian told Foreign Minister Abbas Araghchi to prepare for fair negotiations.",
        "Pezeshkian instructed Araghchi to prepare the ground for talks.",
        "Iran's president has told his foreign minister to prepare for negotiations.",
        "The United States military shot down an Iranian drone near the coast of Oman.",
        "An American F-35 shot down an Iranian drone approaching the USS Abraham Lincoln.",
        "U.S. Central Command said the drone was intercepted in self-defense.",
        "CENTCOM described the interception as an act of self-defense.",
        "Iranian media close to the IRGC reported that the drone had completed its mission.",
        "The White House confirmed that the meeting between Witkoff and Iranian officials would go ahead.",
        "Karoline Leavitt said Trump continues to favor diplomacy.",
        "White House spokeswoman Karoline Leavitt said President Trump still favors diplomacy.",
        "Witkoff met Israeli Prime Minister Benjamin Netanyahu in Israel before the talks.",
        "Netanyahu reiterated Israel's skepticism toward Iran.",
        "Jared Kushner, Trump's son-in-law, is expected to attend the meetings.",
        "Iran asked to move Friday's meeting from Turkey to Oman.",
        "The talks were moved from Turkey to Oman at Iran's request.",
        "The U.S. initially declined Iran's request to change the venue, but the talks are now back on.",
        "The negotiations will be held in Oman on Friday.",
        "The talks in Oman will focus on the nuclear issue.",
        "Arab leaders reportedly urged the White House not to cancel the meeting, according to Axios.",
        "Witkoff and Kushner are to travel to Qatar on Thursday to meet the prime minister.",
        "Analyst Ahmad Zeidabadi warned that the talks carry existential stakes for Iran.",
        "Zeidabadi argues that a failure of the talks would not bring democracy.",
        "Britain's maritime agency reported that small boats linked to the IRGC tried to stop a U.S.-flagged ship.",
        "Britain's maritime agency reported that small boats linked to the IRGC tried to stop a ship.",
        "Iranian media denied that any security incident had occurred.",
        "A U.S. warship escorted the tanker.",
        "Pakistan confirmed that it has been invited to the talks.",
        "Qatari officials warned that a new conflict would have catastrophic consequences.",
        "Supreme Leader Ali Khamenei warned that an attack on Iran would trigger a regional war.",
        "Khamenei said Iran does not seek to start a conflict.",
        "Trump said the Supreme Leader should be very worried.",
        "Tehran and Washington are prepared to test diplomacy again.",
        "Countries including Egypt, Qatar and Turkey have held consultations to avoid escalation.",
        "Iran seized vessels in 2023 and 2024.",
    ],
    "earnings": [
        "Halden Motors reported higher net income in the third quarter.",
        "Halden's revenue rose 12 percent.",
        "Sales in China were weaker, but demand for electric vans made up for it.",
        "CEO Ingrid Solberg told analysts that margins come first.",
        "Chief Financial Officer Daniel Okafor said the company expects a higher operating margin in 2026.",
        "Okafor said tariffs cost the company £140 million.",
        "Halden will close its plant in Leeds in March 2026.",
        "The company plans to close its Leeds plant.",
        "A battery factory in Tampere is to open in June.",
        "Shares rose in New York.",
        "Analysts at Nordby Bank had expected lower earnings.",
    ],
    "sport": [
        "Ashford Rovers beat Kelby United to reach the semi-finals.",
        "Kelby lost to Rovers after leading by two goals.",
        "Jonah Reyes scored the winner in stoppage time.",
        "Liam Doyle, the captain, equalised.",
        "Marco Silvestri will miss the game against Marwood.",
        "Rovers manager Carla Brandt praised the second half.",
        "Kelby coach Tomas Engel was booked for protesting.",
        "Rovers will play Port Ellis in the semi-final.",
        "Kelby United were beaten by Ashford Rovers.",
    ],
    "court": [
        "Helen Mortimer was jailed for fraud.",
        "Mortimer admitted 17 counts of fraud at Easton Crown Court.",
        "Her husband was cleared of money laundering.",
        "Judge Miriam Castle said the fraud was breathtaking.",
        "The money paid for a villa in Spain.",
        "Prosecutor Adrian Wells said 43 victims lost their savings.",
        "Her lawyer, Sanjay Rao, said she was ashamed.",
        "Mortimer resigned before she was charged.",
    ],
    "science": [
        "Scientists found 38 new species off Chile.",
        "The expedition found new species off the coast of Chile.",
        "Amara Nwosu of the University of Bergen called the findings a warning.",
        "Luis Araya cautioned that the sample was small.",
        "The researchers cannot yet say whether the damage is typical.",
        "Chile's parliament will vote on a plan to protect half of its waters.",
        "The Halvorsen Foundation paid for the expedition.",
        "Half of the corals surveyed were damaged by fishing lines.",
    ],
    "election": [
        "The Civic Union lost its majority in Corvania.",
        "Prime Minister Elena Marek ruled out a coalition with Homeland.",
        "Marek will not form a coalition with the Homeland party.",
        "The Green Alliance came second.",
        "Green leader Petr Havel wants a higher minimum wage.",
        "President Jana Kolar will meet party leaders on Monday.",
        "Recounts are under way in Altmark, Brezno and Corva.",
        "Havel said his party was ready to talk.",
        "Turnout was the highest since 1998.",
    ],
}


@cache
def article(name: str) -> Article:
    """One of the six articles."""
    path = SEED if name == "talks" else ARTICLES / f"{name}.txt"
    return read(path.read_text(), language="en")


def claim(text: str, about: Article, kind: Kind = "reported") -> Claim:
    """A claim with its evidence found, as the path does."""
    return Claim("key_points.0", "key_points", text, kind=kind, evidence=locate(text, about))


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Every claim of a table, with its article."""
    return [(name, text) for name, texts in table.items() for text in texts]
