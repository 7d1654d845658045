"""Hard events of the news, and the words without any of which no article tells one. English only.

A line is a kind: what a claim calls it, and behind the bar what else an article may say instead. The second list is
wide on purpose: a kind counts as untold only where nothing in the article comes near it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.faithfulness.vocabulary import stemmed

_KINDS = """
sanctions|sanction sanctioned embargo restrictions penalties blacklist ban measures
missile missiles|rocket weapon weapons arms warhead ballistic
uranium enrichment|enrich centrifuge atomic plutonium
injured injuries wounded|hurt injury wound wounds casualty casualties harm harmed shot stabbed crash hospital \
 bitten burn burns broken beaten attack attacked fracture surgery knock strain sprain hamstring fit fitness victim \
 victims assault muscle torn tear pectoral calf groin sidelined ruled
arrested arrest|detained detain custody held charged police jail jailed suspect apprehended seized caught raid bail \
 court guilty
telephone phoned|phone phones telephoned call called calls spoke mobile conversation ring rang
wept cried tears|weep weeping cry crying tear sob sobbed emotional tearful
resigned resign resignation|quit quits stepped stepping leave left leaves departure depart sacked exit post role \
 replaced former
suspended|suspend suspension postponed delayed cancelled halt off ban banned leave halted pause paused stopped \
 dismissed removed strategic sidelined disciplinary
poisonous toxic poisoned|poison toxin contaminated pollution arsenic lead venom chemical
bribe bribes bribery|corruption corrupt kickback payment payments
earthquake quake|tremor magnitude seismic
divorced divorce|split separated separation marriage ex-wife ex-husband estranged
pregnant pregnancy|baby expecting birth child maternity mother
kidnapped kidnapping abducted|abduction hostage missing captive taken snatched ransom held
explosion exploded bomb bombing|blast explosive detonated device explode attack grenade
bankruptcy bankrupt|insolvent insolvency administration collapse liquidation debt creditors
hacked hackers|hack cyber breach online computer password
lawsuit sued|sue suing court legal claim case complaint lawyers action judge damages
sailors sailor|crew seaman seamen navy naval ship boat vessel marines
ceasefire truce|cease-fire armistice fighting peace lull agreement
tariff tariffs|duty duties levy trade import imports customs
curfew|lockdown night restrictions indoors
evacuated evacuation|evacuate evacuees leave homes shelter moved flee fled rescued cleared
cocaine heroin|drug drugs narcotics substance trafficking
stabbed stabbing|knife stab blade machete wounds
cancer tumour|tumor leukaemia leukemia chemotherapy oncology lymphoma melanoma
oil petrol|crude petroleum fuel barrel gas energy
"""


@dataclass(frozen=True, slots=True)
class EventKind:
    """Stems by which a claim names a kind of event, and all by which an article may tell one."""

    named: frozenset[str]
    told: frozenset[str]


def _kinds() -> Mapping[str, EventKind]:
    found = {}
    for line in _KINDS.strip().splitlines():
        named, _, further = line.partition("|")
        kind = EventKind(stemmed(named), stemmed(f"{named} {further}"))
        found.update(dict.fromkeys(kind.named, kind))
    return found


KINDS: Mapping[str, EventKind] = _kinds()
"""For a stem the kind of event that it names."""
