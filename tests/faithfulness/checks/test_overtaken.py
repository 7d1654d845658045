import pytest

from service.article.reading import read
from service.verification.change import changes, currently, formerly
from service.verification.checks import overtaken
from service.verification.claim import Claim
from service.verification.verification import ground

MOVED = (
    "MUSCAT — Iran asked on Tuesday to move Friday’s meeting with the United States from Turkey to Oman, officials "
    "said. The talks will now be held in Oman and will focus solely on the nuclear issue, an official said.\n\n"
    "Turkey, Qatar and Egypt have worked for weeks to bring the two sides together. A meeting of Turkish and Egyptian "
    "ministers took place in Ankara on Monday."
)
OFF = (
    "MARBURY — The concert of the Silver Band in Hollin Park on 2 May has been called off, the council said. The "
    "bandstand was damaged by a storm. The fair on 9 May will take place as planned. Nobody wants the school play to "
    "be cancelled, and it is not clear whether the regatta could be postponed."
)


@pytest.mark.parametrize(
    ("article", "text", "outcome"),
    [
        (MOVED, "The talks between Iran and the United States will be held in Turkey on Friday.", "fail"),
        (MOVED, "The talks will be held in Istanbul on Friday, Iran said.", "fail"),
        (MOVED, "Turkey will host Friday’s meeting.", "fail"),
        (MOVED, "The meeting in Ankara on Friday is to bring Iran and the United States together.", "fail"),
        (MOVED, "The talks will cover missiles as well as the nuclear issue.", "fail"),
        (MOVED, "The talks will be held in Oman.", "pass"),
        (MOVED, "The talks will be held in Oman rather than in Turkey.", "pass"),
        (MOVED, "Iran asked to move the meeting from Turkey to Oman.", "pass"),
        (MOVED, "Turkey has worked to bring the two sides together.", "pass"),
        (MOVED, "Egypt will host a meeting.", "pass"),
        (MOVED, "The talks will deal with the nuclear issue.", "pass"),
        (OFF, "The Silver Band will give a concert in Hollin Park on 2 May.", "fail"),
        (OFF, "The fair will take place on 9 May.", "pass"),
        (OFF, "The school play will take place.", "pass"),
        (OFF, "The regatta is planned.", "pass"),
        (OFF, "The bandstand was damaged.", "pass"),
    ],
)
def test_what_is_overtaken(article: str, text: str, outcome: str) -> None:
    newer = read(article)
    result = overtaken.check(ground(Claim("key_points.0", "key_points", text), newer), newer)
    assert (result.outcome, result.verdict) == (outcome, "contradicted" if outcome == "fail" else None)
    assert bool(result.sentences) is (outcome == "fail")


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("The summit, originally planned for Geneva, will now take place in Vienna.", {"superseded"}),
        ("The strike was extended from 48 hours to 72 hours.", {"moved"}),
        ("The two sides will meet by video link instead of in person.", {"moved"}),
        ("Jon Hald has replaced Petra Voss as general secretary.", {"replaced"}),
        ("Petra Voss was succeeded by Jon Hald.", {"replaced"}),
        ("Germany has pulled out of the talks.", {"withdrawn"}),
        ("The match has been postponed.", {"off"}),
        ("The match could be postponed.", set()),
        ("Arab leaders urged the White House not to let the meeting be cancelled.", set()),
        ("Trains are running again.", {"resumed"}),
        ("The talks are limited to the nuclear issue.", {"narrowed"}),
        ("He travelled from Paris to Rome.", set()),
        ("The council had said that it expected to open the bridge.", set()),
    ],
)
def test_what_tells_a_change(sentence: str, kinds: set[str]) -> None:
    more = "The mayor of the town said on Tuesday that he was glad of it. Nobody else had anything to say about it."
    assert {c.kind for c in changes(read(f"{sentence}\n\n{more}"))} == kinds


def test_what_was_reckoned_counts_where_the_reckoning_changed() -> None:
    anew = (
        "The council has changed its estimate again. The bridge cannot open before Thursday, it says. The council had "
        "said at midday that it expected to open the bridge on Wednesday. The mayor of the town was glad to hear of it."
    )
    assert {c.kind for c in changes(read(anew))} == {"reckoned"}


def test_figures_of_before_and_of_now() -> None:
    assert formerly("Inventories fell to $611 million from $655 million.") == ("$655 million.",)
    assert formerly("Some 36,000 homes are dark, down from 52,000 the day before.") == ("52,000 the day before.",)
    assert formerly("It is 12 miles from the city.") == ()
    assert currently("The toll has risen to 1,031, officials said.") == ("1,031",)
    assert currently("She walked to the shop.") == ()
