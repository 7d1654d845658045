"""Words that news uses for one another: what a paraphrase may say instead. English only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from service.faithfulness.vocabulary import stemmed

_GROUPS = """
talks negotiations negotiate negotiating meeting meetings discussions dialogue diplomacy diplomatic summit \
 consultations met meet
venue location place site locale
ask asked asks asking request requested requests demand demanded demands want wanted wants seek sought call called \
 urge urged appeal
move moved moves moving shift shifted relocate relocated change changed transfer transferred switch switched
ship vessel tanker boat freighter ferry boats vessels
jet aircraft plane fighter airplane aeroplane warplane
army military troops forces soldiers soldier
say said says told tell stated state announced announce reported report added declared
warn warned warning caution cautioned alert
reject rejected decline declined refuse refused dismiss dismissed rebuff turn turned objection objected object \
 oppose opposed
accept accepted agree agreed approve approved consent consented endorse endorsed
start started begin began begun launch launched open opened commence kick opening
end ended finish finished stop stopped halt halted conclude concluded cease complete completed shut close closed \
 closing closure
cancel cancelled canceled scrap scrapped abandon abandoned drop dropped axe axed called-off withdraw withdrawn \
 withdrew
delay delayed postpone postponed slip slipped put-back
rise rose risen increase increased grew grow grown growth climb climbed soar jump jumped surge higher gain up raise \
 raised
fall fell fallen decrease decreased drop dropped decline declined shrink shrank plunge slump sink reduce reduced \
 cut lower lowered slide slid weaken weakened weaker steep
pay paid payment pays wage wages salary earnings compensation
job jobs post posts work employment worker workers staff employee employees redundant redundancies layoffs
strike walkout stoppage action picket strikers
firm company business corporation maker group manufacturer
profit profits earnings income earned
revenue sales turnover
cost costs price prices expense expenses charge charges fee fees bill dear dearer expensive
money funds funding cash grant grants finance financing loan budget
kill killed kills die died dies dead death deaths fatal fatally slain
injure injured injuries injury hurt wounded wound wounds harmed
jail jailed prison imprisoned sentence sentenced term
arrest arrested detain detained custody held
police officer officers detective
court trial judge tribunal hearing
steal stole stolen theft stealing fraud took take taken plundered swindle embezzled
find found discover discovered detect detected uncover uncovered notice noticed come-to-light light
ill illness sick sickness disease infection infected patient patients outbreak
recall recalled withdrawn withdrawal
contaminated contamination tainted bacteria strain
flood flooding flooded burst water
storm weather hurricane gale
build built building construct constructed construction rebuild rebuilt erect
repair repaired repairs mend mending fix fixed
damage damaged destroy destroyed destruction wreck
leave left depart departed quit exit resign resigned resignation step-down
win won victory beat defeat defeated triumph
lose lost defeat loss losses
vote voted votes ballot election poll polls
law bill legislation act rule rules regulation
ban banned prohibit prohibited forbid forbidden outlaw bar barred exclude excluded
allow allowed permit permitted let authorise authorised authorize authorized
attack attacked assault assaulted strike raid hit struck
help helped aid assist assisted support supported
study research paper survey findings scientists researchers
show showed shown reveal revealed demonstrate demonstrated suggest suggests prove proved indicate
child children kid kids youngster pupil pupils student students
woman women female
man men male
home house homes houses residence
school schools college university
car vehicle vehicles van
customer customers shopper shoppers consumer consumers buyer buyers client clients
leader leaders head chief boss president chairman chair chairwoman director
country nation state
town city village
year years annual annually yearly
big large huge great major significant
small little minor tiny
new fresh latest further another additional extra more
shoot shot fire fired gunfire gunman
travel travelled traveled go went gone trip visit visited journey fly flew
speak spoke spoken talk talked telephone phone call
expect expected forecast predict predicted prospect estimate estimated anticipated
keep kept retain retained remain remained stay stayed
save saved saving savings
fear fears feared worry worried concern concerned concerns
angry anger fury furious outrage
happy pleased delighted welcome welcomed
hard difficult tough
fast quick quickly rapid rapidly swift
use used using usage
sell sold sale selling sells
buy bought purchase purchased acquire acquired
send sent dispatch dispatched
give gave given grant granted award awarded hand handed
get got receive received obtain obtained
try tried attempt attempted attempting
plan plans planned proposal proposed scheme project
escort escorted accompany accompanied
clash clashes confrontation confrontations incident incidents encounter encounters skirmish fighting
shortage lack scarce short
protest protests demonstration demonstrators rally march
accuse accused allege alleged blame blamed claim claimed charge charged
admit admitted confess confessed plead pleaded guilty
clear cleared acquit acquitted
interest rate rates lending borrowing
inflation prices
joblessness unemployment jobless unemployed
exports trade shipments overseas
demand market
slow slower sluggish weak
"""


def _senses() -> Mapping[str, frozenset[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(_GROUPS.strip().splitlines()):
        for stem in stemmed(group):
            found[stem].add(number)
    return {stem: frozenset(numbers) for stem, numbers in found.items()}


_SENSES = _senses()


def senses(stems: Iterable[str]) -> frozenset[int]:
    """The groups of synonyms that any of the stems is in."""
    return frozenset().union(*[_SENSES[stem] for stem in stems if stem in _SENSES])


def akin(stem: str, stems: frozenset[str], groups: frozenset[int]) -> bool:
    """Whether a stem, or a synonym of it, is among `stems`, whose `senses` are `groups`."""
    return stem in stems or not groups.isdisjoint(_SENSES.get(stem, ()))
