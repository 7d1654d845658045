"""Many claims at once."""

import math

from newsbrief.article.reading import read
from newsbrief.briefing.absence import write_absence
from newsbrief.briefing.schema import Briefing
from newsbrief.verification.checking import Checker
from newsbrief.verification.itemise import itemise_briefing

TEXT = "The talks moved to Oman on Friday. Both sides said that they would attend. No date was set for a second round."


async def test_however_many_claims_there_are_a_section_has_nothing_only_where_it_has_no_other() -> None:
    nothing = write_absence("key_points", "en")
    told = Briefing(
        title="Talks move",
        the_story="The talks moved to Oman on Friday.",
        key_points=(*(f"The talks moved to Oman on day {n}." for n in range(198)), nothing),
        critical_analysis=write_absence("critical_analysis", "en"),
        key_takeaways=("No date was set for a second round.",),
        impact_analysis=write_absence("impact_analysis", "en"),
    )
    checked, _ = await Checker(None, math.inf).check(itemise_briefing(told, "en"), read(TEXT))
    assert [c.section for c in checked if c.is_absence] == ["critical_analysis", "impact_analysis"]
    assert next(c.verdict for c in checked if c.text == nothing) == "unverified"
